"""What was chosen, what is held, what is to end and what has ended; and the function that ends it.

None of these rows holds anything that was confided: ids, kinds, days, and case numbers for people.
"""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.db import Base, EmployerOwned, TenantOwned, check, code_type
from handrail.kit.rls import ENGINE, ROLE
from handrail.privacy.retention.codes import ItemState, Kind, RunState
from handrail.privacy.retention.ending import DDL as ENDING
from handrail.tenancy.models import to

DDL = ENDING
_WATCHING: Final = f"({ENGINE} or {ROLE} in ('consultancy_admin', 'privacy_officer', 'auditor'))"
"""Those who watch over how long things are kept; nobody who works with cases, on either side."""


class PeriodChoice(TenantOwned, Base):
    """How long the consultancy keeps a kind of record in place of the rule's own period, why, and who said so.

    The newest of a kind and jurisdiction counts while it has not ended; earlier ones stay, to show what was so when.
    """

    __tablename__ = "period_choice"
    __narrow__ = _WATCHING
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("person", "chosen_by"),
        Index(
            "period_choice_one_idx", "tenant_id", "kind", "jurisdiction", unique=True,
            postgresql_where=text("ended_at is null"),
        ),
    )  # fmt: skip

    kind: Mapped[Kind] = mapped_column(code_type(Kind))
    jurisdiction: Mapped[str]
    period: Mapped[str]
    """ISO 8601: years, months, days."""
    reason: Mapped[str]
    chosen_by: Mapped[UUID]
    chosen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class LegalHold(EmployerOwned, Base):
    """Nothing of this client organisation, or of this case and its employment, ends up to and including `until`."""

    __tablename__ = "legal_hold"
    __narrow__ = _WATCHING
    __owner__ = "true"  # `erase_item` looks for one
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("cases", "case_id"),
        to("employment", "employment_id"),
        to("person", "placed_by"),
        Index(None, "tenant_id", "employer_id", "until"),
        check("(case_id is null) = (employment_id is null)", "case"),
        check("(lifted_at is null) = (lifted_by is null)", "lifted"),
    )

    case_id: Mapped[UUID | None]
    employment_id: Mapped[UUID | None]
    number: Mapped[str | None]
    """The case's number, for people who never see the case."""
    reason: Mapped[str]
    until: Mapped[date]
    placed_by: Mapped[UUID]
    placed_at: Mapped[datetime]
    lifted_by: Mapped[UUID | None] = mapped_column(default=None)
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)


class ErasureRun(TenantOwned, Base):
    """What is due together, who asked for its end, who else approved, and how far it is.

    The database holds to two people and to the days in which it can be reversed, whatever the program says.
    """

    __tablename__ = "erasure_run"
    __narrow__ = _WATCHING
    __owner__ = "true"  # `erase_item` looks at who decided, and when
    __grants__ = ("select", "insert", "update", "delete")
    __table_args__ = (
        to("person", "asked_by"),
        to("person", "approved_by"),
        Index(None, "tenant_id", "state"),
        Index(
            "erasure_run_one_proposal_idx", "tenant_id", unique=True, postgresql_where=text("state = 'proposed'")
        ),
        check("approved_by <> asked_by", "two_people"),
        check("(asked_by is null) = (asked_at is null)", "asked"),
        check("(approved_by is null) = (approved_at is null)", "approved"),
        check("(approved_by is null) = (erase_after is null)", "erased_after_approval"),
        check("erase_after >= approved_at + interval '7 days'", "seven_days"),
        check("state = 'proposed' or asked_by is not null", "asked_for"),
        check("state not in ('approved', 'erasing', 'done') or approved_by is not null", "approved_for"),
    )  # fmt: skip

    state: Mapped[RunState] = mapped_column(code_type(RunState), default=RunState.PROPOSED)
    worked_out_on: Mapped[date]
    digest: Mapped[bytes | None] = mapped_column(default=None)
    """Of what it is about, as it was when it was asked for: whoever approves sees the same."""
    asked_by: Mapped[UUID | None] = mapped_column(default=None)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_by: Mapped[UUID | None] = mapped_column(default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    erase_after: Mapped[datetime | None] = mapped_column(default=None)
    reversed_by: Mapped[UUID | None] = mapped_column(default=None)
    reversed_at: Mapped[datetime | None] = mapped_column(default=None)
    reverse_reason: Mapped[str | None] = mapped_column(default=None)
    began_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class ErasureItem(EmployerOwned, Base):
    """One thing that is due: the records of one kind about one subject, or who a former worker was.

    `about_id` is the subject of the records, or the person; `key_id` the key that is destroyed. `rule` is the rule as
    it was applied: jurisdiction, period, from what it counts, where it is written.
    """

    __tablename__ = "erasure_item"
    __narrow__ = _WATCHING
    __owner__ = "true"  # `erase_item` takes it from waiting to erased
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "run_id"], ["erasure_run.tenant_id", "erasure_run.id"]),
        UniqueConstraint("tenant_id", "run_id", "about_id", "kind"),
        Index(None, "tenant_id", "about_id", "kind"),
        check("(state = 'erased') = (erased_at is not null)", "erased"),
    )

    run_id: Mapped[UUID]
    kind: Mapped[Kind] = mapped_column(code_type(Kind))
    about_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    employment_id: Mapped[UUID]
    numbers: Mapped[list[Any]]
    key_id: Mapped[UUID | None]
    begins_on: Mapped[date]
    due_on: Mapped[date]
    rule: Mapped[dict[str, Any]]
    state: Mapped[ItemState] = mapped_column(code_type(ItemState), default=ItemState.WAITING)
    records: Mapped[int | None] = mapped_column(default=None)
    """How many rows lost what they held."""
    erased_at: Mapped[datetime | None] = mapped_column(default=None)


class ErasureCertificate(TenantOwned, Base):
    """What was destroyed by one run, as it was signed; the same lies outside the database. `id` is the run's."""

    __tablename__ = "erasure_certificate"
    __narrow__ = _WATCHING
    __grants__ = ("select", "insert")
    __table_args__ = (ForeignKeyConstraint(["tenant_id", "id"], ["erasure_run.tenant_id", "erasure_run.id"]),)

    issued_at: Mapped[datetime]
    statement: Mapped[dict[str, Any]]
    digest: Mapped[bytes]
    """SHA-256 of the signed bytes."""
