"""Inviting people and giving them codes: who may do it for whom, and what is noted of it.

A link goes to a mailbox, a code by telephone or letter: whoever gives the code must know from the call that it is the
person. Nobody on the employer's side does this for a worker, since they could then sign in as the worker.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from handrail.identity import commands
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.factors import codes, queries, telling
from handrail.identity.factors.models import OneTimeCode
from handrail.identity.factors.rules import INVITATION_LIFE, Way
from handrail.identity.factors.telling import Told
from handrail.identity.models import Assignment, Membership
from handrail.identity.oidc.models import IdentityConnection, IdentityDomain
from handrail.kit import clock, outbox
from handrail.kit.codes import Role
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Case, Employment, Person

ACTION: Final = "sign_in.help"
_AT_THE_EMPLOYER: Final = (Role.HR, Role.ABSENCE_ADMIN, Role.EMPLOYER_ADMIN, Role.SUPERVISOR, Role.SENIOR_MANAGEMENT)


@dataclass(frozen=True, slots=True)
class Helped:
    """Somebody whom the actor may help to sign in. `has_come_in`: they were signed in with two factors before."""

    person: Person
    has_come_in: bool
    may_change_address: bool


def load_helped(session: Session, actor: Actor, person_id: UUID) -> Helped:
    """Return the person, if the actor may help them; raises NotFound otherwise, as for an unknown id."""
    requirement = require(actor, ACTION)
    check(requirement)
    person = session.scalars(
        select(Person).where(
            Person.tenant_id == actor.tenant_id,
            Person.id == person_id,
            Person.id != actor.person_id,
            Person.active,
            _may_know(actor, person_id),  # in the same statement: how many there are tells whom there is
        )
    ).one_or_none()
    if person is None:
        raise NotFound
    has_come_in = queries.has_come_in(session, actor.tenant_id, person.id)
    # Whoever changes the mailbox and gives the code can come in: once there is something to lose, only they can who
    # answer for all accounts, and the chain of the consultancy keeps it.
    return Helped(person, has_come_in, not has_come_in or actor.role is Role.CONSULTANCY_ADMIN)


def _may_know(actor: Actor, person_id: UUID) -> ColumnElement[bool]:
    if actor.role is Role.CONSULTANCY_ADMIN:
        return true()
    if actor.role is Role.COORDINATOR:
        return and_(~_holds_more(actor.tenant_id, person_id), _is_in_a_case_of(actor, person_id))
    return and_(
        ~_holds_more(actor.tenant_id, person_id),
        _leads_at(actor, person_id),
        ~_has_a_case(actor.tenant_id, person_id),
    )


def _holds_more(tenant_id: UUID, person_id: UUID) -> Exists:
    """Whether somebody has an office beside being a worker or a supervisor: only an administrator gives these codes."""
    return exists().where(
        Membership.tenant_id == tenant_id,
        Membership.person_id == person_id,
        Membership.role != Role.SUPERVISOR,
        or_(func.upper_inf(Membership.during), func.upper(Membership.during) > clock.today()),
    )


def _is_in_a_case_of(actor: Actor, person_id: UUID) -> Exists:
    """Whether they are the worker of a case that this coordinator has today, or that worker's direct supervisor."""
    return exists().where(
        Assignment.tenant_id == actor.tenant_id,
        Assignment.person_id == actor.person_id,
        Assignment.role == Role.COORDINATOR,
        Assignment.during.contains(clock.today()),
        Case.tenant_id == Assignment.tenant_id,
        Case.id == Assignment.case_id,
        Employment.tenant_id == Case.tenant_id,
        Employment.id == Case.employment_id,
        or_(Employment.person_id == person_id, Employment.supervisor_id == person_id),
    )


def _leads_at(actor: Actor, person_id: UUID) -> ColumnElement[bool]:
    """Whether they lead somebody, or are a supervisor, where this person of human resources works."""
    here = () if actor.employers == "*" else actor.employers
    leads = exists().where(
        Employment.tenant_id == actor.tenant_id,
        Employment.supervisor_id == person_id,
        Employment.employer_id.in_(here),
    )
    is_supervisor = exists().where(
        Membership.tenant_id == actor.tenant_id,
        Membership.person_id == person_id,
        Membership.role == Role.SUPERVISOR,
        Membership.employer_id.in_(here),
        Membership.during.contains(clock.today()),
    )
    return or_(leads, is_supervisor)


def _has_a_case(tenant_id: UUID, person_id: UUID) -> Exists:
    return exists().where(
        Case.tenant_id == tenant_id,
        Employment.tenant_id == Case.tenant_id,
        Employment.id == Case.employment_id,
        Employment.person_id == person_id,
    )


def give_code(session: Session, actor: Actor, person_id: UUID, way: Way) -> tuple[OneTimeCode, str]:
    """Make a code for somebody to be told by telephone or letter; those before count no more.

    Returns it with its digits, this once. Who had come in before is told by mail that there is one.
    """
    helped = load_helped(session, actor, person_id)
    row, code = codes.make_one_time_code(session, actor.tenant_id, person_id, way=way, by=actor.person_id)
    _note_code(session, actor, row)
    if helped.has_come_in:
        telling.tell(session, person_id, Told.CODE_GIVEN)
    return row, code


def give_first_code(session: Session, actor: Acting, person_id: UUID, way: Way) -> tuple[OneTimeCode, str]:
    """Make a code for whoever an operator names at the command line: the first administrator of a consultancy."""
    row, code = codes.make_one_time_code(session, actor.tenant_id, person_id, way=way, by=None)
    _note_code(session, actor, row)
    if queries.has_come_in(session, actor.tenant_id, person_id):
        telling.tell(session, person_id, Told.CODE_GIVEN)
    return row, code


def _note_code(session: Session, actor: Acting, row: OneTimeCode) -> None:
    telling.note(session, actor, "sign_in_code.given", row, row.person_id, way=row.way.value)


def invite(session: Session, actor: Actor, person_id: UUID, *, email: str, at_work: bool) -> None:
    """Send somebody the link to their first sign-in, to an address of their own; it opens nothing without a code.

    Raises Invalid where the address is at a domain from which their employer writes, unless they chose that
    (`at_work`): others there may read it.
    """
    helped = load_helped(session, actor, person_id)
    address = email.strip().lower()
    _refuse_address(session, actor, helped, address, at_work=at_work)
    before = helped.person.email
    helped.person.email = address
    link = commands.make_link(session, actor.tenant_id, person_id, life=INVITATION_LIFE)
    session.flush()
    telling.address_changed(session, actor.tenant_id, person_id, before, address)
    telling.note(session, actor, "sign_in.invited", link, person_id, address="changed" if before != address else "kept")
    outbox.publish(
        session, "notifications", "notifications.send_sign_in_link", {"link_id": str(link.id)}, key=str(link.id)
    )


def _refuse_address(session: Session, actor: Actor, helped: Helped, address: str, *, at_work: bool) -> None:
    person_id = helped.person.id
    taken = exists().where(
        Person.tenant_id == actor.tenant_id, Person.email == address, Person.id != person_id, Person.active
    )
    if address != helped.person.email and not helped.may_change_address:
        problem = FieldProblem("/email", _("They have signed in before. An administrator can change the address."))
    elif session.scalar(select(taken)):
        problem = FieldProblem("/email", _("This address can not be used here. Ask for another one."))
    elif (
        not at_work and _is_worker_alone(session, actor, person_id) and _is_at_work(session, actor, person_id, address)
    ):
        problem = FieldProblem(
            "/at_work", _("Others at the employer may read this mailbox. Ask for a private address.")
        )
    else:
        return
    raise Invalid(problems=[problem])


def _is_worker_alone(session: Session, actor: Actor, person_id: UUID) -> bool:
    """Whether Handrail knows them for an absence of their own; whoever leads others writes from work."""
    leads = exists().where(Employment.tenant_id == actor.tenant_id, Employment.supervisor_id == person_id)
    has_office = exists().where(Membership.tenant_id == actor.tenant_id, Membership.person_id == person_id)
    return bool(session.scalar(select(or_(_has_a_case(actor.tenant_id, person_id), ~or_(leads, has_office)))))


def _is_at_work(session: Session, actor: Actor, person_id: UUID, address: str) -> bool:
    """Whether an address is at a domain of this worker's employers: that of their sign-on, or of their offices."""
    if not _is_worker_alone(session, actor, person_id):
        return False
    domain = address.rpartition("@")[2]
    employers = select(Employment.employer_id).where(
        Employment.tenant_id == actor.tenant_id, Employment.person_id == person_id
    )
    office = exists().where(
        Membership.tenant_id == actor.tenant_id,
        Membership.role.in_(_AT_THE_EMPLOYER),
        Membership.employer_id.in_(employers),
        Person.tenant_id == Membership.tenant_id,
        Person.id == Membership.person_id,
        Person.id != person_id,
        func.split_part(Person.email, "@", 2) == domain,
    )
    sign_on = exists().where(
        IdentityDomain.tenant_id == actor.tenant_id,
        IdentityDomain.domain == domain,
        IdentityConnection.tenant_id == IdentityDomain.tenant_id,
        IdentityConnection.id == IdentityDomain.connection_id,
        IdentityConnection.employer_id.in_(employers),
    )
    return bool(session.scalar(select(or_(office, sign_on))))
