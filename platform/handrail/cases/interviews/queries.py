"""Reading interviews, the worker's own words about an absence, and what they released of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.cases.interviews.codes import InterviewKind
from handrail.cases.interviews.models import Interview, OwnWords, ReleasedWords
from handrail.cases.rules.topics import OpenTopic, Talk, still_open
from handrail.frameworks import queries as frameworks
from handrail.frameworks.rules import Framework
from handrail.kit.errors import NotFound
from handrail.tenancy.models import Employment, Person, Site


def interviews_of(session: Session, employment: Employment, kind: InterviewKind | None = None) -> list[Interview]:
    """Return the interviews of an employment, the newest first."""
    statement = select(Interview).where(
        Interview.tenant_id == employment.tenant_id, Interview.subject_id == employment.id
    )
    if kind is not None:
        statement = statement.where(Interview.kind == kind)
    newest = (Interview.on.desc(), Interview.recorded_at.desc(), Interview.id.desc())
    return list(session.scalars(statement.order_by(*newest)))


def interview_of(session: Session, employment: Employment, interview_id: UUID) -> Interview:
    """Return one interview of an employment; raises NotFound."""
    found = next((each for each in interviews_of(session, employment) if each.id == interview_id), None)
    if found is None:
        raise NotFound
    return found


def topics_left(interviews: Sequence[Interview], guide: str) -> list[OpenTopic]:
    """Return the topics that interviews by this guide, the newest first, leave for later."""
    held = [each for each in reversed(interviews) if each.guide_key == guide]
    return still_open(Talk(each.on, each.guide_key, each.topics, each.put_off, each.let_go) for each in held)


def framework_here(session: Session, employment: Employment, on: date) -> Framework:
    """Return the framework that holds for the statutory track: that of the day, whatever a case began under (VOL-4)."""
    return frameworks.framework_of_employment(session, employment, on).framework


def zone_of(session: Session, employment: Employment) -> str:
    """Return the time zone of the worker's site."""
    statement = select(Site.time_zone).where(Site.tenant_id == employment.tenant_id, Site.id == employment.site_id)
    return session.scalars(statement).one()


def people_of(session: Session, employment: Employment) -> tuple[Person, Person | None]:
    """Return the worker and their supervisor."""
    ids = [employment.person_id, *([employment.supervisor_id] if employment.supervisor_id else [])]
    found = {
        each.id: each
        for each in session.scalars(select(Person).where(Person.tenant_id == employment.tenant_id, Person.id.in_(ids)))
    }
    return found[employment.person_id], found.get(employment.supervisor_id) if employment.supervisor_id else None


def absences_of(session: Session, employment: Employment) -> list[Absence]:
    """Return the absences of an employment, the newest first."""
    statement = select(Absence).where(Absence.tenant_id == employment.tenant_id, Absence.subject_id == employment.id)
    return list(session.scalars(statement.order_by(Absence.first_day.desc())))


def absence_of(session: Session, employment: Employment, absence_id: UUID) -> Absence:
    """Return one absence of an employment; raises NotFound."""
    found = next((each for each in absences_of(session, employment) if each.id == absence_id), None)
    if found is None:
        raise NotFound
    return found


# --- The worker's own words ---------------------------------------------------------------------------------------


def own_words_of(session: Session, employment: Employment, absence_id: UUID) -> dict[str, OwnWords]:
    """Return what the worker says about one absence, by question; nothing for any other reader."""
    statement = select(OwnWords).where(
        OwnWords.tenant_id == employment.tenant_id,
        OwnWords.subject_id == employment.id,
        OwnWords.absence_id == absence_id,
    )
    return {each.question: each for each in session.scalars(statement)}


def released_of(session: Session, employment: Employment) -> list[ReleasedWords]:
    """Return what the worker released to their supervisor; nothing for any other reader but the worker."""
    statement = select(ReleasedWords).where(
        ReleasedWords.tenant_id == employment.tenant_id, ReleasedWords.subject_id == employment.id
    )
    return list(session.scalars(statement.order_by(ReleasedWords.released_on.desc(), ReleasedWords.id.desc())))


def employment_of_absence(session: Session, tenant_id: UUID, person_id: UUID, absence_id: UUID) -> Employment:
    """Return the worker's employment that an absence belongs to; raises NotFound."""
    statement = (
        select(Employment)
        .join(Absence, (Absence.tenant_id == Employment.tenant_id) & (Absence.subject_id == Employment.id))
        .where(Employment.tenant_id == tenant_id, Employment.person_id == person_id, Absence.id == absence_id)
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def employments_of(session: Session, tenant_id: UUID, person_id: UUID) -> list[Employment]:
    """Return a worker's employments."""
    statement = select(Employment).where(Employment.tenant_id == tenant_id, Employment.person_id == person_id)
    return list(session.scalars(statement.order_by(Employment.id)))


# --- For the statutory plan of action -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Results:
    """What the newest reintegration interview came to, as plain values: what a plan of action is written from."""

    interview_id: UUID
    on: date
    statement_by: str
    statement_on: date | None
    answers: dict[str, Any]
    build_up: list[dict[str, str]]
    agreed: list[dict[str, Any]]
    next_on: date | None


def results_for_plan_of_action(session: Session, employment: Employment) -> Results | None:
    """Return the results of the newest reintegration interview; None while there was none (INT-2)."""
    found = next(iter(interviews_of(session, employment, InterviewKind.REINTEGRATION)), None)
    if found is None:
        return None
    return Results(
        interview_id=found.id,
        on=found.on,
        statement_by=found.statement_by.value if found.statement_by else "",
        statement_on=found.statement_on,
        answers=json.loads(found.answers),
        build_up=json.loads(found.build_up),
        agreed=json.loads(found.agreed),
        next_on=found.next_on,
    )
