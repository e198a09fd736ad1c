"""What was given to whom and when: read from the records of the acts that gave it. Nothing here can be taken back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.models import SupervisorNotice
from handrail.cases.overview import names_of
from handrail.documents.models import Document
from handrail.documents.rules import title_of
from handrail.identity.models import Assignment
from handrail.kit.codes import Role
from handrail.kit.i18n import _
from handrail.plans.models import Meeting, PlanConcern, PlanVersion
from handrail.privacy.mine import Mine
from handrail.privacy.package.models import DataPackage


@dataclass(frozen=True, slots=True)
class Given:
    """Something that went to somebody: on which day, what, and why; all in words of the current language.

    `person_id` None: it went to the worker.
    """

    on: date
    person_id: UUID | None
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The same with the receiver's name; empty where it went to the worker."""

    on: date
    to: str
    what: str
    why: str


def disclosures_of(session: Session, mine: Mine) -> list[Disclosure]:
    """Return everything that was given to somebody, the newest first. It stays listed, whatever is withdrawn later."""
    found = [each for source in SOURCES for each in source(session, mine)]
    names = names_of(session, mine.person.tenant_id, {each.person_id for each in found if each.person_id})
    listed = [
        Disclosure(each.on, names.get(each.person_id, "") if each.person_id else "", each.what, each.why)
        for each in found
    ]
    return sorted(listed, key=lambda each: (each.on, each.what), reverse=True)


def _letters(session: Session, mine: Mine) -> Iterable[Given]:
    rows = session.execute(
        select(Document.title_key, Document.created_at).where(
            Document.tenant_id == mine.person.tenant_id, Document.subject_id.in_(mine.subjects)
        )
    )
    for title_key, at in rows:
        yield Given(_day(at, mine), None, title_of(title_key), _("You can open it under “My documents”."))


def _notices(session: Session, mine: Mine) -> Iterable[Given]:
    statement = select(SupervisorNotice).where(
        SupervisorNotice.tenant_id == mine.person.tenant_id, SupervisorNotice.subject_id.in_(mine.subjects)
    )
    for row in session.scalars(statement):
        yield Given(
            row.informed_on,
            row.supervisor_id,
            _("That you take part in support, and what is asked of them. Nothing that you said."),
            _("You chose to take part."),
        )
        if row.call_asked_on:
            yield Given(
                row.call_asked_on, row.supervisor_id, _("That they may call you."), _("You allowed it at that time.")
            )


def _meetings(session: Session, mine: Mine) -> Iterable[Given]:
    statement = select(Meeting).where(
        Meeting.tenant_id == mine.person.tenant_id,
        Meeting.subject_id.in_(mine.subjects),
        Meeting.briefed_on.is_not(None),
    )
    for meeting in session.scalars(statement):
        for supervisor_id in _supervisors(session, mine, meeting.subject_id, meeting.briefed_on):
            yield Given(
                meeting.briefed_on or date.min,
                supervisor_id,
                _("When and where you meet, and how the meeting goes. Nothing of what is on your mind."),
                _("You agreed to the meeting."),
            )


def _words(session: Session, mine: Mine) -> Iterable[Given]:
    statement = select(PlanConcern).where(
        PlanConcern.tenant_id == mine.person.tenant_id, PlanConcern.subject_id.in_(mine.subjects)
    )
    for concern in session.scalars(statement):
        for supervisor_id in _supervisors(session, mine, concern.subject_id, concern.shared_on):
            yield Given(
                concern.shared_on,
                supervisor_id,
                _("Words that you approved: “%(words)s”", words=concern.words),
                _("You let these words go to the meeting."),
            )


def _supervisors(session: Session, mine: Mine, case_id: UUID, on: date | None) -> Sequence[UUID]:
    """Return who had the supervisor's part in a case on a day."""
    statement = select(Assignment.person_id).where(
        Assignment.tenant_id == mine.person.tenant_id,
        Assignment.case_id == case_id,
        Assignment.role == Role.SUPERVISOR,
        Assignment.during.contains(on),
    )
    return list(session.scalars(statement.distinct()))


def _plans(session: Session, mine: Mine) -> Iterable[Given]:
    statement = select(PlanVersion.proposed_at, PlanVersion.number, PlanVersion.supervisor_id).where(
        PlanVersion.tenant_id == mine.person.tenant_id, PlanVersion.subject_id.in_(mine.subjects)
    )
    for at, number, supervisor_id in session.execute(statement):
        yield Given(
            _day(at, mine),
            supervisor_id,
            _("Version %(number)s of your return-to-work plan.", number=number),
            _("The plan is made between you both."),
        )


def _packages(session: Session, mine: Mine) -> Iterable[Given]:
    statement = select(DataPackage.fetched_at).where(
        DataPackage.tenant_id == mine.person.tenant_id,
        DataPackage.person_id == mine.person.id,
        DataPackage.fetched_at.is_not(None),
    )
    for at in session.scalars(statement):
        if at is not None:
            yield Given(_day(at, mine), None, _("The package of your data."), _("You downloaded it."))


def _day(at: datetime, mine: Mine) -> date:
    return at.astimezone(ZoneInfo(mine.zone)).date()


SOURCES: Final[Sequence[Callable[[Session, Mine], Iterable[Given]]]] = (
    _letters, _notices, _meetings, _words, _plans, _packages,
)  # fmt: skip
"""Every kind of act that gives something of a worker to somebody."""
