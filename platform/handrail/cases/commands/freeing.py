"""When contacts are free again: what still waited for the coordinator's word waits no more (NEU-2)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.commands.lettering import gate_holds, release_of
from handrail.cases.events import tell
from handrail.cases.request_models import ContactRequest
from handrail.cases.rules.neutrality import OPEN, RequestState
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Employment


def free_what_waits(session: Session, actor: Acting, employment_ids: Collection[UUID]) -> int:
    """Settle the open requests of workers whose gate has ended, and give out the letters that waited for them.

    Whoever asked could write or call now without asking, so nothing is kept back any longer; what was refused stays
    refused. Only facts of the absence decide, whatever the worker chose (VOL-2). Returns how many were settled.
    """
    statement = (
        select(ContactRequest, Employment)
        .join(
            Employment,
            (Employment.tenant_id == ContactRequest.tenant_id) & (Employment.id == ContactRequest.subject_id),
        )
        .where(
            ContactRequest.tenant_id == actor.tenant_id,
            ContactRequest.subject_id.in_(employment_ids),
            ContactRequest.state.in_(OPEN),
        )
        .order_by(ContactRequest.subject_id, ContactRequest.id)
        .with_for_update(of=ContactRequest)
    )
    holds: dict[UUID, bool] = {}
    settled = 0
    for request, employment in session.execute(statement).all():
        if employment.id not in holds:
            holds[employment.id] = gate_holds(session, employment)
        if not holds[employment.id]:
            _free(session, actor, employment, request)
            settled += 1
    return settled


def waiting_for_word(session: Session, tenant_id: UUID) -> list[UUID]:
    """Return the workers about whom any request is open, by id."""
    statement = select(ContactRequest.subject_id).where(
        ContactRequest.tenant_id == tenant_id, ContactRequest.state.in_(OPEN)
    )
    return list(session.scalars(statement.distinct().order_by(ContactRequest.subject_id)))


def _free(session: Session, actor: Acting, employment: Employment, request: ContactRequest) -> None:
    before = request.state
    request.state, request.decided_at = RequestState.NOT_NEEDED, clock.now()
    session.flush()
    timeline.append(
        session,
        employment.subject(),
        actor,
        "contact_request.not_needed",
        compartment=Compartment.ADMINISTRATIVE,
        record=request,
        changes={"state": (before.value, request.state.value)},
    )
    release_of(session, actor, employment, request)
    tell(
        session,
        employment.subject(),
        request.requested_by,
        "contact_request.not_needed",
        compartment=Compartment.ADMINISTRATIVE,
        key=str(request.id),
    )
