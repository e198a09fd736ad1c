"""The plan for the return to work, the reasons where none is needed, and the statement for day 91.

The plan is about work and measures, never about the illness (Socialförsäkringsbalken 30 kap. 6 §). It is made, as far
as possible, with the worker, followed and changed: each change is a new version. Försäkringskassan gets it only when it
asks. A meeting that Försäkringskassan calls (avstämningsmöte) is its own, and has no paper of the employer.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_se import catalogue, sources

_document = DocumentBook("se", catalogue.REVIEWED_ON, ("sv",))

RETURN_PLAN = _document(
    "return_plan", "Plan for the return to work", sources.RETURN_PLAN,
    asked.section(
        "work", "The work",
        asked.text("contact", "Whom to reach, and how"),
        asked.text("tasks", "Tasks"),
        asked.text("possibilities", "What is possible at work"),
    ),
    asked.section(
        "measures", "Measures",
        asked.rows(
            "steps", "Adjustments, temporary tasks and training",
            asked.text("what", "What"), asked.text("who", "Who sees to it"), asked.day("first_day", "From"),
            asked.day("last_day", "Until", needed=False),
        ),
        asked.text("worker_part", "What the worker does themselves"),
        asked.rows("follow_ups", "When it is looked at again", asked.day("day", "Day")),
    ),
    proves=catalogue.RETURN_PLAN, signed_by=asked.BOTH, given_to=("authority",),
    about="Försäkringskassan gets the plan only when it asks for it.",
)  # fmt: skip

RETURN_WITHOUT_MEASURES = _document(
    "return_without_measures", "Why full return needs no measures", sources.RETURN_PLAN,
    asked.section(
        "reasons", "Reasons",
        asked.text("why", "Why no measures are needed"),
        asked.day("full_work_on", "Full work is expected from"),
    ),
    proves=catalogue.RETURN_PLAN, given_to=("authority",),
    about="In place of the plan, where somebody comes back in full without measures.",
)  # fmt: skip

EMPLOYER_STATEMENT = _document(
    "employer_statement", "Statement of the employer to Försäkringskassan", sources.CHAIN_DAY_91,
    asked.section(
        "other_work", "Other work with the employer",
        asked.text("looked_at", "What was looked at"),
        asked.choice("result", "Result", "possible", "partly", "not_possible"),
        asked.day("possible_from", "From when", needed=False),
    ),
    belongs_to=catalogue.CHAIN_DAY_91, given_to=("authority",), confidence="medium",
    about="From day 91 Försäkringskassan looks at any other work with the employer.",
)  # fmt: skip

DOCUMENTS: Final = (RETURN_PLAN, RETURN_WITHOUT_MEASURES, EMPLOYER_STATEMENT)
