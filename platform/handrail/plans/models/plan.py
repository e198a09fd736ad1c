"""The draft (coordination) and the versions of the plan (plan).

Versions are written once: the application's role may select and insert them, no more (S5-6).
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Date, Index, Numeric, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, code_type
from handrail.kit.sealed import Sealed
from handrail.plans.models.places import in_case
from handrail.plans.rules.codes import ActionKind, Party, Responsible, Welcome
from handrail.tenancy.models import to

_HOURS = Numeric(4, 2)


class PlanDraft(SubjectOwned, Base):
    """What worker and coordinator are working on; the supervisor reads it once it is proposed.

    `content` is `rules.content.Content` as JSON. `revision` grows with every save.
    """

    __tablename__ = "plan_draft"
    __table_args__ = in_case(Compartment.COORDINATION, UniqueConstraint("tenant_id", "subject_id"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    content_sealed: Mapped[bytes]
    content = Sealed("content_sealed")
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID]


class PlanVersion(SubjectOwned, Base):
    """One version of the plan, between the two people it names."""

    __tablename__ = "plan_version"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(
        Compartment.PLAN,
        UniqueConstraint("tenant_id", "subject_id", "number"),
        to("person", "worker_id"),
        to("person", "supervisor_id"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    number: Mapped[int]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[UUID]
    worker_id: Mapped[UUID]
    supervisor_id: Mapped[UUID]
    first_day_on: Mapped[date]
    full_week_hours: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    evaluations_on: Mapped[list[date]] = mapped_column(ARRAY(Date))
    welcome: Mapped[Welcome] = mapped_column(code_type(Welcome))
    welcome_wish_sealed: Mapped[bytes]
    welcome_wish = Sealed("welcome_wish_sealed")
    aim_sealed: Mapped[bytes]
    aim = Sealed("aim_sealed")
    limitations_sealed: Mapped[bytes]
    limitations = Sealed("limitations_sealed")
    if_it_stalls_sealed: Mapped[bytes]
    if_it_stalls = Sealed("if_it_stalls_sealed")
    replacement_sealed: Mapped[bytes]
    replacement = Sealed("replacement_sealed")
    colleagues_sealed: Mapped[bytes]
    colleagues = Sealed("colleagues_sealed")


def _of_version(*more: UniqueConstraint) -> tuple[object, ...]:
    return in_case(Compartment.PLAN, to("plan_version", "version_id"), Index(None, "tenant_id", "version_id"), *more)


class VersionConcern(SubjectOwned, Base):
    """A released concern in a version; where no action answers it, why (S5-2)."""

    __tablename__ = "plan_version_concern"
    __grants__ = ("select", "insert")
    __table_args__ = (*_of_version(), to("plan_concern", "plan_concern_id"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    version_id: Mapped[UUID]
    place: Mapped[int]
    plan_concern_id: Mapped[UUID]
    why_no_action_sealed: Mapped[bytes]
    why_no_action = Sealed("why_no_action_sealed")


class PlanAction(SubjectOwned, Base):
    """An action of a version (S5-2). `since` is the version since which its promise reads as it does here."""

    __tablename__ = "plan_action"
    __grants__ = ("select", "insert")
    __table_args__ = _of_version(UniqueConstraint("tenant_id", "version_id", "key"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    version_id: Mapped[UUID]
    place: Mapped[int]
    key: Mapped[str]
    since: Mapped[int]
    kind: Mapped[ActionKind] = mapped_column(code_type(ActionKind))
    responsible: Mapped[Responsible] = mapped_column(code_type(Responsible))
    starts_on: Mapped[date | None]
    due_on: Mapped[date]
    before_return: Mapped[bool]
    concern_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    responsible_name_sealed: Mapped[bytes]
    responsible_name = Sealed("responsible_name_sealed")
    description_sealed: Mapped[bytes]
    description = Sealed("description_sealed")
    judged_by_sealed: Mapped[bytes]
    judged_by = Sealed("judged_by_sealed")


class PlanQuestion(SubjectOwned, Base):
    """A question of a version (S5-3), with the answer there was when it was proposed."""

    __tablename__ = "plan_question"
    __grants__ = ("select", "insert")
    __table_args__ = _of_version(UniqueConstraint("tenant_id", "version_id", "key"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    version_id: Mapped[UUID]
    place: Mapped[int]
    key: Mapped[str]
    responsible: Mapped[Responsible] = mapped_column(code_type(Responsible))
    due_on: Mapped[date]
    text_sealed: Mapped[bytes]
    text = Sealed("text_sealed")
    answer_sealed: Mapped[bytes]
    answer = Sealed("answer_sealed")


class PlanWeek(SubjectOwned, Base):
    """A week of the build-up: hours of Monday to Sunday (null: does not work that day), and the tasks."""

    __tablename__ = "plan_week"
    __grants__ = ("select", "insert")
    __table_args__ = _of_version(UniqueConstraint("tenant_id", "version_id", "monday"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    version_id: Mapped[UUID]
    monday: Mapped[date]
    hours: Mapped[list[Decimal | None]] = mapped_column(ARRAY(_HOURS))
    tasks_sealed: Mapped[bytes]
    tasks = Sealed("tasks_sealed")
    cover_sealed: Mapped[bytes]
    cover = Sealed("cover_sealed")


class Acceptance(SubjectOwned, Base):
    """That a party accepted this very version; both make it a contract (S5-6)."""

    __tablename__ = "plan_acceptance"
    __grants__ = ("select", "insert")
    __table_args__ = _of_version(UniqueConstraint("tenant_id", "version_id", "party"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    version_id: Mapped[UUID]
    number: Mapped[int]
    party: Mapped[Party] = mapped_column(code_type(Party))
    person_id: Mapped[UUID]
    accepted_at: Mapped[datetime]
    sign_in_id: Mapped[UUID | None]
