"""The evidence of a temporary absence, the rehabilitation programme of Comcare, and suitable employment.

The programme is determined by the rehabilitation authority on the template of Comcare; the assessment before it is
medical and has no paper here. The table found no number of days for either (low confidence).
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_au import papers
from handrail_au.commonwealth import catalogue, sources
from handrail_au.declaring import REVIEWED_ON

_document = DocumentBook("au_cth", REVIEWED_ON, ("en",))

EVIDENCE = _document(
    "absence_evidence", "Evidence of the absence, as received", sources.EVIDENCE,
    asked.section(
        "evidence", "What was received",
        asked.choice("kind", "What was received", "certificate", "statutory_declaration", "under_instrument"),
        asked.day("first_day", "From"), asked.day("last_day", "Until"), asked.day("received_on", "Received on"),
    ),
    proves=catalogue.EVIDENCE, repeats=True, about="What it says of the illness is not written here.",
)  # fmt: skip

REHABILITATION_PROGRAM = _document(
    "rtw_plan", "Rehabilitation programme (return-to-work plan)", sources.RETURN_TO_WORK_PLAN,
    asked.section("goal", "Where it is to lead", asked.text("goal_text", "Goal"), papers.STEPS),
    asked.section("course", "How the return goes", papers.ACTIONS, papers.NEXT),
    belongs_to=catalogue.RETURN_TO_WORK_PLAN, given_to=("authority",), form="Return to work plan (Comcare)",
    about="The rehabilitation authority determines it. Here stands what the employer brings to it.",
)  # fmt: skip

SUITABLE_EMPLOYMENT = _document(
    "suitable_employment", "Record of suitable employment", sources.SUITABLE_EMPLOYMENT,
    asked.section(
        "steps_taken", "All reasonable steps",
        asked.text("looked_at", "What was looked at"),
        asked.choice("result", "Result", "possible", "partly", "not_possible"),
        asked.text("tasks", "Tasks", needed=False), asked.hours("hours", "Hours a week", needed=False),
        asked.text("why", "Why it is possible only in part, or not", needed=False),
    ),
    belongs_to=catalogue.SUITABLE_EMPLOYMENT, repeats=True,
)  # fmt: skip

DOCUMENTS: Final = (EVIDENCE, REHABILITATION_PROGRAM, SUITABLE_EMPLOYMENT)
