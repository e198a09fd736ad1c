"""Columns whose text is encrypted with the key of their subject and compartment.

    class Concern(SubjectOwned, Base):
        text_sealed: Mapped[bytes]
        text = Sealed("text_sealed")

Assigning `text` seals it at the next flush; reading it opens it with the session's key ring. Nothing sealed can be
filtered, sorted or searched, on purpose.
"""

from typing import Any, overload

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction, object_session

from handrail.kit import crypto
from handrail.kit.db import SubjectOwned, TenantSession
from handrail.kit.errors import Misconfigured

_PENDING = "_plain_texts"


class Sealed:
    """Plain text on the outside, a sealed bytes column within. None stays None where the column allows it."""

    def __init__(self, column: str) -> None:
        self.column = column

    @overload
    def __get__(self, record: None, owner: type) -> "Sealed": ...
    @overload
    def __get__(self, record: SubjectOwned, owner: type) -> str: ...
    def __get__(self, record: SubjectOwned | None, owner: type) -> "Sealed | str":
        if record is None:
            return self
        pending: dict[str, str] = record.__dict__.get(_PENDING, {})
        if self.column in pending:
            return pending[self.column]
        sealed = getattr(record, self.column)
        return "" if not sealed else self._open(record, sealed)

    def __set__(self, record: SubjectOwned, value: str) -> None:
        record.__dict__.setdefault(_PENDING, {})[self.column] = value
        setattr(record, self.column, b"")  # marks the row as changed; the flush puts the sealed value in

    def _open(self, record: SubjectOwned, sealed: bytes) -> str:
        session = object_session(record)
        if session is None:
            raise Misconfigured("A sealed text is read inside the session that loaded it.")
        return crypto.unseal(session, place_of(record, self.column), sealed).decode()


def place_of(record: Any, column: str) -> crypto.Place:
    """Return where a column of this row lies."""
    return crypto.Place(
        tenant_id=record.tenant_id,
        employer_id=record.employer_id,
        subject_id=record.subject_id,
        compartment=record.compartment,
        table=record.__tablename__,
        row=record.id,
        column=column,
    )


@event.listens_for(TenantSession, "before_flush")
def _seal_pending(session: Session, flush: UOWTransaction, instances: Any) -> None:  # noqa: ARG001 - the event's signature
    for record in [*session.new, *session.dirty]:
        pending: dict[str, str] = record.__dict__.pop(_PENDING, {})
        for column, plain in pending.items():
            setattr(record, column, crypto.seal(session, place_of(record, column), plain.encode()))
