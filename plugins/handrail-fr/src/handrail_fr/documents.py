"""The offer of a liaison meeting, and the review of a supervised trial.

The meeting (Code du travail L. 1226-1-3) is voluntary for the employee and has no medical exchange; the health service
is told of it. The tutor of a trial (CSS D. 323-6) writes a review of how the work went.
"""

from typing import Final

from handrail.sdk import Citation, Confidence, DocumentSection, Field, FieldKind, Party, StatutoryDocument
from handrail_fr import catalogue, sources

EMPLOYER: Final[tuple[Party, ...]] = ("hr",)
BOTH: Final[tuple[Party, ...]] = ("worker", "hr")


def _field(key: str, kind: FieldKind, label: str, *, required: bool = True) -> Field:
    return Field(key=key, kind=kind, compartment="administrative", label=label, required=required)


def _document(
    name: str,
    title: str,
    source: Citation,
    confidence: Confidence,
    *sections: DocumentSection,
    signed_by: tuple[Party, ...] = (),
) -> StatutoryDocument:
    return StatutoryDocument(
        code=f"fr.{name}", jurisdiction="fr", title=title, source=source, confidence=confidence, sections=sections,
        signed_by=signed_by, repeats=True, reviewed_on=catalogue.REVIEWED_ON, languages=("fr",),
    )  # fmt: skip


LIAISON_INVITATION = _document(
    "liaison_invitation", "Offer of a liaison meeting", sources.LIAISON_MEETING, "medium",
    DocumentSection(
        key="offer", title="What is offered", authors=EMPLOYER,
        fields=(
            _field("aims", "text", "What it is for"),
            _field("voluntary", "text", "That it is voluntary, and that nothing follows from a refusal"),
            _field("proposed_on", "date", "Day proposed", required=False),
            _field("place", "text", "Where, or by which means", required=False),
        ),
    ),
    DocumentSection(
        key="people", title="Who takes part", authors=EMPLOYER,
        fields=(
            _field("who", "text", "Who takes part"),
            _field("service_told_on", "date", "Health service told on"),
            _field("contact", "text", "Whom to answer, and how"),
        ),
    ),
)  # fmt: skip

TRIAL_REVIEW = _document(
    "trial_review", "Review of the supervised trial", sources.SUPERVISED_TRIAL, "high",
    DocumentSection(
        key="trial", title="The trial", authors=EMPLOYER,
        fields=(
            _field("first_day", "date", "First day"), _field("last_day", "date", "Last day"),
            _field("tasks", "text", "Tasks that were tried"), _field("tutor", "text", "Who was the tutor"),
        ),
    ),
    DocumentSection(
        key="review", title="How it went", authors=EMPLOYER,
        fields=(
            _field("went_well", "text", "What went well"),
            _field("needed", "text", "What the work would need"),
            _field("next_step", "text", "What comes next", required=False),
        ),
    ),
    signed_by=BOTH,
)  # fmt: skip

DOCUMENTS: Final = (LIAISON_INVITATION, TRIAL_REVIEW)
