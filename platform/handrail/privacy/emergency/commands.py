"""Asking for emergency access, deciding it, looking under it, and reviewing it afterwards (CON-6)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import read_log, timeline
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.models import Membership
from handrail.kit import clock, crypto, outbox
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import elevated, engine_context, tenant_session
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.privacy.emergency.errors import AnotherPerson, DecidedAlready, NotOpen
from handrail.privacy.emergency.models import EmergencyAccess
from handrail.privacy.emergency.rules import LASTS, PARTS, SHORTEST_REASON, State, may_decide, may_review, state_of
from handrail.privacy.package.gathering import Record, ids_in, of_part
from handrail.tenancy.models import Case, Person

PURPOSE = "break_glass"
WATCHERS = (Role.PRIVACY_OFFICER, Role.CONSULTANCY_ADMIN, Role.CONSULTANCY_MANAGER)
"""Who is told at once that somebody asks: those who may decide, the privacy officer first of all."""


def state(access: EmergencyAccess) -> State:
    """Return where an access stands now."""
    return state_of(
        asked_at=access.asked_at,
        decided_at=access.decided_at,
        ends_at=access.ends_at,
        reviewed_at=access.reviewed_at,
        now=clock.now(),
    )


def ask(session: Session, actor: Actor, case_id: UUID, *, part: Compartment, reason: str) -> EmergencyAccess:
    """Ask for one part of one case; the privacy officer and those who may decide are told at once.

    Raises Invalid where the reason says nothing, or the part can not be named. An open request of the same person
    for the same part is returned.
    """
    case = load_case(session, case_id, require(actor, "emergency.ask"), lock=True)
    if part not in PARTS:
        raise Invalid(problems=[FieldProblem("/part", _("This part can not be opened in an emergency."))])
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(problems=[FieldProblem("/reason", _("Say what happened and what you have to know."))])
    before = select(EmergencyAccess).where(
        EmergencyAccess.tenant_id == actor.tenant_id,
        EmergencyAccess.case_id == case_id,
        EmergencyAccess.asked_by == actor.person_id,
        EmergencyAccess.part == part,
    )
    for access in session.scalars(before.order_by(EmergencyAccess.asked_at.desc())):
        if state(access) in {State.ASKED, State.OPEN}:
            return access
    access = EmergencyAccess(
        tenant_id=actor.tenant_id,
        employer_id=case.employer_id,
        case_id=case_id,
        part=part,
        asked_by=actor.person_id,
        asked_as=actor.role,
        asked_at=clock.now(),
        reason_sealed=b"",
    )
    with elevated(session, "emergency"):
        access.reason_sealed = crypto.seal(session, _place(access, "reason"), reason.strip().encode())
    session.add(access)
    session.flush()
    _note(session, actor, case, access, "emergency.asked")
    _alert(session, access)
    return access


def decide_access(session: Session, actor: Actor, access_id: UUID, *, approve: bool) -> EmergencyAccess:
    """Approve or refuse, as somebody else than whoever asked; approved it is open for half an hour from now.

    Raises NotFound, AnotherPerson, DecidedAlready.
    """
    require(actor, "emergency.decide")
    access = _load(session, actor, access_id)
    if access.asked_by == actor.person_id:
        raise AnotherPerson
    if not may_decide(access.asked_by, actor.person_id, state(access)):
        raise DecidedAlready
    now = clock.now()
    access.decided_by, access.decided_at, access.ends_at = actor.person_id, now, (now + LASTS) if approve else None
    session.flush()
    case = _case(session, access)
    _note(session, actor, case, access, "emergency.approved" if approve else "emergency.refused")
    _alert(session, access)
    return access


def look(session: Session, actor: Actor, access_id: UUID) -> tuple[EmergencyAccess, list[Record]]:
    """Open the part, as whoever asked, while it is open: read only, and written to the read log of the worker.

    Raises NotFound and NotOpen.
    """
    require(actor, "emergency.look")
    access = _load(session, actor, access_id)
    if access.asked_by != actor.person_id:
        raise NotFound
    if state(access) is not State.OPEN:
        raise NotOpen
    access.opened += 1
    case = _case(session, access)
    read_log.record(session, actor, case.subject(), {access.part}, PURPOSE, always=True)
    session.flush()
    with tenant_session(engine_context(actor.tenant_id)) as engine:
        records = of_part(engine, actor.tenant_id, case.id, access.part)
    return access, records


def review(session: Session, actor: Actor, access_id: UUID, *, was_right: bool, words: str) -> EmergencyAccess:
    """Say afterwards, as a third person, whether it was right. Raises NotFound, AnotherPerson, NotOpen."""
    require(actor, "emergency.review")
    access = _load(session, actor, access_id)
    if actor.person_id in {access.asked_by, access.decided_by}:
        raise AnotherPerson
    if not may_review(access.asked_by, access.decided_by, actor.person_id, state(access)):
        raise NotOpen
    access.reviewed_by, access.reviewed_at, access.was_right = actor.person_id, clock.now(), was_right
    with elevated(session, "emergency"):
        access.review_sealed = crypto.seal(session, _place(access, "review"), words.strip().encode())
    session.flush()
    _note(session, actor, _case(session, access), access, "emergency.reviewed")
    return access


def reason_of(session: Session, access: EmergencyAccess) -> str:
    """Return why somebody asked, for those who decide and review."""
    with elevated(session, "emergency"):
        return crypto.unseal(session, _place(access, "reason"), access.reason_sealed).decode()


def review_of(session: Session, access: EmergencyAccess) -> str:
    """Return what the review says; empty before it."""
    if not access.review_sealed:
        return ""
    with elevated(session, "emergency"):
        return crypto.unseal(session, _place(access, "review"), access.review_sealed).decode()


def people_in(engine: Session, tenant_id: UUID, records: list[Record]) -> dict[str, str]:
    """Return the names of the people that records name, by id as text."""
    named = {found for record in records for found in ids_in(record.values)}
    statement = select(Person.id, Person.name).where(
        Person.tenant_id == tenant_id, Person.id.in_([UUID(one) for one in named])
    )
    return {str(person_id): name for person_id, name in engine.execute(statement)}


def _load(session: Session, actor: Actor, access_id: UUID) -> EmergencyAccess:
    access = session.get(EmergencyAccess, (actor.tenant_id, access_id), with_for_update=True)
    if access is None:
        raise NotFound
    return access


def _case(session: Session, access: EmergencyAccess) -> Case:
    """Return the case, for whoever decides too, who sees nothing of it: it is named on its timeline."""
    with elevated(session, "emergency"):
        statement = select(Case).where(Case.tenant_id == access.tenant_id, Case.id == access.case_id)
        return session.scalars(statement).one()


def _place(access: EmergencyAccess, column: str) -> crypto.Place:
    return crypto.Place(
        tenant_id=access.tenant_id,
        employer_id=access.employer_id,
        subject_id=access.case_id,
        compartment=access.part,
        table="emergency_access",
        row=access.id,
        column=column,
    )


def _note(session: Session, actor: Actor, case: Case, access: EmergencyAccess, verb: str) -> None:
    """Write it on the case's timeline, in the part it opens, and in the consultancy's chain."""
    changes = {"part": (None, access.part.value)}
    with elevated(session, "emergency"):
        timeline.append(session, case.subject(), actor, verb, compartment=access.part, record=access, changes=changes)
        timeline.append_tenant_act(session, actor, verb, record=access, changes=changes)


def _alert(session: Session, access: EmergencyAccess) -> None:
    """Have those who watch over the consultancy told at once, whatever their wishes for other mail are."""
    statement = select(Membership.person_id).where(
        Membership.tenant_id == access.tenant_id,
        Membership.role.in_(WATCHERS),
        Membership.during.contains(clock.today()),
    )
    moment = "decided" if access.decided_at else "asked"
    for person_id in sorted(set(session.scalars(statement))):
        payload: dict[str, outbox.JSON] = {"person_id": str(person_id), "kind": "watch"}
        key = f"emergency:{access.id}:{moment}:{person_id}"
        outbox.publish(session, "notifications", "notifications.tell_of_account", payload, key=key)
