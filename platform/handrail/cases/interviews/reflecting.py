"""What the worker says about an absence: kept for themselves, released word by word, taken back (INT-3)."""

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.interviews import queries, rules
from handrail.cases.interviews.codes import InterviewKind
from handrail.cases.interviews.commands import guide_of
from handrail.cases.interviews.errors import WordsChanged
from handrail.cases.interviews.models import OwnWords, ReleasedWords
from handrail.frameworks.rules import Framework
from handrail.frameworks.rules.document import Question
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.tenancy.models import Employment

OWN: Final = Compartment.OWN


def own_questions(framework: Framework) -> dict[str, Question]:
    """Return the questions about an absence whose answers are the worker's own, in their order."""
    guide = guide_of(framework, InterviewKind.RETURN_TO_WORK)
    sections = sorted((part for part in guide.sections.values() if part.active), key=lambda part: part.order)
    return {
        key: question
        for part in sections
        for key, question in sorted(part.questions.items(), key=lambda item: (item[1].order, item[0]))
        if question.active and question.compartment is OWN
    }


def write_own_words(
    session: Session, actor: Actor, absence_id: UUID, *, question: str, words: str, revision: int | None = None
) -> OwnWords | None:
    """Keep what the worker says about an absence; without words, nothing is kept any more.

    `revision` is the one they had before them (0: none). What was released stays as it was released until it is taken
    back. The timeline keeps no words. Raises NotFound, Invalid, WordsChanged.
    """
    employment = _load(session, actor, absence_id, "interview.reflect")
    framework = queries.framework_here(session, employment, clock.today(queries.zone_of(session, employment)))
    if not rules.releasable(own_questions(framework), question):
        raise Invalid(problems=[FieldProblem("/question", _("The guide in force here does not ask this."))])
    found = queries.own_words_of(session, employment, absence_id).get(question)
    if found is not None and found.words == words:
        return found
    if revision is not None and revision != (found.revision if found else 0):
        raise WordsChanged(revision=found.revision if found else 0)
    if not words:
        _forget(session, actor, employment, found)
        return None
    if found is None:
        found = OwnWords(
            tenant_id=employment.tenant_id,
            employer_id=employment.employer_id,
            subject_id=employment.id,
            compartment=OWN,
            absence_id=absence_id,
            question=question,
            revision=0,
        )
        session.add(found)
    found.words, found.revision, found.changed_at = words, found.revision + 1, clock.now()
    session.flush()
    _note(session, actor, employment, "own_words.written", found)
    return found


def release_own_words(session: Session, actor: Actor, absence_id: UUID, *, question: str) -> ReleasedWords:
    """Let the supervisor read exactly these words, as they stand now; releasing the same again changes nothing.

    Raises NotFound, StepUpRequired.
    """
    employment, found = _found(session, actor, absence_id, question)
    before = _released(session, employment, found)
    if before is not None and before.words == found.words:
        return before
    if before is not None:
        session.delete(before)
    copy = ReleasedWords(
        tenant_id=employment.tenant_id,
        employer_id=employment.employer_id,
        subject_id=employment.id,
        compartment=Compartment.ADMINISTRATIVE,
        absence_id=absence_id,
        question=question,
        released_on=clock.today(queries.zone_of(session, employment)),
    )
    copy.words = found.words
    session.add(copy)
    session.flush()
    found.released_as = copy.id
    _note(session, actor, employment, "own_words.released", found)
    return copy


def take_back_own_words(session: Session, actor: Actor, absence_id: UUID, *, question: str) -> None:
    """Take a release back: the supervisor finds the words no more. Raises NotFound."""
    employment, found = _found(session, actor, absence_id, question)
    before = _released(session, employment, found)
    if before is not None:
        session.delete(before)
        found.released_as = None
        _note(session, actor, employment, "own_words.taken_back", found)


def _load(session: Session, actor: Actor, absence_id: UUID, action: str) -> Employment:
    requirement = require(actor, action)
    employment = queries.employment_of_absence(session, actor.tenant_id, actor.person_id, absence_id)
    return load_employment(session, employment.id, requirement)


def _found(session: Session, actor: Actor, absence_id: UUID, question: str) -> tuple[Employment, OwnWords]:
    employment = _load(session, actor, absence_id, "interview.release")
    found = queries.own_words_of(session, employment, absence_id).get(question)
    if found is None:
        raise NotFound
    return employment, found


def _released(session: Session, employment: Employment, found: OwnWords) -> ReleasedWords | None:
    return next((each for each in queries.released_of(session, employment) if each.id == found.released_as), None)


def _forget(session: Session, actor: Actor, employment: Employment, found: OwnWords | None) -> None:
    if found is None:
        return
    released = _released(session, employment, found)
    if released is not None:
        session.delete(released)
    session.delete(found)
    _note(session, actor, employment, "own_words.removed", found)


def _note(session: Session, actor: Actor, employment: Employment, verb: str, record: OwnWords) -> None:
    timeline.append(session, employment.subject(), actor, verb, compartment=OWN, record=record)
