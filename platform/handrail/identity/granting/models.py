"""Access for a time: who may look or act for whom, by whose leave, why, and until when."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Role
from handrail.kit.db import Base, EmployerOwned, check
from handrail.kit.rls import ENGINE, ME, ROLE
from handrail.tenancy.models import to


class SupportAccess(EmployerOwned, Base):
    """Leave for one agent to look at one client organisation through the eyes of one role, for at most four hours.

    Nothing can be changed under it. The lenses reach no own, medical or union record (PRI-4).
    """

    __tablename__ = "support_access"
    __grants__ = ("select", "insert", "update")
    __narrow__ = f"({ENGINE} or agent_id = {ME} or {ROLE} in ('consultancy_admin', 'privacy_officer', 'auditor'))"
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("person", "agent_id"),
        to("person", "given_by"),
        Index(None, "tenant_id", "agent_id"),
        check("ends_at > starts_at and ends_at <= starts_at + interval '4 hours'", "four_hours"),
        check("agent_id <> given_by", "nobody_lets_themselves_in"),
        check("lens in ('hr', 'absence_admin', 'lead_coordinator', 'employer_admin')", "lens"),
    )

    agent_id: Mapped[UUID]
    lens: Mapped[Role]
    given_by: Mapped[UUID]
    reason: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    def days(self) -> Range[Any]:
        """Return the days that it touches, in UTC and a little beyond: for the row-level half of the decision."""
        return Range(self.starts_at.date(), (self.ends_at + timedelta(days=1)).date(), bounds="[)")


class SupportLook(EmployerOwned, Base):
    """A page or a reading that was opened under support access: what, when, and about whom where it was one person."""

    __tablename__ = "support_look"
    __grants__ = ("select", "insert")
    __narrow__ = f"({ENGINE} or {ROLE} in ('consultancy_admin', 'privacy_officer', 'auditor'))"
    __table_args__ = (to("support_access", "access_id"), Index(None, "tenant_id", "access_id", "at"))

    access_id: Mapped[UUID]
    at: Mapped[datetime]
    endpoint: Mapped[str]
    subject_id: Mapped[UUID | None]


class Cover(EmployerOwned, Base):
    """A coordinator is away, and a colleague has a part in each of their cases, for these days."""

    __tablename__ = "cover"
    __grants__ = ("select", "insert", "update")
    __narrow__ = f"({ENGINE} or {ROLE} in ('coordinator', 'lead_coordinator', 'consultancy_admin', 'auditor'))"
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("person", "person_id"),
        to("person", "by_id"),
        to("person", "given_by"),
        Index(None, "tenant_id", "person_id"),
        check("person_id <> by_id", "somebody_else"),
        check("upper(during) - lower(during) <= 180", "at_most_180_days"),
    )

    person_id: Mapped[UUID]
    """Who is away."""
    by_id: Mapped[UUID]
    """Who stands in."""
    given_by: Mapped[UUID]
    during: Mapped[Range[Any]] = mapped_column(DATERANGE)
    ended_at: Mapped[datetime | None]
    """When it was ended before its time."""
