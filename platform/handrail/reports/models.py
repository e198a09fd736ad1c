"""Reports that were asked for, how far each is, what came of it, and those that are made again and again."""

from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import ARRAY, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Role
from handrail.kit.db import Base, EmployerOwned, TenantOwned, check, code_type
from handrail.kit.rls import ENGINE, ME, ROLE
from handrail.reports.codes import Kind, Rhythm, RunState, Side, Why
from handrail.tenancy.models import to

_ASKER: Final = (
    f"({ENGINE} or (person_id = {ME} "
    f"and role = {ROLE} "
    "and ((select current_setting('app.employers', true)) = '*' or employer_ids <@ "
    "(select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))"
)
"""A report is its asker's, in the role in which they asked, for as long as that role reaches all that it is about."""


class AskedFor(TenantOwned):
    """What belongs to one person in one role. `employer_ids`: the client organisations that it is about."""

    __narrow__: ClassVar[str | None] = _ASKER

    person_id: Mapped[UUID]
    role: Mapped[Role]
    employer_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))


class ReportRun(AskedFor, Base):
    """One report that somebody asked for: what it counts, and how far it is.

    `cut_on` is the day up to which is counted whatever the period, fixed when it was asked for, so that all its parts
    say the same. `done` of `len(employer_ids)` client organisations are counted. `outbox_id` is the row of the outbox
    that carries it on.
    """

    __tablename__ = "report_run"
    __table_args__ = (
        to("person", "person_id"),
        to("report_schedule", "schedule_id"),
        UniqueConstraint("tenant_id", "schedule_id", "first_day", "last_day"),
        Index(None, "tenant_id", "person_id", "role", "id"),
        Index("report_run_age_idx", "tenant_id", text("coalesce(ended_at, asked_at)")),
        check("first_day <= last_day", "period"),
        check("(side = 'consultancy') or cardinality(employer_ids) = 1", "one_employer"),
        check("(ended_at is null) = (state in ('waiting', 'running'))", "ended"),
    )

    kind: Mapped[Kind] = mapped_column(code_type(Kind))
    side: Mapped[Side] = mapped_column(code_type(Side))
    is_of_all: Mapped[bool]
    """Whether it is about every client organisation that the role reached when it was asked for."""
    first_day: Mapped[date]
    last_day: Mapped[date]
    cut_on: Mapped[date]
    locale: Mapped[str]
    state: Mapped[RunState] = mapped_column(code_type(RunState), default=RunState.WAITING)
    why: Mapped[Why | None] = mapped_column(code_type(Why), default=None)
    done: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    schedule_id: Mapped[UUID | None] = mapped_column(default=None)
    outbox_id: Mapped[UUID | None] = mapped_column(default=None)


class ReportPart(EmployerOwned, Base):
    """What was counted for one client organisation of a run: its checkpoint, exact and never shown to anybody.

    Gone when the run ends; what may be read is then in the run's files.
    """

    __tablename__ = "report_part"
    __narrow__: ClassVar[str | None] = ENGINE
    __grants__ = ("select", "insert", "delete")
    __table_args__ = (
        to("report_run", "run_id"),
        to("client_organisation", "employer_id"),
        UniqueConstraint("tenant_id", "run_id", "employer_id"),
    )

    run_id: Mapped[UUID]
    numbers: Mapped[dict[str, Any]]


class ReportFile(AskedFor, Base):
    """A report in one form: what its page shows, its charts, its workbook, its tables as text."""

    __tablename__ = "report_file"
    __grants__ = ("select", "insert", "delete")
    __table_args__ = (to("report_run", "run_id"), UniqueConstraint("tenant_id", "run_id", "name"))

    run_id: Mapped[UUID]
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    content: Mapped[bytes] = mapped_column(deferred=True, deferred_raiseload=True)


class ReportSchedule(AskedFor, Base):
    """A report that is made by itself. Without `employer_ids` it is about all that the role reaches on the day."""

    __tablename__ = "report_schedule"
    __table_args__ = (to("person", "person_id"), Index(None, "tenant_id", "person_id", "role", "id"))

    kind: Mapped[Kind] = mapped_column(code_type(Kind))
    rhythm: Mapped[Rhythm] = mapped_column(code_type(Rhythm))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class ReportRelease(EmployerOwned, Base):
    """What the readers of one client organisation were shown: the next report for them is checked against all of it.

    Cells by what they count, without names, titles or layout; kept for as long as the organisation is served, since
    what was seen can not be taken back.
    """

    __tablename__ = "report_release"
    __narrow__: ClassVar[str | None] = ENGINE
    __grants__ = ("select", "insert")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        UniqueConstraint("tenant_id", "employer_id", "sha256"),
        Index(None, "tenant_id", "employer_id", "id"),
    )

    cells: Mapped[dict[str, Any]]
    sha256: Mapped[bytes]
    released_at: Mapped[datetime]
