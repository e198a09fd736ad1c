"""What the API gives back about interviews."""

import json
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from msgspec import Struct

from handrail.cases.interviews.models import Interview, OwnWords
from handrail.cases.interviews.queries import Results
from handrail.cases.interviews.team_queries import TeamTalks
from handrail.kit.codes import Compartment


class InterviewShape(Struct, frozen=True):
    """An interview as it was held."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    id: UUID
    kind: str
    absence_id: UUID | None
    channel: str
    on: date
    held_as: str
    participants: list[str]
    guide: str
    statement_by: str | None
    statement_on: date | None
    topics: list[str]
    put_off: list[str]
    let_go: list[str]
    answers: dict[str, Any]
    build_up: list[dict[str, str]]
    agreed: list[dict[str, Any]]
    next_on: date | None

    @classmethod
    def of(cls, interview: Interview) -> "InterviewShape":
        """Return an interview as the API gives it; read inside the session that loaded it."""
        return cls(
            id=interview.id,
            kind=interview.kind.value,
            absence_id=interview.absence_id,
            channel=interview.channel.value,
            on=interview.on,
            held_as=interview.held_as.value,
            participants=list(interview.participants),
            guide=interview.guide_key,
            statement_by=interview.statement_by.value if interview.statement_by else None,
            statement_on=interview.statement_on,
            topics=list(interview.topics),
            put_off=list(interview.put_off),
            let_go=list(interview.let_go),
            answers=json.loads(interview.answers),
            build_up=json.loads(interview.build_up),
            agreed=json.loads(interview.agreed),
            next_on=interview.next_on,
        )


class ResultsShape(Struct, frozen=True):
    """What the newest reintegration interview came to, for the statutory plan of action."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    interview_id: UUID
    on: date
    statement_by: str
    statement_on: date | None
    answers: dict[str, Any]
    build_up: list[dict[str, str]]
    agreed: list[dict[str, Any]]
    next_on: date | None

    @classmethod
    def of(cls, results: Results) -> "ResultsShape":
        """Return the results as the API gives them."""
        return cls(
            results.interview_id,
            results.on,
            results.statement_by,
            results.statement_on,
            results.answers,
            results.build_up,
            results.agreed,
            results.next_on,
        )


class HalfYearShape(Struct, frozen=True):
    """A half-year of a team, in numbers. `released` null: nobody releases words to this reader."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    begins_on: date
    ended: int
    talked: int
    soon: int
    wanted: int
    agreed: int
    released: int | None


class AgreedInTalkShape(Struct, frozen=True):
    """One thing that was agreed in a talk."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    on: date
    what: str
    employment_id: UUID
    interview_id: UUID


class TeamTalksShape(Struct, frozen=True):
    """What talks after an absence brought in a team."""

    __compartment__: ClassVar = Compartment.ADMINISTRATIVE

    half_years: list[HalfYearShape]
    agreed: list[AgreedInTalkShape]

    @classmethod
    def of(cls, found: TeamTalks) -> "TeamTalksShape":
        """Return a team's talks as the API gives them."""
        return cls(
            half_years=[
                HalfYearShape(
                    begins_on=each.begins_on,
                    ended=each.ended,
                    talked=each.talked,
                    soon=each.soon,
                    wanted=each.wanted,
                    agreed=each.agreed,
                    released=each.released if found.reads_released else None,
                )
                for each in found.half_years
            ],
            agreed=[
                AgreedInTalkShape(each.on, each.what, each.employment_id, each.interview_id) for each in found.agreed
            ],
        )


class OwnWordsShape(Struct, frozen=True):
    """What you say about an absence."""

    __compartment__: ClassVar = Compartment.OWN

    question: str
    words: str
    revision: int
    released: bool

    @classmethod
    def of(cls, own: OwnWords) -> "OwnWordsShape":
        """Return somebody's own words as the API gives them; read inside the session that loaded them."""
        return cls(own.question, own.words, own.revision, own.released_as is not None)
