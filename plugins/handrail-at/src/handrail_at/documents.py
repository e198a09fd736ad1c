"""Plan and agreement of reintegration part-time work (AVRAG s. 13a).

The plan comes before the agreement, with advice of fit2work or of the occupational physician; the agreement holds
start, length, extent and position of the hours, and both sign both. Neither holds a diagnosis.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_at import catalogue, sources

HOURS_IN_A_WEEK: Final = 60
_document = DocumentBook("at", catalogue.REVIEWED_ON, ("de",))

WIETZ_PLAN = _document(
    "wietz_plan", "Reintegration plan", sources.MIN_ABSENCE,
    asked.section(
        "advice", "Advice",
        asked.choice("advised_by", "Who advised", "fit2work", "occupational_physician"),
        asked.day("advised_on", "Advised on"),
    ),
    asked.section(
        "course", "How the return goes",
        asked.rows(
            "steps", "Steps",
            asked.day("first_day", "From"), asked.hours("hours", "Hours a week", most=HOURS_IN_A_WEEK),
            asked.text("tasks", "Tasks", needed=False),
        ),
        asked.text("support", "Support at work", needed=False),
    ),
    belongs_to=catalogue.MIN_ABSENCE_MET, confidence="medium", signed_by=asked.BOTH,
)  # fmt: skip

WIETZ_AGREEMENT = _document(
    "wietz_agreement", "Agreement on reintegration part-time", sources.HOURS,
    asked.section(
        "term", "From when until when",
        asked.day("first_day", "First day"), asked.day("last_day", "Last day"),
    ),
    asked.section(
        "time", "Hours and pay",
        asked.hours("usual_hours", "Hours a week before", most=HOURS_IN_A_WEEK),
        asked.hours("agreed_hours", "Hours a week agreed", most=HOURS_IN_A_WEEK),
        asked.text("position", "On which days and at what times"),
        asked.text("agreed_pay", "Pay in this time"),
        asked.yes_no("council_heard", "The works council was brought in, where there is one", needed=False),
    ),
    belongs_to=catalogue.HOURS, confidence="medium", signed_by=asked.BOTH,
)  # fmt: skip

DOCUMENTS: Final = (WIETZ_PLAN, WIETZ_AGREEMENT)
