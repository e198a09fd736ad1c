"""Carrying the plan out (S6): answers, what is in place, the return, the weeks as they went. All in `plan`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, check
from handrail.kit.sealed import Sealed
from handrail.plans.models.places import in_case


class QuestionAnswer(SubjectOwned, Base):
    """An answer to a question (S5-3); a better one is another row, and the newest counts."""

    __tablename__ = "plan_answer"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(Compartment.PLAN)

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    key: Mapped[str]
    text_sealed: Mapped[bytes]
    text = Sealed("text_sealed")
    answered_at: Mapped[datetime]
    answered_by: Mapped[UUID]


class PromiseConfirmation(SubjectOwned, Base):
    """What was said of one action: in place, or not yet (S6-1). `since` names the wording that was meant."""

    __tablename__ = "promise_confirmation"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(Compartment.PLAN)

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    key: Mapped[str]
    since: Mapped[int]
    in_place: Mapped[bool]
    on: Mapped[date]
    said_at: Mapped[datetime]
    said_by: Mapped[UUID]
    note_sealed: Mapped[bytes]
    note = Sealed("note_sealed")


class ReturnRecord(SubjectOwned, Base):
    """That the return was marked as prepared (S6-1), the first day back, how it went (S6-2), what it went past.

    One row a case: `prepared_version` is the contract under which every before-return action stood; `first_day_on`
    stays null until the worker came. A correction changes the row; the timeline and the fact that it replaces keep
    what was said before (ACC-3).
    """

    __tablename__ = "return_record"
    __table_args__ = in_case(
        Compartment.PLAN,
        UniqueConstraint("tenant_id", "subject_id"),
        check("(first_day_on is null) = (fact_id is null)", "a_return_is_a_fact"),
        check("(prepared_version is null) = (prepared_at is null)", "prepared_under_a_version"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    prepared_version: Mapped[int | None] = mapped_column(default=None)
    prepared_at: Mapped[datetime | None] = mapped_column(default=None)
    prepared_by: Mapped[UUID | None] = mapped_column(default=None)
    first_day_on: Mapped[date | None] = mapped_column(default=None)
    full: Mapped[bool | None] = mapped_column(default=None)
    supervisor_greeted: Mapped[bool | None] = mapped_column(default=None)
    coordinator_came_along: Mapped[bool | None] = mapped_column(default=None)
    welcome_as_wished: Mapped[bool | None] = mapped_column(default=None)
    skipped: Mapped[list[Any]] = mapped_column(default=list)
    fact_id: Mapped[UUID | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime | None] = mapped_column(default=None)
    recorded_by: Mapped[UUID | None] = mapped_column(default=None)


class ActualWeek(SubjectOwned, Base):
    """Hours and tasks of one week as they were (S6-3)."""

    __tablename__ = "actual_week"
    __table_args__ = in_case(
        Compartment.PLAN,
        UniqueConstraint("tenant_id", "subject_id", "monday"),
        Index(None, "tenant_id", "subject_id", "monday"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    monday: Mapped[date]
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    tasks_sealed: Mapped[bytes]
    tasks = Sealed("tasks_sealed")
    replacement_there: Mapped[bool | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID]


class SupervisorTalk(SubjectOwned, Base):
    """A talk that the supervisor plans with the worker after the return: its day, and that it was held (S7-6).

    What they talk about is theirs, and there is no field for it.
    """

    __tablename__ = "supervisor_talk"
    __grants__ = ("select", "insert", "update")
    __table_args__ = in_case(
        Compartment.PLAN,
        UniqueConstraint("tenant_id", "subject_id", "planned_on"),
        check("held_on is null or dropped_at is null", "held_or_dropped"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    planned_on: Mapped[date]
    planned_by: Mapped[UUID]
    held_on: Mapped[date | None] = mapped_column(default=None)
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime]
