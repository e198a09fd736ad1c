"""Append-only tables: the application's role can insert and read them, never change them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Role
from handrail.kit.db import Base, EmployerOwned, SubjectOwned, TenantOwned
from handrail.kit.rls import ENGINE, ME, ROLE, THIS_TENANT, TODAY
from handrail.kit.sealed import Sealed

DDL = (
    """
create function end_read_log(until timestamptz) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  ended bigint;
begin
  if current_setting('app.scope', true) is distinct from 'engine' then
    raise insufficient_privilege using message = 'The read log ends by a job and by nobody else.';
  end if;
  if until > now() - interval '2 years' then
    raise insufficient_privilege using message = 'The read log is kept for two years at least.';
  end if;
  if not exists (select from public.seal s where s.tenant_id = tenant and s.reads_until >= until) then
    raise insufficient_privilege using message = 'What is not sealed yet is kept.';
  end if;
  delete from public.read_log r where r.tenant_id = tenant and r.at < until;
  get diagnostics ended = row_count;
  return ended;
end
$$""",
    "revoke all on function end_read_log(timestamptz) from public",
    "grant execute on function end_read_log(timestamptz) to handrail_app",
)
"""The one way in which rows of the read log go: old ones, sealed ones, of the tenant whose job it is."""


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


NO_PROVIDER = f"({ENGINE} or {ROLE} <> 'provider' or (compartment <> 'provider'))"
"""Several providers of one case share its compartment, and none may learn of another: they read no chain of it."""


class TimelineEntry(Link, SubjectOwned, Base):
    """One change to a subject: ids, field names and salted digests; the values lie in `RecordVersion`."""

    __tablename__ = "timeline_entry"
    __narrow__ = NO_PROVIDER
    __owner__ = None  # a link of a chain never ends
    __grants__ = ("select", "insert")
    __table_args__ = (
        UniqueConstraint("tenant_id", "subject_id", "seq"),
        Index(None, "tenant_id", "subject_id", "at"),
    )


class TenantEntry(Link, TenantOwned, Base):
    """One act outside cases: grants, sign-ins, configuration; read by those who watch over the tenant."""

    __tablename__ = "tenant_entry"
    __grants__ = ("select", "insert")
    __narrow__ = f"({ENGINE} or {ROLE} in ('consultancy_admin', 'privacy_officer', 'auditor'))"
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
    __narrow__ = NO_PROVIDER
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
        f"({ENGINE} or person_id = {ME} or "  # noqa: S608 - constants
        "subject_id in (select g.subject_id from case_grant g "
        f"where g.tenant_id = {THIS_TENANT} "
        f"and g.person_id = {ME} "
        "and g.role = 'worker' and g.compartment = 'own' "
        f"and g.during @> {TODAY}))"
    )
    __owner__ = "at < now() - interval '2 years'"  # what `end_read_log` may touch
    __table_args__ = (Index(None, "tenant_id", "subject_id", "at"), Index(None, "tenant_id", "at", "id"))

    subject_id: Mapped[UUID]
    at: Mapped[datetime]
    person_id: Mapped[UUID]
    role: Mapped[Role]
    compartments: Mapped[list[str]] = mapped_column(ARRAY(Text))
    purpose: Mapped[str]


class Seal(TenantOwned, Base):
    """That a seal was made: the seal itself lies outside the database, and this row tells when one is missing there.

    `reads_until` ends the stretch of the read log that it covers, and `reads` counts the rows of that; `digest` is that
    of the signed statement.
    """

    __tablename__ = "seal"
    __grants__ = ("select", "insert")
    __narrow__ = TenantEntry.__narrow__
    __owner__ = "true"  # `end_read_log` looks up what is sealed
    __table_args__ = (UniqueConstraint("tenant_id", "number"), UniqueConstraint("tenant_id", "sealed_on"))

    number: Mapped[int]
    sealed_on: Mapped[date]
    made_at: Mapped[datetime]
    reads_until: Mapped[datetime]
    reads: Mapped[int]
    digest: Mapped[bytes]
