"""Letters of the employer's side to the worker, which wait until the coordinator allows them (NEU-2)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Compartment, Role
from handrail.kit.db import Base, SubjectOwned, check
from handrail.kit.rls import ENGINE, ME, ROLE
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to

_MINE = f"written_by = {ME}"


class EmployerLetter(SubjectOwned, Base):
    """A letter to the worker about the administration of the absence, written here. Administrative (CON-4).

    `request_id` is the contact for which the coordinator was asked; None where nobody need be asked. The worker reads
    it from `handed_over_at` on and knows nothing of one that is held; a supervisor reads only their own.
    """

    __tablename__ = "employer_letter"
    __grants__ = ("select", "insert", "update")
    __narrow__ = (
        f"({ENGINE} or ({ROLE} <> 'worker' or handed_over_at is not null) and ({ROLE} <> 'supervisor' or {_MINE}))"
    )
    __table_args__ = (
        to("employment", "subject_id"),
        to("contact_request", "request_id"),
        to("person", "written_by"),
        Index(None, "tenant_id", "subject_id", "written_at"),
        Index(None, "tenant_id", "request_id"),
        check("compartment = 'administrative'", "compartment"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.ADMINISTRATIVE)
    request_id: Mapped[UUID | None] = mapped_column(default=None)
    title_sealed: Mapped[bytes]
    title = Sealed("title_sealed")
    body_sealed: Mapped[bytes]
    body = Sealed("body_sealed")
    written_by: Mapped[UUID]
    written_as: Mapped[Role]
    written_at: Mapped[datetime]
    form_key: Mapped[UUID]
    handed_over_at: Mapped[datetime | None] = mapped_column(default=None)
