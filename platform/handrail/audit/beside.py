"""What was put right about records, shown wherever they are read (PRI-1): a slice above says what there is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class PutRight:
    """What is right about one record, which stays as it was; plain values. `about` says in words which record."""

    about: str
    words: str
    noted_at: datetime


Reader = Callable[[Session, UUID, Sequence[UUID]], list[PutRight]]
_readers: Final[list[Reader]] = []


def read_by(reader: Reader) -> None:
    """Have a slice above read what was put right about subjects of a tenant, as far as this session sees it."""
    if reader not in _readers:
        _readers.append(reader)


def put_right(session: Session, tenant_id: UUID, subjects: Sequence[UUID]) -> list[PutRight]:
    """Return what was put right about these subjects, the newest first."""
    found = [each for reader in _readers for each in reader(session, tenant_id, subjects)]
    return sorted(found, key=lambda each: each.noted_at, reverse=True)
