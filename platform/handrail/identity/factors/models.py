"""What people showed us so that we know them again: passkeys, an authenticator, recovery codes, codes given to them.

A row is its person's: a session of somebody else does not even see it. Whoever made a one-time code sees that they did.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.identity.factors.rules import Way
from handrail.kit.db import Base, TenantOwned, check, code_type
from handrail.kit.rls import ENGINE, ME
from handrail.tenancy.models import to

_MINE: Final = f"({ENGINE} or person_id = {ME})"


class Passkey(TenantOwned, Base):
    """A key on somebody's device or in their password manager: here lies only the public half.

    `rp_id` is the host on which it was made; it works there and nowhere else. `digest` is the SHA-256 of
    `credential_id`, by which it is found before the consultancy is known.
    """

    __tablename__ = "passkey"
    __resolver__ = True
    __narrow__ = _MINE
    __table_args__ = (
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "digest"),
        Index(None, "digest"),
        Index(None, "tenant_id", "person_id"),
    )

    person_id: Mapped[UUID]
    digest: Mapped[bytes]
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    rp_id: Mapped[str]
    sign_count: Mapped[int]
    transports: Mapped[list[Any]]
    backed_up: Mapped[bool]
    name: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    """When its counter ran backwards: somebody has a copy, and neither of the two works any more."""


class SpentChallenge(TenantOwned, Base):
    """A challenge that was answered: it is taken once."""

    __tablename__ = "spent_challenge"
    __grants__ = ("select", "insert", "delete")
    __table_args__ = (UniqueConstraint("tenant_id", "digest"), Index(None, "tenant_id", "at"))

    digest: Mapped[bytes]
    at: Mapped[datetime]


class Authenticator(TenantOwned, Base):
    """An app that shows six digits which change every half minute (RFC 6238); at most one a person."""

    __tablename__ = "authenticator"
    __narrow__ = _MINE
    __table_args__ = (
        to("person", "person_id"),
        Index("authenticator_person_key", "tenant_id", "person_id", unique=True),
    )

    person_id: Mapped[UUID]
    secret_sealed: Mapped[bytes]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When its first code was typed; until then it opens nothing."""
    used_at: Mapped[datetime | None]
    used_step: Mapped[int | None]
    """The half minute whose code was taken last: it and those before it are taken no more."""


class RecoveryCode(TenantOwned, Base):
    """One of ten codes on somebody's sheet of paper; only its salted, slow digest is kept."""

    __tablename__ = "recovery_code"
    __narrow__ = _MINE
    __table_args__ = (to("person", "person_id"), UniqueConstraint("tenant_id", "person_id", "digest"))

    person_id: Mapped[UUID]
    salt: Mapped[bytes]
    """The same for the ten of a sheet, so that one code that is tried costs one digest."""
    digest: Mapped[bytes]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OneTimeCode(TenantOwned, Base):
    """Eight digits that somebody was told on the telephone or in a letter; the newest one of a person counts."""

    __tablename__ = "one_time_code"
    __narrow__ = f"({ENGINE} or person_id = {ME} or made_by_id = {ME})"
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("person", "person_id"),
        Index(None, "tenant_id", "person_id", text("made_at desc")),
        check("tries between 0 and 5", "few_tries"),
    )

    person_id: Mapped[UUID]
    made_by_id: Mapped[UUID | None]
    """Who gave it; None where an operator made it at the command line."""
    way: Mapped[Way] = mapped_column(code_type(Way))
    digest: Mapped[bytes]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int]
    used_at: Mapped[datetime | None]


class FormerAddress(TenantOwned, Base):
    """A mail address that somebody had, kept for a month so that it can be told that it is theirs no more."""

    __tablename__ = "former_address"
    __narrow__ = _MINE
    __grants__ = ("select", "insert", "delete")
    __table_args__ = (to("person", "person_id"), Index(None, "tenant_id", "at"), Index(None, "tenant_id", "person_id"))

    person_id: Mapped[UUID]
    address: Mapped[str]
    at: Mapped[datetime]
