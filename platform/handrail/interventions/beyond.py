"""What an act of one leads to in the slice of another, beyond what either may see: read as plain values only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handrail.consents.models import Consent
from handrail.interventions.errors import NotThisState
from handrail.interventions.models import Engagement, Invitation, MediationAgreement, Referral
from handrail.interventions.rules import Progress, State, after_answers, is_released, progress_of
from handrail.kit.codes import Compartment
from handrail.kit.db import elevated
from handrail.kit.i18n import _
from handrail.plans.rules.codes import Party

_STILL_ASKED: Final = (State.OFFERED, State.NOT_WANTED)


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice as plain values, after what was done to it."""

    tenant_id: UUID
    id: UUID
    case_id: UUID
    referral_id: UUID
    provider_id: UUID
    state: State


def consent_is_live(session: Session, engagement: Engagement) -> bool:
    """Say whether the worker's consent to this referral still stands: only that one bit leaves (CON-7)."""
    statement = (
        select(Consent.id)
        .join(Referral, (Referral.tenant_id == Consent.tenant_id) & (Referral.consent_id == Consent.id))
        .where(
            Referral.tenant_id == engagement.tenant_id,
            Referral.id == engagement.referral_id,
            Consent.withdrawn_at.is_(None),
        )
    )
    with elevated(session, "ask the ledger whether a referral is still agreed to"):
        return session.scalar(statement) is not None


def keep(session: Session, *rows: Engagement | Invitation) -> None:
    """Store the slice of a new referral and its invitations, for the coordinator who will read neither."""
    with elevated(session, "a referral opens a slice that the coordinator does not read"):
        for row in rows:
            session.add(row)
            session.flush()
        for row in rows:
            session.expunge(row)


def let_know(session: Session, slice_: Slice, on: date) -> None:
    """Tell the referral, which the coordinator reads, how far things are: made, under way or ended."""
    progress = progress_of(slice_.state)
    ended_on = on if progress is Progress.ENDED else None
    with elevated(session, "the coordinator learns that a referral goes on or ended"):
        session.execute(
            update(Referral)
            .where(
                Referral.tenant_id == slice_.tenant_id,
                Referral.id == slice_.referral_id,
                Referral.progress != progress,
            )
            .values(progress=progress, ended_on=ended_on)
        )


def end(session: Session, referral: Referral, on: date) -> None:
    """End the slice of a referral that the coordinator ended, where it has one."""
    with elevated(session, "a referral ends, and its slice with it"):
        session.execute(
            update(Engagement)
            .where(
                Engagement.tenant_id == referral.tenant_id,
                Engagement.referral_id == referral.id,
                Engagement.ended_on.is_(None),
            )
            .values(state=State.ENDED, ended_on=on)
        )


def answer(session: Session, invitation: Invitation, on: date) -> Slice:
    """Bring a party's answer into the mediator's slice; returns where the mediation is now.

    Where one said no, the other's answer is kept and moves nothing, so that nobody learns of the no by answering.
    Raises NotThisState where the referral ended or lost its consent: no answer brings that back.
    """
    with _slice_of(session, invitation) as engagement:
        if engagement.state not in _STILL_ASKED or not consent_is_live(session, engagement):
            raise NotThisState(_("This mediation is not offered any more."))
        if invitation.party is Party.WORKER:
            engagement.worker_agreed = invitation.agreed
        else:
            engagement.supervisor_agreed = invitation.agreed
        if engagement.state is State.OFFERED:
            engagement.state = after_answers(worker=engagement.worker_agreed, supervisor=engagement.supervisor_agreed)
            engagement.ended_on = on if engagement.state is State.NOT_WANTED else None
        return plain(engagement)


def lay_before(session: Session, engagement: Engagement, words: str) -> None:
    """Lay an agreement before both parties; what they said of an earlier wording does not count."""
    statement = select(Invitation).where(
        Invitation.tenant_id == engagement.tenant_id, Invitation.engagement_id == engagement.id
    )
    with elevated(session, "an agreement is laid before the two parties"):
        for row in session.scalars(statement).all():
            row.agreement, row.released = words, None
            session.flush()
            session.expunge(row)


def release(session: Session, invitation: Invitation, on: date) -> Slice:
    """Bring a party's word on the agreement into the slice; with the second yes it leaves, with a no it is gone."""
    with _slice_of(session, invitation) as engagement:
        if is_released(worker=engagement.worker_released, supervisor=engagement.supervisor_released):
            return plain(engagement)  # sent twice at once
        if invitation.party is Party.WORKER:
            engagement.worker_released = invitation.released
        else:
            engagement.supervisor_released = invitation.released
        if invitation.released is False:
            engagement.agreement_sealed = None
            _remove_wording(session, engagement)
        elif is_released(worker=engagement.worker_released, supervisor=engagement.supervisor_released):
            _let_out(session, engagement, on)
        return plain(engagement)


def plain(engagement: Engagement) -> Slice:
    """Return a slice as plain values."""
    return Slice(
        engagement.tenant_id,
        engagement.id,
        engagement.subject_id,
        engagement.referral_id,
        engagement.provider_id,
        engagement.state,
    )


@contextmanager
def _slice_of(session: Session, invitation: Invitation) -> Iterator[Engagement]:
    """Open the slice that an invitation belongs to, for a party who may not read it."""
    statement = select(Engagement).where(
        Engagement.tenant_id == invitation.tenant_id, Engagement.id == invitation.engagement_id
    )
    with elevated(session, "a party answers the mediator"):
        found = session.scalars(statement.with_for_update()).one()
        yield found
        session.flush()
        session.expunge(found)


def _remove_wording(session: Session, engagement: Engagement) -> None:
    session.execute(
        update(Invitation)
        .where(Invitation.tenant_id == engagement.tenant_id, Invitation.engagement_id == engagement.id)
        .values(agreement_sealed=None)
        .execution_options(synchronize_session="fetch")
    )


def _let_out(session: Session, engagement: Engagement, on: date) -> None:
    if engagement.supervisor_id is None:
        return
    row = MediationAgreement(
        tenant_id=engagement.tenant_id,
        employer_id=engagement.employer_id,
        subject_id=engagement.subject_id,
        compartment=Compartment.PLAN,
        engagement_id=engagement.id,
        supervisor_id=engagement.supervisor_id,
        released_on=on,
    )
    row.words = engagement.agreement
    session.add(row)
    session.flush()
    session.expunge(row)
