"""What a provider records in the slice of one referral: where it stands, the days, an agreement to look at (IVN-3)."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.models import Assignment
from handrail.interventions import beyond
from handrail.interventions.errors import NotThisState
from handrail.interventions.models import Engagement, EngagementSession
from handrail.interventions.rules import OVER, HelpKind, State, following
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.subjects import SubjectRef
from handrail.plans.rules.codes import Party

PROVIDER = Compartment.PROVIDER


def slice_of(session: Session, actor: Actor, engagement_id: UUID, action: str) -> Engagement:
    """Return one's own slice; raises NotFound for another's, and once the consent was taken back.

    The case itself is not a provider's to read: their part in it and their slice are all that leads to it.
    """
    requirement = require(actor, action)
    statement = (
        select(Engagement, Assignment.role)
        .join(
            Assignment,
            (Assignment.tenant_id == Engagement.tenant_id)
            & (Assignment.case_id == Engagement.subject_id)
            & (Assignment.person_id == Engagement.provider_id)
            & (Assignment.role == Role.PROVIDER)
            & Assignment.during.contains(clock.today()),
        )
        .where(
            Engagement.tenant_id == actor.tenant_id,
            Engagement.id == engagement_id,
            Engagement.provider_id == actor.person_id,
        )
    )
    found = session.execute(statement).one_or_none()
    if found is None:
        raise NotFound
    row: Engagement = found[0]
    check(requirement, employer_id=row.employer_id, relations=frozenset({found[1]}))
    if not beyond.consent_is_live(session, row):
        raise NotFound
    return row


def record_state(session: Session, actor: Actor, engagement_id: UUID, *, state: State) -> Engagement:
    """Record where the help stands; the same again changes nothing.

    That both parties agree is theirs to say. Raises NotFound, NotThisState.
    """
    row = slice_of(session, actor, engagement_id, "engagement.record")
    if row.state is state:
        return row
    if state not in following(row.kind, row.state):
        raise NotThisState(_("This does not follow from where things are."))
    today = clock.today(actor.time_zone)
    before, row.state = row.state, state
    if state is State.UNDER_WAY:
        row.began_on = today
    if state in OVER:
        row.ended_on = today
    session.flush()
    _note(session, actor, row, "help.moved_on", row, state=(before.value, state.value))
    beyond.let_know(session, beyond.plain(row), today)
    return row


def record_session(
    session: Session, actor: Actor, engagement_id: UUID, *, on: date, present: Collection[Party]
) -> EngagementSession:
    """Record a day on which they met and who came; the same day again corrects it. Nothing of what was said.

    Raises NotFound, NotThisState before it began, Invalid for a day to come.
    """
    row = slice_of(session, actor, engagement_id, "engagement.record")
    if row.state is not State.UNDER_WAY:
        raise NotThisState(_("Record first that it is under way."))
    if on > clock.today(actor.time_zone):
        raise Invalid(problems=[FieldProblem("/on", _("This day is still to come."))])
    came = sorted(each.value for each in present)
    statement = select(EngagementSession).where(
        EngagementSession.tenant_id == row.tenant_id,
        EngagementSession.engagement_id == row.id,
        EngagementSession.on == on,
    )
    met = session.scalars(statement).one_or_none()
    before = list(met.present) if met is not None else None
    if met is not None and before == came:
        return met
    if met is None:
        met = EngagementSession(
            tenant_id=row.tenant_id,
            employer_id=row.employer_id,
            subject_id=row.subject_id,
            engagement_id=row.id,
            provider_id=row.provider_id,
            on=on,
        )
        session.add(met)
    met.present, met.recorded_at = came, clock.now()
    session.flush()
    _note(session, actor, row, "session.recorded", met, present=(before, came), on=(None, on))
    return met


def propose_agreement(session: Session, actor: Actor, engagement_id: UUID, *, words: str) -> Engagement:
    """Lay the agreement before both parties; until both release it nobody else reads it (IVN-3).

    A new wording takes the place of the one before, and both are asked anew. Raises NotFound, NotThisState.
    """
    row = slice_of(session, actor, engagement_id, "engagement.record")
    if row.kind is not HelpKind.MEDIATION or row.state is not State.ENDED_WITH_AGREEMENT:
        raise NotThisState(_("Record first that the mediation ended with an agreement."))
    if row.worker_released and row.supervisor_released:
        raise NotThisState(_("Both have released this agreement."))
    if row.agreement_sealed is not None and row.agreement == words:
        return row
    row.agreement, row.worker_released, row.supervisor_released = words, None, None
    session.flush()
    _note(session, actor, row, "agreement.proposed", row)
    beyond.lay_before(session, row, words)
    return row


def _note(
    session: Session, actor: Actor, row: Engagement, verb: str, record: Engagement | EngagementSession, **changes: Any
) -> None:
    timeline.append(session, subject_of(row), actor, verb, compartment=PROVIDER, record=record, changes=changes)


def subject_of(row: Engagement) -> SubjectRef:
    """Return what a slice hangs on."""
    return SubjectRef(row.tenant_id, row.employer_id, row.subject_id)
