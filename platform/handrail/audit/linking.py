"""The two statements with which links reach their chains: one locks and reads, one writes.

A chain's head is locked from the first on, so nothing comes between them and the commit but hashing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from handrail.audit.rules import GENESIS
from handrail.kit import crypto
from handrail.kit.db import ELEVATING, elevating
from handrail.kit.keys.envelope import TenantKeyVersion

Head = tuple[int, bytes]
Row = dict[str, Any]

# Whoever acts may read most keys they write with; the engine's scope, which these same columns turn on, opens the rest.
_LOCK: Final = f"""
with heads as materialized (
  select id, seq, hash from chain_head where tenant_id = %(tenant)s and id = any(%(chains)s) order by id for update
)
select 'head' as kind, id, seq, hash as bytes from heads
union all
select 'key', id, null, wrapped from data_key where tenant_id = %(tenant)s and id = any(%(keys)s)
union all
select 'tenant', id, number, wrapped from tenant_key where tenant_id = %(tenant)s
union all
select {ELEVATING}, null, null, null
"""  # noqa: S608 - constants
_VERSION: Final = "id uuid, employer_id uuid, subject_id uuid, compartment text, entry_id uuid, values_sealed bytea"
_LINK: Final = (
    "id uuid, seq int, at timestamptz, actor_id uuid, actor_role text, verb text, object_table text, object_id uuid, "
    "detail jsonb, prev_hash bytea, hash bytea"
)
_OF_SUBJECT: Final = f"employer_id uuid, subject_id uuid, compartment text, {_LINK}"


def _names(columns: str) -> str:
    return ", ".join(column.split()[0] for column in columns.split(", "))


def _inserted(table: str, columns: str) -> str:
    names = _names(columns)
    return (
        f"insert into {table} (tenant_id, {names}) select %(tenant)s, {names} "  # noqa: S608 - constants of this module
        f"from jsonb_to_recordset(cast(%({table})s as jsonb)) as new({columns})"
    )


_WRITE: Final = (
    f"with versions as ({_inserted('record_version', _VERSION)}), "  # noqa: S608 - constants of this module
    f"links as ({_inserted('timeline_entry', _OF_SUBJECT)}), "
    f"acts as ({_inserted('tenant_entry', _LINK)}) "
    "update chain_head h set seq = new.seq, hash = new.hash "
    "from jsonb_to_recordset(cast(%(chain_head)s as jsonb)) as new(id uuid, seq int, hash bytea) "
    "where h.tenant_id = %(tenant)s and h.id = new.id"
)


@dataclass(slots=True)
class Links:
    """What is to be written, as rows by column; heads by chain."""

    versions: list[Row] = field(default_factory=list)
    of_subjects: list[Row] = field(default_factory=list)
    of_tenant: list[Row] = field(default_factory=list)
    heads: dict[UUID, Head] = field(default_factory=dict)


def lock(session: Session, tenant_id: UUID, chains: Sequence[UUID], places: Sequence[crypto.Place]) -> dict[UUID, Head]:
    """Lock the heads of these chains until the commit, and return them; read the keys of these places on the way.

    From here on the transaction has the engine's scope: whether the act was allowed was decided before, and a rule of
    who may read must never lose an entry of what happened.
    """
    keys = crypto.missing_keys(session, places)
    elevating(session, "append to the chains")
    values = {"tenant": tenant_id, "chains": list(chains), "keys": list(keys)}
    heads: dict[UUID, Head] = {}
    wrapped: dict[UUID, bytes] = {}
    of_tenant: list[TenantKeyVersion] = []
    for kind, found, seq, stored in session.connection().exec_driver_sql(_LOCK, values):
        if kind == "head":
            heads[found] = (seq, bytes(stored))
        elif kind == "key":
            wrapped[found] = bytes(stored)
        elif kind == "tenant":
            of_tenant.append(TenantKeyVersion(found, seq, bytes(stored)))
    crypto.offer_keys(session, wrapped, of_tenant, keys)
    crypto.make_keys(session, keys)
    new = [chain_id for chain_id in chains if chain_id not in heads]
    return heads | _new_heads(session, tenant_id, new) if new else heads


_NEW_HEADS: Final = text(
    "insert into chain_head (tenant_id, id, seq, hash) "
    "select :tenant, new.id, 0, :genesis from unnest(cast(:chains as uuid[])) as new (id) order by new.id "
    "on conflict (tenant_id, id) do update set seq = chain_head.seq returning id, seq, hash"
)


def _new_heads(session: Session, tenant_id: UUID, chains: Sequence[UUID]) -> dict[UUID, Head]:
    """Make the heads of chains, or lock those that somebody else made at the same moment.

    In one order for all, so that two commands never wait for each other.
    """
    given = {"tenant": tenant_id, "genesis": GENESIS, "chains": list(chains)}
    rows = session.connection().execute(_NEW_HEADS, given)
    return {chain_id: (seq, bytes(stored)) for chain_id, seq, stored in rows}


def write(session: Session, tenant_id: UUID, links: Links) -> None:
    """Write links, the values they are about, and the new heads of their chains."""
    heads = [{"id": chain_id, "seq": seq, "hash": hashed} for chain_id, (seq, hashed) in links.heads.items()]
    values = {
        "tenant": tenant_id,
        "record_version": _json(links.versions),
        "timeline_entry": _json(links.of_subjects),
        "tenant_entry": _json(links.of_tenant),
        "chain_head": _json(heads),
    }
    session.connection().exec_driver_sql(_WRITE, values)


def _json(rows: list[Row]) -> str:
    return json.dumps(rows, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    return rf"\x{value.hex()}" if isinstance(value, bytes) else str(value)
