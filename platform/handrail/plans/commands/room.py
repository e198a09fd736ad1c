"""What is done at the table, one small act at a time: each is kept by itself and can be sent again (S5-1 to S5-4)."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handrail.cases.records import zone_of
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict, FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.plans.commands.acting import Act, begin_step
from handrail.plans.commands.concerns import share
from handrail.plans.commands.drafting import complete, store
from handrail.plans.commands.meeting import MAY_BE_THERE, hold, planned
from handrail.plans.errors import NoMeeting, PartMoved
from handrail.plans.models import Meeting, PlanConcern, PlanDraft
from handrail.plans.queries.concerns import concern_of, plan_concern_of
from handrail.plans.queries.preparation import meeting_has_begun, meetings_of, preparation_of, scheduled_meeting_of
from handrail.plans.queries.versions import draft_of, versions_of
from handrail.plans.rules.codes import MeetingState
from handrail.plans.rules.completeness import what_is_wrong
from handrail.plans.rules.content import Content, from_json
from handrail.plans.rules.drafting import Part, seen_of
from handrail.plans.rules.gates import require_meeting_begun, require_meeting_can_be_planned

EARLIEST: Final = timedelta(hours=12)
"""So long before its hour a meeting can begin."""


def begin_meeting(session: Session, actor: Actor, case_id: UUID) -> Meeting:
    """Open the planning meeting: from now on concerns are raised and the draft is written. Again changes nothing.

    The gates are asked once more, since the summary may have changed after the meeting was planned. Raises NotFound,
    RuleBroken (S2-2, S4-1, S4-4, S4-5, S4-6), NoMeeting, Conflict for a meeting of another day.
    """
    act = begin_step(session, actor, case_id, "meeting.hold")
    meeting = planned(act)
    if meeting.began_at is not None:
        return meeting
    require_meeting_can_be_planned(preparation_of(session, act.case))
    if meeting.starts_at - EARLIEST > clock.now():
        raise Conflict(_("The meeting is planned for another day. Move it first where it takes place today."))
    meeting.began_at = clock.now()
    if not meeting.present:
        meeting.present = sorted(role.value for role in (Role.WORKER, Role.SUPERVISOR, Role.COORDINATOR))
    act.note("meeting.began", meeting, {"began_at": (None, meeting.began_at)})
    return meeting


def note_meeting(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    present: Collection[Role] | None = None,
    objectives: str | None = None,
    worker_spoke_first: bool | None = None,
) -> Meeting:
    """Note who is there, the objectives, that the worker spoke first: each alone, None leaves it (S5-1).

    All who read the plan read it at once. Raises NotFound, RuleBroken (S2-2), NoMeeting, Invalid.
    """
    act = begin_step(session, actor, case_id, "meeting.hold")
    meeting = _under_way(act)
    if present is not None and set(present) - MAY_BE_THERE:
        raise Invalid(problems=[FieldProblem("/present", _("Choose one of the list."))])
    given = {
        "present": sorted(role.value for role in present) if present is not None else None,
        "objectives": objectives,
        "worker_spoke_first": worker_spoke_first,
    }
    wanted = {name: value for name, value in given.items() if value is not None}
    changes = {n: (getattr(meeting, n), value) for n, value in wanted.items() if getattr(meeting, n) != value}
    for name, value in wanted.items():
        setattr(meeting, name, value)
    if changes:
        act.note("meeting.noted", meeting, changes)
    return meeting


def raise_concern(session: Session, actor: Actor, case_id: UUID, concern_id: UUID) -> PlanConcern:
    """Mark one concern as raised at the table: its approved words become part of the plan, now and for good (CON-2).

    Only now does the supervisor read them. Marking it again returns the same words. Raises NotFound, RuleBroken (S2-2),
    NoMeeting before the meeting, Conflict for words that the worker did not let go.
    """
    act = begin_step(session, actor, case_id, "meeting.hold")
    concern = concern_of(session, act.case, concern_id)
    if concern.plan_concern_id is not None:
        return plan_concern_of(session, act.case, concern.plan_concern_id)
    if not meeting_has_begun(session, act.case):
        raise NoMeeting(_("The meeting has not begun yet. Nothing of a concern is shown before."))
    if concern.released_at is None:
        raise Conflict(_("The worker has not let these words go yet. They can, on their own page, at any moment."))
    return share(act, concern)


def write_part(
    session: Session, actor: Actor, case_id: UUID, part: Part, value: Any, *, seen: str | None = None
) -> PlanDraft:
    """Write one part of the draft and leave all others alone; None takes the part out.

    `seen` is `rules.drafting.seen_of` the value that the writer had before them; None: whatever it was. The same value
    again changes nothing, so that sending it twice is safe. Raises NotFound, RuleBroken (S2-2; S5-1 before the meeting
    has begun), PartMoved where somebody changed this very part, Invalid where the draft then contradicts itself.
    """
    act = begin_step(session, actor, case_id, "plan.draft")
    require_meeting_begun(begun=meeting_has_begun(session, act.case))
    draft = draft_of(session, act.case)
    before = _content(act, draft)
    current = part.read(before)
    wanted = complete(act, part.write(before, value), before)
    if draft is not None and wanted == before:
        return draft
    if seen is not None and seen != seen_of(current):
        raise PartMoved(_("Somebody else changed this in the meantime. Both texts are here: take what you want."))
    if problems := [each for each in what_is_wrong(wanted) if each not in what_is_wrong(before)]:
        raise Invalid(problems=problems)
    meeting = next(iter(meetings_of(session, act.case)), None)
    return store(act, draft, wanted, form_key=meeting.id if meeting else None, quiet=True)


def end_meeting(session: Session, actor: Actor, case_id: UUID) -> Meeting:
    """End the meeting: it was held on the day on which it began, as was noted (S5-1). Again changes nothing.

    What the worker released and did not raise stays between worker and coordinator. Raises NotFound, RuleBroken (S2-2),
    NoMeeting, Invalid where objectives or one of the three are missing.
    """
    act = begin_step(session, actor, case_id, "meeting.hold")
    last = next(iter(meetings_of(session, act.case)), None)
    if last is not None and last.state is MeetingState.HELD and scheduled_meeting_of(session, act.case) is None:
        return last
    meeting = _under_way(act)
    if not (meeting.objectives or "").strip() or meeting.began_at is None:
        raise Invalid(problems=[FieldProblem("/objectives", _("Write down what the meeting is for."))])
    hold(
        act,
        meeting,
        held_on=meeting.began_at.astimezone(ZoneInfo(zone_of(session, act.employment))).date(),
        present={Role(code) for code in meeting.present},
        objectives=meeting.objectives or "",
        worker_spoke_first=bool(meeting.worker_spoke_first),
    )
    return meeting


def _under_way(act: Act) -> Meeting:
    meeting = planned(act)
    if meeting.began_at is None:
        raise NoMeeting(_("The meeting has not begun yet."))
    return meeting


def _content(act: Act, draft: PlanDraft | None) -> Content:
    """Return what the next version starts from: the draft, else the newest version, else nothing."""
    if draft is not None:
        return from_json(draft.content)
    newest = versions_of(act.session, act.case).newest
    return newest.content if newest else Content()
