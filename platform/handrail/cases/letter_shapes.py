"""Requests to be in touch and letters, as the API gives them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct, structs

from handrail.cases.letter_models import EmployerLetter
from handrail.cases.request_models import ContactRequest
from handrail.cases.shapes import RequestShape


class AskedShape(RequestShape, frozen=True):
    """A request to contact the worker, and for whom: administrative, without the reason of the decision."""

    asked_for: str

    @classmethod
    def asked(cls, request: ContactRequest) -> "AskedShape":
        """Return a request as the API gives it."""
        return cls(**structs.asdict(RequestShape.of(request)), asked_for=request.asked_for.value)


class LetterShape(Struct, frozen=True):
    """A letter of the employer's side. `handed_over_at` None: the worker does not know of it yet."""

    id: UUID
    request_id: UUID | None
    title: str
    body: str
    written_as: str
    written_at: datetime
    handed_over_at: datetime | None

    @classmethod
    def of(cls, letter: EmployerLetter) -> "LetterShape":
        """Return a letter as the API gives it."""
        return cls(
            letter.id,
            letter.request_id,
            letter.title,
            letter.body,
            letter.written_as.value,
            letter.written_at,
            letter.handed_over_at,
        )
