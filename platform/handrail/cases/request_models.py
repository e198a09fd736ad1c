"""Requests: to contact the worker (NEU-2), and for the coordinator (S7-4)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.neutrality import AskedFor, RequestState, Why
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import Base, SubjectOwned, check, code_type
from handrail.kit.rls import ENGINE, ME, ROLE
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to

OWN_REQUEST = f"requested_by = {ME}"


class ContactRequest(SubjectOwned, Base):
    """Somebody wants to be in touch with the worker, and asks the coordinator first (NEU-2). Administrative.

    Why is a code, so that no health talk gets in. A contact that the law requires is never held: it is allowed as it
    comes in, the coordinator is told, and it names the obligation (`obligation_key`) that is all it may be about.
    `asked_for` says that it is the insurer who wants the contact: the employer's side asks for them, and passes on the
    answer; the insurer itself reads nothing here.
    A supervisor reads only their own. The reasons of a decision lie in `ContactDecision`, in coordination.
    """

    __tablename__ = "contact_request"
    __grants__ = ("select", "insert", "update")
    __narrow__ = f"({ENGINE} or {ROLE} <> 'supervisor' or {OWN_REQUEST})"
    __table_args__ = (
        to("employment", "subject_id"),
        to("cases", "case_id"),
        to("person", "requested_by"),
        Index(None, "tenant_id", "subject_id", "requested_at"),
        Index(None, "tenant_id", "case_id", "state"),
        Index(
            "contact_request_waiting_idx",
            "tenant_id",
            "employer_id",
            "requested_at",
            "id",
            postgresql_where=text("state = 'waiting'"),
        ),
        check("(why = 'statutory') = (obligation_key is not null)", "statutory_names_its_obligation"),
        check("why <> 'statutory' or state = 'allowed'", "statutory_is_never_held"),
        check("why <> 'statutory' or asked_for = 'themselves'", "statutory_is_of_whoever_owes_it"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.ADMINISTRATIVE)
    case_id: Mapped[UUID]
    requested_by: Mapped[UUID]
    requested_role: Mapped[Role]
    requested_at: Mapped[datetime]
    why: Mapped[Why] = mapped_column(code_type(Why))
    asked_for: Mapped[AskedFor] = mapped_column(code_type(AskedFor), default=AskedFor.THEMSELVES)
    channel: Mapped[Channel] = mapped_column(code_type(Channel))
    wanted_on: Mapped[date | None] = mapped_column(default=None)
    obligation_key: Mapped[str | None] = mapped_column(default=None)
    state: Mapped[RequestState] = mapped_column(code_type(RequestState))
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


class ContactDecision(SubjectOwned, Base):
    """Why the coordinator decided on a request as they did; only worker and coordinator read it (CON-1)."""

    __tablename__ = "contact_decision"
    __grants__ = ("select", "insert")
    __table_args__ = (
        to("cases", "subject_id"),
        to("contact_request", "request_id"),
        Index(None, "tenant_id", "request_id"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    request_id: Mapped[UUID]
    decision: Mapped[RequestState] = mapped_column(code_type(RequestState))
    reason_sealed: Mapped[bytes | None] = mapped_column(default=None)
    reason = Sealed("reason_sealed")
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]


class CallRequest(SubjectOwned, Base):
    """Worker or supervisor calls on the coordinator (S7-4).

    The worker's lies in coordination, the supervisor's in plan. Nobody but the caller and the coordinator reads it:
    the worker is not told that the supervisor called.
    """

    __tablename__ = "call_request"
    __grants__ = ("select", "insert", "update")
    __narrow__ = f"({ENGINE} or {ROLE} = 'coordinator' or {OWN_REQUEST})"
    __table_args__ = (
        to("cases", "subject_id"),
        to("person", "requested_by"),
        Index(None, "tenant_id", "subject_id"),
        Index(
            "call_request_open_idx",
            "tenant_id",
            "employer_id",
            "requested_at",
            "id",
            postgresql_where=text("acknowledged_at is null"),
        ),
    )

    requested_by: Mapped[UUID]
    requested_role: Mapped[Role]
    requested_at: Mapped[datetime]
    channel: Mapped[Channel] = mapped_column(code_type(Channel))
    about_sealed: Mapped[bytes | None] = mapped_column(default=None)
    about = Sealed("about_sealed")
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None)
    acknowledged_by: Mapped[UUID | None] = mapped_column(default=None)
    answer_sealed: Mapped[bytes | None] = mapped_column(default=None)
    answer = Sealed("answer_sealed")
