"""What the pages of provider and parties show, read in one place for pages and API."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.cases.records import employment_of, person_of
from handrail.identity.access import require
from handrail.identity.actor import Actor
from handrail.interventions import beyond, queries
from handrail.interventions.commands.providing import slice_of, subject_of
from handrail.interventions.models import Engagement, EngagementSession, Invitation
from handrail.kit.codes import Compartment
from handrail.kit.i18n import _
from handrail.plans.team.reading import Beside
from handrail.tenancy.models import Case, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicePage:
    """One slice with the people it is about: their names, and how to reach the worker."""

    slice_: Engagement
    worker: Person
    supervisor: Person | None
    met: Sequence[EngagementSession]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation with the names on it."""

    invitation: Invitation
    provider: Person
    worker: Person


def slices_of(session: Session, actor: Actor) -> list[SlicePage]:
    """Return one's own slices, newest first; without those whose consent was taken back."""
    require(actor, "engagement.list")
    statement = (
        select(Engagement)
        .where(Engagement.tenant_id == actor.tenant_id, Engagement.provider_id == actor.person_id)
        .order_by(Engagement.offered_on.desc(), Engagement.id.desc())
    )
    found = [_page(session, each) for each in session.scalars(statement).all() if beyond.consent_is_live(session, each)]
    for each in found:
        read_log.record(session, actor, subject_of(each.slice_), [Compartment.PROVIDER], "referrals.list")
    return found


def slice_page(session: Session, actor: Actor, engagement_id: UUID, *, purpose: str) -> SlicePage:
    """Return one's own slice; raises NotFound for another's. It goes to the read log (CON-5)."""
    engagement = slice_of(session, actor, engagement_id, "engagement.read")
    read_log.record(session, actor, subject_of(engagement), [Compartment.PROVIDER], purpose)
    return _page(session, engagement)


def invited(session: Session, actor: Actor) -> list[Invited]:
    """Return the invitations to oneself, newest first, with names."""
    return [
        Invited(
            invitation=each,
            provider=person_of(session, each.tenant_id, each.provider_id),
            worker=person_of(session, each.tenant_id, employment_of(session, case_of(session, each)).person_id),
        )
        for each in queries.invitations_to(session, actor.tenant_id, actor.person_id)
    ]


def for_the_team(session: Session, actor: Actor, case: Case) -> Beside | None:
    """Return what the supervisor's page of a worker says of a mediation with them: that they are invited."""
    mine = [
        each for each in queries.invitations_to(session, actor.tenant_id, actor.person_id) if each.subject_id == case.id
    ]
    if not mine:
        return None
    waits = mine[0].agreed is None or (mine[0].agreement_sealed is not None and mine[0].released is None)
    words = _("You are invited to a mediation") if waits else _("Your mediation")
    return Beside(words, "/team/mediation")


def case_of(session: Session, invitation: Invitation) -> Case:
    """Return the case of an invitation that the reader may see."""
    statement = select(Case).where(Case.tenant_id == invitation.tenant_id, Case.id == invitation.subject_id)
    return session.scalars(statement).one()


def _page(session: Session, engagement: Engagement) -> SlicePage:
    tenant_id, supervisor_id = engagement.tenant_id, engagement.supervisor_id
    return SlicePage(
        slice_=engagement,
        worker=person_of(session, tenant_id, engagement.worker_id),
        supervisor=person_of(session, tenant_id, supervisor_id) if supervisor_id else None,
        met=queries.sessions_of(session, engagement),
    )
