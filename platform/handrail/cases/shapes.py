"""What the API gives back, encoded at once."""

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from msgspec import Struct

from handrail.cases.beyond import OwnAnswers
from handrail.cases.contact_models import Contact, FollowUpAgreement
from handrail.cases.letter_models import EmployerLetter
from handrail.cases.listing import CaseRow
from handrail.cases.models import CaseProcess, SupervisorNotice
from handrail.cases.request_models import CallRequest, ContactRequest
from handrail.cases.review.models import HeldLetter
from handrail.cases.rules.steps import Stairs
from handrail.consents.models import Consent, ConsentText
from handrail.kit.codes import Compartment
from handrail.kit.labels import Apart
from handrail.tenancy.models import Case


class CaseShape(Struct, frozen=True):
    """The bare case: administrative, and the same whatever the worker chose."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    id: UUID
    number: str
    employment_id: UUID
    employer_id: UUID
    opened_on: date
    previous_case_id: UUID | None

    @classmethod
    def of(cls, case: Case) -> "CaseShape":
        """Return a case as the API gives it."""
        return cls(case.id, case.number, case.employment_id, case.employer_id, case.opened_on, case.previous_case_id)


class ProcessShape(Struct, frozen=True):
    """Where the support process stands; for the worker and the coordinator."""

    __compartment__: ClassVar = Compartment.COORDINATION

    case_id: UUID
    participation: str
    invited_on: date | None
    call_by: date | None
    decided_on: date | None
    next_conversation_on: date | None
    preferred_channel: str | None
    preferred_time: str
    step: int | None
    outcome: str | None
    closed_on: date | None
    version: int

    @classmethod
    def of(cls, process: CaseProcess, stairs: Stairs | None = None) -> "ProcessShape":
        """Return a process as the API gives it."""
        return cls(
            case_id=process.subject_id,
            participation=process.participation.value,
            invited_on=process.invited_on,
            call_by=process.call_by,
            decided_on=process.decided_on,
            next_conversation_on=process.next_conversation_on,
            preferred_channel=process.preferred_channel.value if process.preferred_channel else None,
            preferred_time=process.preferred_time,
            step=stairs.step if stairs else None,
            outcome=process.outcome.value if process.outcome else None,
            closed_on=process.closed_on,
            version=process.version,
        )


class ContactShape(Struct, frozen=True):
    """A contact as it was held."""

    __compartment__: ClassVar = Compartment.COORDINATION

    id: UUID
    kind: str
    channel: str
    place: str | None
    on: date
    at: time | None
    participants: list[str]
    guide: str | None
    ticks: list[str]
    topics: list[str]
    put_off: list[str]
    let_go: list[str]
    answers: dict[str, Any]
    notes: str
    agreed: list[dict[str, Any]]
    next_on: date | None
    recorded_at: datetime

    @classmethod
    def of(cls, contact: Contact) -> "ContactShape":
        """Return a contact as the API gives it; read inside the session that loaded it."""
        return cls(
            id=contact.id,
            kind=contact.kind.value,
            channel=contact.channel.value,
            place=contact.place.value if contact.place else None,
            on=contact.on,
            at=contact.at,
            participants=list(contact.participants),
            guide=contact.guide_key,
            ticks=list(contact.ticks),
            topics=list(contact.topics),
            put_off=list(contact.put_off),
            let_go=list(contact.let_go),
            answers=json.loads(contact.answers or "{}"),
            notes=contact.notes,
            agreed=json.loads(contact.agreed or "[]"),
            next_on=contact.next_on,
            recorded_at=contact.recorded_at,
        )


class TopicShape(Struct, frozen=True):
    """A topic that was left for later."""

    __compartment__: ClassVar = Compartment.COORDINATION

    guide: str
    topic: str
    title: str
    since: date


class AgreementShape(Struct, frozen=True):
    """An agreement about follow-up."""

    __compartment__: ClassVar = Compartment.COORDINATION

    id: UUID
    interval_days: int
    channel: str
    agreed_on: date
    agreed_by_worker_id: UUID
    agreed_by_coordinator_id: UUID

    @classmethod
    def of(cls, agreement: FollowUpAgreement) -> "AgreementShape":
        """Return an agreement as the API gives it."""
        return cls(
            agreement.id,
            agreement.interval_days,
            agreement.channel.value,
            agreement.agreed_on,
            agreement.agreed_by_worker_id,
            agreement.agreed_by_coordinator_id,
        )


class RequestShape(Struct, frozen=True):
    """A request to contact the worker: administrative, without the reason of the decision."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    id: UUID
    case_id: UUID
    requested_role: str
    requested_at: datetime
    why: str
    channel: str
    wanted_on: date | None
    obligation_key: str | None
    state: str
    decided_at: datetime | None
    asked_for: str

    @classmethod
    def of(cls, request: ContactRequest) -> "RequestShape":
        """Return a request as the API gives it."""
        return cls(
            request.id,
            request.case_id,
            request.requested_role.value,
            request.requested_at,
            request.why.value,
            request.channel.value,
            request.wanted_on,
            request.obligation_key,
            request.state.value,
            request.decided_at,
            request.asked_for.value,
        )


class LetterShape(Struct, frozen=True):
    """A letter of the employer's side. `handed_over_at` None: the worker does not know of it yet."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    id: UUID
    request_id: UUID | None
    title: str
    body: str
    written_as: str
    written_at: datetime
    handed_over_at: datetime | None

    @classmethod
    def of(cls, letter: EmployerLetter) -> "LetterShape":
        """Return a letter as the API gives it."""
        return cls(
            letter.id,
            letter.request_id,
            letter.title,
            letter.body,
            letter.written_as.value,
            letter.written_at,
            letter.handed_over_at,
        )


class CallShape(Struct, frozen=True):
    """A call on the coordinator."""

    __compartment__: ClassVar = Apart.ITS_RECORD

    id: UUID
    requested_role: str
    requested_at: datetime
    channel: str
    about: str
    acknowledged_at: datetime | None
    answer: str

    @classmethod
    def of(cls, call: CallRequest) -> "CallShape":
        """Return a call as the API gives it; read inside the session that loaded it."""
        return cls(
            call.id,
            call.requested_role.value,
            call.requested_at,
            call.channel.value,
            call.about,
            call.acknowledged_at,
            call.answer,
        )


class ConsentShape(Struct, frozen=True):
    """An entry of the ledger, with the exact text that was shown."""

    __compartment__: ClassVar = Compartment.COORDINATION

    id: UUID
    purpose: str
    about: str
    answer: str
    given_on: date
    given_how: str
    withdrawn_at: datetime | None
    locale: str
    title: str
    text: str

    @classmethod
    def of(cls, consent: Consent, shown: ConsentText) -> "ConsentShape":
        """Return a consent as the API gives it."""
        return cls(
            consent.id,
            consent.purpose.value,
            consent.about,
            consent.answer.value,
            consent.given_on,
            consent.given_how.value,
            consent.withdrawn_at,
            shown.locale,
            shown.title,
            shown.body,
        )


class NoticeShape(Struct, frozen=True):
    """What the supervisor was told."""

    __compartment__: ClassVar = Compartment.PLAN

    id: UUID
    informed_on: date
    words: str
    call_asked_on: date | None

    @classmethod
    def of(cls, notice: SupervisorNotice, *, call_wished: bool) -> "NoticeShape":
        """Return a notice; that they were asked to call shows only while the worker wants it (S2-3)."""
        return cls(notice.id, notice.informed_on, notice.words, notice.call_asked_on if call_wished else None)


class OwnAnswersShape(Struct, frozen=True):
    """What a supervisor answered themselves."""

    __compartment__: ClassVar = Compartment.PLAN

    id: UUID
    on: date
    answers: dict[str, Any]

    @classmethod
    def of(cls, own: OwnAnswers) -> "OwnAnswersShape":
        """Return somebody's own answers as the API gives them."""
        return cls(own.contact_id, own.on, json.loads(own.answers or "{}"))


class ListedShape(Struct, frozen=True):
    """A line of the list of cases."""

    __compartment__: ClassVar = Apart.ITS_RECORD

    id: UUID
    number: str
    worker: str
    employer: str
    participation: str | None
    step: int | None
    next_rule: str | None
    next_due_on: date | None

    @classmethod
    def of(cls, row: CaseRow) -> "ListedShape":
        """Return a line as the API gives it."""
        return cls(
            id=row.id,
            number=row.number,
            worker=row.name,
            employer=row.employer,
            participation=row.participation.value if row.participation else None,
            step=row.stairs.step if row.stairs else None,
            next_rule=row.next.rule if row.next else None,
            next_due_on=row.next.due_on if row.next else None,
        )


def plain(shape: Struct) -> dict[str, Any]:
    """Return a shape as JSON types."""
    found: dict[str, Any] = msgspec.to_builtins(shape)
    return found


def page(items: Iterable[Struct], following: str | None) -> bytes:
    """Return a page of a list, encoded; `following` is what to pass as `after` for the next one."""
    return msgspec.json.encode({"items": list(items), "next": following})


class HeldLetterShape(Struct, frozen=True):
    """A letter that waits to be read, or what was answered; without the worker's name and without the letter."""

    __compartment__: ClassVar = Compartment.COORDINATION

    id: UUID
    case_id: UUID
    key: str
    version: str
    state: str
    asked_by: UUID
    asked_at: datetime
    decided_at: datetime | None
    reason: str
    """Why it came back; empty for a lead, who reads no words of coordination."""

    @classmethod
    def of(cls, letter: HeldLetter, *, reads_reason: bool = False) -> "HeldLetterShape":
        """Return a held letter as the API gives it."""
        return cls(
            letter.id,
            letter.subject_id,
            letter.key,
            letter.version,
            letter.state.value,
            letter.asked_by,
            letter.asked_at,
            letter.decided_at,
            (letter.reason or "") if reads_reason else "",
        )
