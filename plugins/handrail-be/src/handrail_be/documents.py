"""The reintegration plan and the reasoned report (Codex I.4-74), after decision A and after decision B.

A plan says what is adapted, what the work is, its hours and steps, training, until when it holds and how it is followed
up. A report says why no plan is possible. Either is the employer's act; the worker's answer is an act of its own
(`be.plan_response`), so nobody signs here. Why somebody can not do the agreed work has no field.
"""

from typing import Final

from handrail.sdk import DocumentBook, asked
from handrail_be import catalogue, sources

HOURS_IN_A_WEEK: Final = 60
_document = DocumentBook("be", catalogue.REVIEWED_ON, ("nl", "fr", "de"))

PLAN: Final = (
    asked.section(
        "work", "The work",
        asked.text("tasks", "Adapted or other work"),
        asked.text("adjustments", "Adjustments of the workplace", needed=False),
        asked.rows(
            "steps", "Hours, step by step",
            asked.day("first_day", "From"), asked.hours("hours", "Hours a week", most=HOURS_IN_A_WEEK),
        ),
        asked.text("training", "Training and guidance", needed=False),
    ),
    asked.section(
        "validity", "How long, and how it is followed",
        asked.day("valid_until", "Holds until"),
        asked.text("follow_up", "How it is followed up"),
    ),
)  # fmt: skip
REPORT: Final = (
    asked.section(
        "why_not", "Why there is no plan",
        asked.text("looked_at", "What was looked at, also with help from outside"),
        asked.text("reasons", "Why it is not possible, or can not be asked of the employer"),
    ),
)  # fmt: skip
_A, _B = catalogue.PLAN_DECISION_A, catalogue.PLAN_DECISION_B

DOCUMENTS: Final = (
    _document("plan_a", "Reintegration plan after decision A", sources.PLAN, *PLAN, proves=_A),
    _document("report_a", "Reasoned report after decision A", sources.PLAN, *REPORT, proves=_A),
    _document("plan_b", "Reintegration plan after decision B", sources.PLAN, *PLAN, proves=_B),
    _document("report_b", "Reasoned report after decision B", sources.PLAN, *REPORT, proves=_B),
)
