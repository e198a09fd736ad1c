"""The planning meeting: scheduled when the gates are open, briefed on role and procedure, recorded (S4-6, S5-1)."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases.rules.steps import Milestone
from handrail.identity.actor import Actor
from handrail.identity.queries import current_assignment
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.plans.commands.acting import COORDINATION, PLAN, Act, begin, begin_step
from handrail.plans.commands.concerns import share
from handrail.plans.errors import NoMeeting
from handrail.plans.models import Concern, Meeting
from handrail.plans.queries.concerns import concerns_of
from handrail.plans.queries.preparation import meetings_of, preparation_of, scheduled_meeting_of
from handrail.plans.rules.codes import MeetingState
from handrail.plans.rules.gates import require_meeting_can_be_planned

MUST_BE_THERE = frozenset({Role.WORKER, Role.SUPERVISOR, Role.COORDINATOR})
MAY_BE_THERE = MUST_BE_THERE | {Role.UNION, Role.OCCUPATIONAL_HEALTH}


def schedule_meeting(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    starts_at: datetime,
    minutes: int,
    place: str,
    union_invited: bool = False,
) -> Meeting:
    """Plan the meeting of worker, supervisor and coordinator, or move the one that is planned (S4-6).

    `starts_at` is aware. A meeting that had begun begins anew on its new day; what was raised was raised. The same
    again changes nothing. Raises NotFound, Invalid, and RuleBroken naming the gate that
    is still closed: S2-2, S4-1, S4-4, S4-5 or S4-6.
    """
    act = begin_step(session, actor, case_id, "meeting.schedule")
    require_meeting_can_be_planned(preparation_of(session, act.case))
    if starts_at < clock.now():
        raise Invalid(problems=[FieldProblem("/on", _("Choose a day and time to come."))])
    meeting = scheduled_meeting_of(session, act.case)
    before = _said(meeting) if meeting else {}
    if meeting is None:
        meeting = Meeting(**act.place(PLAN), state=MeetingState.SCHEDULED, scheduled_at=clock.now())
        session.add(meeting)
    meeting.starts_at, meeting.minutes, meeting.union_invited = starts_at, minutes, union_invited
    meeting.place = place
    after = _said(meeting)
    changes = {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}
    if changes:
        meeting.began_at = None
        act.note("meeting.moved" if before else "meeting.scheduled", meeting, changes)
        act.reach(Milestone.MEETING_SCHEDULED, act.today)
        _tell_parties(act, "meeting.moved" if before else "meeting.scheduled", f"{meeting.id}:{after['starts_at']}")
    return meeting


def _said(meeting: Meeting) -> dict[str, object]:
    return {
        "starts_at": meeting.starts_at.astimezone(UTC).isoformat(),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "union_invited": meeting.union_invited,
    }


def brief_supervisor(session: Session, actor: Actor, case_id: UUID, *, on: date | None = None) -> Meeting:
    """Record that the supervisor was briefed on role and procedure, and on nothing else (S4-6, CON-3).

    Raises NotFound, RuleBroken (S2-2), NoMeeting, Invalid for a day to come.
    """
    act = begin_step(session, actor, case_id, "meeting.schedule")
    meeting, day = planned(act), act.happened(on, "/on")
    if meeting.briefed_on != day:
        changes = {"briefed_on": (meeting.briefed_on, day)}
        meeting.briefed_on, meeting.briefed_by = day, actor.person_id
        act.note("supervisor.briefed", meeting, changes)
    return meeting


def cancel_meeting(session: Session, actor: Actor, case_id: UUID) -> Meeting:
    """Call the meeting off; another can be planned. Again changes nothing. Raises NotFound, NoMeeting."""
    act = begin(session, actor, case_id, "meeting.schedule")
    last = next(iter(meetings_of(session, act.case)), None)
    if last is not None and last.state is MeetingState.CANCELLED:
        return last
    meeting = planned(act)
    meeting.state = MeetingState.CANCELLED
    act.note("meeting.cancelled", meeting, {"state": ("scheduled", "cancelled")})
    _tell_parties(act, "meeting.cancelled", str(meeting.id))
    return meeting


def record_meeting(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    held_on: date,
    present: Collection[Role],
    objectives: str,
    worker_spoke_first: bool,
    raised: Collection[UUID] | None = None,
) -> Meeting:
    """Record that the planning meeting was held: who came, the objectives, that the worker spoke first (S5-1).

    `raised` are the concerns that came to the table; None: all that the worker released. Their approved words become
    part of the plan, and so the supervisor reads them (CON-2). A released concern that was not raised stays where it
    was. Recording the same meeting again changes nothing. Raises NotFound, RuleBroken (S2-2), NoMeeting, Invalid.
    """
    act = begin_step(session, actor, case_id, "meeting.hold")
    last = next(iter(meetings_of(session, act.case)), None)
    if (
        last is not None
        and last.state is MeetingState.HELD
        and (last.held_on, last.objectives) == (held_on, objectives)
    ):
        return last
    meeting = planned(act)
    act.happened(held_on, "/held_on")
    shared = _to_share(act, raised)
    hold(act, meeting, held_on=held_on, present=present, objectives=objectives, worker_spoke_first=worker_spoke_first)
    for concern in shared:
        share(act, concern)
    return meeting


def hold(
    act: Act, meeting: Meeting, *, held_on: date, present: Collection[Role], objectives: str, worker_spoke_first: bool
) -> None:
    """Write down that the meeting was held, by whom and for what; raises Invalid unless all three were there."""
    _require_people(present)
    meeting.state, meeting.held_on = MeetingState.HELD, held_on
    meeting.present = sorted(role.value for role in present)
    meeting.objectives, meeting.worker_spoke_first = objectives, worker_spoke_first
    changes = {
        "state": ("scheduled", "held"),
        "held_on": (None, held_on),
        "present": (None, meeting.present),
        "objectives": (None, objectives),
        "worker_spoke_first": (None, worker_spoke_first),
    }
    act.note("meeting.held", meeting, changes)
    act.reach(Milestone.MEETING_HELD, held_on)
    act.fact("contact_held", on=held_on, compartment=COORDINATION)
    act.settle()


def _to_share(act: Act, raised: Collection[UUID] | None) -> list[Concern]:
    known = {concern.id: concern for concern in concerns_of(act.session, act.case)}
    waiting = {each for each, concern in known.items() if concern.released_at and concern.plan_concern_id is None}
    wanted = waiting if raised is None else set(raised)
    if wanted - waiting:
        message = _("Only words that the worker approved can be shared. Ask them to release these first.")
        raise Invalid(problems=[FieldProblem("/raised", message)])
    return [concern for each, concern in known.items() if each in wanted]


def _require_people(present: Collection[Role]) -> None:
    if not set(present) >= MUST_BE_THERE:
        message = _("Worker, supervisor and coordinator make the plan together: all three are there.")
        raise Invalid(problems=[FieldProblem("/present", message)])
    if set(present) - MAY_BE_THERE:
        raise Invalid(problems=[FieldProblem("/present", _("Choose one of the list."))])


def planned(act: Act) -> Meeting:
    """Return the meeting that is to come or under way; raises NoMeeting."""
    meeting = scheduled_meeting_of(act.session, act.case)
    if meeting is None:
        raise NoMeeting(_("Plan the meeting first."))
    return meeting


def _tell_parties(act: Act, why: str, key: str) -> None:
    supervisor = current_assignment(act.session, act.case, Role.SUPERVISOR)
    act.tell(act.employment.person_id, why, key)
    if supervisor is not None:
        act.tell(supervisor.person_id, why, key)
