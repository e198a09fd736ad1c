"""Reading people, what they hold, and the register of acts outside cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from handrail.audit.models import TenantEntry
from handrail.identity.actor import Actor
from handrail.identity.models import ApiToken, Membership, SignIn
from handrail.identity.programs.queries import is_a_person
from handrail.identity.queries import employer_named
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.tenancy.models import ClientOrganisation, Employment, Person
from handrail.tenancy.rules import sort_key

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of the list, with the roles that count today."""

    person: Person
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds or will, and where."""

    membership: Membership
    employer: str | None


def people(
    session: Session, actor: Actor, *, name: str | None = None, role: Role | None = None, after: UUID | None = None
) -> tuple[list[Listed], UUID | None]:
    """Return a page of people by name, and the id that the next page starts after.

    An employer's administrator is shown those who hold a role at their client organisations or work there. Programs
    have pages of their own.
    """
    statement = select(Person).where(Person.tenant_id == actor.tenant_id, is_a_person(), *_within(actor))
    if name:
        statement = statement.where(Person.sort_name.startswith(sort_key(name), autoescape=True))
    if role is not None:
        statement = statement.where(_holds(actor, Membership.role == role))
    if after is not None:
        last = select(Person.sort_name, Person.id).where(Person.tenant_id == actor.tenant_id, Person.id == after)
        statement = statement.where(tuple_(Person.sort_name, Person.id) > last.scalar_subquery())
    rows = session.scalars(statement.order_by(Person.sort_name, Person.id).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    held = _roles_of(session, actor, [row.id for row in shown])
    found = [Listed(row, held.get(row.id, ())) for row in shown]
    return found, shown[-1].id if len(rows) > PAGE else None


def person(session: Session, actor: Actor, person_id: UUID) -> Person:
    """Return one person; raises NotFound where the administrator may not know of them."""
    here = (Person.tenant_id == actor.tenant_id, Person.id == person_id)
    statement = select(Person).where(*here, is_a_person(), *_within(actor))
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def held_by(session: Session, actor: Actor, person_id: UUID) -> list[Held]:
    """Return the roles of a person that count or will; an employer's administrator sees those at their own."""
    statement = (
        select(Membership, ClientOrganisation.name)
        .outerjoin(
            ClientOrganisation,
            (ClientOrganisation.tenant_id == Membership.tenant_id) & (ClientOrganisation.id == Membership.employer_id),
        )
        .where(
            Membership.tenant_id == actor.tenant_id,
            Membership.person_id == person_id,
            or_(func.upper_inf(Membership.during), func.upper(Membership.during) > clock.today()),
            ~func.isempty(Membership.during),
        )
        .order_by(Membership.role, Membership.id)
    )
    if actor.employers != "*":
        statement = statement.where(Membership.employer_id.in_(actor.employers))
    return [Held(*row) for row in session.execute(statement)]


def open_sessions(session: Session, actor: Actor, person_id: UUID) -> tuple[Sequence[SignIn], Sequence[ApiToken]]:
    """Return where somebody is signed in, and the tokens that act for them."""
    now = clock.now()
    signed_in = select(SignIn).where(
        SignIn.tenant_id == actor.tenant_id,
        SignIn.person_id == person_id,
        SignIn.ended_at.is_(None),
        SignIn.ends_at > now,
    )
    tokens = select(ApiToken).where(
        ApiToken.tenant_id == actor.tenant_id,
        ApiToken.person_id == person_id,
        ApiToken.revoked_at.is_(None),
        ApiToken.ends_at > now,
    )
    return (
        session.scalars(signed_in.order_by(SignIn.started_at.desc())).all(),
        session.scalars(tokens.order_by(ApiToken.ends_at)).all(),
    )


def entries(
    session: Session,
    actor: Actor,
    *,
    verb: str | None = None,
    person_id: UUID | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    before: int | None = None,
) -> tuple[list[tuple[TenantEntry, str | None]], int | None]:
    """Return a page of the register, the newest first, with who acted; and where the next page begins."""
    zone = ZoneInfo(actor.time_zone)
    statement = (
        select(TenantEntry, Person.name)
        .outerjoin(Person, (Person.tenant_id == TenantEntry.tenant_id) & (Person.id == TenantEntry.actor_id))
        .where(TenantEntry.tenant_id == actor.tenant_id)
        .order_by(TenantEntry.seq.desc())
        .limit(PAGE + 1)
    )
    if verb:
        statement = statement.where(TenantEntry.verb.startswith(verb, autoescape=True))
    if person_id:
        concerns = TenantEntry.detail["changes"]["person"][1].astext == str(person_id)
        statement = statement.where(or_(TenantEntry.actor_id == person_id, concerns))
    if first_day:
        statement = statement.where(TenantEntry.at >= datetime.combine(first_day, time(), zone))
    if last_day:
        statement = statement.where(TenantEntry.at < datetime.combine(last_day + timedelta(days=1), time(), zone))
    if before:
        statement = statement.where(TenantEntry.seq < before)
    rows: list[tuple[TenantEntry, str | None]] = [(row[0], row[1]) for row in session.execute(statement)]
    shown = rows[:PAGE]
    return shown, shown[-1][0].seq if len(rows) > PAGE else None


def names(session: Session, actor: Actor, ids: set[str]) -> dict[str, str]:
    """Return the names of the people and client organisations among these ids."""
    wanted = [UUID(one) for one in ids]
    found: dict[str, str] = {}
    for model in (Person, ClientOrganisation):
        rows = session.execute(
            select(model.id, model.name).where(model.tenant_id == actor.tenant_id, model.id.in_(wanted))
        )
        found |= {str(row.id): row.name for row in rows}
    return found


def _within(actor: Actor) -> list[ColumnElement[bool]]:
    if actor.employers == "*":
        return []
    works = exists().where(
        Employment.tenant_id == Person.tenant_id,
        Employment.person_id == Person.id,
        Employment.employer_id.in_(actor.employers),
    )
    return [or_(_holds(actor), works)]


def _holds(actor: Actor, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    held = [
        Membership.tenant_id == Person.tenant_id,
        Membership.person_id == Person.id,
        Membership.during.contains(clock.today()),
        *also,
    ]
    if actor.employers != "*":
        held.append(Membership.employer_id.in_(actor.employers))
    return exists().where(*held)


def _roles_of(session: Session, actor: Actor, ids: list[UUID]) -> dict[UUID, tuple[Role, ...]]:
    statement = select(Membership.person_id, Membership.role).where(
        Membership.tenant_id == actor.tenant_id,
        Membership.person_id.in_(ids),
        Membership.during.contains(clock.today()),
    )
    if actor.employers != "*":
        statement = statement.where(Membership.employer_id.in_(actor.employers))
    found: dict[UUID, set[Role]] = {}
    for person_id, role in session.execute(statement):
        found.setdefault(person_id, set()).add(Role(role))
    return {person_id: tuple(sorted(roles, key=list(Role).index)) for person_id, roles in found.items()}


def employer_or_all(session: Session, actor: Actor, key: str | None) -> UUID | None:
    """Return the id of one of the actor's client organisations, None where none is named; raises Invalid."""
    return employer_named(session, actor, key) if key else None
