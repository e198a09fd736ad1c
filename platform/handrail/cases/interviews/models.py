"""Interviews as the employer's side holds them, what the worker says about an absence, and what they released of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.cases.interviews.codes import InterviewKind, StatementOf
from handrail.cases.rules.contacts import Channel
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import Base, SubjectOwned, check, code_type
from handrail.kit.rls import ENGINE, ROLE
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to

WORKER_AND_SUPERVISOR = f"({ENGINE} or {ROLE} in ('worker', 'supervisor'))"


class Interview(SubjectOwned, Base):
    """One interview, as it was held (INT-2, INT-3); administrative, on the employment, never changed.

    `participants` are role codes. `answers` is a JSON object by the guide's question keys, `agreed` a JSON list of
    what, who, by when and how it is evaluated, `build_up` one of from when, how many hours a week, which activities.
    `topics`, `put_off` and `let_go` are as in a contact. What is possible at work comes from the physician's statement
    of `statement_on` and names no illness (CON-4).
    """

    __tablename__ = "interview"
    __grants__ = ("select", "insert")
    __table_args__ = (
        to("employment", "subject_id"),
        to("absence", "absence_id"),
        Index(None, "tenant_id", "subject_id", "on"),
        check("compartment = 'administrative'", "compartment"),
        check("(kind = 'return_to_work') = (absence_id is not null)", "after_an_absence"),
        check("(kind = 'reintegration') = (statement_by is not null)", "from_a_statement"),
        check("(coalesce(statement_by, 'not_yet') <> 'not_yet') = (statement_on is not null)", "dated_statement"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.ADMINISTRATIVE)
    kind: Mapped[InterviewKind] = mapped_column(code_type(InterviewKind))
    absence_id: Mapped[UUID | None] = mapped_column(default=None)
    channel: Mapped[Channel] = mapped_column(code_type(Channel))
    on: Mapped[date]
    held_by: Mapped[UUID]
    held_as: Mapped[Role]
    participants: Mapped[list[Any]]
    guide_key: Mapped[str]
    statement_by: Mapped[StatementOf | None] = mapped_column(code_type(StatementOf), default=None)
    statement_on: Mapped[date | None] = mapped_column(default=None)
    topics: Mapped[list[Any]] = mapped_column(default=list)
    put_off: Mapped[list[Any]] = mapped_column(default=list)
    let_go: Mapped[list[Any]] = mapped_column(default=list)
    answers_sealed: Mapped[bytes]
    answers = Sealed("answers_sealed")
    build_up_sealed: Mapped[bytes]
    build_up = Sealed("build_up_sealed")
    agreed_sealed: Mapped[bytes]
    agreed = Sealed("agreed_sealed")
    next_on: Mapped[date | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]


class OwnWords(SubjectOwned, Base):
    """What the worker says about one absence in their own words, an answer to one question; theirs alone (INT-3).

    It lies in `own` on the employment, since an absence needs no case. `released_as` is the copy that the supervisor
    reads; the link stands here, so the copy tells nothing of when the worker began to write.
    """

    __tablename__ = "own_words"
    __table_args__ = (
        to("employment", "subject_id"),
        to("absence", "absence_id"),
        UniqueConstraint("tenant_id", "absence_id", "question"),
        check("compartment = 'own'", "compartment"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.OWN)
    absence_id: Mapped[UUID]
    question: Mapped[str]
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    revision: Mapped[int]
    changed_at: Mapped[datetime]
    released_as: Mapped[UUID | None] = mapped_column(default=None)


class ReleasedWords(SubjectOwned, Base):
    """A copy of words about an absence that the worker released to their supervisor, and to nobody else (INT-3).

    Administrative, and narrower than that: human resources and the coordinator do not read it. Taken back, it is gone.
    """

    __tablename__ = "released_words"
    __narrow__ = WORKER_AND_SUPERVISOR
    __grants__ = ("select", "insert", "delete")
    __table_args__ = (
        to("employment", "subject_id"),
        to("absence", "absence_id"),
        Index(None, "tenant_id", "subject_id"),
        check("compartment = 'administrative'", "compartment"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.ADMINISTRATIVE)
    absence_id: Mapped[UUID]
    question: Mapped[str]
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    released_on: Mapped[date]
