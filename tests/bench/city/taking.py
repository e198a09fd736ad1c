"""Taking a mould off a model: finding its rows, and what in them is a token."""

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.bench.city.moulds import Digest, Key, Link, Mould, Template, Text

from handrail.audit import rules
from handrail.audit.models import TimelineEntry
from handrail.kit import crypto
from handrail.kit.codes import Compartment
from handrail.kit.db import Base
from handrail.kit.draft import models

Connection = psycopg.Connection[tuple[Any, ...]]
Ids = dict[str, set[UUID]]

SHARED: Final = frozenset(
    {
        "tenant_key",
        "consent_text",
        "letter_wording",
        "rules_acceptance",
        "case_counter",
        "tenant_entry",
        "outbox",
        "answered_request",
        "message",
        "delivery",
        "read_log",
    }
)
"""Tables whose rows belong to the consultancy, or tell of an act and not of a case: they are not copied."""
LONGEST_TEXT: Final = 2_000
"""Of a longer sealed text, such as the PDF of a letter, the city keeps the beginning: no page measured opens it."""
_UUID: Final = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Unexplained(AssertionError):
    """A model names something that is neither its own nor given: copies of it would point at the model's."""


def ids_of(superuser: Connection) -> Ids:
    """Return the ids of all rows, by table."""
    return {name: {row[0] for row in superuser.execute(_all_ids(name))} for name in _tables()}


def _tables() -> dict[str, type[Base]]:
    return {model.__tablename__: model for model in models() if "tenant_id" in model.__table__.columns}


def _all_ids(table: str) -> sql.Composed:
    return sql.SQL("select id from {}").format(sql.Identifier(table))


@dataclass
class Taking:
    """What is found while a mould is taken. `plain` holds the sealed texts by their token."""

    session: Session
    superuser: Connection
    new: Ids
    given: Mapping[str, str]
    """Texts that whoever casts gives: by name."""
    known: frozenset[str]
    """Ids of what belongs to the consultancy, which stay as they are."""
    others: frozenset[str]
    """Ids of whatever else there was before."""
    rows: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    copied: dict[str, str] = field(default_factory=dict)
    slots: dict[str, int] = field(default_factory=dict)


def take(
    session: Session,
    superuser: Connection,
    before: Ids,
    *,
    given: Mapping[str, str],
    name: str,
    case_id: UUID | None,
) -> Mould:
    """Return the mould of what is there and was not before; the session is in the engine's scope.

    `given` are, by name, the texts that whoever casts puts others for. Raises Unexplained.
    """
    new = {table: found - before[table] for table, found in ids_of(superuser).items() if table not in SHARED}
    everything = ids_of(superuser)
    known = {str(each) for table in ("tenant", *SHARED, "framework_version") for each in everything[table]}
    others = {str(each) for ids in before.values() for each in ids}
    taking = Taking(
        session, superuser, {table: ids for table, ids in new.items() if ids}, given,
        frozenset(known), frozenset(others),
    )  # fmt: skip
    mould = Mould(name, given=tuple(given))
    keys = _read_keys(taking)
    texts = list(_read_texts(taking))
    _copy_out(taking, {(text.table, text.row, text.column): text.token for text in texts}, keys)
    entries = _read_entries(taking)
    encoded = {entry.id: rules.encode(entry).decode("latin-1") for _hash, entry in entries}
    everything_said = [*taking.copied.values(), *encoded.values(), *(text.plain for text in texts)]
    _assign(taking, mould, everything_said, keys)
    numbers = {(key.subject, key.compartment): at for at, key in enumerate(keys)}
    _assign_computed(taking, mould, keys, texts, entries)
    slots = taking.slots
    mould.case_slot = None if case_id is None else slots[str(case_id)]
    mould.tables = {table: Template.of(text, slots) for table, text in taking.copied.items()}
    mould.rows = {table: len(ids) for table, ids in taking.new.items()}
    mould.keys = [
        Key(Template.of(str(key.subject), slots), key.compartment, slots[key.row], slots[key.token]) for key in keys
    ]
    mould.texts = [
        Text(
            numbers[text.subject, text.compartment],
            Template.of(text.plain, slots),
            Template.of(text.associated, slots),
            slots[text.token],
        )
        for text in texts
    ]
    before: dict[UUID, int] = {}
    for hashed, entry in entries:
        slot = slots[hashed]
        mould.links.append(Link(Template.of(encoded[entry.id], slots), before.get(entry.chain_id), slot))
        before[entry.chain_id] = slot
    return mould


# --- Reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Key:
    subject: UUID
    compartment: Compartment
    row: str
    token: str


@dataclass(frozen=True, slots=True)
class _Text:
    table: str
    row: UUID
    column: str
    subject: UUID
    compartment: Compartment
    plain: str
    associated: str
    token: str


def _token() -> str:
    return secrets.token_hex(32)


def _rows(taking: Taking, table: str) -> list[Mapping[str, Any]]:
    columns = _tables()[table].__table__
    statement = select(columns).where(columns.c.id.in_(taking.new[table])).order_by(columns.c.id)
    return [row._mapping for row in taking.session.connection().execute(statement)]  # noqa: SLF001 - SQLAlchemy's public name


def _read_keys(taking: Taking) -> list[_Key]:
    return [_Key(row["subject_id"], row["compartment"], str(row["id"]), _token()) for row in _rows(taking, "data_key")]


def _read_texts(taking: Taking) -> Iterator[_Text]:
    for table in taking.new:
        sealed = [column.name for column in _tables()[table].__table__.columns if column.name.endswith("_sealed")]
        for row in _rows(taking, table) if sealed else ():
            for column in sealed:
                if row[column]:
                    place = crypto.Place(
                        row["tenant_id"], row["employer_id"], row["subject_id"], row["compartment"], table, row["id"],
                        column,
                    )  # fmt: skip
                    plain = crypto.unseal(taking.session, place, bytes(row[column]))[:LONGEST_TEXT]
                    yield _Text(
                        table, row["id"], column, row["subject_id"], row["compartment"], plain.decode("latin-1"),
                        place.associated().decode(), _token(),
                    )  # fmt: skip


def _read_entries(taking: Taking) -> list[tuple[str, rules.Entry]]:
    """Return hash and content of each link, chain by chain in order."""
    statement = (
        select(TimelineEntry)
        .where(TimelineEntry.id.in_(taking.new.get("timeline_entry", ())))
        .order_by(TimelineEntry.subject_id, TimelineEntry.seq)
    )
    return [(row.hash.hex(), entry_of(row)) for row in taking.session.scalars(statement)]


def entry_of(row: TimelineEntry) -> rules.Entry:
    """Return a link as it is hashed."""
    return rules.Entry(
        tenant_id=row.tenant_id, chain_id=row.subject_id, id=row.id, seq=row.seq, at=row.at, actor_id=row.actor_id,
        actor_role=row.actor_role, verb=row.verb, compartment=row.compartment, object_table=row.object_table,
        object_id=row.object_id, detail=row.detail,
    )  # fmt: skip


def _copy_out(taking: Taking, sealed: Mapping[tuple[str, UUID, str], str], keys: list[_Key]) -> None:
    wrapped = {("data_key", UUID(key.row), "wrapped"): key.token for key in keys}
    for table, ids in taking.new.items():
        names = columns_of(table)
        statement = sql.SQL("copy (select {} from {} where id = any({}) order by id) to stdout").format(
            sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table), sql.Literal(list(ids))
        )
        with taking.superuser.cursor().copy(statement) as copied:
            lines = b"".join(bytes(block) for block in copied).decode().splitlines(keepends=True)
        taking.copied[table] = "".join(_with_tokens(table, names, line, {**sealed, **wrapped}) for line in lines)


def _with_tokens(table: str, names: tuple[str, ...], line: str, tokens: Mapping[tuple[str, UUID, str], str]) -> str:
    fields = line.rstrip("\n").split("\t")
    row = UUID(fields[names.index("id")])
    for at, name in enumerate(names):
        if token := tokens.get((table, row, name)):
            fields[at] = rf"\\x{token}"
    return "\t".join(fields) + "\n"


def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table that can be written."""
    return tuple(column.name for column in _tables()[table].__table__.columns if column.computed is None)


# --- Slots ----------------------------------------------------------------------------------------------------------


def _assign(taking: Taking, mould: Mould, texts: list[str], keys: list[_Key]) -> None:
    """Give slots to what is given and to every other id that is the model's own."""
    slots = taking.slots
    for text in taking.given.values():
        slots[text] = len(slots)
    computed = {key.row for key in keys}
    own = {str(each) for ids in taking.new.values() for each in ids}
    found = sorted({each for text in texts for each in _UUID.findall(text)} - slots.keys() - computed)
    for each in found:
        if each not in own and each in taking.known:
            continue
        if each in taking.others:
            where = [table for table, text in taking.copied.items() if each in text]
            raise Unexplained(f"{each} in {where}")
        slots[each] = len(slots)
    mould.drawn = tuple(slots)[len(taking.given) :]


def _assign_computed(
    taking: Taking, mould: Mould, keys: list[_Key], texts: list[_Text], entries: list[tuple[str, rules.Entry]]
) -> None:
    slots = taking.slots
    for token in [each for key in keys for each in (key.row, key.token)]:
        slots[token] = len(slots)
    for salt, value, digest in _digests(taking, texts, entries):
        template = Template.of(value, slots)
        if template.holes:
            slots.setdefault(digest, len(slots))
            mould.digests.append(Digest(salt, template, slots[digest]))
    for token in [*(text.token for text in texts), *(hashed for hashed, _entry in entries)]:
        slots[token] = len(slots)
    mould.slots = len(slots)


def _digests(
    taking: Taking, texts: list[_Text], entries: list[tuple[str, rules.Entry]]
) -> Iterator[tuple[bytes, str, str]]:
    """Yield salt, value as JSON and digest of each value before and after."""
    plain = {text.row: json.loads(text.plain.encode("latin-1")) for text in texts if text.table == "record_version"}
    del taking
    for _hash, entry in entries:
        version = entry.detail.get("version")
        if version is None:
            continue
        told = plain[UUID(version)]
        for name, digests in entry.detail["fields"].items():
            for value, digest in zip(told["changes"][name], (digests["before"], digests["after"]), strict=True):
                yield bytes.fromhex(told["salt"]), json.dumps(value, ensure_ascii=False), digest
