"""Facts, the obligations projected from them, and how their dates moved."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.db import Base, EmployerOwned, SubjectOwned
from handrail.tenancy.models import to


class Fact(SubjectOwned, Base):
    """One dated event: the only thing obligations are computed from.

    Administrative facts hang on the employment, facts of the support process on the case. A correction is a new row
    that `replaces` the old one, which stays (ACC-3); `void` rows take a fact back without putting another in place.
    `fields` holds codes, numbers and dates, never text that somebody confided.
    """

    __tablename__ = "fact"
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("employment", "employment_id"),
        to("cases", "case_id"),
        ForeignKeyConstraint(["tenant_id", "replaces"], ["fact.tenant_id", "fact.id"]),
        Index(None, "tenant_id", "employment_id", "on", "id"),
        Index("fact_current_idx", "tenant_id", "employment_id", postgresql_where=text("replaced_by is null")),
    )

    employment_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    on: Mapped[date]
    type: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
    void: Mapped[bool] = mapped_column(default=False)
    replaces: Mapped[UUID | None] = mapped_column(default=None)
    replaced_by: Mapped[UUID | None] = mapped_column(default=None)


class Obligation(SubjectOwned, Base):
    """A thing due, as the engine last computed it: a projection, reconciled after every change, never edited.

    `key` is its lasting name: given when it first appears and never changed, however dates and absences are corrected.
    `sequence` is its number among those of the same rule, absence and promise or call, as computed last. `due_on` is
    what the `kind` of its rule says: the last day on time of an act, the first day of a threshold, the last of a
    period. One that was asked once and is not any more stays, with the status ``dropped`` and the `reason`.

    A statutory obligation belongs to the employment, with or without a case (VOL-4); one that is not administrative
    lies with the case that was opened in that absence, since only a case has parties who may know it.
    """

    __tablename__ = "obligation"
    __table_args__ = (
        to("employment", "employment_id"),
        to("cases", "case_id"),
        UniqueConstraint("tenant_id", "employment_id", "key"),
        Index("obligation_open_idx", "tenant_id", "subject_id", "due_on", postgresql_where=text("closed_at is null")),
        Index("obligation_due_idx", "tenant_id", "due_on", "id", postgresql_where=text("closed_at is null")),
        Index(
            "obligation_open_of_employer_idx",
            "tenant_id",
            "employer_id",
            "due_on",
            "id",
            postgresql_where=text("closed_at is null"),
        ),
        Index(
            "obligation_employer_idx",
            "tenant_id",
            "employer_id",
            "due_on",
            "id",
            postgresql_where=text("closed_at is null"),
        ),
        Index(
            "obligation_proposed_idx", "tenant_id", "employer_id", "id", postgresql_where=text("proposed is not null")
        ),
        Index(
            "obligation_report_idx",
            "tenant_id",
            "employer_id",
            "due_on",
            postgresql_include=[
                "rule",
                "owed_by",
                "kind",
                "status",
                "met_on",
                "case_id",
                "employment_id",
                "subject_id",
                "compartment",
            ],
        ),
    )

    employment_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    key: Mapped[str]
    rule: Mapped[str]
    about: Mapped[str | None]
    sequence: Mapped[int]
    spell: Mapped[int | None]
    for_absence: Mapped[date | None]
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None]
    """The instant, where a rule counts in hours."""
    window_from: Mapped[date | None]
    nominal: Mapped[date | None]
    safe_target: Mapped[date | None]
    value: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None]
    status: Mapped[str]
    met_on: Mapped[date | None]
    owed_by: Mapped[str]
    kind: Mapped[str] = mapped_column(default="act")
    tells_cause: Mapped[bool] = mapped_column(default=False)
    """Whether its derivation says something of the illness: then the employer's side sees the date alone."""
    basis: Mapped[str]
    confidence: Mapped[str]
    explanation: Mapped[list[Any]]
    source: Mapped[dict[str, Any] | None]
    layer: Mapped[str | None]
    reviewed_on: Mapped[date | None]
    computed_at: Mapped[datetime]
    stale: Mapped[bool] = mapped_column(default=False)
    """The last known date: the rules could not be applied since."""
    release: Mapped[str | None] = mapped_column(default=None)
    """By which release of the rules it was computed as it stands; None for the support process."""
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), default=None)
    """What a release that is not accepted yet would make of it; see `releases`."""
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was met or dropped, or its threshold or period was over; null while somebody has to think of it."""


class ObligationChange(SubjectOwned, Base):
    """What a reconciliation did to an obligation: appeared, moved, met, reopened or dropped, and why (ACC-3).

    `because` holds what made the difference: the steps of the derivation that were not there before (`steps`), the day
    on which the act was done (`met_on`), or the code why it is not asked any more (`reason`). `correction_id` is the
    correction of an absence that brought it about, where it was one; `release` the new release of the rules, where it
    was that.
    """

    __tablename__ = "obligation_change"
    __grants__ = ("select", "insert")
    __table_args__ = (
        Index(None, "tenant_id", "obligation_id", "at"),
        Index(
            "obligation_change_correction_idx",
            "tenant_id",
            "correction_id",
            postgresql_where=text("correction_id is not null"),
        ),
        Index(
            "obligation_change_release_idx",
            "tenant_id",
            "release",
            "employer_id",
            "id",
            postgresql_where=text("release is not null"),
        ),
    )

    obligation_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str]
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    because: Mapped[dict[str, Any]]
    correction_id: Mapped[UUID | None] = mapped_column(default=None)
    release: Mapped[str | None] = mapped_column(default=None)


class RulesAcceptance(EmployerOwned, Base):
    """That a new release of a jurisdiction's rules holds for a client organisation: who let it, and when."""

    __tablename__ = "rules_acceptance"
    __grants__ = ("select", "insert")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("person", "accepted_by"),
        UniqueConstraint("tenant_id", "employer_id", "jurisdiction", "release"),
    )

    jurisdiction: Mapped[str]
    release: Mapped[str]
    accepted_at: Mapped[datetime]
    accepted_by: Mapped[UUID]
