"""Facts, the obligations projected from them, and how their dates moved."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.db import Base, SubjectOwned
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

    `key` names it over time (rule, absence or case, sequence, promise), so that a moved date is the same obligation.
    `due_on` is the last calendar day on time; null with a `reason` where the rule does not arise.
    """

    __tablename__ = "obligation"
    __table_args__ = (
        to("employment", "employment_id"),
        to("cases", "case_id"),
        UniqueConstraint("tenant_id", "employment_id", "key"),
        Index("obligation_open_idx", "tenant_id", "subject_id", "due_on", postgresql_where=text("closed_at is null")),
        Index("obligation_due_idx", "tenant_id", "due_on", "id", postgresql_where=text("closed_at is null")),
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
    window_from: Mapped[date | None]
    nominal: Mapped[date | None]
    safe_target: Mapped[date | None]
    value: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None]
    status: Mapped[str]
    met_on: Mapped[date | None]
    owed_by: Mapped[str]
    basis: Mapped[str]
    confidence: Mapped[str]
    explanation: Mapped[list[Any]]
    source: Mapped[dict[str, Any] | None]
    layer: Mapped[str | None]
    reviewed_on: Mapped[date | None]
    computed_at: Mapped[datetime]
    stale: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was met or dropped; open ones are null."""


class ObligationChange(SubjectOwned, Base):
    """What a reconciliation did to an obligation: appeared, moved, met, reopened or dropped, and why (ACC-3)."""

    __tablename__ = "obligation_change"
    __grants__ = ("select", "insert")
    __table_args__ = (Index(None, "tenant_id", "obligation_id", "at"),)

    obligation_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str]
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    because: Mapped[dict[str, Any]]
