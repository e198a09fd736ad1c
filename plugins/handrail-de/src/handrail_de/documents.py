"""The papers of integration management (BEM) and of gradual return.

The invitation says what the courts ask of it (SGB IX s. 167(2); BAG 7 AZR 292/17; BAG 2 AZR 162/22): the aims, that it
is voluntary, which data are used and who sees them, that the works council takes part only where the person wants it,
and that a person of trust may come. It gives days of absence in total and no cause. The record of the talks belongs in
the BEM file, which is kept apart from the personnel file; it has no form here, since the employer reads these papers.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_de import catalogue, sources

HOURS_IN_A_DAY: Final = 12
DAYS_IN_A_YEAR: Final = 366
_document = DocumentBook("de", catalogue.REVIEWED_ON, ("de",))

BEM_INVITATION = _document(
    "bem_invitation", "Invitation to integration management (BEM)", sources.BEM_OFFER,
    asked.section(
        "offer", "What is offered",
        asked.count("absence_days", "Days of absence within twelve months, in total", most=DAYS_IN_A_YEAR),
        asked.text("aims", "What it is for"),
        asked.text("voluntary", "That it is voluntary, and that nothing follows from a refusal"),
    ),
    asked.section(
        "data_notice", "Notice on data",
        asked.text("data_used", "Which data are collected and used"),
        asked.text("data_seen_by", "Who sees them"),
        asked.text("data_consent", "That data on health need a consent of their own, which can be taken back"),
    ),
    asked.section(
        "people", "Who can take part",
        asked.text("council_choice", "That the works council takes part only if the person wants it"),
        asked.text("trusted_person", "That a person of trust may come along"),
        asked.text("other_people", "Who else can take part", needed=False),
    ),
    asked.section(
        "reply", "How to answer",
        asked.day("reply_by", "Answer asked by"), asked.text("contact", "Whom to answer, and how"),
    ),
    proves=catalogue.BEM_OFFER, repeats=True,
)  # fmt: skip

BEM_MEASURES = _document(
    "bem_measures", "Plan of measures", sources.BEM_OFFER,
    asked.section(
        "agreed", "What was agreed",
        asked.rows(
            "measures", "Measures",
            asked.text("what", "What"), asked.text("who", "Who"), asked.day("by", "By when"),
            asked.text("paid_by", "Who bears the cost", needed=False),
        ),
        asked.day("review_on", "Looked at again on"),
    ),
    belongs_to=catalogue.BEM_OFFER, signed_by=asked.BOTH,
)  # fmt: skip

BEM_CLOSE = _document(
    "bem_close", "Close of integration management (BEM)", sources.BEM_REPEAT,
    asked.section(
        "result", "How it ended",
        asked.choice(
            "result_code", "Result", "measures_done", "no_measures_needed", "declined", "no_measures_found", "other"
        ),
        asked.text("kept_on", "Measures that go on", needed=False),
        asked.day("closed_on", "Closed on"),
    ),
    belongs_to=catalogue.BEM_REPEAT, confidence="medium", repeats=True,
)  # fmt: skip

GRADUAL_RETURN_PLAN = _document(
    "gradual_return_plan", "Plan of gradual return", sources.GRADUAL_RETURN_PLAN,
    asked.section(
        "work", "The work before",
        asked.text("last_job", "Last job"), asked.hours("usual_hours", "Hours a day before", most=HOURS_IN_A_DAY),
    ),
    asked.section(
        "return_steps", "Step by step",
        asked.rows(
            "steps", "Steps",
            asked.day("first_day", "From"), asked.day("last_day", "Until"),
            asked.hours("hours", "Hours a day", most=HOURS_IN_A_DAY),
            asked.text("tasks", "Tasks, and what is left out", needed=False),
        ),
        asked.day("full_work_on", "Full work is expected from", needed=False),
        by=asked.RECEIVED,
    ),
    belongs_to=catalogue.GRADUAL_RETURN_PLAN, confidence="medium", signed_by=asked.BOTH,
)  # fmt: skip

DOCUMENTS: Final = (BEM_INVITATION, BEM_MEASURES, BEM_CLOSE, GRADUAL_RETURN_PLAN)
