"""Reading offers, referrals and slices: whoever loads the case decides who may, and policies filter the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from handrail.consents import queries as ledger
from handrail.consents.errors import ConsentMissing
from handrail.consents.models import Consent
from handrail.consents.rules import ConsentPurpose
from handrail.frameworks.rules import Framework, in_language
from handrail.identity.models import Membership
from handrail.interventions.models import (
    ConflictNote,
    Engagement,
    EngagementSession,
    HelpOffer,
    Invitation,
    MediationAgreement,
    Referral,
)
from handrail.interventions.rules import HelpKind, Progress, consent_for
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.i18n import _
from handrail.tenancy.models import Case, Employment, Person

_RESOURCE, _PROVIDER = "resource:", "provider:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """To whom a worker can be referred. `names` are all by which a consent may know them; `name` the one shown."""

    code: str
    name: str
    names: frozenset[str]
    kind: HelpKind | None
    resource: str | None = None
    provider_id: UUID | None = None


def resources_of(framework: Framework, locale: str) -> list[Target]:
    """Return the support resources that the framework offers, in its order."""
    found = sorted(((key, each) for key, each in framework.resources.items() if each.active), key=lambda x: x[1].order)
    return [
        Target(
            code=f"{_RESOURCE}{key}",
            name=in_language(each.title, locale),
            names=frozenset(each.title.values()),
            kind=HelpKind(each.kind) if each.kind in set(HelpKind) else HelpKind.OTHER,
            resource=key,
        )
        for key, each in found
        if each.kind not in ("emergency", "crisis_line")  # anybody may call these, at any hour, without a referral
    ]


def providers_here(session: Session, employment: Employment) -> list[Target]:
    """Return the providers who work with Handrail and could help this worker, by name."""
    never = [person_id for person_id in (employment.person_id, employment.supervisor_id) if person_id]
    statement = (
        select(Person.id, Person.name, Person.sort_name)
        .join(Membership, and_(Membership.tenant_id == Person.tenant_id, Membership.person_id == Person.id))
        .where(
            Membership.tenant_id == employment.tenant_id,
            or_(Membership.employer_id.is_(None), Membership.employer_id == employment.employer_id),
            Membership.role == Role.PROVIDER,
            Membership.during.contains(clock.today()),
            Person.id.not_in(never),
        )
        .order_by(Person.sort_name, Person.id)
        .distinct()
    )
    return [
        Target(code=f"{_PROVIDER}{person_id}", name=name, names=frozenset({name}), kind=None, provider_id=person_id)
        for person_id, name, _sort_name in session.execute(statement)
    ]


def targets_of(session: Session, framework: Framework, employment: Employment, locale: str) -> list[Target]:
    """Return everybody to whom this worker can be referred."""
    return [*resources_of(framework, locale), *providers_here(session, employment)]


def consent_to(session: Session, case: Case, kind: HelpKind, target: Target) -> Consent:
    """Return the live consent for a referral; raises ConsentMissing where the ledger has none (CON-7)."""
    purpose = consent_for(kind)
    names = target.names if purpose is ConsentPurpose.REFERRAL else {""}
    found = next((each for name in sorted(names) if (each := ledger.live(session, case, purpose, name))), None)
    if found is None:
        raise ConsentMissing(
            _("There is no consent of the worker for this, or it was taken back."), rule="CON-7", purpose=purpose.value
        )
    return found


def conflicts_of(session: Session, case: Case) -> Sequence[ConflictNote]:
    """Return what was noted of a conflict, newest first."""
    statement = select(ConflictNote).where(ConflictNote.tenant_id == case.tenant_id, ConflictNote.subject_id == case.id)
    return session.scalars(statement.order_by(ConflictNote.noted_on.desc())).all()


def offers_of(session: Session, case: Case) -> Sequence[HelpOffer]:
    """Return what was offered, newest first."""
    statement = select(HelpOffer).where(HelpOffer.tenant_id == case.tenant_id, HelpOffer.subject_id == case.id)
    return session.scalars(statement.order_by(HelpOffer.recorded_at.desc(), HelpOffer.id.desc())).all()


def referrals_of(session: Session, case: Case) -> Sequence[Referral]:
    """Return the referrals of a case, newest first."""
    statement = select(Referral).where(Referral.tenant_id == case.tenant_id, Referral.subject_id == case.id)
    return session.scalars(statement.order_by(Referral.recorded_at.desc(), Referral.id.desc())).all()


def open_referrals_to(session: Session, case: Case, provider_id: UUID) -> Sequence[Referral]:
    """Return the referrals to one provider that have not ended."""
    return [
        each
        for each in referrals_of(session, case)
        if each.provider_id == provider_id and each.progress is not Progress.ENDED
    ]


def sessions_of(session: Session, engagement: Engagement) -> Sequence[EngagementSession]:
    """Return the days on which the provider met the parties, oldest first."""
    statement = select(EngagementSession).where(
        EngagementSession.tenant_id == engagement.tenant_id, EngagementSession.engagement_id == engagement.id
    )
    return session.scalars(statement.order_by(EngagementSession.on)).all()


def engagements_of(session: Session, case: Case) -> Sequence[Engagement]:
    """Return the slices of a case that the reader may see, newest first: the worker all, a provider their own."""
    statement = select(Engagement).where(Engagement.tenant_id == case.tenant_id, Engagement.subject_id == case.id)
    return session.scalars(statement.order_by(Engagement.offered_on.desc(), Engagement.id.desc())).all()


def invitations_to(session: Session, tenant_id: UUID, person_id: UUID) -> Sequence[Invitation]:
    """Return the invitations to somebody that they can reach today, newest first."""
    statement = select(Invitation).where(Invitation.tenant_id == tenant_id, Invitation.person_id == person_id)
    return session.scalars(statement.order_by(Invitation.invited_on.desc(), Invitation.id.desc())).all()


def agreements_of(session: Session, case: Case) -> Sequence[MediationAgreement]:
    """Return the agreements that both released and the reader may see (IVN-3)."""
    statement = select(MediationAgreement).where(
        MediationAgreement.tenant_id == case.tenant_id, MediationAgreement.subject_id == case.id
    )
    return session.scalars(statement.order_by(MediationAgreement.released_on.desc())).all()
