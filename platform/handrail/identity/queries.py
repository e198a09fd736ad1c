"""Reading memberships, parts in cases and sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import TextClause, select, text
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.models import Assignment, CalendarFeed, Membership, SignIn
from handrail.identity.proofs import Method
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import anonymous_connection
from handrail.tenancy.models import Case, ClientOrganisation, Employment
from handrail.tenancy.models import Person as PersonRow

_CONSULTANCY_WIDE = frozenset(
    {
        Role.CONSULTANCY_ADMIN,
        Role.CONSULTANCY_MANAGER,
        Role.PRIVACY_OFFICER,
        Role.AUDITOR,
        Role.SUPPORT,
        Role.OPERATOR,
        Role.PROVIDER,
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person acting in a role, as far as the timeline needs it."""

    tenant_id: UUID
    person_id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class Credential:
    """What a digest resolves to before the tenant is known, and nothing else."""

    tenant_id: UUID
    person_id: UUID | None
    id: UUID


def resolve_credential(
    kind: Literal["tenant", "link", "sign_in", "api_token", "calendar", "sign_on", "mail_domain"], digest: bytes
) -> Credential | None:
    """Find the tenant of a credential by its SHA-256, through the one function that may look across tenants."""
    with anonymous_connection() as connection:
        statement = text("select tenant_id, person_id, id from resolve_credential(:kind, :digest)")
        row = connection.execute(statement, {"kind": kind, "digest": digest}).one_or_none()
    return Credential(*row) if row else None


def memberships_of(session: Session, tenant_id: UUID, person_id: UUID) -> list[Membership]:
    """Return all memberships of a person, past and future ones included."""
    statement = select(Membership).where(Membership.tenant_id == tenant_id, Membership.person_id == person_id)
    return list(session.scalars(statement.order_by(Membership.role, Membership.id)))


def roles_of(session: Session, tenant_id: UUID, person_id: UUID) -> list[Role]:
    """Return the roles a person can act under today; being employed makes a worker."""
    today = clock.today()
    held = select(Membership.role).where(
        Membership.tenant_id == tenant_id, Membership.person_id == person_id, Membership.during.contains(today)
    )
    found = set(session.scalars(held))
    employed = (
        select(Employment.id).where(Employment.tenant_id == tenant_id, Employment.person_id == person_id).limit(1)
    )
    if session.scalar(employed) is not None:
        found.add(Role.WORKER)
    return sorted(found, key=list(Role).index)


def current_assignment(session: Session, case: Case, role: Role, person_id: UUID | None = None) -> Assignment | None:
    """Return who has this part in the case today; `person_id` asks for one person's."""
    statement = select(Assignment).where(
        Assignment.tenant_id == case.tenant_id,
        Assignment.case_id == case.id,
        Assignment.role == role,
        Assignment.during.contains(clock.today()),
    )
    if person_id is not None:
        statement = statement.where(Assignment.person_id == person_id)
    return session.scalars(statement.order_by(Assignment.id).limit(1)).one_or_none()


def team_of(session: Session, case: Case) -> list[tuple[Role, PersonRow]]:
    """Return the people who have a part in the case today."""
    statement = (
        select(Assignment.role, PersonRow)
        .join(PersonRow, (PersonRow.tenant_id == Assignment.tenant_id) & (PersonRow.id == Assignment.person_id))
        .where(
            Assignment.tenant_id == case.tenant_id,
            Assignment.case_id == case.id,
            Assignment.during.contains(clock.today()),
        )
        .order_by(PersonRow.sort_name)
    )
    return [(role, person) for role, person in session.execute(statement)]


# One statement finds the person, their roles and how far the role reaches; the role comes from a token or a session.
_WHO = """
select p.id, r.role, p.name, p.locale, p.time_zone, t.name, t.demo,
       coalesce((select array_agg(distinct m.role) from membership m
                 where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> :today
                   and (r.within_employer_id is null or m.employer_id = r.within_employer_id)), '{}'),
       coalesce((select array_agg(distinct m.employer_id) from membership m
                 where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> :today
                   and (r.within_employer_id is null or m.employer_id = r.within_employer_id)
                   and m.role = r.role and m.employer_id is not null), '{}'),
       exists (select 1 from membership m
               where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> :today
                   and (r.within_employer_id is null or m.employer_id = r.within_employer_id)
                 and m.role = r.role and m.employer_id is null),
       coalesce((select array_agg(distinct e.employer_id) from employment e
                 where e.tenant_id = p.tenant_id and e.person_id = p.id and r.within_employer_id is null), '{}'),
       r.method, r.proven_at, r.within_employer_id, r.seen_at
  from """
_WHERE = """
  join person p on p.tenant_id = r.tenant_id and p.id = r.person_id and p.active
  join tenant t on t.tenant_id = p.tenant_id and t.id = p.tenant_id
 where r.tenant_id = :tenant
"""
_BY_ROLE = text(
    _WHO
    + "(select cast(:tenant as uuid) as tenant_id, cast(:person as uuid) as person_id, cast(:role as text) as role,"
    + " null::text as method, null::timestamptz as proven_at, null::uuid as within_employer_id,"
    + " null::timestamptz as seen_at) r"
    + _WHERE
)
_LIVES = " and r.id = :id and r.ended_at is null and r.ends_at > :now and r.factors "
_BY_SIGN_IN = text(_WHO + "sign_in r" + _WHERE + _LIVES + "> 1")
_BY_HALF = text(_WHO + "sign_in r" + _WHERE + _LIVES + "= 1")
_BY_TOKEN = text(
    _WHO  # noqa: S608 - constants only
    + "(select tenant_id, person_id, role, id, revoked_at, ends_at, null::text as method, proven_at,"
    + " within_employer_id, null::timestamptz as seen_at from api_token) r"
    + _WHERE
    + " and r.id = :id and r.revoked_at is null and r.ends_at > :now"
)
_BY_CALENDAR = text(
    _WHO  # noqa: S608 - constants only
    + "(select tenant_id, person_id, role, id, revoked_at, null::text as method, null::timestamptz as proven_at,"
    + " within_employer_id, null::timestamptz as seen_at from calendar_feed) r"
    + _WHERE
    + " and r.id = :id and r.revoked_at is null"
)


def actor_of(session: Session, tenant_id: UUID, person_id: UUID, role: Role) -> Actor | None:
    """Return the person as an actor in this role; None where they do not hold it today. One statement."""
    values: dict[str, Any] = {"tenant": tenant_id, "person": person_id, "role": role.value, "today": clock.today()}
    return _actor(tenant_id, session.execute(_BY_ROLE, values).one_or_none(), None)


def actor_of_sign_in(session: Session, credential: Credential) -> tuple[Actor, datetime] | None:
    """Return who is behind a living, whole session, and when it was last seen; None otherwise. One statement."""
    return _of_sign_in(session, _BY_SIGN_IN, credential)


def actor_of_half(session: Session, credential: Credential) -> tuple[Actor, datetime] | None:
    """Return who is behind a session that still lacks a second factor; nothing may be done as them but showing it."""
    return _of_sign_in(session, _BY_HALF, credential)


def _of_sign_in(session: Session, statement: TextClause, credential: Credential) -> tuple[Actor, datetime] | None:
    row = session.execute(statement, _living(credential)).one_or_none()
    actor = _actor(credential.tenant_id, row, credential.id)
    return (actor, row[-1]) if actor and row else None


def actor_of_token(session: Session, credential: Credential) -> Actor | None:
    """Return who is behind a token that is neither revoked nor past its end date. One statement."""
    return _actor(credential.tenant_id, session.execute(_BY_TOKEN, _living(credential)).one_or_none(), None)


def actor_of_calendar(session: Session, credential: Credential) -> Actor | None:
    """Return whose calendar a living address opens; None where they lost the role. One statement."""
    return _actor(credential.tenant_id, session.execute(_BY_CALENDAR, _living(credential)).one_or_none(), None)


def calendar_of(session: Session, actor: Actor) -> CalendarFeed | None:
    """Return the living calendar address of a person in the role in which they act."""
    statement = select(CalendarFeed).where(
        CalendarFeed.tenant_id == actor.tenant_id,
        CalendarFeed.person_id == actor.person_id,
        CalendarFeed.role == actor.role,
        CalendarFeed.revoked_at.is_(None),
    )
    return session.scalars(statement).one_or_none()


def _living(credential: Credential) -> dict[str, Any]:
    return {"tenant": credential.tenant_id, "id": credential.id, "now": clock.now(), "today": clock.today()}


def _actor(tenant_id: UUID, row: Any, sign_in_id: UUID | None) -> Actor | None:
    if row is None:
        return None
    person_id, code, name, locale, zone, tenant_name, demo, held, employers, everywhere, employed = row[:11]
    method, proven_at, within = row[11:14]
    role = Role(code)
    roles = {Role(each) for each in held} | ({Role.WORKER} if employed else set())
    if role not in roles:
        return None
    reach: tuple[UUID, ...] | Literal["*"] = tuple(employed) if role is Role.WORKER else tuple(employers)
    if everywhere and role in _CONSULTANCY_WIDE:
        reach = "*"
    ordered = tuple(sorted(roles, key=list(Role).index))
    return Actor(
        tenant_id, person_id, role, reach, name, locale, zone, sign_in_id, ordered, tenant_name, demo,
        Method(method) if method else None, proven_at, within,
    )  # fmt: skip


def employers_of(session: Session, actor: Actor) -> Sequence[ClientOrganisation]:
    """Return the client organisations where the actor holds their role, by name."""
    statement = select(ClientOrganisation).where(ClientOrganisation.tenant_id == actor.tenant_id)
    if actor.employers != "*":
        statement = statement.where(ClientOrganisation.id.in_(actor.employers))
    return session.scalars(statement.order_by(ClientOrganisation.sort_name, ClientOrganisation.id)).all()


def person_by_email(session: Session, tenant_id: UUID, email: str) -> PersonRow | None:
    """Return the one active person with this address; None where there is none, or more than one."""
    statement = select(PersonRow).where(
        PersonRow.tenant_id == tenant_id, PersonRow.email == email.strip().lower(), PersonRow.active
    )
    found = session.scalars(statement.limit(2)).all()
    return found[0] if len(found) == 1 else None


def sign_ins_of(session: Session, tenant_id: UUID, person_id: UUID) -> list[SignIn]:
    """Return a person's living sessions, newest first."""
    statement = select(SignIn).where(
        SignIn.tenant_id == tenant_id,
        SignIn.person_id == person_id,
        SignIn.ended_at.is_(None),
        SignIn.ends_at > clock.now(),
    )
    return list(session.scalars(statement.order_by(SignIn.started_at.desc())))
