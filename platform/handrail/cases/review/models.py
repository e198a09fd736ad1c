"""Letters that are held until somebody else read them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.cases.review.codes import ReviewState
from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, check, code_type
from handrail.kit.rls import ENGINE, ROLE
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to


class HeldLetter(SubjectOwned, Base):
    """A letter that the coordinator wrote and that nobody got yet; in coordination, whoever it is for.

    Until it is released it is as if it had not been written: the process stands where it stood, nothing is told. So
    the worker finds it here only once it was released. `version` names the exact words, as `Wording.version` does.
    """

    __tablename__ = "held_letter"
    __grants__ = ("select", "insert", "update")
    __narrow__ = f"({ENGINE} or {ROLE} <> 'worker' or state = 'released')"
    __table_args__ = (
        to("cases", "subject_id"),
        to("person", "asked_by"),
        to("person", "decided_by"),
        Index(
            "held_letter_waiting_key",
            "tenant_id",
            "subject_id",
            "key",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "held_letter_queue_idx",
            "tenant_id",
            "employer_id",
            "asked_at",
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(None, "tenant_id", "subject_id", "asked_at"),
        check("compartment = 'coordination'", "compartment"),
        check("(state = 'waiting') = (decided_at is null)", "answered_once"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    key: Mapped[str]
    version: Mapped[str]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    state: Mapped[ReviewState] = mapped_column(code_type(ReviewState), default=ReviewState.WAITING)
    decided_by: Mapped[UUID | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    reason_sealed: Mapped[bytes | None] = mapped_column(default=None)
    reason = Sealed("reason_sealed")
