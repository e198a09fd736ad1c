"""The papers of integration management (BEM) and of gradual return.

The invitation says what the courts ask of it (SGB IX s. 167(2); BAG 7 AZR 292/17; BAG 2 AZR 162/22): the aims, that it
is voluntary, which data are used and who sees them, that the works council takes part only where the person wants it,
and that a person of trust may come. It gives days of absence in total and no cause. The record of the talks belongs in
the BEM file, which is kept apart from the personnel file; it has no form here, since the employer reads these papers.
"""

from typing import Final

from handrail.sdk import Citation, DocumentSection, Field, FieldKind, Party, Rule, StatutoryDocument
from handrail_de import catalogue, sources

EMPLOYER: Final[tuple[Party, ...]] = ("hr",)
PHYSICIAN: Final[tuple[Party, ...]] = ("hr", "occupational_health")
"""What the treating doctor states is written down by whoever received it."""
BOTH: Final[tuple[Party, ...]] = ("worker", "hr")
RESULTS: Final = ("measures_done", "no_measures_needed", "declined", "no_measures_found", "other")
HOURS_IN_A_DAY: Final = 12
DAYS_IN_A_YEAR: Final = 366


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


def _text(key: str, label: str, *, required: bool = True) -> Field:
    return _field(key, "text", label, required=required)


def _document(
    name: str,
    title: str,
    source: Citation,
    *sections: DocumentSection,
    proves: Rule | None = None,
    signed_by: tuple[Party, ...] = (),
    repeats: bool = False,
) -> StatutoryDocument:
    return StatutoryDocument(
        code=f"de.{name}", jurisdiction="de", title=title, source=source,
        confidence=proves.confidence if proves else "medium", sections=sections, signed_by=signed_by,
        proves=proves.id if proves else None, repeats=repeats, reviewed_on=catalogue.REVIEWED_ON, languages=("de",),
    )  # fmt: skip


BEM_INVITATION = _document(
    "bem_invitation", "Invitation to integration management (BEM)", sources.BEM_OFFER,
    DocumentSection(
        key="offer", title="What is offered", authors=EMPLOYER,
        fields=(
            _field("absence_days", "int", "Days of absence within twelve months, in total", maximum=DAYS_IN_A_YEAR),
            _text("aims", "What it is for"),
            _text("voluntary", "That it is voluntary, and that nothing follows from a refusal"),
        ),
    ),
    DocumentSection(
        key="data_notice", title="Notice on data", authors=EMPLOYER,
        fields=(
            _text("data_used", "Which data are collected and used"),
            _text("data_seen_by", "Who sees them"),
            _text("data_consent", "That data on health need a consent of their own, which can be taken back"),
        ),
    ),
    DocumentSection(
        key="people", title="Who can take part", authors=EMPLOYER,
        fields=(
            _text("council_choice", "That the works council takes part only if the person wants it"),
            _text("trusted_person", "That a person of trust may come along"),
            _text("other_people", "Who else can take part", required=False),
        ),
    ),
    DocumentSection(
        key="reply", title="How to answer", authors=EMPLOYER,
        fields=(_field("reply_by", "date", "Answer asked by"), _text("contact", "Whom to answer, and how")),
    ),
    proves=catalogue.BEM_OFFER, repeats=True,
)  # fmt: skip

BEM_MEASURES = _document(
    "bem_measures", "Plan of measures", sources.BEM_OFFER,
    DocumentSection(
        key="agreed", title="What was agreed", authors=EMPLOYER,
        fields=(
            _field(
                "measures", "list", "Measures",
                item=(
                    _text("what", "What"), _text("who", "Who"), _field("by", "date", "By when"),
                    _text("paid_by", "Who bears the cost", required=False),
                ),
            ),
            _field("review_on", "date", "Looked at again on"),
        ),
    ),
    signed_by=BOTH,
)  # fmt: skip

BEM_CLOSE = _document(
    "bem_close", "Close of integration management (BEM)", sources.BEM_REPEAT,
    DocumentSection(
        key="result", title="How it ended", authors=EMPLOYER,
        fields=(
            _field("result_code", "choice", "Result", choices=RESULTS),
            _text("kept_on", "Measures that go on", required=False),
            _field("closed_on", "date", "Closed on"),
        ),
    ),
    repeats=True,
)  # fmt: skip

GRADUAL_RETURN_PLAN = _document(
    "gradual_return_plan", "Plan of gradual return", sources.GRADUAL_RETURN_PLAN,
    DocumentSection(
        key="work", title="The work before", authors=EMPLOYER,
        fields=(
            _text("last_job", "Last job"),
            _field("usual_hours", "decimal", "Hours a day before", maximum=HOURS_IN_A_DAY),
        ),
    ),
    DocumentSection(
        key="return_steps", title="Step by step", authors=PHYSICIAN,
        fields=(
            _field(
                "steps", "list", "Steps",
                item=(
                    _field("first_day", "date", "From"), _field("last_day", "date", "Until"),
                    _field("hours", "decimal", "Hours a day", maximum=HOURS_IN_A_DAY),
                    _text("tasks", "Tasks, and what is left out", required=False),
                ),
            ),
            _field("full_work_on", "date", "Full work is expected from", required=False),
        ),
    ),
    signed_by=BOTH,
)  # fmt: skip

DOCUMENTS: Final = (BEM_INVITATION, BEM_MEASURES, BEM_CLOSE, GRADUAL_RETURN_PLAN)
