"""Statutory documents in words: what each says, what it lacks, who signed, and where each kind stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from handrail.cases.statutory import words as named
from handrail.cases.statutory.codes import Answer, Side
from handrail.cases.statutory.contents import Words
from handrail.cases.statutory.models import StatutoryAnswer, StatutoryVersion
from handrail.cases.statutory.rules import PARTS, Given, holds_all, missing_fields, missing_parts, waits_for
from handrail.kit.i18n import _, format_date, format_number
from handrail.sdk import DocumentPart, Field, StatutoryDocument

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One field with what was written: a text, or the rows of a list under their heads."""

    label: str
    text: str
    heads: list[str] = field(default_factory=list)
    rows: Rows = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with what stands in it; who may write it."""

    title: str
    by: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of a composed file. `versions` are (document, number, day, code) of what it is put together from."""

    title: str
    is_missing: bool
    from_worker: bool
    versions: list[tuple[UUID, int, date, str]]


@dataclass(frozen=True, slots=True)
class Signed:
    """What one side said of a version."""

    who: str
    said: str
    words: str
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True)
class Shown:
    """A version as pages and paper show it."""

    title: str
    own_title: tuple[str, str] | None
    notes: list[str]
    given_to: list[str]
    number: int
    on: date
    sections: list[ShownSection]
    parts: list[ShownPart]
    missing: list[str]
    signed: list[Signed]
    waiting: list[str]
    digest: str


def shown(declared: StatutoryDocument, version: StatutoryVersion, answers: Sequence[StatutoryAnswer]) -> Shown:
    """Return a version in the current language; inside the session that loaded it."""
    words, content = Words(declared), json.loads(version.content)
    given = [Given(each.side, each.given_by_side, each.answer, each.answered_at) for each in answers]
    waiting = waits_for(declared, given) if holds_all(declared, content) else []
    return Shown(
        title=words.title,
        own_title=words.own_title,
        notes=words.notes,
        given_to=words.given_to,
        number=version.number,
        on=version.on,
        sections=sections_in_words(declared, content),
        parts=[_part(words, part, content) for part in declared.parts],
        missing=missing_in_words(declared, content),
        signed=[_signed(each) for each in answers],
        waiting=[_(named.SIDES[side]) for side in waiting],
        digest=version.digest.hex(),
    )


def sections_in_words(declared: StatutoryDocument, content: Mapping[str, Any]) -> list[ShownSection]:
    """Return the sections in which something was written."""
    words, found = Words(declared), []
    for section in declared.sections:
        entries = [
            _entry(words, each, content[each.key]) for each in section.fields if content.get(each.key) is not None
        ]
        if entries:
            by = _(named.AUTHORS[tuple(dict.fromkeys(section.authors))])
            found.append(ShownSection(words.of(section.key, section.title), by, entries))
    return found


def missing_in_words(declared: StatutoryDocument, content: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields and parts that a version lacks, in order."""
    words = Words(declared)
    parts = [words.of(part.key, part.title) for part in missing_parts(declared, content)]
    return words.missing(missing_fields(declared, content)) + parts


def _entry(words: Words, each: Field, value: Any) -> Entry:
    label = words.of(each.key, each.label)
    if each.kind != "list":
        return Entry(label, _value(words, each, each.key, value))
    rows = [
        [
            _value(words, inner, f"{each.key}.{inner.key}", row[inner.key]) if inner.key in row else ""
            for inner in each.item
        ]
        for row in value
    ]
    return Entry(label, "", [words.of(f"{each.key}.{inner.key}", inner.label) for inner in each.item], rows)


def _value(words: Words, each: Field, key: str, value: Any) -> str:
    match each.kind:
        case "bool":
            return _("Yes") if value else _("No")
        case "choice":
            return words.of(f"{key}.{value}", str(value))
        case "date":
            return format_date(date.fromisoformat(value), "long")
        case "decimal" | "int":
            return format_number(Decimal(str(value)))
        case _:
            return str(value)


def _part(words: Words, part: DocumentPart, content: Mapping[str, Any]) -> ShownPart:
    there = [each for each in content.get(PARTS, ()) if each["part"] == part.key]
    return ShownPart(
        title=words.of(part.key, part.title),
        is_missing=not there and part.required and bool(part.documents),
        from_worker=not part.documents,
        versions=[
            (UUID(each["document"]), each["number"], date.fromisoformat(each["on"]), each["code"]) for each in there
        ],
    )


def _signed(answer: StatutoryAnswer) -> Signed:
    said = _(named.ANSWERS[answer.answer])
    if answer.answer is Answer.UNANSWERED:
        said = _("No answer was given, as the employer notes")
    who = _(named.SIDES[Side(answer.side)])
    return Signed(who, said, answer.words, answer.answered_at, answer.answered_by)
