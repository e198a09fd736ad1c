"""What a statutory document must hold, when it is complete, and what is signed. Pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from handrail.cases.statutory.codes import Answer, Side
from handrail.kit.codes import Role
from handrail.sdk import DocumentPart, DocumentSection, Field, StatutoryDocument

PARTS: Final = "parts"
"""Under this key the content of a composed file lists what it is put together from."""
DAYS_TO_ANSWER: Final = 7
"""Calendar days that a worker has before the employer may note that no answer was given."""
_EMPLOYER: Final = frozenset({Role.HR, Role.ABSENCE_ADMIN})

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as the rules read it."""

    side: Side
    by_side: Side
    answer: Answer
    at: datetime


def writes(role: Role, section: DocumentSection) -> bool:
    """Say whether the role writes a section: the absence administration writes for the employer."""
    return ("hr" if role in _EMPLOYER else role.value) in section.authors


def sections_of(document: StatutoryDocument, role: Role) -> tuple[DocumentSection, ...]:
    """Return the sections that a role writes."""
    return tuple(section for section in document.sections if writes(role, section))


def may_make(document: StatutoryDocument, role: Role) -> bool:
    """Say whether the role makes versions: whoever writes a section, and for a composed file the employer."""
    return bool(sections_of(document, role)) or (bool(document.parts) and role in _EMPLOYER)


def side_of(role: Role) -> Side | None:
    """Return for which side somebody in this role signs."""
    if role is Role.WORKER:
        return Side.WORKER
    return Side.EMPLOYER if role in _EMPLOYER else None


def missing_fields(document: StatutoryDocument, content: Content) -> list[str]:
    """Return the keys of what must be filled in and is not, in order; a list lacks what one of its rows lacks."""
    return [field.key for field in document.fields if field.required and _is_missing(field, content.get(field.key))]


def _is_missing(field: Field, value: Any) -> bool:
    if field.kind == "list":
        rows = value or []
        inner = [each for each in field.item if each.required]
        return not rows or any(_is_missing(each, row.get(each.key)) for row in rows for each in inner)
    return value is None or value == ""


def missing_parts(document: StatutoryDocument, content: Content) -> list[DocumentPart]:
    """Return the required parts of a composed file that it lacks; what the worker sends alone is never asked for."""
    there = {part["part"] for part in content.get(PARTS, ())}
    return [part for part in document.parts if part.required and part.documents and part.key not in there]


def holds_all(document: StatutoryDocument, content: Content) -> bool:
    """Say whether a version holds everything that it must."""
    return not missing_fields(document, content) and not missing_parts(document, content)


def waits_for(document: StatutoryDocument, given: Iterable[Given]) -> list[Side]:
    """Return the sides whose answer on a version is still open, in the order in which they are declared."""
    answered = {each.side.value for each in given}
    return [Side(party) for party in document.signed_by if party not in answered]


def completed_on(
    document: StatutoryDocument, content: Content, on: date, given: Collection[Given], zone: str
) -> date | None:
    """Return from which day the document is complete; None while something is missing.

    What nobody signs is complete on the day on which it was made; what is signed, on the day of the last answer at the
    worker's site, so that no signature is dated back. "Not agreed", with its reasons, is an answer too: the law asks
    that both are heard, and an employer's duty to make the document can not hang on the worker's consent.
    """
    if not holds_all(document, content) or waits_for(document, given):
        return None
    signed = [each.at.astimezone(ZoneInfo(zone)).date() for each in given if each.side.value in document.signed_by]
    return max([on, *signed])


def may_note_no_answer(document: StatutoryDocument, given: Collection[Given], made_at: datetime, now: datetime) -> bool:
    """Say whether the employer may note that the worker gave no answer: they signed, and the worker had their days."""
    waiting = waits_for(document, given)
    return waiting == [Side.WORKER] and (now - made_at).days >= DAYS_TO_ANSWER


def digest_of(document_id: UUID, code: str, number: int, on: date, content: str) -> bytes:
    """Return the SHA-256 by which one version is known: of which document, which number, which day, and all it says."""
    head = f"{document_id}\n{code}\n{number}\n{on.isoformat()}\n"
    return hashlib.sha256(head.encode() + content.encode()).digest()


def put_together(
    document: StatutoryDocument, complete: Sequence[Mapping[str, Any]], since: date | None
) -> list[dict[str, Any]]:
    """Return the parts of a composed file: each complete document, dated since the absence began, under its part.

    `complete` has code, document, number, on (ISO) and digest of the version that holds of each, in the order of days.
    """
    first = since.isoformat() if since else ""
    return [
        {"part": part.key, **found}
        for part in document.parts
        for found in complete
        if found["code"] in part.documents and found["on"] >= first
    ]
