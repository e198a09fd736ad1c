"""Append-only tables: the application's role can insert and read them, never change them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Role
from handrail.kit.db import Base, EmployerOwned, SubjectOwned, TenantOwned
from handrail.kit.rls import ENGINE
from handrail.kit.sealed import Sealed


class Link:
    """What every link of a chain holds: `hash` covers all of it and the hash before (ACC-1)."""

    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_role: Mapped[Role | None]
    verb: Mapped[str]
    object_table: Mapped[str]
    object_id: Mapped[UUID]
    detail: Mapped[dict[str, Any]]
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]


class TimelineEntry(Link, SubjectOwned, Base):
    """One change to a subject: ids, field names and salted digests; the values lie in `RecordVersion`."""

    __tablename__ = "timeline_entry"
    __grants__ = ("select", "insert")
    __table_args__ = (
        UniqueConstraint("tenant_id", "subject_id", "seq"),
        Index(None, "tenant_id", "subject_id", "at"),
    )


class TenantEntry(Link, TenantOwned, Base):
    """One act outside cases: grants, sign-ins, configuration; read by those who watch over the tenant."""

    __tablename__ = "tenant_entry"
    __grants__ = ("select", "insert")
    __narrow__ = (
        f"({ENGINE} or (select current_setting('app.role', true)) in "
        "('consultancy_admin', 'privacy_officer', 'auditor'))"
    )
    __table_args__ = (UniqueConstraint("tenant_id", "seq"),)


class ChainHead(TenantOwned, Base):
    """The last link of each chain; `id` is the chain: a subject, or the tenant itself."""

    __tablename__ = "chain_head"
    __grants__ = ("select", "insert", "update")

    seq: Mapped[int]
    hash: Mapped[bytes]


class RecordVersion(SubjectOwned, Base):
    """The values before and after one change, sealed with the key of their compartment, and the digests' salt.

    After the key is destroyed the entry stands, its chain verifies, and its digests say nothing.
    """

    __tablename__ = "record_version"
    __grants__ = ("select", "insert")

    entry_id: Mapped[UUID]
    values_sealed: Mapped[bytes]
    values = Sealed("values_sealed")

    __table_args__ = (Index(None, "tenant_id", "entry_id"),)


class ReadLog(EmployerOwned, Base):
    """Who opened which compartments of a subject, when and why; one row per request and subject (CON-5)."""

    __tablename__ = "read_log"
    __grants__ = ("select", "insert")
    __narrow__ = (  # policy text from constants, nothing a person typed
        f"({ENGINE} or person_id = (select nullif(current_setting('app.person', true), '')::uuid) or "  # noqa: S608 - constants
        "subject_id in (select g.subject_id from case_grant g "
        "where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) "
        "and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) "
        "and g.role = 'worker' and g.compartment = 'own' "
        "and g.during @> (select nullif(current_setting('app.today', true), '')::date)))"
    )
    __table_args__ = (Index(None, "tenant_id", "subject_id", "at"),)

    subject_id: Mapped[UUID]
    at: Mapped[datetime]
    person_id: Mapped[UUID]
    role: Mapped[Role]
    compartments: Mapped[list[str]] = mapped_column(ARRAY(Text))
    purpose: Mapped[str]
