"""Who came back from a provider: how much their proof is worth, and the person they are here.

Connection, issuer and subject are who somebody is. An address is never a reason to take one person for another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.commands import ABSOLUTE, start_sign_in
from handrail.identity.oidc import grouping, limits, queries
from handrail.identity.oidc.attempts import Attempt
from handrail.identity.oidc.codes import Purpose
from handrail.identity.oidc.config import Config
from handrail.identity.oidc.errors import Reason, SignOnRefused
from handrail.identity.oidc.models import ExternalLogin
from handrail.identity.oidc.rules import LEEWAY, authenticated_at, domain_of, groups_in, is_strong, is_subject
from handrail.identity.proofs import Method, Proof
from handrail.kit import clock
from handrail.kit.subjects import System
from handrail.tenancy.models import Person
from handrail.tenancy.rules import sort_key

_LONGEST_NAME: Final = 120
KEY_PREFIX: Final = "sign-on/"
"""How the keys of people begin whom a connection made."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a provider says of somebody, after every check of the token."""

    config: Config
    subject: str
    session: str | None
    """The session over there, by which the provider may end ours."""
    claims: Mapping[str, Any]
    is_strong: bool
    proven_at: datetime | None
    """When they showed two factors; None where the provider does not tell of two, or not when."""

    @property
    def groups(self) -> list[str]:
        """The groups that the token tells of."""
        return groups_in(self.claims, self.config.groups_claim)

    def proof(self) -> Proof:
        """Return it as a proof; when it was given is `proven_at`."""
        return Proof(
            Method.PROVIDER,
            2,
            is_strong=False,
            connection_id=self.config.connection_id,
            external_subject=self.subject,
            external_session=self.session,
            within_employer_id=self.config.employer_id,
        )


def judge(config: Config, attempt: Attempt, claims: Mapping[str, Any]) -> Arrival:
    """Look at how and when they showed the provider who they are; raises SignOnRefused.

    A provider may answer well and yet with less than was asked for, so what was asked for proves nothing.
    """
    now, at = clock.now(), authenticated_at(claims)
    strong = is_strong(claims, config.strong_acr, config.strong_amr)
    if not strong and (config.requires_mfa or attempt.purpose is Purpose.PROVE):
        raise SignOnRefused(Reason.TOO_WEAK)
    if at is not None and at > now + LEEWAY:
        raise SignOnRefused(Reason.BAD_CLAIMS, "auth_time")
    if attempt.purpose is Purpose.PROVE and at is None:
        raise SignOnRefused(Reason.NO_TIME)
    oldest = attempt.began_at if attempt.purpose is Purpose.PROVE else now - ABSOLUTE
    if at is not None and at < oldest - LEEWAY - timedelta(seconds=1):  # auth_time has whole seconds
        raise SignOnRefused(Reason.TOO_OLD)
    sid = claims.get("sid")
    return Arrival(
        config=config,
        subject=str(claims["sub"]),
        session=sid if is_subject(sid) else None,
        claims=claims,
        is_strong=strong,
        proven_at=min(at, now) if strong and at is not None else None,
    )


@dataclass(frozen=True, slots=True)
class SignedOn:
    """What signing on came to: the secret of a session, or none where nobody gave this person a role yet."""

    person_id: UUID
    secret: str | None


def sign_on(session: Session, arrival: Arrival, *, origin: str | None) -> SignedOn:
    """Sign somebody on: find or make the person, follow their groups, start the session; raises SignOnRefused."""
    config = arrival.config
    person = _person(session, arrival)
    if not person.active:
        raise SignOnRefused(Reason.NOT_ACTIVE)
    grouping.follow(session, config, person.id, arrival.groups)
    roles = queries.roles_within(session, config.tenant_id, person.id, config.employer_id)
    if not roles:
        return SignedOn(person.id, None)
    _row, secret = start_sign_in(
        session,
        config.tenant_id,
        person.id,
        roles[0],
        origin=origin,
        proof=arrival.proof(),
        proven_at=arrival.proven_at,
    )
    return SignedOn(person.id, secret)


def _person(session: Session, arrival: Arrival) -> Person:
    config = arrival.config
    login = queries.login_of(session, config.tenant_id, config.connection_id, config.issuer, arrival.subject)
    if login is None:
        person = _new_person(session, arrival)
        login = bind(session, config, arrival.subject, person.id)
    login.used_at = clock.now()
    return session.scalars(
        select(Person).where(Person.tenant_id == config.tenant_id, Person.id == login.person_id)
    ).one()


def bind(
    session: Session, config: Config, subject: str, person_id: UUID, *, told_email: str | None = None
) -> ExternalLogin:
    """Make a provider's subject the login of a person; whoever calls this has proof that it is theirs."""
    login = ExternalLogin(
        tenant_id=config.tenant_id,
        connection_id=config.connection_id,
        issuer=config.issuer,
        subject=subject,
        person_id=person_id,
        linked_at=clock.now(),
        used_at=None,
        told_email=told_email,
    )
    session.add(login)
    session.flush()
    return login


def _new_person(session: Session, arrival: Arrival) -> Person:
    """Make a person with no role; their key follows from the login, so two tabs at once make one."""
    config = arrival.config
    limits.makes_person(config.tenant_id, config.connection_id)
    tenant = queries.tenant_of(session, config.tenant_id)
    name = _name(arrival.claims) or config.name
    key = uuid5(config.connection_id, f"{config.issuer}|{arrival.subject}")
    person = Person(
        tenant_id=config.tenant_id,
        key=f"{KEY_PREFIX}{key}",
        name=name,
        sort_name=sort_key(name),
        email=_address(session, arrival),
        phone=None,
        locale=tenant.locale,
        time_zone=tenant.time_zone,
    )
    session.add(person)
    session.flush()
    changes = {"connection": (None, str(config.connection_id))}
    timeline.append_tenant_act(
        session, System(config.tenant_id), "person.signed_on_first", record=person, changes=changes
    )
    return person


def _name(claims: Mapping[str, Any]) -> str | None:
    for claim in ("name", "preferred_username"):
        told = claims.get(claim)
        if isinstance(told, str) and told.strip() and told.strip().isprintable():
            return told.strip()[:_LONGEST_NAME]
    return None


def _address(session: Session, arrival: Arrival) -> str | None:
    """Return an address to write to: only at a domain proven to be the connection's, and nobody else's.

    A provider can claim any address; a sign-in link to an unproven one would let its owner in as somebody else, or
    keep them out.
    """
    told = told_email(arrival.claims)
    domain = domain_of(told) if told else None
    config = arrival.config
    if told is None or domain is None or not queries.is_proven(session, config.tenant_id, config.connection_id, domain):
        return None
    taken = select(Person.id).where(Person.tenant_id == config.tenant_id, Person.email == told).limit(1)
    return None if session.scalar(taken) is not None else told


def told_email(claims: Mapping[str, Any]) -> str | None:
    """Return the address that a provider names, which proves nothing."""
    told = claims.get("email")
    if not isinstance(told, str) or not told.isprintable() or domain_of(told) is None:
        return None
    return told.strip().lower()
