"""Reading memberships, parts in cases and sessions."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.models import ApiToken, Assignment, Membership, SignIn
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import anonymous_connection
from handrail.tenancy.models import Case, Employment
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


def resolve_credential(kind: Literal["tenant", "link", "sign_in", "api_token"], digest: bytes) -> Credential | None:
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


def sign_in_of(session: Session, credential: Credential) -> SignIn | None:
    """Return the session behind a cookie, if it is still alive in itself."""
    statement = select(SignIn).where(SignIn.tenant_id == credential.tenant_id, SignIn.id == credential.id)
    found = session.scalars(statement).one_or_none()
    return found if found and found.ended_at is None and found.ends_at > clock.now() else None


def api_token_of(session: Session, credential: Credential) -> ApiToken | None:
    """Return a token that is neither revoked nor past its end date."""
    statement = select(ApiToken).where(ApiToken.tenant_id == credential.tenant_id, ApiToken.id == credential.id)
    found = session.scalars(statement).one_or_none()
    return found if found and found.revoked_at is None and found.ends_at > clock.now() else None


_ACTOR = text("""
select p.name, p.locale, p.time_zone, t.name, t.demo,
       coalesce((select array_agg(distinct m.role) from membership m
                 where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> :today), '{}'),
       coalesce((select array_agg(distinct m.employer_id) from membership m
                 where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> :today
                   and m.role = :role and m.employer_id is not null), '{}'),
       exists (select 1 from membership m
               where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> :today
                 and m.role = :role and m.employer_id is null),
       coalesce((select array_agg(distinct e.employer_id) from employment e
                 where e.tenant_id = p.tenant_id and e.person_id = p.id), '{}')
  from person p join tenant t on t.tenant_id = p.tenant_id and t.id = p.tenant_id
 where p.tenant_id = :tenant and p.id = :person and p.active
""")


def actor_of(
    session: Session, tenant_id: UUID, person_id: UUID, role: Role, sign_in_id: UUID | None = None
) -> Actor | None:
    """Return the person as an actor in this role; None where they do not hold it today. One statement."""
    values: dict[str, Any] = {"tenant": tenant_id, "person": person_id, "role": role.value, "today": clock.today()}
    row = session.execute(_ACTOR, values).one_or_none()
    if row is None:
        return None
    name, locale, zone, tenant_name, demo, held, employers, everywhere, employed = row
    roles = {Role(code) for code in held} | ({Role.WORKER} if employed else set())
    if role not in roles:
        return None
    reach: tuple[UUID, ...] | Literal["*"] = tuple(employed) if role is Role.WORKER else tuple(employers)
    if everywhere and role in _CONSULTANCY_WIDE:
        reach = "*"
    ordered = tuple(sorted(roles, key=list(Role).index))
    return Actor(tenant_id, person_id, role, reach, name, locale, zone, sign_in_id, ordered, tenant_name, demo)


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
