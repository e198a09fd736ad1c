"""Asking for reports, cancelling them, having them made again and again. Never commits."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.access import Requirement, check, require
from handrail.identity.actor import Actor
from handrail.identity.queries import employers_of
from handrail.kit import clock, outbox
from handrail.kit.db import context_of, elevated
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.outbox import Priority
from handrail.reports import queries
from handrail.reports.codes import Kind, Rhythm, RunState, Side, Why, kinds_of
from handrail.reports.errors import ReportEnded
from handrail.reports.models import ReportPart, ReportRun, ReportSchedule
from handrail.reports.periods import MOST_DAYS, Period
from handrail.tenancy.models import Tenant

QUEUE = "reports"
BUILD = "reports.build"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is to be about. Without `employer_ids`: all client organisations that the role reaches."""

    kind: Kind
    period: Period
    employer_ids: tuple[UUID, ...] = ()


def ask(session: Session, actor: Actor, wanted: Wanted, *, schedule_id: UUID | None = None) -> ReportRun:
    """Ask for a report; it is made by a job. For one `schedule_id` and period there is one report.

    Raises NotFound for a client organisation that the actor does not reach, Invalid for a period or kind that this side
    gets no report of.
    """
    # a schedule was made after a fresh proof; its reports are asked for at night, when nobody is there to show one
    requirement = require(actor, "report.ask" if schedule_id is None else "report.read")
    side = queries.side_of(actor)
    cut_on = clock.today(zone_of(session, actor.tenant_id))
    check_wanted(wanted.kind, wanted.period, side, cut_on)
    employers = _employers(session, requirement, wanted.employer_ids, side)
    before = _made_before(session, actor, wanted.period, schedule_id)
    if before is not None:
        return before
    run = ReportRun(
        tenant_id=actor.tenant_id,
        person_id=actor.person_id,
        role=actor.role,
        employer_ids=list(employers),
        kind=wanted.kind,
        side=side,
        is_of_all=not wanted.employer_ids and side is Side.CONSULTANCY,
        first_day=wanted.period.first_day,
        last_day=wanted.period.last_day,
        cut_on=cut_on,
        locale=actor.locale,
        state=RunState.WAITING,
        asked_at=clock.now(),
        schedule_id=schedule_id,
    )
    session.add(run)
    session.flush()
    carry_on_later(session, run, done=0)
    changes = {"kind": (None, run.kind.value), "days": (None, f"{run.first_day}/{run.last_day}")}
    timeline.append_tenant_act(session, actor, "report.asked", record=run, changes=changes)
    return run


def carry_on_later(session: Session, run: ReportRun, *, done: int) -> None:
    """Have a job go on with a report of which `done` client organisations are counted; asking again asks nothing."""
    run.outbox_id = outbox.publish(
        session, QUEUE, BUILD, {"run_id": str(run.id)}, key=f"{run.id}:{done}", priority=Priority.NORMAL
    )


def cancel(session: Session, actor: Actor, run_id: UUID) -> ReportRun:
    """Cancel a report: from the commit on no further client organisation is counted, and what was is dropped.

    Cancelling a cancelled one changes nothing. Raises NotFound, ReportEnded for one that is made.
    """
    run = queries.load_run(session, actor, run_id, "report.end", lock=True).run
    if run.state is RunState.DONE:
        raise ReportEnded
    if run.state is not RunState.CANCELLED:
        run.state, run.why, run.ended_at = RunState.CANCELLED, Why.ASKED, clock.now()
        with elevated(session, "drop what was counted of a report"):
            drop_parts(session, run.id)
        timeline.append_tenant_act(
            session, actor, "report.cancelled", record=run, changes={"state": (None, run.state.value)}
        )
    return run


def drop_parts(session: Session, run_id: UUID) -> None:
    """Drop what was counted of a report by client organisation; in the engine's scope, the only one that sees it."""
    tenant_id = context_of(session).tenant_id
    session.execute(delete(ReportPart).where(ReportPart.tenant_id == tenant_id, ReportPart.run_id == run_id))


def schedule(
    session: Session, actor: Actor, *, kind: Kind, rhythm: Rhythm, employer_ids: tuple[UUID, ...] = ()
) -> ReportSchedule:
    """Have a report made after each period of the rhythm. For the employer's side only quarters; raises Invalid."""
    requirement = require(actor, "report.ask")
    side = queries.side_of(actor)
    _check_kind(kind, side)
    if side is Side.EMPLOYER and rhythm is not Rhythm.QUARTERLY:
        raise Invalid(problems=[FieldProblem("/rhythm", _("This report is made after each quarter."))])
    chosen = _employers(session, requirement, employer_ids, side) if employer_ids or side is Side.EMPLOYER else ()
    made = ReportSchedule(
        tenant_id=actor.tenant_id,
        person_id=actor.person_id,
        role=actor.role,
        employer_ids=list(chosen),
        kind=kind,
        rhythm=rhythm,
        made_at=clock.now(),
    )
    session.add(made)
    session.flush()
    changes = {"kind": (None, kind.value), "rhythm": (None, rhythm.value)}
    timeline.append_tenant_act(session, actor, "report.scheduled", record=made, changes=changes)
    return made


def end_schedule(session: Session, actor: Actor, schedule_id: UUID) -> ReportSchedule:
    """Have a report made no more; ending it again changes nothing. Raises NotFound."""
    require(actor, "report.end")
    statement = select(ReportSchedule).where(
        ReportSchedule.tenant_id == actor.tenant_id,
        ReportSchedule.person_id == actor.person_id,
        ReportSchedule.role == actor.role,
        ReportSchedule.id == schedule_id,
    )
    found = session.scalars(statement.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if found.ended_at is None:
        found.ended_at = clock.now()
        timeline.append_tenant_act(
            session, actor, "report.schedule_ended", record=found, changes={"ended": (None, True)}
        )
    return found


def check_wanted(kind: Kind, period: Period, side: Side, cut_on: date) -> None:
    """Refuse what no report can be made of; raises Invalid beside the fields."""
    _check_kind(kind, side)
    if period.last_day < period.first_day:
        raise Invalid(problems=[FieldProblem("/last_day", _("The last day comes before the first."))])
    if (period.last_day - period.first_day).days > MOST_DAYS:
        raise Invalid(problems=[FieldProblem("/first_day", _("A report is about five years at most."))])
    if period.first_day > cut_on:
        raise Invalid(problems=[FieldProblem("/first_day", _("The first day is still to come."))])
    if side is Side.EMPLOYER and not (period.is_of_quarters and period.last_day < cut_on):
        message = _("This report is about whole quarters that are over, so that nobody can be told from two reports.")
        raise Invalid(problems=[FieldProblem("/first_day", message)])


def _check_kind(kind: Kind, side: Side) -> None:
    if kind not in kinds_of(side):
        raise Invalid(problems=[FieldProblem("/kind", _("There is no such report for you."))])


def _employers(session: Session, requirement: Requirement, wanted: tuple[UUID, ...], side: Side) -> tuple[UUID, ...]:
    """Return what the report is about; raises NotFound, and Invalid where the employer's side names not just one."""
    reached = [employer.id for employer in employers_of(session, requirement.actor)]
    chosen = tuple(dict.fromkeys(wanted)) or tuple(reached)
    for employer_id in chosen:
        if employer_id not in reached:
            raise NotFound
        check(requirement, employer_id=employer_id)
    if side is Side.EMPLOYER and len(chosen) != 1:
        raise Invalid(problems=[FieldProblem("/employer", _("Choose one client organisation."))])
    return chosen


def _made_before(session: Session, actor: Actor, period: Period, schedule_id: UUID | None) -> ReportRun | None:
    if schedule_id is None:
        return None
    return session.scalars(
        select(ReportRun).where(
            ReportRun.tenant_id == actor.tenant_id,
            ReportRun.schedule_id == schedule_id,
            ReportRun.first_day == period.first_day,
            ReportRun.last_day == period.last_day,
        )
    ).one_or_none()


def zone_of(session: Session, tenant_id: UUID) -> str:
    """Return the clock of the consultancy, by which its periods and cuts are counted."""
    return session.scalars(select(Tenant.time_zone).where(Tenant.tenant_id == tenant_id)).one()
