"""Emergency accesses: who asked, who agreed, for which part of which case, and what came of the review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Compartment, Role
from handrail.kit.db import Base, EmployerOwned, check
from handrail.kit.rls import ENGINE, ME, ROLE
from handrail.tenancy.models import to


class EmergencyAccess(EmployerOwned, Base):
    """One request for one part of one case. Reason and review are sealed with the key of that part.

    That two people open it and a third reviews it is held by the table itself.
    """

    __tablename__ = "emergency_access"
    __grants__ = ("select", "insert", "update")
    __narrow__ = (
        f"({ENGINE} or asked_by = {ME} or "
        f"{ROLE} in ('privacy_officer', 'consultancy_admin', 'consultancy_manager', 'auditor'))"
    )
    __table_args__ = (
        to("cases", "case_id"),
        to("person", "asked_by"),
        to("person", "decided_by"),
        to("person", "reviewed_by"),
        Index(None, "tenant_id", "asked_at"),
        check("decided_by <> asked_by", "two_people"),
        check("reviewed_by <> asked_by and reviewed_by <> decided_by", "a_third_reviews"),
        check("ends_at <= decided_at + interval '30 minutes'", "half_an_hour"),
        check("part not in ('administrative', 'prevention')", "part"),
    )

    case_id: Mapped[UUID]
    part: Mapped[Compartment]
    asked_by: Mapped[UUID]
    asked_as: Mapped[Role]
    asked_at: Mapped[datetime]
    reason_sealed: Mapped[bytes]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    """None after a decision: it was refused."""
    opened: Mapped[int] = mapped_column(default=0)
    """How often it was looked at."""
    reviewed_by: Mapped[UUID | None]
    reviewed_at: Mapped[datetime | None]
    was_right: Mapped[bool | None]
    review_sealed: Mapped[bytes | None]
