"""Requests to contact the worker go through the coordinator (NEU-2)."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import queries
from handrail.cases.commands.lettering import LetterText, gate_holds, keep_letter, letter_by_key, release_of
from handrail.cases.commands.loading import still_to_come
from handrail.cases.errors import NothingToRequest
from handrail.cases.events import tell
from handrail.cases.letter_models import EmployerLetter
from handrail.cases.records import employment_of, in_case, in_employment, zone_of
from handrail.cases.request_models import ContactDecision, ContactRequest
from handrail.cases.rules import neutrality
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.neutrality import AskedFor, RequestState, Why
from handrail.identity import queries as parts
from handrail.identity.access import load_case, load_employment, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.subjects import SubjectRef
from handrail.obligations.models import Obligation
from handrail.tenancy.models import Case, Employment

ADMINISTRATIVE = Compartment.ADMINISTRATIVE


def request_contact(
    session: Session,
    actor: Actor,
    employment_id: UUID,
    *,
    why: Why,
    channel: Channel,
    wanted_on: date | None = None,
    obligation_key: str | None = None,
    asked_for: AskedFor = AskedFor.THEMSELVES,
    is_new: bool = False,
) -> ContactRequest:
    """Ask the coordinator whether one may contact the worker; the same open request again returns the first.

    `is_new`: even where an open request asks for the same. A contact that a statutory obligation requires names it,
    is allowed as it comes in, and the coordinator is told at once. Raises NothingToRequest while no coordinator stands
    between (NEU-2), NotFound, Invalid.
    """
    employment = load_employment(session, employment_id, require(actor, "contact_request.make"))
    if asked_for is AskedFor.INSURER and (actor.role is Role.SUPERVISOR or why is Why.STATUTORY):
        message = _("For the insurer the absence administration asks, and nothing that the law requires of others.")
        raise Invalid(problems=[FieldProblem("/asked_for", message)])
    today = clock.today(zone_of(session, employment))
    still_to_come(wanted_on, today, "/wanted_on")
    case = queries.case_in_force(session, employment, today)
    if case is None:
        raise NothingToRequest(_("No coordinator is involved, so you need not ask before you contact the worker."))
    state = neutrality.first_state(why, obligation_key)
    if why is Why.STATUTORY:
        _require_statutory(session, employment, obligation_key or "")
    key = obligation_key if why is Why.STATUTORY else None
    before = _same(session, employment, actor, (why, channel, wanted_on, key, asked_for))
    if before is not None and not is_new:
        return before
    request = ContactRequest(
        **in_employment(case),
        case_id=case.id,
        requested_by=actor.person_id,
        requested_role=actor.role,
        requested_at=clock.now(),
        why=why,
        channel=channel,
        wanted_on=wanted_on,
        obligation_key=key,
        asked_for=asked_for,
        state=state,
        decided_at=clock.now() if state is RequestState.ALLOWED else None,
    )
    session.add(request)
    session.flush()
    changes = {"why": (None, why.value), "channel": (None, channel.value), "state": (None, state.value)}
    timeline.append(
        session,
        employment.subject(),
        actor,
        "contact_request.made",
        compartment=ADMINISTRATIVE,
        record=request,
        changes=changes,
    )
    _tell_coordinator(session, case, employment.subject(), request)
    return request


def write_letter(
    session: Session,
    actor: Actor,
    employment_id: UUID,
    *,
    text: LetterText,
    why: Why,
    obligation_key: str | None = None,
) -> EmployerLetter:
    """Write to the worker: the letter is held until the coordinator allows it, and goes at once where nobody need ask.

    One that the law requires goes at once too, names its obligation, and the coordinator is told (NEU-2). The same
    filled-in form again returns the first letter. Raises NotFound, Invalid.
    """
    employment = load_employment(session, employment_id, require(actor, "contact_request.make"))
    before = letter_by_key(session, employment, text.form_key)
    if before is not None:
        return before
    if not gate_holds(session, employment):
        return keep_letter(session, actor, employment, text, None)
    request = request_contact(  # each letter has a request of its own: each is read before it is allowed
        session, actor, employment.id, why=why, channel=Channel.LETTER, obligation_key=obligation_key, is_new=True
    )
    return keep_letter(session, actor, employment, text, request)


def decide_contact_request(
    session: Session, actor: Actor, case_id: UUID, request_id: UUID, *, decision: RequestState, reason: str = ""
) -> ContactRequest:
    """Allow, refuse or hold a request; deciding the same again changes nothing, what is held can be decided later.

    Whoever asked learns the decision; the reason stays between worker and coordinator (CON-1). Raises NotFound,
    Conflict where it was decided otherwise before.
    """
    case = load_case(session, case_id, require(actor, "contact_request.decide"), lock=True)
    request = next((each for each in queries.contact_requests_of(session, case) if each.id == request_id), None)
    if request is None:
        raise NotFound
    before = request.state
    if neutrality.decided(before, decision) is before:
        return request
    request.state, request.decided_at = decision, clock.now()
    note = ContactDecision(
        **in_case(case),
        request_id=request.id,
        decision=decision,
        decided_at=clock.now(),
        decided_by=actor.person_id,
    )
    note.reason = reason
    session.add(note)
    session.flush()
    timeline.append(
        session,
        case.employment_subject(),
        actor,
        "contact_request.decided",
        compartment=ADMINISTRATIVE,
        record=request,
        changes={"state": (before.value, decision.value)},
    )
    if decision is RequestState.ALLOWED:
        release_of(session, actor, employment_of(session, case), request)
    tell(
        session,
        case.employment_subject(),
        request.requested_by,
        "contact_request.decided",
        compartment=ADMINISTRATIVE,
        key=str(note.id),
    )
    return request


def _same(
    session: Session,
    employment: Employment,
    actor: Actor,
    wanted: tuple[Why, Channel, date | None, str | None, AskedFor],
) -> ContactRequest | None:
    """Return an earlier request of this person for the same thing, if it is open or of today."""
    for each in queries.contact_requests_about(session, employment):
        said = (each.why, each.channel, each.wanted_on, each.obligation_key, each.asked_for)
        same = each.requested_by == actor.person_id and said == wanted
        if same and (each.state in neutrality.OPEN or each.requested_at.date() == clock.now().date()):
            return each
    return None


def _require_statutory(session: Session, employment: Employment, key: str) -> None:
    """Raise Invalid where the key names no open statutory obligation of this worker."""
    statement = select(Obligation.id).where(
        Obligation.tenant_id == employment.tenant_id,
        Obligation.employment_id == employment.id,
        Obligation.compartment == ADMINISTRATIVE,
        Obligation.key == key,
        Obligation.closed_at.is_(None),
    )
    if session.scalar(statement) is None:
        raise Invalid(problems=[FieldProblem("/obligation_key", _("Choose an open statutory obligation."))])


def _tell_coordinator(session: Session, case: Case, subject: SubjectRef, request: ContactRequest) -> None:
    coordinator = parts.current_assignment(session, case, Role.COORDINATOR)
    if coordinator is not None:
        tell(
            session,
            subject,
            coordinator.person_id,
            "contact_request.made",
            compartment=ADMINISTRATIVE,
            key=str(request.id),
        )
