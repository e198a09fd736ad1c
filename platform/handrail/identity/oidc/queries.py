"""Reading connections, domains, logins and attempts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.models import Membership, SignIn
from handrail.identity.oidc.codes import ConnectionState
from handrail.identity.oidc.models import (
    ExternalLogin,
    IdentityConnection,
    IdentityDomain,
    RefusedGrant,
    SignOnAttempt,
)
from handrail.identity.queries import roles_of
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.tenancy.models import Person, Tenant


def connection_of(session: Session, tenant_id: UUID, connection_id: UUID) -> IdentityConnection | None:
    """Return a connection; None where there is none, or it is not theirs to see."""
    statement = select(IdentityConnection).where(
        IdentityConnection.tenant_id == tenant_id, IdentityConnection.id == connection_id
    )
    return session.scalars(statement).one_or_none()


def connections(session: Session, tenant_id: UUID, *, active: bool = False) -> Sequence[IdentityConnection]:
    """Return the connections that whoever asks can see, by name."""
    statement = select(IdentityConnection).where(IdentityConnection.tenant_id == tenant_id)
    if active:
        statement = statement.where(IdentityConnection.state == ConnectionState.ACTIVE)
    return session.scalars(statement.order_by(IdentityConnection.name, IdentityConnection.id)).all()


def domains_of(session: Session, connection: IdentityConnection) -> Sequence[IdentityDomain]:
    """Return the domains of a connection, proven or not."""
    statement = select(IdentityDomain).where(
        IdentityDomain.tenant_id == connection.tenant_id, IdentityDomain.connection_id == connection.id
    )
    return session.scalars(statement.order_by(IdentityDomain.domain)).all()


def domain_of(session: Session, connection: IdentityConnection, domain_id: UUID) -> IdentityDomain | None:
    """Return one of its domains."""
    return next((each for each in domains_of(session, connection) if each.id == domain_id), None)


def active_connection_of_domain(session: Session, tenant_id: UUID, domain: str) -> IdentityConnection | None:
    """Return the connection to which people with an address at this domain go."""
    statement = (
        select(IdentityConnection)
        .join(
            IdentityDomain,
            (IdentityDomain.tenant_id == IdentityConnection.tenant_id)
            & (IdentityDomain.connection_id == IdentityConnection.id),
        )
        .where(
            IdentityConnection.tenant_id == tenant_id,
            IdentityConnection.state == ConnectionState.ACTIVE,
            IdentityDomain.domain == domain,
            IdentityDomain.verified_at.is_not(None),
        )
    )
    return session.scalars(statement).one_or_none()


def is_proven(session: Session, tenant_id: UUID, connection_id: UUID, domain: str) -> bool:
    """Say whether a domain was proven to be this connection's."""
    statement = select(IdentityDomain.id).where(
        IdentityDomain.tenant_id == tenant_id,
        IdentityDomain.connection_id == connection_id,
        IdentityDomain.domain == domain,
        IdentityDomain.verified_at.is_not(None),
    )
    return session.scalar(statement) is not None


def login_of(session: Session, tenant_id: UUID, connection_id: UUID, issuer: str, subject: str) -> ExternalLogin | None:
    """Return whose login this is: found by connection, issuer and subject, and by nothing else."""
    statement = select(ExternalLogin).where(
        ExternalLogin.tenant_id == tenant_id,
        ExternalLogin.connection_id == connection_id,
        ExternalLogin.issuer == issuer,
        ExternalLogin.subject == subject,
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def logins_of(session: Session, tenant_id: UUID, person_id: UUID) -> Sequence[ExternalLogin]:
    """Return a person's external logins, oldest first."""
    statement = select(ExternalLogin).where(ExternalLogin.tenant_id == tenant_id, ExternalLogin.person_id == person_id)
    return session.scalars(statement.order_by(ExternalLogin.linked_at, ExternalLogin.id)).all()


def attempt_of(session: Session, tenant_id: UUID, attempt_id: UUID) -> SignOnAttempt | None:
    """Return an attempt."""
    return session.get(SignOnAttempt, (tenant_id, attempt_id))


def roles_within(session: Session, tenant_id: UUID, person_id: UUID, employer_id: UUID | None) -> list[Role]:
    """Return the roles somebody can act under today who came in by a connection of this client organisation.

    What a client organisation's provider says opens no role elsewhere, and never the worker's.
    """
    roles = roles_of(session, tenant_id, person_id)
    if employer_id is None:
        return roles
    held = select(Membership.role).where(
        Membership.tenant_id == tenant_id,
        Membership.person_id == person_id,
        Membership.employer_id == employer_id,
        Membership.during.contains(clock.today()),
    )
    found = set(session.scalars(held))
    return [role for role in roles if role in found]


def given_by(session: Session, tenant_id: UUID, person_id: UUID, source: str) -> list[Membership]:
    """Return the memberships that hold today and that this source gave."""
    statement = select(Membership).where(
        Membership.tenant_id == tenant_id,
        Membership.person_id == person_id,
        Membership.source == source,
        Membership.during.contains(clock.today()),
    )
    return list(session.scalars(statement.order_by(Membership.id)))


def refusals_of(session: Session, connection: IdentityConnection) -> list[tuple[RefusedGrant, Person]]:
    """Return the roles that groups would have given and a rule forbade, newest first."""
    statement = (
        select(RefusedGrant, Person)
        .join(Person, (Person.tenant_id == RefusedGrant.tenant_id) & (Person.id == RefusedGrant.person_id))
        .where(RefusedGrant.tenant_id == connection.tenant_id, RefusedGrant.connection_id == connection.id)
        .order_by(RefusedGrant.at.desc(), RefusedGrant.id)
    )
    return [(refusal, person) for refusal, person in session.execute(statement)]


def tenant_of(session: Session, tenant_id: UUID) -> Tenant:
    """Return the consultancy."""
    return session.scalars(select(Tenant).where(Tenant.tenant_id == tenant_id, Tenant.id == tenant_id)).one()


def reaches(actor: Actor, employer_id: UUID | None) -> bool:
    """Say whether an administrator looks after connections of this client organisation (None: the consultancy's)."""
    if actor.role is Role.CONSULTANCY_ADMIN:
        return actor.employers == "*"
    return employer_id is not None and actor.employers != "*" and employer_id in actor.employers


def connection_of_session(session: Session, actor: Actor) -> UUID | None:
    """Return the connection through which somebody's session began; None where it was another way."""
    statement = select(SignIn.connection_id).where(SignIn.tenant_id == actor.tenant_id, SignIn.id == actor.sign_in_id)
    return session.scalar(statement)


def linkable(session: Session, actor: Actor) -> list[IdentityConnection]:
    """Return the connections with which somebody can link a login: open, the consultancy's or of their own employers.

    Not in a session that a client organisation's provider vouched for: it would reach further than that provider.
    """
    if actor.within_employer_id is not None:
        return []
    held = select(Membership.employer_id).where(
        Membership.tenant_id == actor.tenant_id,
        Membership.person_id == actor.person_id,
        Membership.during.contains(clock.today()),
    )
    employers = set(session.scalars(held))
    found = connections(session, actor.tenant_id, active=True)
    return [each for each in found if each.employer_id is None or each.employer_id in employers]
