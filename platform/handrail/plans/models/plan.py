"""The draft (coordination), the versions of the plan and their acceptances (plan).

Versions and acceptances are written once: the application's role may select and insert them, no more (S5-6). A
version's content is one sealed document, since it is accepted as a whole; what reports and obligations count of its
actions stands beside it in `PlanAction`: codes and dates, no words.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, code_type
from handrail.kit.sealed import Sealed
from handrail.plans.models.places import in_case
from handrail.plans.rules.codes import ActionKind, Party, Responsible
from handrail.tenancy.models import to


class PlanDraft(SubjectOwned, Base):
    """What worker and coordinator are working on; the supervisor reads it once it is proposed.

    `content` is `rules.content.Content` as JSON. `revision` grows with every save. `form_key` is the filled-in form
    that saved it last: its own saves follow each other, while anybody else's have to name the revision they saw.
    """

    __tablename__ = "plan_draft"
    __table_args__ = in_case(Compartment.COORDINATION, UniqueConstraint("tenant_id", "subject_id"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    content_sealed: Mapped[bytes]
    content = Sealed("content_sealed")
    revision: Mapped[int] = mapped_column(default=1)
    form_key: Mapped[UUID | None] = mapped_column(default=None)
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID]


class PlanVersion(SubjectOwned, Base):
    """One version of the plan, between the two people it names; `content` is `rules.content.Content` as JSON."""

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
    content_sealed: Mapped[bytes]
    content = Sealed("content_sealed")


class PlanAction(SubjectOwned, Base):
    """An action of a version without its words; `key` names it over all versions of the plan.

    `since` is the version since which its promise reads as it does here: a confirmation names it.
    """

    __tablename__ = "plan_action"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(
        Compartment.PLAN,
        to("plan_version", "version_id"),
        UniqueConstraint("tenant_id", "version_id", "key"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    version_id: Mapped[UUID]
    key: Mapped[str]
    since: Mapped[int]
    kind: Mapped[ActionKind] = mapped_column(code_type(ActionKind))
    responsible: Mapped[Responsible] = mapped_column(code_type(Responsible))
    starts_on: Mapped[date | None]
    due_on: Mapped[date]
    before_return: Mapped[bool]


class Acceptance(SubjectOwned, Base):
    """That a party accepted this very version; both make it a contract (S5-6)."""

    __tablename__ = "plan_acceptance"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(
        Compartment.PLAN,
        to("plan_version", "version_id"),
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "version_id", "party"),
        Index(None, "tenant_id", "person_id"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    version_id: Mapped[UUID]
    number: Mapped[int]
    party: Mapped[Party] = mapped_column(code_type(Party))
    person_id: Mapped[UUID]
    accepted_at: Mapped[datetime]
    sign_in_id: Mapped[UUID | None]
