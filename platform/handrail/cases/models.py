"""The support process of one case: where it stands, what was reached, what the supervisor was told.

Rows in coordination and plan have the case as their subject (`subject_id`); administrative rows the employment.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.outcomes import Outcome
from handrail.cases.rules.participation import Participation
from handrail.cases.rules.steps import Milestone
from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, TenantOwned, check, code_type
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to


class CaseCounter(TenantOwned, Base):
    """How many cases a consultancy opened in a year: what their numbers count. `id` is made from the year."""

    __tablename__ = "case_counter"
    __grants__ = ("select", "insert", "update")

    year: Mapped[int]
    last: Mapped[int]


class CaseProcess(SubjectOwned, Base):
    """The support process of one case, in coordination: nobody of the employer's side sees that it exists (VOL-2).

    `call_by` is the day before which the invitation announced a call. `explained_on`: all of S2-1 was gone through.
    `version` counts the changes, for readers who bring theirs back.
    """

    __tablename__ = "case_process"
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("cases", "subject_id"),
        UniqueConstraint("tenant_id", "subject_id"),
        Index(None, "tenant_id", "employer_id", "outcome"),
        Index(
            "case_process_new_idx",
            "tenant_id",
            "employer_id",
            postgresql_where=text("participation = 'not_invited' and outcome is null"),
        ),
        check("(outcome is null) = (closed_on is null)", "closed_with_an_outcome"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    participation: Mapped[Participation] = mapped_column(code_type(Participation), default=Participation.NOT_INVITED)
    invited_on: Mapped[date | None] = mapped_column(default=None)
    call_by: Mapped[date | None] = mapped_column(default=None)
    explained_on: Mapped[date | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    next_conversation_on: Mapped[date | None] = mapped_column(default=None)
    preferred_channel: Mapped[Channel | None] = mapped_column(code_type(Channel), default=None)
    preferred_time_sealed: Mapped[bytes | None] = mapped_column(default=None)
    preferred_time = Sealed("preferred_time_sealed")
    outcome: Mapped[Outcome | None] = mapped_column(code_type(Outcome), default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Have SQLAlchemy count the changes, and refuse to overwrite one it did not see."""
        return {"version_id_col": cls.__table__.c.version}


class MilestoneReached(SubjectOwned, Base):
    """A milestone and its day; the process slices add theirs, and the first day of each counts."""

    __tablename__ = "milestone_reached"
    __grants__ = ("select", "insert")
    __table_args__ = (to("cases", "subject_id"), Index(None, "tenant_id", "subject_id"))

    milestone: Mapped[Milestone] = mapped_column(code_type(Milestone))
    on: Mapped[date]


class SupervisorNotice(SubjectOwned, Base):
    """What the supervisor was told when the worker had chosen to take part (S2-4): who, when, in which words.

    Nothing of the conversation goes along. `call_asked_on`: the day the supervisor was asked to call the worker,
    which counts only while the worker's consent is live (S2-3).
    """

    __tablename__ = "supervisor_notice"
    __grants__ = ("select", "insert", "update")
    __table_args__ = (to("cases", "subject_id"), to("person", "supervisor_id"), Index(None, "tenant_id", "subject_id"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    supervisor_id: Mapped[UUID]
    informed_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
    locale: Mapped[str]
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    version: Mapped[str]
    """Which wording the words were made from: `frame.Wording.version`."""
    call_asked_on: Mapped[date | None] = mapped_column(default=None)
