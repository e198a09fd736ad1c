"""Every record that is a worker's, read as that worker: row-level policies and the policy decide, row by row.

Nothing here knows the tables by name. What hangs on the worker's subjects and is hidden from them (the supervisor's
answers after a return, S7-2) is not read at all, and a record that names a hidden one is left out with it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.policies import Resource, decide
from handrail.kit.codes import Compartment, Role
from handrail.kit.crypto import Erased
from handrail.kit.db import Base
from handrail.kit.sealed import Sealed
from handrail.privacy.mine import Mine
from handrail.privacy.package.texts import Words, words_of
from handrail.privacy.package.ways import Path, Way, columns_of, paths, references_of

ACTION: Final = "data.read"
LEFT_OUT: Final[dict[str, str]] = {
    "hash": "proves that the chain is whole; says nothing of you",
    "prev_hash": "proves that the chain is whole; says nothing of you",
    "seq": "a place in a chain that others' entries stand in too",
    "sort_name": "the name once more, as lists order it",
}
"""Columns that are in no package, and why."""
_BYTES_SHOWN: Final = frozenset({"sha256", "sealed_sha256"})
_SECRET: Final = "bytes that only Handrail can use: a key, or the digest of a secret"  # noqa: S105 - a sentence
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_AT_ONCE: Final = 1000


@dataclass(slots=True)
class Held:
    """A text that a person looks at before it leaves: its name in the record, and the SHA-256 of its sealed form."""

    name: str
    sealed_sha256: bytes
    text: str


@dataclass(slots=True)
class Record:
    """One record as it goes into the package. `values` is JSON."""

    table: str
    id: UUID
    values: dict[str, Any]
    subject_id: UUID | None = None
    employer_id: UUID | None = None
    compartment: Compartment | None = None
    held: list[Held] = field(default_factory=list)
    references: list[tuple[str, UUID]] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """All of it, by table, and which columns were left out of a table and why."""

    records: dict[str, list[Record]] = field(default_factory=dict)
    left_out: dict[str, dict[str, str]] = field(default_factory=dict)

    def all(self) -> Iterator[Record]:
        """Yield every record."""
        for rows in self.records.values():
            yield from rows

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(len(rows) for rows in self.records.values())


def gather(session: Session, actor: Actor, mine: Mine) -> Gathered:
    """Read every record of the worker; the session is the worker's own."""
    found = Gathered()
    known = paths()
    for name, path in known.items():
        if path.way is not Way.REFERRED:
            found.records[name] = list(_rows(session, actor, mine, path, found))
    for name, path in known.items():
        if path.way is Way.REFERRED:
            wanted = {row_id for row in found.all() for table, row_id in row.references if table == name}
            found.records[name] = [_record(row, path) for row in _by_ids(session, actor, path, wanted)]
    found.left_out = {name: _left_out(path) for name, path in known.items()}
    return found


def of_part(engine: Session, tenant_id: UUID, case_id: UUID, part: Compartment) -> list[Record]:
    """Read every record of one compartment of one case; `engine` sees all. For whoever was let in (CON-6)."""
    found = []
    for path in paths().values():
        if path.way is not Way.SUBJECT or "compartment" not in columns_of(path.model) or _is_private(path):
            continue
        model: Any = path.model
        column = getattr(model, path.column)
        statement = select(model).where(model.tenant_id == tenant_id, column == case_id, model.compartment == part)
        found += [_record(row, path) for row in engine.scalars(statement.order_by(model.id))]
    return found


def _is_private(path: Path) -> bool:
    """Say whether a record is nobody's but its writer's: what somebody has not sent yet."""
    return bool(getattr(path.model, "__private__", False))


def hidden_from(engine: Session, mine: Mine, found: Gathered) -> set[str]:
    """Return the ids of records that hang on the worker's subjects and are not theirs to know; `engine` sees all."""
    hidden: set[str] = set()
    for name, path in paths().items():
        if path.way is not Way.SUBJECT or getattr(path.model, "__narrow__", None) is None:
            continue
        column = getattr(path.model, path.column)
        model: Any = path.model
        statement = select(model.id).where(model.tenant_id == mine.person.tenant_id, column.in_(mine.subjects))
        known = {row.id for row in found.records.get(name, [])}
        hidden |= {str(row_id) for row_id in engine.scalars(statement) if row_id not in known}
    return hidden


def leave_out_what_names(found: Gathered, hidden: set[str]) -> None:
    """Leave out the records that name something hidden: an entry about it tells of it."""
    if not hidden:
        return
    gone: set[str] = set()
    for name, rows in found.records.items():
        kept = [row for row in rows if not hidden & ids_in(row.values)]
        gone |= {str(row.id) for row in rows} - {str(row.id) for row in kept}
        found.records[name] = kept
    leave_out_what_names(found, gone)  # what belongs to such an entry goes with it


def ids_in(values: Any) -> set[str]:
    """Return every id that stands somewhere in the values of a record."""
    return set(_UUID.findall(json.dumps(values, default=str)))


# --- Rows ---------------------------------------------------------------------------------------------------------


def _rows(session: Session, actor: Actor, mine: Mine, path: Path, found: Gathered) -> Iterator[Record]:
    if path.way is Way.PARENT and path.target is not None:
        ids = {row.id for row in found.records.get(path.target, [])}
        rows: Iterable[Any] = _by_ids(session, actor, path, ids)
    else:
        rows = session.scalars(_statement(actor, mine, path))
    for row in rows:
        record = _record(row, path)
        if _may_have(actor, record):
            yield record


def _statement(actor: Actor, mine: Mine, path: Path) -> Select[Any]:
    model: Any = path.model
    column = getattr(model, path.column)
    statement = select(model).where(model.tenant_id == actor.tenant_id).order_by(model.id)
    if path.way is Way.SUBJECT:
        return statement.where(column.in_(mine.subjects))
    statement = statement.where(column == actor.person_id)
    if "subject_id" in columns_of(path.model):  # somebody with another role too is told of others' cases
        statement = statement.where(or_(model.subject_id.is_(None), model.subject_id.in_(mine.subjects)))
    return statement


def _by_ids(session: Session, actor: Actor, path: Path, wanted: set[UUID]) -> Iterator[Any]:
    model: Any = path.model
    column, ordered = getattr(model, path.column), sorted(wanted)
    for start in range(0, len(ordered), _AT_ONCE):
        statement = select(model).where(
            model.tenant_id == actor.tenant_id, column.in_(ordered[start : start + _AT_ONCE])
        )
        yield from session.scalars(statement.order_by(model.id))


def _may_have(actor: Actor, record: Record) -> bool:
    """Decide one record by the matrix; what lies in no compartment is the person's own."""
    if record.compartment is None:
        return True
    relations = frozenset({Role.WORKER})
    resource = Resource(actor.tenant_id, record.employer_id, relations, record.compartment)
    return decide(actor.asking(), ACTION, resource).allow


def _record(row: Any, path: Path) -> Record:
    record = Record(
        table=path.table,
        id=row.id,
        values={},
        subject_id=getattr(row, "subject_id", None),
        employer_id=getattr(row, "employer_id", None),
        compartment=getattr(row, "compartment", None),
    )
    sealed = sealed_of(path.model)
    for name in columns_of(path.model):
        if name in sealed:
            record.values[sealed[name]] = _opened(row, record, sealed[name], name)
        elif not _is_left_out(path, name):
            record.values[name] = as_json(getattr(row, name))
    record.references = [
        (table, getattr(row, column))
        for column, table in references_of(path.model)
        if getattr(row, column, None) is not None
    ]
    return record


def _opened(row: Any, record: Record, name: str, column: str) -> Any:
    """Return a sealed text; what may tell of others is noted to be looked at first."""
    sealed = getattr(row, column)
    if not sealed:
        return None
    try:
        text = str(getattr(row, name))
    except Erased:
        return {"erased": True}
    if words_of(record.table, name) is Words.OF_OTHERS:
        record.held.append(Held(name, hashlib.sha256(sealed).digest(), text))
    return _parsed(text)


def _parsed(text: str) -> Any:
    """Return a text, or what it holds where it is a document in JSON."""
    if text[:1] in ("{", "["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def sealed_of(model: type[Base]) -> dict[str, str]:
    """Return the names of sealed texts by the column that they lie in."""
    return {
        text.column: name for kind in model.__mro__ for name, text in vars(kind).items() if isinstance(text, Sealed)
    }


# --- Columns ------------------------------------------------------------------------------------------------------


def _left_out(path: Path) -> dict[str, str]:
    found = {name: LEFT_OUT.get(name, _SECRET) for name in columns_of(path.model) if _is_left_out(path, name)}
    if "content_sealed" in found:
        found["content_sealed"] = "the file itself, in the folder files"
    return {name: why for name, why in found.items() if name not in sealed_of(path.model)}


def _is_left_out(path: Path, name: str) -> bool:
    if name in sealed_of(path.model):
        return False
    column = columns_of(path.model)[name]
    is_bytes = getattr(column.type, "python_type", None) is bytes
    return name in LEFT_OUT or (is_bytes and name not in _BYTES_SHOWN)


def as_json(value: Any) -> Any:  # noqa: PLR0911 - one line a kind of value
    """Return a value as JSON holds it: days and instants in ISO 8601, amounts as text, codes as they are."""
    match value:
        case Enum():
            return value.value
        case UUID() | Decimal():
            return str(value)
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return value.hex()
        case Range():
            return {"from": as_json(value.lower), "until": as_json(value.upper)}
        case list() | tuple():
            return [as_json(each) for each in value]
        case dict():
            return {str(key): as_json(each) for key, each in value.items()}
        case _:
            return value
