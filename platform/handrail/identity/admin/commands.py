"""Adding people, giving and ending roles, shutting somebody out and letting them in again."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity import commands as core
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.admin import queries
from handrail.identity.admin.rules import may_give, needs_employer
from handrail.identity.ending import end_ways_in
from handrail.identity.models import Membership
from handrail.identity.queries import person_by_email
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict, FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.ids import new_id
from handrail.tenancy.models import Person
from handrail.tenancy.rules import sort_key


class OwnRoles(Conflict):
    """Nobody gives or ends their own roles, or shuts themselves out."""

    slug, title = "own-roles", "Somebody else has to change your roles"


class AddressTaken(Conflict):
    """Somebody of this consultancy has this address."""

    slug, title = "address-taken", "Somebody here has this address already"


def add_person(
    session: Session,
    actor: Actor,
    *,
    name: str,
    email: str | None,
    phone: str | None,
    locale: str,
    role: Role,
    employer_id: UUID | None,
) -> Person:
    """Add somebody with their first role; they come in by an invitation or their organisation's sign-on.

    Raises AddressTaken, RolesConflict, and Invalid where the role is not the administrator's to give.
    """
    require(actor, "people.change")
    address = (email or "").strip().lower() or None
    if address and person_by_email(session, actor.tenant_id, address) is not None:
        raise AddressTaken
    person_id = new_id()
    person = Person(
        tenant_id=actor.tenant_id,
        id=person_id,
        key=f"person-{person_id.hex[-12:]}",
        name=name,
        sort_name=sort_key(name),
        email=address,
        phone=phone or None,
        locale=locale,
        time_zone=actor.time_zone,
    )
    session.add(person)
    session.flush()
    timeline.append_tenant_act(session, actor, "person.added", record=person, changes={"person": (None, person_id)})
    _give(session, actor, person_id, Terms(role, employer_id, clock.today()))
    return person


@dataclass(frozen=True, slots=True)
class Terms:
    """What is given: a role, where (None: in the whole consultancy), from when, and until when if it ends."""

    role: Role
    employer_id: UUID | None
    first_day: date
    last_day: date | None = None
    reason: str | None = None


def give_role(session: Session, actor: Actor, person_id: UUID, terms: Terms) -> Membership:
    """Give somebody a role from a day on, for good or until a day; the same again returns the first.

    Raises RolesConflict naming rule and conflicting role (NEU-1), OwnRoles, and Invalid for what can not be given.
    """
    require(actor, "people.change")
    if person_id == actor.person_id:
        raise OwnRoles
    queries.person(session, actor, person_id)
    return _give(session, actor, person_id, terms)


def _give(session: Session, actor: Actor, person_id: UUID, terms: Terms) -> Membership:
    _check_terms(actor, terms)
    check(require(actor, "people.change"), employer_id=terms.employer_id)
    until = terms.last_day + timedelta(days=1) if terms.last_day else None
    return core.grant_role(
        session,
        actor,
        person_id=person_id,
        role=terms.role,
        employer_id=terms.employer_id,
        during=Range(terms.first_day, until, bounds="[)"),
        reason=terms.reason or None,
    )


def _check_terms(actor: Actor, terms: Terms) -> None:
    """Raise Invalid beside the field that is wrong."""
    if not may_give(actor.role, terms.role):
        raise Invalid(problems=[FieldProblem("/role", _("You can not give this role."))])
    if needs_employer(terms.role) and terms.employer_id is None:
        raise Invalid(problems=[FieldProblem("/employer", _("Choose the client organisation."))])
    if not needs_employer(terms.role) and terms.employer_id is not None:
        raise Invalid(problems=[FieldProblem("/employer", _("This role is held in the whole consultancy."))])
    if terms.last_day is not None and terms.last_day < terms.first_day:
        raise Invalid(problems=[FieldProblem("/last_day", _("The last day comes before the first."))])


def end_role(session: Session, actor: Actor, person_id: UUID, membership_id: UUID) -> None:
    """End a role today; on the next request it counts no more. Twice is once."""
    require(actor, "people.change")
    if person_id == actor.person_id:
        raise OwnRoles
    membership = session.get(Membership, (actor.tenant_id, membership_id), with_for_update=True)
    if membership is None or membership.person_id != person_id or not may_give(actor.role, membership.role):
        raise NotFound
    check(require(actor, "people.change"), employer_id=membership.employer_id)
    upper = membership.during.upper
    if membership.during.isempty or (upper is not None and upper <= clock.today()):
        return
    core.end_role(session, actor, membership, clock.today())


def end_sessions(session: Session, actor: Actor, person_id: UUID) -> None:
    """Sign somebody out everywhere, and take their tokens and calendar addresses back."""
    require(actor, "people.change")
    person = queries.person(session, actor, person_id)
    end_ways_in(session, actor.tenant_id, person_id)
    timeline.append_tenant_act(session, actor, "sessions.ended", record=person, changes={"person": (None, person_id)})


def shut_out(session: Session, actor: Actor, person_id: UUID, *, out: bool) -> None:
    """Shut somebody out of everything, or let them in again; what they wrote stays theirs. Twice is once.

    Only the consultancy's administrator: somebody may work for more than one client organisation.
    """
    require(actor, "people.shut_out")
    if person_id == actor.person_id:
        raise OwnRoles
    person = queries.person(session, actor, person_id)
    if person.active != out:
        return
    person.active = not out
    if out:
        end_ways_in(session, actor.tenant_id, person_id)
    verb = "person.shut_out" if out else "person.let_in"
    timeline.append_tenant_act(session, actor, verb, record=person, changes={"person": (None, person_id)})
