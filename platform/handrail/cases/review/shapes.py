"""Held letters as the API gives them."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from handrail.cases.review.models import HeldLetter
from handrail.kit.codes import Compartment


class HeldLetterShape(Struct, frozen=True):
    """A letter that waits to be read, or what was answered; without the worker's name and without the letter."""

    __compartment__: ClassVar = Compartment.COORDINATION

    id: UUID
    case_id: UUID
    key: str
    version: str
    state: str
    asked_by: UUID
    asked_at: datetime
    decided_at: datetime | None
    reason: str
    """Why it came back; empty for a lead, who reads no words of coordination."""

    @classmethod
    def of(cls, letter: HeldLetter, *, reads_reason: bool = False) -> "HeldLetterShape":
        """Return a held letter as the API gives it."""
        return cls(
            letter.id,
            letter.subject_id,
            letter.key,
            letter.version,
            letter.state.value,
            letter.asked_by,
            letter.asked_at,
            letter.decided_at,
            (letter.reason or "") if reads_reason else "",
        )


class HeldLetterTextShape(Struct, frozen=True):
    """A held letter with its words, as whoever gets it would read them today."""

    __compartment__: ClassVar = Compartment.COORDINATION

    letter: HeldLetterShape
    locale: str
    subject: str
    text: str
