"""Reading a team's talks after absences: of one's own team, or of a team of one's client organisations (INT-3)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.cases.interviews.codes import InterviewKind
from handrail.cases.interviews.models import Interview, ReleasedWords
from handrail.cases.interviews.patterns import Ended, HalfYear, begins, by_half_year
from handrail.identity.actor import Actor
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.tenancy.models import ClientOrganisation, Department, Employment, Team

CAUSES: Final = "work_related"
"""The question of the guide about what at work had a part; its answer is the worker's own."""
WANTED: Final = "support_wanted"
MOST_AGREED: Final = 30
"""So many things that were agreed are listed, the newest first."""


@dataclass(frozen=True, slots=True)
class AgreedInTalk:
    """One thing that was agreed in a talk, and where the talk is read."""

    on: date
    what: str
    employment_id: UUID
    interview_id: UUID


@dataclass(frozen=True, slots=True)
class TeamTalks:
    """What a team's talks brought. `reads_released`: whether words that workers released are counted for the reader."""

    half_years: list[HalfYear]
    agreed: list[AgreedInTalk]
    reads_released: bool


def teams_of(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Return the teams of a client organisation's staff, by employer, department and name."""
    statement = (
        select(Team.id, ClientOrganisation.name, Department.name, Team.name)
        .join(Department, and_(Department.tenant_id == Team.tenant_id, Department.id == Team.department_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == Team.tenant_id, ClientOrganisation.id == Team.employer_id),
        )
        .where(Team.tenant_id == actor.tenant_id)
        .order_by(ClientOrganisation.name, Department.name, Team.name, Team.id)
    )
    if actor.employers != "*":
        statement = statement.where(Team.employer_id.in_(actor.employers))
    rows = session.execute(statement).all()
    several = len({employer for _id, employer, *_rest in rows}) > 1
    return [
        (team_id, f"{employer}, {department}, {team}" if several else f"{department}, {team}")
        for team_id, employer, department, team in rows
    ]


def talks_of_team(session: Session, actor: Actor, today: date, team_id: UUID | None = None) -> TeamTalks:
    """Return what talks brought in a supervisor's own team, or in the team that staff ask for; raises NotFound."""
    if actor.role is Role.SUPERVISOR:
        who: ColumnElement[bool] = Employment.supervisor_id == actor.person_id
    elif team_id in {each for each, _name in teams_of(session, actor)}:
        who = Employment.team_id == team_id
    else:
        raise NotFound
    since = begins(today)[-1]
    absences = session.scalars(
        select(Absence)
        .join(Employment, and_(Employment.tenant_id == Absence.tenant_id, Employment.id == Absence.subject_id))
        .where(Absence.tenant_id == actor.tenant_id, who, Absence.first_day_fit.between(since, today))
    ).all()
    ids = [each.id for each in absences]
    talks = _talks(session, actor, ids)
    told = _released(session, actor, ids)
    ended = [_ended(each, talks.get(each.id), released=each.id in told) for each in absences]
    return TeamTalks(by_half_year(ended, today), _agreed(talks), actor.role is Role.SUPERVISOR)


def _talks(session: Session, actor: Actor, absence_ids: list[UUID]) -> Mapping[UUID, Interview]:
    """Return the first talk about each absence."""
    statement = select(Interview).where(
        Interview.tenant_id == actor.tenant_id,
        Interview.kind == InterviewKind.RETURN_TO_WORK,
        Interview.absence_id.in_(absence_ids),
    )
    newest_first = session.scalars(statement.order_by(Interview.on.desc(), Interview.id.desc()))
    return {each.absence_id: each for each in newest_first if each.absence_id}


def _released(session: Session, actor: Actor, absence_ids: list[UUID]) -> set[UUID]:
    """Return about which absences words on causes at work were released; nothing for whom they were not released to."""
    statement = select(ReleasedWords.absence_id).where(
        ReleasedWords.tenant_id == actor.tenant_id,
        ReleasedWords.question == CAUSES,
        ReleasedWords.absence_id.in_(absence_ids),
    )
    return set(session.scalars(statement))


def _ended(absence: Absence, talk: Interview | None, *, released: bool) -> Ended:
    fit_on = absence.first_day_fit or absence.first_day
    if talk is None:
        return Ended(fit_on=fit_on, released=released)
    answers: dict[str, Any] = json.loads(talk.answers or "{}")
    return Ended(
        fit_on=fit_on,
        talked_on=talk.on,
        wanted=bool(str(answers.get(WANTED) or "").strip()),
        agreed=bool(json.loads(talk.agreed or "[]")),
        released=released,
    )


def _agreed(talks: Mapping[UUID, Interview]) -> list[AgreedInTalk]:
    newest_first = sorted(talks.values(), key=lambda each: (each.on, each.id), reverse=True)
    found = [
        AgreedInTalk(talk.on, str(each.get("what", "")), talk.subject_id, talk.id)
        for talk in newest_first
        for each in json.loads(talk.agreed or "[]")
    ]
    return found[:MOST_AGREED]
