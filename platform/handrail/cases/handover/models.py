"""An offer to hand a case over: codes and days, no word of the worker."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.cases.handover.rules import OfferState, Reason, WhyNot
from handrail.kit.db import Base, EmployerOwned, check, code_type
from handrail.kit.rls import ENGINE, ME, ROLE, THIS_TENANT, TODAY
from handrail.tenancy.models import to

_MINE = (
    f"g.tenant_id = {THIS_TENANT} "
    f"and g.person_id = {ME} and g.role = {ROLE} and g.compartment = 'coordination' "
    f"and g.during @> {TODAY}"
)


class HandOver(EmployerOwned, Base):
    """A coordinator offers a case to a colleague; until it is accepted nothing changes.

    The lead may know of every one at their client organisations, whoever works in the case of those about it, and the
    receiver of the open offers to them: whoever refuses, or hands over, finds nothing of it any more.
    """

    __tablename__ = "hand_over"
    __grants__ = ("select", "insert", "update")
    __narrow__ = (
        f"({ENGINE} or {ROLE} = 'lead_coordinator' "  # noqa: S608 - constants
        f"or ({ROLE} = 'coordinator' and to_id = {ME} and state = 'open') "
        f"or case_id in (select g.subject_id from case_grant g where {_MINE}))"
    )
    __table_args__ = (
        to("cases", "case_id"),
        to("employment", "employment_id"),
        to("person", "from_id"),
        to("person", "to_id"),
        Index(None, "tenant_id", "case_id"),
        Index("hand_over_open_key", "tenant_id", "case_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("hand_over_offered_idx", "tenant_id", "to_id", postgresql_where=text("state = 'open'")),
        check("from_id <> to_id", "somebody_else"),
        check("(state = 'open') = (settled_at is null)", "settled_once"),
        check("(state = 'refused') = (why_not is not null)", "refused_with_a_reason"),
    )

    case_id: Mapped[UUID]
    employment_id: Mapped[UUID]
    """The same worker's, whose name the receiver has to know to say whether they can be neutral."""
    from_id: Mapped[UUID]
    to_id: Mapped[UUID]
    reason: Mapped[Reason] = mapped_column(code_type(Reason))
    offered_at: Mapped[datetime]
    state: Mapped[OfferState] = mapped_column(code_type(OfferState), default=OfferState.OPEN)
    why_not: Mapped[WhyNot | None] = mapped_column(code_type(WhyNot), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    with_drafts: Mapped[bool] = mapped_column(default=False)
    """Whether what the giver began to write and did not finish goes along; else nobody reads it any more."""
