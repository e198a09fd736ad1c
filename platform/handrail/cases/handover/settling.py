"""What an offer becomes, and telling those who wait for it. Content-free: no mail says which case."""

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.events import QUEUE, tell
from handrail.cases.handover.errors import OfferOver
from handrail.cases.handover.models import HandOver
from handrail.cases.handover.rules import OfferState, WhyNot, may_become
from handrail.kit import clock, outbox
from handrail.kit.codes import Compartment
from handrail.kit.subjects import Acting, SubjectRef

COORDINATION: Final = Compartment.COORDINATION
_TELL_ALONE: Final = "notifications.tell_of_account"


def subject_of(offer: HandOver) -> SubjectRef:
    """Return what the records of the offered case hang on."""
    return SubjectRef(offer.tenant_id, offer.employer_id, offer.case_id)


def note(session: Session, actor: Acting, offer: HandOver, **more: tuple[object, object]) -> None:
    """Take note of what became of an offer; the entry lies in coordination, as everything about it."""
    verb = "hand_over.offered" if offer.state is OfferState.OPEN else f"hand_over.{offer.state}"
    changes = {"to": (None, str(offer.to_id)), "reason": (None, offer.reason.value)} | more
    timeline.append(session, subject_of(offer), actor, verb, compartment=COORDINATION, record=offer, changes=changes)


def settle(session: Session, actor: Acting, offer: HandOver, state: OfferState, why_not: WhyNot | None = None) -> None:
    """Let an offer end; raises OfferOver where it has ended otherwise."""
    if not may_become(offer.state, state):
        raise OfferOver
    offer.state, offer.why_not, offer.settled_at = state, why_not, clock.now()
    session.flush()
    note(session, actor, offer, **({"why_not": (None, why_not.value)} if why_not else {}))


def tell_receiver(session: Session, offer: HandOver) -> None:
    """Have the receiver told that something is new for them; they have no part in the case yet."""
    payload: dict[str, outbox.JSON] = {"person_id": str(offer.to_id), "kind": "news"}
    outbox.publish(session, QUEUE, _TELL_ALONE, payload, key=f"hand_over:{offer.id}")


def tell_giver(session: Session, offer: HandOver) -> None:
    """Have whoever offered told that there is an answer, if they still have a part in the case by then."""
    _tell(session, offer, offer.from_id)


def _tell(session: Session, offer: HandOver, person_id: UUID) -> None:
    key = f"{offer.id}:{offer.state}"
    tell(session, subject_of(offer), person_id, "hand_over", compartment=COORDINATION, key=key)
