"""Connections to identity providers, domains, external logins, and the attempts to sign on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.identity.oidc.codes import ClientAuthentication, ConnectionState, Purpose
from handrail.kit.codes import Role
from handrail.kit.db import Base, TenantOwned, check, code_type
from handrail.kit.rls import EMPLOYERS, ENGINE, ME, TENANT
from handrail.tenancy.models import to

_WITHIN = EMPLOYERS.format(column="employer_id")
_OF_CONNECTION = f"connection_id in (select c.id from identity_connection c where c.{TENANT})"  # noqa: S608 - constants
_OWN = f"person_id = {ME}"


class IdentityConnection(TenantOwned, Base):
    """An identity provider that a tenant (employer_id null) or one of its client organisations signs on with.

    An administrator of a client organisation reaches the connections of that organisation only. What a client
    organisation's provider says counts for that organisation and for nothing else.
    """

    __tablename__ = "identity_connection"
    __narrow__ = f"({ENGINE} or {_WITHIN})"
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        Index(None, "tenant_id", "employer_id"),
        Index("identity_connection_name_key", "tenant_id", "name", unique=True),
        check("version > 0", "version_counts_up"),
    )

    employer_id: Mapped[UUID | None]
    name: Mapped[str]
    """As it stands on the button of the sign-in page."""
    state: Mapped[ConnectionState] = mapped_column(code_type(ConnectionState))
    issuer: Mapped[str]
    discovery: Mapped[str]
    """The address of the provider's metadata."""
    client_id: Mapped[str]
    client_authentication: Mapped[ClientAuthentication] = mapped_column(code_type(ClientAuthentication))
    secret_sealed: Mapped[bytes | None]
    """The client secret, sealed (`identity.oidc.secrets`)."""
    algorithms: Mapped[list[Any]]
    scopes: Mapped[list[Any]]
    requires_mfa: Mapped[bool]
    """Whether somebody whose provider tells of no second factor is sent away."""
    strong_acr: Mapped[list[Any]]
    """The values of `acr` that mean two factors at this provider."""
    strong_amr: Mapped[list[Any]]
    """The values of `amr` of which one means two factors at this provider."""
    groups_claim: Mapped[str]
    group_map: Mapped[list[Any]]
    """[{"group": "...", "role": "hr", "employer_id": "..." or null}]: roles come from nowhere else."""
    version: Mapped[int]
    """Counts up with every change: an attempt that began before a change is not finished after it."""


class IdentityDomain(TenantOwned, Base):
    """A mail domain whose people sign on through a connection, once a record in the DNS proves whose it is.

    A proven domain is of one tenant only, whichever asks: the unique index looks past the tenants.
    """

    __tablename__ = "identity_domain"
    __resolver__ = True
    __narrow__ = f"({ENGINE} or {_OF_CONNECTION})"
    __table_args__ = (
        to("identity_connection", "connection_id"),
        UniqueConstraint("tenant_id", "domain"),
        Index("identity_domain_proven_key", "digest", unique=True, postgresql_where=text("verified_at is not null")),
    )

    connection_id: Mapped[UUID]
    domain: Mapped[str]
    """In small letters, without a dot at its end, names beyond ASCII as `xn--`."""
    digest: Mapped[bytes]
    token: Mapped[str]
    """What the TXT record has to say; it is no secret."""
    verified_at: Mapped[datetime | None]


class ExternalLogin(TenantOwned, Base):
    """Somebody's login at a provider: connection, issuer and subject are who they are; an address never is."""

    __tablename__ = "external_login"
    __narrow__ = f"({ENGINE} or {_OWN})"
    __table_args__ = (
        to("identity_connection", "connection_id"),
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "connection_id", "issuer", "subject"),
        Index(None, "tenant_id", "person_id"),
    )

    connection_id: Mapped[UUID]
    issuer: Mapped[str]
    subject: Mapped[str]
    person_id: Mapped[UUID]
    linked_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    told_email: Mapped[str | None]
    """The address that the provider named when it was linked: contact only, never a key."""


class SignOnAttempt(TenantOwned, Base):
    """Somebody is on the way to their provider and back: once, in one browser, within ten minutes.

    PKCE verifier and nonce are derived from the id, so that no table holds them.
    """

    __tablename__ = "sign_on_attempt"
    __resolver__ = True
    __narrow__ = f"({ENGINE} or {_OWN})"
    __table_args__ = (
        to("identity_connection", "connection_id"),
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "digest"),
        Index(None, "digest"),
        Index(None, "tenant_id", "expires_at"),
    )

    connection_id: Mapped[UUID]
    connection_version: Mapped[int]
    purpose: Mapped[Purpose] = mapped_column(code_type(Purpose))
    digest: Mapped[bytes]
    """SHA-256 of `state`."""
    browser: Mapped[bytes]
    """SHA-256 of the cookie of the browser that was sent."""
    redirect_uri: Mapped[str]
    target: Mapped[str | None]
    """The path of the page to go on with."""
    person_id: Mapped[UUID | None]
    sign_in_id: Mapped[UUID | None]
    """Whose session asked, where it was asked in one."""
    began_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    """What a try came to: codes, and what the provider told of whoever tried."""


class SeenLogout(TenantOwned, Base):
    """The id of a logout token that was carried out: none counts twice."""

    __tablename__ = "seen_logout"
    __narrow__ = ENGINE
    __grants__ = ("select", "insert", "delete")
    __table_args__ = (
        to("identity_connection", "connection_id"),
        UniqueConstraint("tenant_id", "connection_id", "digest"),
    )

    connection_id: Mapped[UUID]
    digest: Mapped[bytes]
    at: Mapped[datetime]


class RefusedGrant(TenantOwned, Base):
    """A role that a group would have given, and a rule forbids: the administrator of the connection is shown it."""

    __tablename__ = "refused_grant"
    __narrow__ = f"({ENGINE} or {_OF_CONNECTION})"
    __table_args__ = (
        to("identity_connection", "connection_id"),
        to("person", "person_id"),
        to("client_organisation", "employer_id"),
        UniqueConstraint("tenant_id", "connection_id", "person_id", "grouping", "role"),
    )

    connection_id: Mapped[UUID]
    person_id: Mapped[UUID]
    grouping: Mapped[str]
    """The group, as the provider names it."""
    role: Mapped[Role]
    employer_id: Mapped[UUID | None]
    rule: Mapped[str]
    conflicting: Mapped[str]
    """The role that stands against it."""
    at: Mapped[datetime]
