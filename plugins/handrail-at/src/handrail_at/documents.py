"""Plan and agreement of reintegration part-time work (AVRAG s. 13a).

The plan comes before the agreement, with advice of fit2work or of the occupational physician; the agreement holds
start, length, extent and position of the hours, and both sign both. Neither holds a diagnosis.
"""

from typing import Final

from handrail.sdk import Citation, DocumentSection, Field, FieldKind, Party, StatutoryDocument
from handrail_at import catalogue, sources

EMPLOYER: Final[tuple[Party, ...]] = ("hr",)
BOTH: Final[tuple[Party, ...]] = ("worker", "hr")
ADVISERS: Final = ("fit2work", "occupational_physician")
HOURS_IN_A_WEEK: Final = 60


def _field(
    key: str,
    kind: FieldKind,
    label: str,
    *,
    required: bool = True,
    choices: tuple[str, ...] = (),
    item: tuple[Field, ...] = (),
    maximum: float | None = None,
) -> Field:
    return Field(
        key=key, kind=kind, compartment="administrative", label=label, required=required, choices=choices, item=item,
        minimum=None if maximum is None else 0, maximum=maximum,
    )  # fmt: skip


def _document(name: str, title: str, source: Citation, *sections: DocumentSection) -> StatutoryDocument:
    return StatutoryDocument(
        code=f"at.{name}", jurisdiction="at", title=title, source=source, confidence="medium", sections=sections,
        signed_by=BOTH, reviewed_on=catalogue.REVIEWED_ON, languages=("de",),
    )  # fmt: skip


WIETZ_PLAN = _document(
    "wietz_plan", "Reintegration plan", sources.MIN_ABSENCE,
    DocumentSection(
        key="advice", title="Advice", authors=EMPLOYER,
        fields=(
            _field("advised_by", "choice", "Who advised", choices=ADVISERS),
            _field("advised_on", "date", "Advised on"),
        ),
    ),
    DocumentSection(
        key="course", title="How the return goes", authors=EMPLOYER,
        fields=(
            _field(
                "steps", "list", "Steps",
                item=(
                    _field("first_day", "date", "From"),
                    _field("hours", "decimal", "Hours a week", maximum=HOURS_IN_A_WEEK),
                    _field("tasks", "text", "Tasks", required=False),
                ),
            ),
            _field("support", "text", "Support at work", required=False),
        ),
    ),
)  # fmt: skip

WIETZ_AGREEMENT = _document(
    "wietz_agreement", "Agreement on reintegration part-time", sources.HOURS,
    DocumentSection(
        key="term", title="From when until when", authors=EMPLOYER,
        fields=(_field("first_day", "date", "First day"), _field("last_day", "date", "Last day")),
    ),
    DocumentSection(
        key="time", title="Hours and pay", authors=EMPLOYER,
        fields=(
            _field("usual_hours", "decimal", "Hours a week before", maximum=HOURS_IN_A_WEEK),
            _field("agreed_hours", "decimal", "Hours a week agreed", maximum=HOURS_IN_A_WEEK),
            _field("position", "text", "On which days and at what times"),
            _field("agreed_pay", "text", "Pay in this time"),
            _field("council_heard", "bool", "The works council was brought in, where there is one", required=False),
        ),
    ),
)  # fmt: skip

DOCUMENTS: Final = (WIETZ_PLAN, WIETZ_AGREEMENT)
