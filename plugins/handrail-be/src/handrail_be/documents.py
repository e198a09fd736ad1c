"""The reintegration plan and the reasoned report (Codex I.4-74), after decision A and after decision B.

A plan says what is adapted, what the work is, its hours and steps, training, until when it holds and how it is followed
up. A report says why no plan is possible. Either is the employer's act; the worker's answer is an act of its own
(`be.plan_response`), so nobody signs here. Why somebody can not do the agreed work has no field.
"""

from typing import Final

from handrail.sdk import DocumentSection, Field, FieldKind, Party, Rule, StatutoryDocument
from handrail_be import catalogue, sources

EMPLOYER: Final[tuple[Party, ...]] = ("hr",)
HOURS_IN_A_WEEK: Final = 60


def _field(
    key: str,
    kind: FieldKind,
    label: str,
    *,
    required: bool = True,
    item: tuple[Field, ...] = (),
    maximum: float | None = None,
) -> Field:
    return Field(
        key=key, kind=kind, compartment="administrative", label=label, required=required, item=item,
        minimum=None if maximum is None else 0, maximum=maximum,
    )  # fmt: skip


PLAN: Final = (
    DocumentSection(
        key="work", title="The work", authors=EMPLOYER,
        fields=(
            _field("tasks", "text", "Adapted or other work"),
            _field("adjustments", "text", "Adjustments of the workplace", required=False),
            _field(
                "steps", "list", "Hours, step by step",
                item=(
                    _field("first_day", "date", "From"),
                    _field("hours", "decimal", "Hours a week", maximum=HOURS_IN_A_WEEK),
                ),
            ),
            _field("training", "text", "Training and guidance", required=False),
        ),
    ),
    DocumentSection(
        key="validity", title="How long, and how it is followed", authors=EMPLOYER,
        fields=(
            _field("valid_until", "date", "Holds until"),
            _field("follow_up", "text", "How it is followed up"),
        ),
    ),
)  # fmt: skip
REPORT: Final = (
    DocumentSection(
        key="why_not", title="Why there is no plan", authors=EMPLOYER,
        fields=(
            _field("looked_at", "text", "What was looked at, also with help from outside"),
            _field("reasons", "text", "Why it is not possible, or can not be asked of the employer"),
        ),
    ),
)  # fmt: skip


def _document(name: str, title: str, proves: Rule, sections: tuple[DocumentSection, ...]) -> StatutoryDocument:
    return StatutoryDocument(
        code=f"be.{name}", jurisdiction="be", title=title, source=sources.PLAN, confidence=proves.confidence,
        sections=sections, proves=proves.id, reviewed_on=catalogue.REVIEWED_ON, languages=("nl", "fr", "de"),
    )  # fmt: skip


DOCUMENTS: Final = (
    _document("plan_a", "Reintegration plan after decision A", catalogue.PLAN_DECISION_A, PLAN),
    _document("report_a", "Reasoned report after decision A", catalogue.PLAN_DECISION_A, REPORT),
    _document("plan_b", "Reintegration plan after decision B", catalogue.PLAN_DECISION_B, PLAN),
    _document("report_b", "Reasoned report after decision B", catalogue.PLAN_DECISION_B, REPORT),
)
