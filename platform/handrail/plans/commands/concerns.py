"""What the worker keeps, tells and releases (CON-2, CON-3, S4-2)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import Conflict, FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.plans.commands.acting import COORDINATION, OWN, PLAN, Act, begin, begin_step
from handrail.plans.errors import AlreadyShared, DraftMoved
from handrail.plans.models import Concern, ConcernReview, OwnConcern, PlanConcern
from handrail.plans.queries.concerns import concern_of, concerns_of, own_concern_of, own_concerns_of, reviews_of
from handrail.plans.queries.preparation import meeting_was_held
from handrail.plans.rules.codes import ConcernState, Move, Topic


def keep_concern(session: Session, actor: Actor, case_id: UUID, *, text: str) -> OwnConcern:
    """Keep what the worker writes for themselves; the same words again return the first.

    No gate: what somebody writes for themselves is theirs, whatever they chose about support. The timeline notes that
    it was written and keeps no words, so that removing it removes it. Raises NotFound.
    """
    act = begin(session, actor, case_id, "concern.draft")
    same = next((own for own in own_concerns_of(session, act.case) if own.text == text), None)
    if same is not None:
        return same
    now = clock.now()
    own = OwnConcern(**act.place(OWN), revision=1, written_at=now, changed_at=now)
    own.text = text
    session.add(own)
    act.note("own_concern.written", own, compartment=OWN)
    return own


def change_own_concern(
    session: Session, actor: Actor, case_id: UUID, concern_id: UUID, *, text: str, revision: int | None = None
) -> OwnConcern:
    """Change what the worker wrote for themselves; `revision` is the one they had before them.

    Raises NotFound, DraftMoved, Conflict where it was told already.
    """
    act = begin(session, actor, case_id, "concern.draft")
    own = own_concern_of(session, act.case, concern_id)
    if own.told_as is not None:
        raise Conflict(_("You told this one already. What your coordinator has is a copy."))
    if own.text == text:
        return own
    if revision is not None and revision != own.revision:
        raise DraftMoved(meant=revision, current=own.revision)
    own.text, own.revision, own.changed_at = text, own.revision + 1, clock.now()
    act.note("own_concern.changed", own, compartment=OWN)
    return own


def remove_own_concern(session: Session, actor: Actor, case_id: UUID, concern_id: UUID) -> None:
    """Take away what the worker wrote for themselves, for good; a copy that was told stays where it was told."""
    act = begin(session, actor, case_id, "concern.draft")
    own = own_concern_of(session, act.case, concern_id)
    session.delete(own)
    act.note("own_concern.removed", own, compartment=OWN)


def tell_concern(
    session: Session,
    actor: Actor,
    case_id: UUID,
    concern_id: UUID,
    *,
    topic: Topic = Topic.OTHERS,
    words: str | None = None,
) -> Concern:
    """Give the coordinator a copy of one of the worker's own concerns, in `words` or as it stands (CON-2).

    Telling it again returns the first copy. Raises NotFound, RuleBroken (S2-2).
    """
    act = begin_step(session, actor, case_id, "concern.tell")
    own = own_concern_of(session, act.case, concern_id)
    if own.told_as is not None:
        return concern_of(session, act.case, own.told_as)
    concern = _new(act, wording=words or own.text, topic=topic)
    own.told_as = concern.id
    act.note("own_concern.told", own, compartment=OWN)
    return concern


def note_concern(session: Session, actor: Actor, case_id: UUID, *, wording: str, topic: Topic) -> Concern:
    """Note a concern that the worker speaks of; the same words again return the first note.

    Raises NotFound, RuleBroken (S2-2).
    """
    act = begin_step(session, actor, case_id, "concern.note")
    same = next((known for known in concerns_of(session, act.case) if known.wording == wording), None)
    return same or _new(act, wording=wording, topic=topic)


def _new(act: Act, *, wording: str, topic: Topic) -> Concern:
    place = max((known.place for known in concerns_of(act.session, act.case)), default=0) + 1
    concern = Concern(
        **act.place(COORDINATION),
        topic=topic,
        place=place,
        state=ConcernState.STILL_THERE,
        noted_at=clock.now(),
        noted_as=act.actor.role,
    )
    concern.wording = wording
    act.session.add(concern)
    act.session.flush()
    changes = {"wording": (None, wording), "topic": (None, topic.value)}
    act.note("concern.noted", concern, changes, compartment=COORDINATION)
    _keep_review(act, concern)
    return concern


def _keep_review(act: Act, concern: Concern) -> None:
    """Keep how the concern stands now beside how it stood before."""
    review = ConcernReview(
        **act.place(COORDINATION),
        concern_id=concern.id,
        state=concern.state,
        topic=concern.topic,
        reviewed_on=act.today,
        noted_at=clock.now(),
        noted_as=act.actor.role,
    )
    review.wording = concern.wording
    act.session.add(review)
    act.session.flush()


def review_concern(
    session: Session,
    actor: Actor,
    case_id: UUID,
    concern_id: UUID,
    *,
    state: ConcernState,
    wording: str | None = None,
    topic: Topic | None = None,
) -> Concern:
    """Say whether a concern is still there, changed or gone, with other words or another topic (S4-2).

    How it stood before is kept, with the day on which it was looked at; the same found again on the same day adds
    nothing. What is gone is shared no more: a release that has not reached the plan yet is taken back. What the worker
    approved stays as they approved it. Raises NotFound, RuleBroken (S2-2).
    """
    act = begin_step(session, actor, case_id, "concern.note")
    concern = concern_of(session, act.case, concern_id)
    wording, topic = wording or concern.wording, topic or concern.topic
    last = reviews_of(session, act.case, concern.id)[-1]
    found = (state, topic, wording, act.today)
    if (last.state, last.topic, last.wording, last.reviewed_on) == found and concern.reviewed_on == act.today:
        return concern
    before = (concern.state.value, concern.topic.value, concern.wording, concern.released_at)
    concern.state, concern.topic, concern.reviewed_on = state, topic, act.today
    if wording != concern.wording:
        concern.wording = wording
    if state is ConcernState.GONE and concern.plan_concern_id is None:
        concern.released_at = None
    after = (concern.state.value, concern.topic.value, concern.wording, concern.released_at)
    names = ("state", "topic", "wording", "released_at")
    changes = {name: (old, new) for name, old, new in zip(names, before, after, strict=True) if old != new}
    act.note("concern.reviewed", concern, changes, compartment=COORDINATION)
    _keep_review(act, concern)
    return concern


def order_concerns(session: Session, actor: Actor, case_id: UUID, *, concern_ids: Sequence[UUID]) -> list[Concern]:
    """Put the concerns in the order of priority (S4-2); those that are not named follow in the order they had."""
    act = begin_step(session, actor, case_id, "concern.note")
    known = {concern.id: concern for concern in concerns_of(session, act.case)}
    wanted = list(dict.fromkeys(concern_ids))
    if set(wanted) - known.keys():
        raise Invalid(problems=[FieldProblem("/concern_ids", _("Choose one of the list."))])
    ordered = [known[each] for each in wanted] + [concern for each, concern in known.items() if each not in wanted]
    for place, concern in enumerate(ordered, start=1):
        if concern.place != place:
            act.note("concern.ordered", concern, {"place": (concern.place, place)}, compartment=COORDINATION)
            concern.place = place
    return ordered


def move_concern(session: Session, actor: Actor, case_id: UUID, concern_id: UUID, *, to: Move) -> Concern:
    """Move a concern one place in the order of priority; at an end of the list it stays (S4-2).

    Raises NotFound, RuleBroken (S2-2).
    """
    act = begin_step(session, actor, case_id, "concern.note")
    concern = concern_of(session, act.case, concern_id)
    ids = [each.id for each in concerns_of(session, act.case)]
    place = ids.index(concern.id)
    ids.insert(max(place + (1 if to is Move.DOWN else -1), 0), ids.pop(place))
    order_concerns(session, actor, case_id, concern_ids=ids)
    return concern


def release_concern(session: Session, actor: Actor, case_id: UUID, concern_id: UUID, *, words: str) -> Concern:
    """Record that the worker lets the supervisor read exactly these words (CON-2).

    Before the planning meeting nothing reaches the supervisor: the words wait where worker and coordinator work, and
    are copied when they are raised at the meeting. After it they become part of the plan at once. Releasing the same
    words again changes nothing. Raises NotFound, RuleBroken (S2-2), AlreadyShared.
    """
    act = begin_step(session, actor, case_id, "concern.release")
    concern = concern_of(session, act.case, concern_id)
    if concern.released_at is not None and concern.approved == words:
        return concern
    if concern.plan_concern_id is not None:
        raise AlreadyShared(_("These words are part of the plan. Tell your coordinator what has changed."))
    if concern.state is ConcernState.GONE:
        raise Conflict(_("This concern is gone. Say that it is still there before you share it."))
    before = concern.approved if concern.released_at else None
    concern.approved, concern.released_at = words, clock.now()
    act.note("concern.released", concern, {"approved": (before, words)}, compartment=COORDINATION)
    if meeting_was_held(session, act.case):
        share(act, concern)
    return concern


def take_back_concern(session: Session, actor: Actor, case_id: UUID, concern_id: UUID) -> Concern:
    """Take a release back, until the words are part of the plan; raises AlreadyShared afterwards."""
    act = begin(session, actor, case_id, "concern.release")
    concern = concern_of(session, act.case, concern_id)
    if concern.plan_concern_id is not None:
        raise AlreadyShared(_("These words were shared at the meeting. What was said can not be taken back."))
    if concern.released_at is not None:
        changes = {"released_at": (concern.released_at, None)}
        concern.released_at = None
        act.note("concern.taken_back", concern, changes, compartment=COORDINATION)
    return concern


def share(act: Act, concern: Concern) -> PlanConcern:
    """Copy the approved words of a released concern into the plan; once, and for good."""
    copy = PlanConcern(**act.place(PLAN), topic=concern.topic, place=concern.place, shared_on=act.today)
    copy.words = concern.approved
    act.session.add(copy)
    act.session.flush()
    concern.plan_concern_id = copy.id
    act.note("concern.shared", copy, {"words": (None, concern.approved), "topic": (None, concern.topic.value)})
    return copy
