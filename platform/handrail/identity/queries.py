"""Reading memberships, parts in cases and sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.duties import Duty
from handrail.identity.granting.models import Cover
from handrail.identity.models import Assignment, CalendarFeed, Membership, SignIn
from handrail.identity.programs.models import ApiClient
from handrail.identity.proofs import Method
from handrail.identity.resolving_models import WHO
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import anonymous_connection, ask_alone
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
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
    kind: Literal[
        "tenant", "link", "sign_in", "api_token", "calendar", "sign_on", "mail_domain", "passkey", "scim", "program"
    ],
    digest: bytes,
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


def is_program(session: Session, tenant_id: UUID, person_id: UUID) -> bool:
    """Say whether a person is the one that a program acts as."""
    statement = select(ApiClient.id).where(ApiClient.tenant_id == tenant_id, ApiClient.person_id == person_id)
    return session.scalar(statement.limit(1)) is not None


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
    order = (
        Assignment.duty != Duty.WHOLE,  # the single point of contact stands before whoever follows the worker
        Assignment.cover_id.is_(None),  # and whoever covers before whoever is away
        Assignment.id,
    )
    return session.scalars(statement.order_by(*order).limit(1)).one_or_none()


def covers_for(session: Session, case: Case, person_id: UUID, since: date) -> Sequence[Cover]:
    """Return who covers for this coordinator at the client organisation of the case, now or later."""
    statement = select(Cover).where(
        Cover.tenant_id == case.tenant_id,
        Cover.employer_id == case.employer_id,
        Cover.person_id == person_id,
        Cover.ended_at.is_(None),
        func.upper(Cover.during) > since,
    )
    return session.scalars(statement.order_by(Cover.id)).all()


def cover_parts(session: Session, case: Case, person_id: UUID, on: date) -> Sequence[Assignment]:
    """Return the parts in this case that somebody has because they cover for this coordinator, from `on`."""
    statement = (
        select(Assignment)
        .join(Cover, (Cover.tenant_id == Assignment.tenant_id) & (Cover.id == Assignment.cover_id))
        .where(
            Assignment.tenant_id == case.tenant_id,
            Assignment.case_id == case.id,
            Cover.person_id == person_id,
            func.upper(Assignment.during) > on,
        )
    )
    return session.scalars(statement.order_by(Assignment.id)).all()


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
        .order_by(Assignment.duty != Duty.WHOLE, Assignment.cover_id.is_(None), PersonRow.sort_name)
    )
    return [(role, person) for role, person in session.execute(statement)]


_BY_ROLE = text(
    WHO.format(
        found="(select cast(:tenant as uuid) as tenant_id, cast(:person as uuid) as person_id, "
        "cast(:role as text) as role, null::text as method, null::timestamptz as proven_at, "
        "null::uuid as within_employer_id, null::uuid as support_id, null::uuid as support_employer, "
        "null::jsonb as scopes)",
        tenant=":tenant",
        today=":today",
    )
)
_WHO_IS: Final = "select * from who_is(%(kind)s, %(digest)s, %(at)s, %(today)s)"


@dataclass(frozen=True, slots=True)
class Seen:
    """Who is behind a living credential, and when a session was last seen or a token last noted (else None)."""

    actor: Actor
    credential_id: UUID
    seen_at: datetime | None


def who_is(kind: Literal["sign_in", "half", "api_token", "calendar"], digest: bytes) -> Seen | None:
    """Return who is behind a credential that lives, by its SHA-256, in one statement; None otherwise.

    "half" is a session that lacks a second factor: nothing may be done as them but showing it.
    """
    given = {"kind": kind, "digest": digest, "at": clock.now(), "today": clock.today()}
    row = ask_alone(_WHO_IS, given)
    if row is None:
        return None
    tenant_id, credential_id, seen_at = row[0], row[1], row[2]
    is_session = kind in {"sign_in", "half"}
    actor = _actor(tenant_id, row[3:], credential_id if is_session else None)
    return Seen(actor, credential_id, seen_at) if actor else None


def actor_of(session: Session, tenant_id: UUID, person_id: UUID, role: Role) -> Actor | None:
    """Return the person as an actor in this role; None where they do not hold it today. One statement."""
    values: dict[str, Any] = {"tenant": tenant_id, "person": person_id, "role": role.value, "today": clock.today()}
    return _actor(tenant_id, session.execute(_BY_ROLE, values).one_or_none(), None)


def calendar_of(session: Session, actor: Actor) -> CalendarFeed | None:
    """Return the living calendar address of a person in the role in which they act."""
    statement = select(CalendarFeed).where(
        CalendarFeed.tenant_id == actor.tenant_id,
        CalendarFeed.person_id == actor.person_id,
        CalendarFeed.role == actor.role,
        CalendarFeed.revoked_at.is_(None),
    )
    return session.scalars(statement).one_or_none()


def _actor(tenant_id: UUID, row: Any, sign_in_id: UUID | None) -> Actor | None:
    if row is None:
        return None
    person_id, code, name, locale, zone, tenant_name, demo, held, employers, everywhere, employed = row[:11]
    method, proven_at, within, support_id, support_employer, scopes, works_in = row[11:18]
    role = Role(code)
    roles = {Role(each) for each in held} | ({Role.WORKER} if employed else set())
    if support_id is not None:
        if Role.SUPPORT not in roles:
            return None
        employers, everywhere, roles = (support_employer,), False, {role}
    if role not in roles:
        return None
    reach: tuple[UUID, ...] | Literal["*"] = tuple(employed) if role is Role.WORKER else tuple(employers)
    if everywhere and role in _CONSULTANCY_WIDE:
        reach = "*"
    ordered = tuple(sorted(roles, key=list(Role).index))
    return Actor(
        tenant_id, person_id, role, reach, name, locale, zone, sign_in_id, ordered, tenant_name, demo,
        Method(method) if method else None, proven_at, within, support_id,
        None if scopes is None else frozenset(scopes), works_in,
    )  # fmt: skip


def employers_of(session: Session, actor: Actor) -> Sequence[ClientOrganisation]:
    """Return the client organisations where the actor holds their role, by name."""
    statement = select(ClientOrganisation).where(ClientOrganisation.tenant_id == actor.tenant_id)
    if actor.employers != "*":
        statement = statement.where(ClientOrganisation.id.in_(actor.employers))
    return session.scalars(statement.order_by(ClientOrganisation.sort_name, ClientOrganisation.id)).all()


def employer_named(session: Session, actor: Actor, key: str) -> UUID:
    """Return the id of one of the actor's client organisations; raises Invalid beside the field."""
    for each in employers_of(session, actor):
        if each.key == key:
            return each.id
    raise Invalid(problems=[FieldProblem("/employer", _("There is no client organisation of yours with this key."))])


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
