"""Worker and supervisor may call on the coordinator at any time (S7-4)."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import queries
from handrail.cases.beyond import append_process_fact, process_is_open
from handrail.cases.events import tell
from handrail.cases.records import employment_of, in_case, zone_of
from handrail.cases.request_models import CallRequest
from handrail.cases.rules.contacts import Channel
from handrail.identity import queries as parts
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import NotFound, RuleBroken
from handrail.kit.i18n import _
from handrail.obligations import projection
from handrail.tenancy.models import Case


def request_call(session: Session, actor: Actor, case_id: UUID, *, channel: Channel, about: str = "") -> CallRequest:
    """Ask the coordinator to be in touch; while a call is open, calling again returns it.

    The worker's lies in coordination, the supervisor's in plan, and neither reads the other's. It falls due within the
    framework's interval. Raises NotFound for a supervisor without a part in the case, RuleBroken once it is closed.
    """
    of_supervisor = actor.role is Role.SUPERVISOR
    case = load_case(
        session, case_id, require(actor, "supervisor.call" if of_supervisor else "call.request"), lock=True
    )
    if not process_is_open(session, case):
        raise RuleBroken("S7-5", _("This case was closed. Call the coordinator directly if you need them."))
    standing = next(
        (each for each in queries.calls_of(session, case, open_only=True) if each.requested_by == actor.person_id), None
    )
    if standing is not None:
        return standing
    call = CallRequest(
        **in_case(case, Compartment.PLAN if of_supervisor else Compartment.COORDINATION),
        requested_by=actor.person_id,
        requested_role=actor.role,
        requested_at=clock.now(),
        channel=channel,
    )
    call.about = about
    session.add(call)
    session.flush()
    _settle(session, actor, case, call, "call_requested")
    coordinator = parts.current_assignment(session, case, Role.COORDINATOR)
    if coordinator is not None:
        _tell(session, case, call, coordinator.person_id, "call.requested")
    return call


def acknowledge_call(session: Session, actor: Actor, case_id: UUID, call_id: UUID, *, answer: str = "") -> CallRequest:
    """Answer a call; answering again changes nothing. Raises NotFound where there is none of this id here."""
    case = load_case(session, case_id, require(actor, "call.acknowledge"), lock=True)
    call = next((each for each in queries.calls_of(session, case) if each.id == call_id), None)
    if call is None:
        raise NotFound
    if call.acknowledged_at is not None:
        return call
    call.acknowledged_at, call.acknowledged_by = clock.now(), actor.person_id
    if answer:
        call.answer = answer
    session.flush()
    _settle(session, actor, case, call, "call_acknowledged")
    _tell(session, case, call, call.requested_by, "call.acknowledged")
    return call


def _settle(session: Session, actor: Actor, case: Case, call: CallRequest, fact_type: str) -> None:
    employment = employment_of(session, case)
    on = clock.today(zone_of(session, employment))
    append_process_fact(session, actor, employment, case, type=fact_type, on=on, fields={"call": str(call.id)})
    timeline.append(
        session,
        case.subject(),
        actor,
        fact_type.replace("_", "."),
        compartment=call.compartment,
        record=call,
        changes={"on": (None, on)},
    )
    projection.reconcile_support(session, actor, employment.id)


def _tell(session: Session, case: Case, call: CallRequest, person_id: UUID, why: str) -> None:
    tell(session, case.subject(), person_id, why, compartment=call.compartment, key=str(call.id))
