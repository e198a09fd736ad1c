"""Contacts, what was agreed about follow-up, and which measures helped."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from handrail.cases.rules.contacts import Channel, ContactKind, Party, Place, View
from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, check, code_type
from handrail.kit.rls import ENGINE, ROLE
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to

NOT_FOR_THE_WORKER = f"(not withheld_from_worker or {ENGINE} or {ROLE} <> 'worker')"
"""The worker reads all of coordination but the supervisor's answers (S7-2)."""


class Contact(SubjectOwned, Base):
    """One contact, as it was held (INT-1). Contacts are never edited: what came out differently is the next one.

    `participants` are role codes. `answers` is a JSON object by the guide's question keys, `agreed` a JSON list of
    what, who, by when and how it is evaluated; both sealed, as is what is noted. `topics` are the sections of the guide
    in which something was said, `put_off` those left for the next talk of this kind, `let_go` those of an earlier one
    that nobody needs any more.
    """

    __tablename__ = "contact"
    __grants__ = ("select", "insert")
    __narrow__ = NOT_FOR_THE_WORKER
    __table_args__ = (
        to("cases", "subject_id"),
        Index(None, "tenant_id", "subject_id", "on"),
        check("not (kind = 'after_return_supervisor') or withheld_from_worker", "supervisors_answers_are_withheld"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    kind: Mapped[ContactKind] = mapped_column(code_type(ContactKind))
    channel: Mapped[Channel] = mapped_column(code_type(Channel))
    place: Mapped[Place | None] = mapped_column(code_type(Place), default=None)
    on: Mapped[date]
    at: Mapped[time | None] = mapped_column(default=None)
    participants: Mapped[list[Any]]
    with_person_id: Mapped[UUID | None] = mapped_column(default=None)
    guide_key: Mapped[str | None] = mapped_column(default=None)
    ticks: Mapped[list[Any]] = mapped_column(default=list)
    topics: Mapped[list[Any]] = mapped_column(default=list)
    put_off: Mapped[list[Any]] = mapped_column(default=list)
    let_go: Mapped[list[Any]] = mapped_column(default=list)
    answers_sealed: Mapped[bytes | None] = mapped_column(default=None)
    answers = Sealed("answers_sealed")
    notes_sealed: Mapped[bytes | None] = mapped_column(default=None)
    notes = Sealed("notes_sealed")
    agreed_sealed: Mapped[bytes | None] = mapped_column(default=None)
    agreed = Sealed("agreed_sealed")
    next_on: Mapped[date | None] = mapped_column(default=None)
    withheld_from_worker: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]


class FollowUpAgreement(SubjectOwned, Base):
    """How often worker and coordinator agreed to be in touch, with who agreed and when (VOL-3).

    Never changed: another interval is a new agreement, and the newest counts. `interval_days` is whole calendar days.
    """

    __tablename__ = "follow_up_agreement"
    __grants__ = ("select", "insert")
    __table_args__ = (
        to("cases", "subject_id"),
        to("person", "agreed_by_worker_id"),
        to("person", "agreed_by_coordinator_id"),
        Index(None, "tenant_id", "subject_id", "agreed_on"),
        check("interval_days between 1 and 365", "an_interval_of_days"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    interval_days: Mapped[int]
    channel: Mapped[Channel] = mapped_column(code_type(Channel))
    agreed_on: Mapped[date]
    agreed_by_worker_id: Mapped[UUID]
    agreed_by_coordinator_id: Mapped[UUID]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]


class MeasureView(SubjectOwned, Base):
    """Whether one measure helped, as worker and supervisor each see it, apart (S7-5)."""

    __tablename__ = "measure_view"
    __grants__ = ("select", "insert")
    __narrow__ = NOT_FOR_THE_WORKER
    __table_args__ = (
        to("cases", "subject_id"),
        Index(None, "tenant_id", "subject_id"),
        check("(party = 'supervisor') = withheld_from_worker", "supervisors_view_is_withheld"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    party: Mapped[Party] = mapped_column(code_type(Party))
    helped: Mapped[View] = mapped_column(code_type(View))
    measure_sealed: Mapped[bytes]
    measure = Sealed("measure_sealed")
    withheld_from_worker: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
