"""Programs of organisations, and the secrets with which they ask for tokens."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Role
from handrail.kit.db import Base, TenantOwned, check
from handrail.kit.rls import EMPLOYERS, ENGINE, TENANT
from handrail.tenancy.models import to

_WITHIN = EMPLOYERS.format(column="employer_id")
_OF_CLIENT = f"client_id in (select c.id from api_client c where c.{TENANT})"  # noqa: S608 - constants


class ApiClient(TenantOwned, Base):
    """A program with an identity of its own, which is a client in the words of OAuth.

    It has a role at one client organisation or (employer_id null) in the consultancy, by a person who is nobody and
    can not sign in.

    An administrator of a client organisation reaches the programs of that organisation only.
    """

    __tablename__ = "api_client"
    __resolver__ = True
    __narrow__ = f"({ENGINE} or {_WITHIN})"
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("person", "person_id"),
        to("person", "made_by"),
        UniqueConstraint("tenant_id", "digest"),
        UniqueConstraint("tenant_id", "person_id"),
        Index(None, "digest"),
        Index("api_client_name_key", "tenant_id", "name", unique=True, postgresql_where=text("ended_at is null")),
        check(
            "role not in ('worker', 'coordinator', 'lead_coordinator', 'supervisor', 'union', 'occupational_health', "
            "'provider', 'privacy_officer', 'support', 'operator')",
            "role_of_a_program",
        ),
    )

    digest: Mapped[bytes]
    """The SHA-256 of its client id, by which its tenant is found; a client id is no secret."""
    name: Mapped[str]
    employer_id: Mapped[UUID | None]
    person_id: Mapped[UUID]
    role: Mapped[Role]
    scopes: Mapped[list[Any]]
    """The most that it can ask for, such as ["absence:read"]."""
    made_by: Mapped[UUID | None]
    """None: the operator, at the command line."""
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it last got a token."""

    @property
    def client_id(self) -> str:
        """What it calls itself when it asks for a token."""
        return f"hrc_{self.id.hex}"


class ApiClientSecret(TenantOwned, Base):
    """What a program shows to get a token; only the SHA-256 is kept.

    Two may live at once, so that one can follow the other: `place` says which of the two it is.
    """

    __tablename__ = "api_client_secret"
    __narrow__ = f"({ENGINE} or {_OF_CLIENT})"
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("api_client", "client_id"),
        to("person", "made_by"),
        UniqueConstraint("tenant_id", "digest"),
        Index("api_client_secret_living_key", "tenant_id", "client_id", "place", unique=True,
              postgresql_where=text("revoked_at is null")),
        check("place in (1, 2)", "two_at_most"),
    )  # fmt: skip

    client_id: Mapped[UUID]
    digest: Mapped[bytes]
    place: Mapped[int]
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
