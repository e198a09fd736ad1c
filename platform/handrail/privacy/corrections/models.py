"""What workers asked to have put right, and what was noted beside the old records (PRI-1)."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.db import Base, SubjectOwned, check, code_type
from handrail.kit.rls import ENGINE, ROLE
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to

BETWEEN_THE_TWO: Final = (
    f"({ENGINE} or {ROLE} = 'worker' or ({ROLE} = 'coordinator' and compartment = 'coordination') "
    f"or ({ROLE} in ('hr', 'absence_admin') and compartment = 'administrative'))"
)
"""The worker and whoever keeps the record: human resources, or the coordinator. Nobody else who reads beside them."""
_PLACES: Final = "compartment in ('administrative', 'coordination')"


class CorrectionState(StrEnum):
    """What became of a request."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class CorrectionRequest(SubjectOwned, Base):
    """A worker says that something is not right, and what is. Administrative where the employer keeps the record.

    `object_table` and `object_id` name the record, where it is one; `about` says in a code what it is. `answer` is
    what the responsible person wrote back.
    """

    __tablename__ = "correction_request"
    __grants__ = ("select", "insert", "update")
    __narrow__ = BETWEEN_THE_TWO
    __table_args__ = (
        to("person", "person_id"),
        Index(None, "tenant_id", "subject_id", "asked_at"),
        Index(None, "tenant_id", "employer_id", "state", "asked_at"),
        check(_PLACES, "where_somebody_answers"),
        check("(state = 'waiting') = (answered_at is null)", "answered"),
        check("(object_table is null) = (object_id is null)", "one_record"),
    )

    person_id: Mapped[UUID]
    asked_at: Mapped[datetime]
    about: Mapped[str]
    object_table: Mapped[str | None] = mapped_column(default=None)
    object_id: Mapped[UUID | None] = mapped_column(default=None)
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    state: Mapped[CorrectionState] = mapped_column(code_type(CorrectionState), default=CorrectionState.WAITING)
    answer_sealed: Mapped[bytes | None] = mapped_column(default=None)
    answer = Sealed("answer_sealed")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[UUID | None] = mapped_column(default=None)


class CorrectionNote(SubjectOwned, Base):
    """What is right, noted beside the old record, which stays as it was. Written once, never changed."""

    __tablename__ = "correction_note"
    __grants__ = ("select", "insert")
    __narrow__ = BETWEEN_THE_TWO
    __table_args__ = (
        to("correction_request", "request_id"),
        UniqueConstraint("tenant_id", "request_id"),
        Index(None, "tenant_id", "subject_id"),
        check(_PLACES, "beside_the_record"),
    )

    request_id: Mapped[UUID]
    object_table: Mapped[str | None] = mapped_column(default=None)
    object_id: Mapped[UUID | None] = mapped_column(default=None)
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    noted_at: Mapped[datetime]
    noted_by: Mapped[UUID]
