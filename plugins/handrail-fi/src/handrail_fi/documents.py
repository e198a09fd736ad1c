"""The notice to occupational health, the memo of the three-party talk, and what the 90-day statement says of the work.

The certificate and the statement itself are the physician's: the worker takes the statement to Kela. The employer reads
suitability and limits, nothing else (Laki yksityisyyden suojasta työelämässä 5 §), and keeps these papers apart.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_fi import catalogue, sources

_document = DocumentBook("fi", catalogue.REVIEWED_ON, ("fi", "sv"))

OHS_NOTICE = _document(
    "ohs_notice", "Notice of the absence to occupational health", sources.NOTIFY_OHS,
    asked.section(
        "absence", "The absence",
        asked.day("first_day", "First day of absence"),
        asked.count("absence_days", "Days of absence so far"),
        asked.choice("counted", "Counted", "in_one_piece", "in_total"),
        asked.day("sent_on", "Sent to occupational health on"),
    ),
    proves=catalogue.EMPLOYER_NOTIFY_OHS,
)  # fmt: skip

NEGOTIATION_MEMO = _document(
    "negotiation_memo", "Memo of the talk with occupational health", sources.STATEMENT_90,
    asked.section(
        "talk", "The talk",
        asked.text("present", "Who was there"),
        asked.text("tasks", "Tasks"),
        asked.text("limits", "What the work has to take into account"),
        asked.text("adjustments", "Adjustments that were agreed"),
        asked.text("trial", "What is tried out, and until when"),
        asked.day("next_on", "Looked at again on"),
        by=asked.STATED,
    ),
    belongs_to=catalogue.STATEMENT_90, repeats=True,
    about="Worker, supervisor and occupational health talk together; the worker may bring somebody.",
)  # fmt: skip

STATEMENT_90 = _document(
    "statement_90", "Work ability that remains: what it means for the work", sources.STATEMENT_90,
    asked.section(
        "ability", "What is possible",
        asked.text("possibilities", "What is possible at work"),
        asked.text("limits", "What is not possible at work, or not yet"),
        asked.text("chances", "Chances to go on with the own employer"),
        asked.day("talk_on", "Worker, employer and occupational health talked on"),
        asked.day("given_on", "The statement was given to the worker on"),
        by=asked.STATED,
    ),
    proves=catalogue.STATEMENT_90, given_to=("authority",),
    about="The physician's own statement goes from the worker to Kela. Here stands what it means for the work.",
)  # fmt: skip

DOCUMENTS: Final = (OHS_NOTICE, NEGOTIATION_MEMO, STATEMENT_90)
