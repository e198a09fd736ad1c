"""`package.json`: every record of a worker for programs, in a form that is documented and numbered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from handrail.kit.i18n import _
from handrail.privacy.mine import Mine
from handrail.privacy.package.gathering import Gathered, Record
from handrail.privacy.package.labels import TITLES_OF_TABLES, TOPICS
from handrail.privacy.package.models import HeldState
from handrail.privacy.package.texts import TEXTS, Words, words_of
from handrail.privacy.seeing.access import Part
from handrail.privacy.seeing.disclosures import Disclosure

FORMAT: Final = "handrail-data-package"
VERSION: Final = 1
_WHY_NO_FILE: Final = "somebody else added it and it may tell of others, or it was not looked through"


@dataclass(frozen=True, slots=True)
class File:
    """A file inside the package, and the document that it is."""

    path: str
    document_id: str
    content_type: str
    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """Everything that `package.json` says, apart from the files' bytes."""

    mine: Mine
    consultancy: str
    locale: str
    made_at: datetime
    gathered: Gathered
    people: Mapping[str, str]
    parts: Sequence[Part]
    disclosures: Sequence[Disclosure]
    files: Sequence[File]


def document_of(package: Package) -> dict[str, Any]:
    """Return the document. Days and instants are ISO 8601, amounts texts, codes as in the API."""
    gathered = package.gathered
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": package.made_at.isoformat(),
        "locale": package.locale,
        "consultancy": package.consultancy,
        "person": {"id": str(package.mine.person.id), "name": package.mine.person.name},
        "employments": [str(each.id) for each in package.mine.employments],
        "cases": [str(each.id) for each in package.mine.cases],
        "people": dict(sorted(package.people.items())),
        "who_may_see": [_part(part) for part in package.parts],
        "disclosures": [asdict(each) | {"on": each.on.isoformat()} for each in package.disclosures],
        "held_back": [
            {"table": row.table, "id": str(row.id), "text": held.name, "why": "may tell of somebody else"}
            for row in gathered.all()
            for held in row.held
        ]
        + [
            {"table": "case_file", "id": str(row.id), "text": "the file itself", "why": _WHY_NO_FILE}
            for row in gathered.records.get("case_file", [])
            if str(row.id) not in {file.document_id for file in package.files}
        ],
        "never_included": [
            {
                "what": "the supervisor's answers after the return, and the supervisor's own calls",
                "why": "each reads their own answers only",
                "rule": "S7-2",
            },
            {"what": "keys, and digests of secrets", "why": "they open things and say nothing of you", "rule": ""},
        ],
        "files": [{name: value for name, value in asdict(each).items() if name != "data"} for each in package.files],
        "tables": {
            name: _table(name, rows, gathered.left_out.get(name, {})) for name, rows in gathered.records.items() if rows
        },
    }


def to_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the document as UTF-8."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _part(part: Part) -> dict[str, Any]:
    return {
        "compartment": part.compartment.value,
        "title": _(part.title),
        "people": [
            {
                "person_id": str(reader.person_id),
                "role": reader.role.value,
                "since": reader.since.isoformat() if reader.since else None,
                "until": reader.until.isoformat() if reader.until else None,
                "facts_only": reader.facts_only,
                "why": _(reader.why),
            }
            for reader in (*part.today, *part.before, *part.later)
        ],
    }


def _table(name: str, rows: Sequence[Record], left_out: Mapping[str, str]) -> dict[str, Any]:
    topic = next((title for title, tables in TOPICS.items() if name in tables), None)
    return {
        "title": _(TITLES_OF_TABLES[name]) if name in TITLES_OF_TABLES else name,
        "topic": _(topic) if topic else None,
        "left_out": dict(left_out),
        "records": [row.values for row in rows],
    }


def hold_back(record: Record, decided: Mapping[tuple[str, str, bytes], tuple[HeldState, str]]) -> None:
    """Put in place of each text that may tell of others what was decided about it; what was not stays held."""
    for held in list(record.held):
        state, words = decided.get((str(record.id), held.name, held.sealed_sha256), (HeldState.WAITING, ""))
        if state is HeldState.WAITING:
            record.values[held.name] = {"held_back": "may tell of somebody else"}
            continue
        record.held.remove(held)
        if state is HeldState.REDACTED:
            record.values[held.name] = {"redacted": True, "text": words}


def hold_back_values(gathered: Gathered) -> None:
    """Leave out of the values before and after an entry what is held back, or may be, in the record itself."""
    from_entry = {str(row.id): str(row.values["object_table"]) for row in gathered.records.get("timeline_entry", [])}
    for row in gathered.records.get("record_version", []):
        values = row.values.get("values")
        if isinstance(values, dict) and isinstance(values.get("changes"), dict):
            _hide(values["changes"], from_entry.get(str(row.values["entry_id"]), ""))


def _hide(changes: dict[str, Any], table: str) -> None:
    for name in changes:
        if name in TEXTS.get(table, {}) and words_of(table, name) is Words.OF_OTHERS:
            changes[name] = {"held_back": "in the record itself"}
