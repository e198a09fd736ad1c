"""Reading reports: row-level policies leave each person their own, in the role and for the employers they act for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit.errors import NotFound
from handrail.kit.outbox import Outbox
from handrail.reports.codes import SIDES, RunState, Side
from handrail.reports.errors import ReportNotReady
from handrail.reports.models import ReportFile, ReportRun, ReportSchedule

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class SeenRun:
    """A run as its asker sees it: with the names of what it is about, and whether its job was given up."""

    run: ReportRun
    parked_at: datetime | None

    @property
    def state(self) -> str:
        """Where it stands: a code of RunState, or ``parked``: it was tried five times, an operator looks at it."""
        return "parked" if self.parked_at is not None and self.run.ended_at is None else self.run.state.value

    @property
    def is_open(self) -> bool:
        """Whether it goes on by itself."""
        return self.run.ended_at is None and self.parked_at is None

    @property
    def total(self) -> int:
        """How many client organisations it counts."""
        return len(self.run.employer_ids)


def runs_of(
    session: Session, actor: Actor, *, after: UUID | None = None, limit: int = A_PAGE
) -> tuple[list[SeenRun], UUID | None]:
    """Return the actor's reports, the newest first, and where the next page begins."""
    require(actor, "report.read")
    statement = _own(actor).order_by(ReportRun.id.desc()).limit(limit + 1)
    if after is not None:
        statement = statement.where(ReportRun.id < after)
    found = [SeenRun(run, parked_at) for run, parked_at in session.execute(statement)]
    return found[:limit], found[limit - 1].run.id if len(found) > limit else None


def load_run(session: Session, actor: Actor, run_id: UUID, action: str, *, lock: bool = False) -> SeenRun:
    """Return one of the actor's reports, if they may do this with all it is about; raises NotFound."""
    requirement = require(actor, action)
    statement = _own(actor).where(ReportRun.id == run_id)
    found = session.execute(
        statement.with_for_update(of=ReportRun, key_share=True) if lock else statement
    ).one_or_none()
    if found is None:
        raise NotFound
    seen = SeenRun(found[0], found[1])
    for employer_id in seen.run.employer_ids:
        check(requirement, employer_id=employer_id)
    return seen


def _own(actor: Actor) -> Select[ReportRun, datetime | None]:
    return (
        select(ReportRun, Outbox.parked_at)
        .outerjoin(Outbox, (Outbox.tenant_id == ReportRun.tenant_id) & (Outbox.id == ReportRun.outbox_id))
        .where(
            ReportRun.tenant_id == actor.tenant_id,
            ReportRun.person_id == actor.person_id,
            ReportRun.role == actor.role,
        )
    )


def files_of(session: Session, run: ReportRun) -> list[ReportFile]:
    """Return what a report can be downloaded as, by name, without the bytes."""
    statement = select(ReportFile).where(ReportFile.tenant_id == run.tenant_id, ReportFile.run_id == run.id)
    return list(session.scalars(statement.order_by(ReportFile.name)))


def charts_of(session: Session, run: ReportRun) -> dict[str, bytes]:
    """Return the charts of a report by name, with what is drawn."""
    statement = select(ReportFile.name, ReportFile.content).where(
        ReportFile.tenant_id == run.tenant_id, ReportFile.run_id == run.id, ReportFile.content_type == "image/svg+xml"
    )
    return {row.name: row.content for row in session.execute(statement)}


def open_file(session: Session, run: ReportRun, name: str) -> ReportFile:
    """Return one file of a report with its bytes; raises ReportNotReady before there is any, NotFound."""
    if run.state is not RunState.DONE:
        raise ReportNotReady
    statement = (
        select(ReportFile)
        .where(ReportFile.tenant_id == run.tenant_id, ReportFile.run_id == run.id, ReportFile.name == name)
        .options(undefer(ReportFile.content))
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def schedules_of(session: Session, actor: Actor) -> list[ReportSchedule]:
    """Return what is made for the actor by itself, the newest first."""
    statement = select(ReportSchedule).where(
        ReportSchedule.tenant_id == actor.tenant_id,
        ReportSchedule.person_id == actor.person_id,
        ReportSchedule.role == actor.role,
        ReportSchedule.ended_at.is_(None),
    )
    return list(session.scalars(statement.order_by(ReportSchedule.id.desc())))


def side_of(actor: Actor) -> Side:
    """Return on which side the actor asks; raises NotFound for a role that gets no reports."""
    if actor.role not in SIDES:
        raise NotFound
    return SIDES[actor.role]
