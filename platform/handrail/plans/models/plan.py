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
from handrail.plans.rules.codes import ActionKind, Party, RemarkKind, Responsible
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
    """One version of the plan, between the two people it names; `content` is `rules.content.Content` as JSON.

    `digest` is the SHA-256 of what was proposed (`rules.agreement.digest_of`): what somebody accepts, they accept as
    it reads there.
    """

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
    digest: Mapped[bytes]
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
    """That a party accepted this very version; both make it a contract (S5-6). `digest` is the version's own."""

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
    digest: Mapped[bytes]
    accepted_at: Mapped[datetime]
    sign_in_id: Mapped[UUID | None]


class PlanRemark(SubjectOwned, Base):
    """What the worker said of a version, to the coordinator: a remark, or why they do not accept it as it reads.

    It lies in coordination: to hesitate has no consequence, so the supervisor sees "not answered yet" and no more.
    """

    __tablename__ = "plan_remark"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(Compartment.COORDINATION)

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    number: Mapped[int]
    kind: Mapped[RemarkKind] = mapped_column(code_type(RemarkKind))
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    said_at: Mapped[datetime]


class PlanObjection(SubjectOwned, Base):
    """What the supervisor can not promise in a version, and why: read by all who read the plan."""

    __tablename__ = "plan_objection"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(Compartment.PLAN, to("person", "said_by"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    number: Mapped[int]
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    said_at: Mapped[datetime]
    said_by: Mapped[UUID]
