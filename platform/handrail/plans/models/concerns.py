"""Concerns: the worker's own, what they told the coordinator, and the wordings they released (CON-2, CON-3)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Compartment, Role
from handrail.kit.db import Base, SubjectOwned, code_type
from handrail.kit.sealed import Sealed
from handrail.plans.models.places import in_case
from handrail.plans.rules.codes import AspectCategory, ConcernState, Effect, Topic
from handrail.tenancy.models import to


class OwnConcern(SubjectOwned, Base):
    """What the worker wrote for themselves; nobody else can know that it exists.

    `told_as` is the copy they gave the coordinator. The link stands here and not on the copy, whose readers would
    learn from the id when the worker began to write.
    """

    __tablename__ = "own_concern"
    __table_args__ = in_case(Compartment.OWN)

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.OWN)
    text_sealed: Mapped[bytes]
    text = Sealed("text_sealed")
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    told_as: Mapped[UUID | None] = mapped_column(default=None)


class Concern(SubjectOwned, Base):
    """What the worker told the coordinator, as the two work on it (S4-2).

    `approved` are the worker's words for the supervisor. `released_at` says that the worker lets them go; they are
    copied to the plan when they are raised at the meeting, or at once when the meeting was held. `plan_concern_id` is
    that copy. `place` is the order of priority, from 1.
    """

    __tablename__ = "concern"
    __table_args__ = in_case(Compartment.COORDINATION)

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    wording_sealed: Mapped[bytes]
    wording = Sealed("wording_sealed")
    topic: Mapped[Topic] = mapped_column(code_type(Topic))
    place: Mapped[int]
    state: Mapped[ConcernState] = mapped_column(code_type(ConcernState), default=ConcernState.STILL_THERE)
    reviewed_on: Mapped[date | None] = mapped_column(default=None)
    noted_at: Mapped[datetime]
    noted_as: Mapped[Role]
    approved_sealed: Mapped[bytes | None] = mapped_column(default=None)
    approved = Sealed("approved_sealed")
    released_at: Mapped[datetime | None] = mapped_column(default=None)
    plan_concern_id: Mapped[UUID | None] = mapped_column(default=None)


class ConcernReview(SubjectOwned, Base):
    """How a concern stood on a day, in the words of that day: when it was noted, and each time somebody looked again.

    Written once, so that worker and coordinator see what became of it (S4-2). `noted_as` is the role of who looked.
    """

    __tablename__ = "concern_review"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(
        Compartment.COORDINATION, to("concern", "concern_id"), Index(None, "tenant_id", "concern_id")
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    concern_id: Mapped[UUID]
    state: Mapped[ConcernState] = mapped_column(code_type(ConcernState))
    topic: Mapped[Topic] = mapped_column(code_type(Topic))
    wording_sealed: Mapped[bytes]
    wording = Sealed("wording_sealed")
    reviewed_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_as: Mapped[Role]


class WorkAspect(SubjectOwned, Base):
    """An aspect of the work that helps or harms those who do it, kept for prevention with the worker's consent (S4-3).

    It exists only where the worker said yes to this use: `consent_id` is that consent, and it counts for nothing once
    the consent was taken back. Nothing of it goes to the employer but as a theme of many (OAP-2).
    """

    __tablename__ = "work_aspect"
    __grants__ = ("select", "insert", "delete")
    __table_args__ = in_case(Compartment.PREVENTION, to("consent", "consent_id"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PREVENTION)
    consent_id: Mapped[UUID]
    category: Mapped[AspectCategory] = mapped_column(code_type(AspectCategory))
    effect: Mapped[Effect] = mapped_column(code_type(Effect))
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    noted_on: Mapped[date]
    noted_as: Mapped[Role]


class PlanConcern(SubjectOwned, Base):
    """A copy of words that the worker approved: all that the supervisor ever reads of a concern (CON-2).

    It exists from the planning meeting on and is never changed: what was said at the table can not be unsaid.
    """

    __tablename__ = "plan_concern"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(Compartment.PLAN)

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    topic: Mapped[Topic] = mapped_column(code_type(Topic))
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    place: Mapped[int]
    shared_on: Mapped[date]
