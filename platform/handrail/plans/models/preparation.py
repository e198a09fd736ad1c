"""Preparing the meeting: readiness, summary, tentative plan (coordination), and the meeting itself (plan)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, check, code_type
from handrail.kit.sealed import Sealed
from handrail.plans.models.places import in_case
from handrail.plans.rules.codes import MeetingState, Physician, Topic

_TOPICS = ", ".join(f"'{topic.value}'" for topic in Topic)


class Readiness(SubjectOwned, Base):
    """That the worker feels ready, and the date a physician set (S4-1). Dates only: no words about health (CON-4)."""

    __tablename__ = "readiness"
    __table_args__ = in_case(Compartment.COORDINATION, UniqueConstraint("tenant_id", "subject_id"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    worker_ready_on: Mapped[date | None] = mapped_column(default=None)
    physician: Mapped[Physician | None] = mapped_column(code_type(Physician), default=None)
    capacity_from_on: Mapped[date | None] = mapped_column(default=None)
    return_on: Mapped[date | None] = mapped_column(default=None)


class Summary(SubjectOwned, Base):
    """The coordinator's summary of the concerns; a change is a new one, which the worker validates anew (S4-4)."""

    __tablename__ = "concern_summary"
    __table_args__ = in_case(Compartment.COORDINATION, UniqueConstraint("tenant_id", "subject_id", "number"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    number: Mapped[int]
    text_sealed: Mapped[bytes]
    text = Sealed("text_sealed")
    written_at: Mapped[datetime]
    written_by: Mapped[UUID]
    validated_at: Mapped[datetime | None] = mapped_column(default=None)
    validated_by: Mapped[UUID | None] = mapped_column(default=None)
    agreed_to_discuss: Mapped[bool] = mapped_column(default=False)


class TentativePlan(SubjectOwned, Base):
    """The topics of the meeting, in order, and nothing else: it can hold no course of action (S4-5)."""

    __tablename__ = "tentative_plan"
    __table_args__ = in_case(
        Compartment.COORDINATION,
        UniqueConstraint("tenant_id", "subject_id"),
        check(f"topics <@ array[{_TOPICS}]::text[]", "topics_only"),
        check("cardinality(topics) >= 1", "some_topic"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    topics: Mapped[list[str]] = mapped_column(ARRAY(Text))
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class Meeting(SubjectOwned, Base):
    """The planning meeting (S4-6, S5-1). Before it is held, this is all that the supervisor may know of it.

    The briefing has no words of its own: role and procedure are the same text for everybody, so nothing of a concern
    can go along. `began_at` is when the coordinator opened it: from then on concerns are raised, one by one, and the
    draft is written. `present` are role codes; `objectives` are written at the meeting, for all who sit there.
    """

    __tablename__ = "planning_meeting"
    __table_args__ = in_case(
        Compartment.PLAN,
        Index(
            "planning_meeting_open_key", "tenant_id", "subject_id", unique=True,
            postgresql_where=text("state = 'scheduled'"),
        ),
        check("state <> 'held' or held_on is not null", "held_on_a_day"),
    )  # fmt: skip

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    state: Mapped[MeetingState] = mapped_column(code_type(MeetingState), default=MeetingState.SCHEDULED)
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place_sealed: Mapped[bytes]
    place = Sealed("place_sealed")
    union_invited: Mapped[bool] = mapped_column(default=False)
    scheduled_at: Mapped[datetime]
    briefed_on: Mapped[date | None] = mapped_column(default=None)
    briefed_by: Mapped[UUID | None] = mapped_column(default=None)
    began_at: Mapped[datetime | None] = mapped_column(default=None)
    held_on: Mapped[date | None] = mapped_column(default=None)
    present: Mapped[list[Any]] = mapped_column(default=list)
    objectives_sealed: Mapped[bytes | None] = mapped_column(default=None)
    objectives = Sealed("objectives_sealed")
    worker_spoke_first: Mapped[bool | None] = mapped_column(default=None)
