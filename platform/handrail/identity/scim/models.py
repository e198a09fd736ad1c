"""Connections of directories, their tokens, and what each directory says of its people and groups."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from handrail.kit.codes import Role
from handrail.kit.db import Base, TenantOwned, check
from handrail.kit.rls import ENGINE, ME, ROLE
from handrail.tenancy.models import to

_ADMINISTERS = f"{ROLE} = 'consultancy_admin'"


def _of(column: str) -> str:
    """Return the condition of a row of one connection: a directory reaches its own, the administrator all.

    A request of a directory runs in a session in which the connection itself is who asks.
    """
    return f"({ENGINE} or {column} = {ME} or {_ADMINISTERS})"


class ScimConnection(TenantOwned, Base):
    """A directory that provisions people: of one client organisation, or (employer_id null) of the consultancy.

    Where it belongs to a connection for signing on, that one's map of groups counts; else its own.
    """

    __tablename__ = "scim_connection"
    __narrow__ = _of("id")
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("identity_connection", "identity_connection_id"),
        Index("scim_connection_name_key", "tenant_id", "name", unique=True),
    )

    name: Mapped[str]
    employer_id: Mapped[UUID | None]
    identity_connection_id: Mapped[UUID | None]
    group_map: Mapped[list[Any]]
    """[{"group": "...", "role": "hr", "employer_id": "..." or null}], as in identity_connection."""
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ScimToken(TenantOwned, Base):
    """What a directory shows to be let in; only the SHA-256 is kept.

    Two may live at once, so that one can follow the other: `place` says which of the two it is.
    """

    __tablename__ = "scim_token"
    __resolver__ = True
    __narrow__ = _of("connection_id")
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("scim_connection", "connection_id"),
        to("person", "made_by"),
        UniqueConstraint("tenant_id", "digest"),
        Index(None, "digest"),
        Index("scim_token_living_key", "tenant_id", "connection_id", "place", unique=True,
              postgresql_where=text("revoked_at is null")),
        check("place in (1, 2)", "two_at_most"),
    )  # fmt: skip

    connection_id: Mapped[UUID]
    digest: Mapped[bytes]
    place: Mapped[int]
    made_by: Mapped[UUID | None]
    """None: the operator, at the command line."""
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class ScimUser(TenantOwned, Base):
    """What a directory says of one person. Names in one directory say nothing of people elsewhere."""

    __tablename__ = "scim_user"
    __narrow__ = _of("connection_id")
    __table_args__ = (
        to("scim_connection", "connection_id"),
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "connection_id", "user_name_key"),
        UniqueConstraint("tenant_id", "connection_id", "person_id"),
        Index("scim_user_external_key", "tenant_id", "connection_id", "external_id", unique=True,
              postgresql_where=text("external_id is not null")),
        Index(None, "tenant_id", "connection_id", "id"),
        Index(None, "tenant_id", "person_id"),
        check("version > 0", "version_counts_up"),
    )  # fmt: skip

    connection_id: Mapped[UUID]
    person_id: Mapped[UUID]
    made_person: Mapped[bool]
    """Whether the directory brought this person; of anybody else it changes neither name nor address."""
    user_name_key: Mapped[str]
    """As names are compared: NFC, in small letters."""
    external_id: Mapped[str | None]
    active: Mapped[bool]
    closed_person: Mapped[bool]
    """Whether it was this directory that closed the person's way in: then, and only then, it may open it again."""
    said: Mapped[dict[str, Any]]
    """What the directory said, in the form of RFC 7643, without what Handrail itself adds."""
    version: Mapped[int]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ScimGroup(TenantOwned, Base):
    """A group of a directory."""

    __tablename__ = "scim_group"
    __narrow__ = _of("connection_id")
    __table_args__ = (
        to("scim_connection", "connection_id"),
        UniqueConstraint("tenant_id", "connection_id", "name_key"),
        Index("scim_group_external_key", "tenant_id", "connection_id", "external_id", unique=True,
              postgresql_where=text("external_id is not null")),
        Index(None, "tenant_id", "connection_id", "id"),
        check("version > 0", "version_counts_up"),
    )  # fmt: skip

    connection_id: Mapped[UUID]
    name: Mapped[str]
    name_key: Mapped[str]
    external_id: Mapped[str | None]
    version: Mapped[int]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ScimMember(TenantOwned, Base):
    """Somebody's membership of a group."""

    __tablename__ = "scim_member"
    __narrow__ = _of("connection_id")
    __table_args__ = (
        to("scim_connection", "connection_id"),
        to("scim_group", "group_id"),
        to("scim_user", "user_id"),
        UniqueConstraint("tenant_id", "group_id", "user_id"),
        Index(None, "tenant_id", "user_id"),
    )

    connection_id: Mapped[UUID]
    group_id: Mapped[UUID]
    user_id: Mapped[UUID]


class ScimRefusal(TenantOwned, Base):
    """A role that a group would have given, and a rule forbids: the administrator is shown it until it is settled."""

    __tablename__ = "scim_refusal"
    __narrow__ = _of("connection_id")
    __table_args__ = (
        to("scim_connection", "connection_id"),
        to("person", "person_id"),
        to("client_organisation", "employer_id"),
        Index("scim_refusal_open_key", "tenant_id", "connection_id", "person_id", "role", "employer_id", unique=True,
              postgresql_where=text("settled_at is null"), postgresql_nulls_not_distinct=True),
    )  # fmt: skip

    connection_id: Mapped[UUID]
    person_id: Mapped[UUID]
    grouping: Mapped[str]
    """The group, as the directory names it."""
    role: Mapped[Role]
    employer_id: Mapped[UUID | None]
    rule: Mapped[str]
    conflicting: Mapped[Role]
    """The role that stands against it."""
    times: Mapped[int]
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class ScimMatch(TenantOwned, Base):
    """Somebody of a directory may be somebody who is known already: proposed, and true only once a person says so."""

    __tablename__ = "scim_match"
    __narrow__ = _of("connection_id")
    __table_args__ = (
        to("scim_connection", "connection_id"),
        to("scim_user", "user_id"),
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "user_id", "person_id"),
        check("why in ('address', 'number')", "known_reason"),
    )

    connection_id: Mapped[UUID]
    user_id: Mapped[UUID]
    person_id: Mapped[UUID]
    """Who it may be."""
    why: Mapped[str]
    proposed_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]
