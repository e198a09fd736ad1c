"""The supervisor's own talks with the worker after the return: planned, and recorded as held (S7-6)."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.plans.commands.acting import PLAN, Act, begin_step
from handrail.plans.models import SupervisorTalk


def plan_talk(session: Session, actor: Actor, case_id: UUID, *, planned_on: date) -> SupervisorTalk:
    """Plan a talk with the worker; one on the same day is the same talk, also where it had been dropped.

    Raises NotFound, Invalid for a day that is over.
    """
    act = begin_step(session, actor, case_id, "talk.plan")
    if planned_on < act.today:
        raise Invalid(problems=[FieldProblem("/planned_on", _("This day is over."))])
    statement = select(SupervisorTalk).where(
        SupervisorTalk.tenant_id == act.case.tenant_id,
        SupervisorTalk.subject_id == act.case.id,
        SupervisorTalk.planned_on == planned_on,
    )
    row = session.scalars(statement).one_or_none()
    if row is None:
        row = SupervisorTalk(**act.place(PLAN), planned_on=planned_on, planned_by=actor.person_id)
        session.add(row)
    elif row.dropped_at is None:
        return row
    row.dropped_at, row.planned_by, row.recorded_at = None, actor.person_id, clock.now()
    session.flush()
    act.note("talk.planned", row, {"planned_on": (None, planned_on)})
    return row


def record_talk_held(
    session: Session, actor: Actor, case_id: UUID, talk_id: UUID, *, held_on: date | None = None
) -> SupervisorTalk:
    """Record that a talk was held, today where no day is given; what was said is nobody's but theirs.

    The same again changes nothing. Raises NotFound, Invalid for a day to come.
    """
    act = begin_step(session, actor, case_id, "talk.plan")
    row = _talk(act, talk_id)
    day = act.happened(held_on, "/held_on")
    if row.held_on != day:
        before, row.held_on, row.recorded_at = row.held_on, day, clock.now()
        session.flush()
        act.note("talk.held", row, {"held_on": (before, day)})
    return row


def drop_talk(session: Session, actor: Actor, case_id: UUID, talk_id: UUID) -> SupervisorTalk:
    """Take a planned talk off the list; one that was held stays on record. Raises NotFound."""
    act = begin_step(session, actor, case_id, "talk.plan")
    row = _talk(act, talk_id)
    if row.held_on is None and row.dropped_at is None:
        row.dropped_at = clock.now()
        session.flush()
        act.note("talk.dropped", row, {"planned_on": (row.planned_on, None)})
    return row


def _talk(act: Act, talk_id: UUID) -> SupervisorTalk:
    statement = select(SupervisorTalk).where(
        SupervisorTalk.tenant_id == act.case.tenant_id,
        SupervisorTalk.subject_id == act.case.id,
        SupervisorTalk.id == talk_id,
    )
    found = act.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found
