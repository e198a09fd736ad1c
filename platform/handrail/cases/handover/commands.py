"""Offering a case, taking it, refusing it, taking the offer back: until it is taken, nothing changes."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.commands.forwarding import require_neutral
from handrail.cases.commands.parts import change_coordinator
from handrail.cases.handover import drafts, queries
from handrail.cases.handover.errors import AlreadyOffered, NotTheirs, OfferOver
from handrail.cases.handover.models import HandOver
from handrail.cases.handover.rules import OfferState, Reason, WhyNot
from handrail.cases.handover.settling import note, settle, tell_giver, tell_receiver
from handrail.cases.records import employment_of
from handrail.identity.access import check, load_case, require
from handrail.identity.actor import Actor
from handrail.identity.models import Assignment
from handrail.kit import clock
from handrail.kit.db import elevated
from handrail.kit.errors import NotFound
from handrail.tenancy.models import Case


def offer_case(
    session: Session, actor: Actor, case_id: UUID, *, coordinator_id: UUID, reason: Reason, with_drafts: bool = False
) -> HandOver:
    """Offer a case to another coordinator of the same client organisation; the present one stays until they take it.

    `with_drafts`: what the giver began to write and did not finish goes along, instead of being read by nobody. The
    same offer again returns the first. Raises NotFound, NotTheirs for whoever covers or follows the worker,
    NotNeutral where the receiver may not coordinate here (NEU-1), AlreadyOffered.
    """
    case = load_case(session, case_id, require(actor, "hand_over.offer"), lock=True)
    _own_part(session, actor, case)
    before = _living_offer(session, actor, case)
    if before is not None and _same(before, coordinator_id, reason, with_drafts):
        return before
    if before is not None:
        raise AlreadyOffered
    employment = employment_of(session, case)
    require_neutral(session, employment, coordinator_id)
    if coordinator_id == actor.person_id:
        raise NotTheirs
    offer = HandOver(
        tenant_id=case.tenant_id,
        employer_id=case.employer_id,
        case_id=case.id,
        employment_id=case.employment_id,
        from_id=actor.person_id,
        to_id=coordinator_id,
        reason=reason,
        with_drafts=with_drafts,
        offered_at=clock.now(),
        state=OfferState.OPEN,
    )
    session.add(offer)
    session.flush()
    note(session, actor, offer)
    tell_receiver(session, offer)
    return offer


def revoke_offer(session: Session, actor: Actor, case_id: UUID) -> None:
    """Take the open offer of a case back; where there is none, nothing changes."""
    case = load_case(session, case_id, require(actor, "hand_over.offer"), lock=True)
    _own_part(session, actor, case)
    offer = queries.open_offer(session, case)
    if offer is not None:
        settle(session, actor, offer, OfferState.REVOKED)


def accept_offer(session: Session, actor: Actor, offer_id: UUID) -> HandOver:
    """Take a case: in one transaction the part of the one before ends and one's own begins. Again: no change.

    Raises NotFound for an offer to somebody else, OfferOver, NotNeutral where one may not coordinate here (NEU-1).
    """
    offer = _offered_to(session, actor, offer_id)
    if offer.state is OfferState.ACCEPTED:
        return offer
    with elevated(session, "a case changes hands"):
        case = _locked(session, offer)
        session.refresh(offer)
        present = queries.own_part(session, case)
        if offer.state is not OfferState.OPEN or present is None or present.person_id != offer.from_id:
            raise OfferOver
        employment = employment_of(session, case)
        require_neutral(session, employment, actor.person_id)
        settle(session, actor, offer, OfferState.ACCEPTED)
        if offer.with_drafts:
            drafts.pass_on(session, offer)
        change_coordinator(session, actor, case, employment, to_id=actor.person_id, reason=offer.reason)
    return offer


def refuse_offer(session: Session, actor: Actor, offer_id: UUID, *, why_not: WhyNot) -> None:
    """Say that one does not take a case, and why: a code. Whoever offered it is told and goes on."""
    offer = _offered_to(session, actor, offer_id)
    with elevated(session, "an offer is refused"):
        _locked(session, offer)
        session.refresh(offer)
        settle(session, actor, offer, OfferState.REFUSED, why_not)
        tell_giver(session, offer)


def _same(offer: HandOver, to_id: UUID, reason: Reason, with_drafts: bool) -> bool:  # noqa: FBT001 - as it was sent
    return (offer.to_id, offer.reason, offer.with_drafts) == (to_id, reason, with_drafts)


def _own_part(session: Session, actor: Actor, case: Case) -> Assignment:
    part = queries.own_part(session, case)
    if part is None or part.person_id != actor.person_id:
        raise NotTheirs
    return part


def _living_offer(session: Session, actor: Actor, case: Case) -> HandOver | None:
    """Return the open offer of a case; one whose receiver left since lapses first."""
    offer = queries.open_offer(session, case)
    if offer is None or queries.coordinates_here(session, offer.tenant_id, offer.employer_id, offer.to_id):
        return offer
    settle(session, actor, offer, OfferState.LAPSED)
    return None


def _offered_to(session: Session, actor: Actor, offer_id: UUID) -> HandOver:
    requirement = require(actor, "hand_over.answer")
    offer = session.get(HandOver, (actor.tenant_id, offer_id))
    if offer is None or offer.to_id != actor.person_id:
        raise NotFound
    check(requirement, employer_id=offer.employer_id)
    return offer


def _locked(session: Session, offer: HandOver) -> Case:
    """Return the case, locked as every command on it does: what follows sees what was decided before."""
    statement = select(Case).where(Case.tenant_id == offer.tenant_id, Case.id == offer.case_id)
    return session.scalars(statement.with_for_update(of=Case, key_share=True)).one()
