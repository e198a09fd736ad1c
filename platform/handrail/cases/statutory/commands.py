"""Making versions of statutory documents, answering on them, and noting the act that a complete one proves (VOL-4)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.events import tell
from handrail.cases.statutory import queries, rules
from handrail.cases.statutory.codes import Answer, Side
from handrail.cases.statutory.errors import AnsweredAlready, NotComplete, OpenOne, WrittenMeanwhile
from handrail.cases.statutory.models import StatutoryAnswer, StatutoryDocument, StatutoryVersion
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.ids import new_id
from handrail.obligations import commands as obligations
from handrail.obligations import facts
from handrail.sdk import StatutoryDocument as Declared
from handrail.tenancy.models import Employment

ADMINISTRATIVE: Final = Compartment.ADMINISTRATIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What somebody writes of a document: their own sections, as JSON holds them. `on` None: made today."""

    content: Mapping[str, Any] = field(default_factory=dict)
    on: date | None = None


def begin_document(
    session: Session, actor: Actor, employment_id: UUID, *, code: str, writing: Writing
) -> StatutoryVersion:
    """Make the first version of a document that the law of the worker's site asks for, whatever was decided of support.

    Raises NotFound, also for whoever has nothing to write in it, OpenOne where it is there already and is made once,
    and Invalid for a document that is not asked for there and a day that has not come yet.
    """
    employment = load_employment(session, employment_id, require(actor, "statutory_document.write"))
    where = queries.here(session, employment)
    declared = queries.declared(code)
    if declared is None or declared.jurisdiction != where.jurisdiction:
        raise Invalid(problems=[FieldProblem("/code", _("Choose one of the documents of this worker's jurisdiction."))])
    facts.lock(session, employment)
    if not declared.repeats and _is_under_way(session, employment, declared):
        raise OpenOne
    document = StatutoryDocument(
        tenant_id=employment.tenant_id,
        id=new_id(),
        employer_id=employment.employer_id,
        subject_id=employment.id,
        compartment=ADMINISTRATIVE,
        code=code,
        newest=0,
        begun_at=clock.now(),
        begun_by=actor.person_id,
    )
    session.add(document)
    session.flush()
    return _write(session, actor, employment, document, declared, writing)


def write_version(
    session: Session, actor: Actor, employment_id: UUID, document_id: UUID, *, seen: int, writing: Writing
) -> StatutoryVersion:
    """Make the next version: one's own sections anew, those of others as they stand in version `seen`.

    The same again returns the version that is there. Raises NotFound, WrittenMeanwhile where `seen` is not the newest
    version any more, and Invalid for a day that has not come yet.
    """
    employment = load_employment(session, employment_id, require(actor, "statutory_document.write"))
    document = queries.document_of(session, employment, document_id, lock=True)
    declared = queries.declared(document.code)
    if declared is None:
        raise NotFound
    return _write(session, actor, employment, document, declared, writing, seen=seen)


def answer_version(
    session: Session,
    actor: Actor,
    employment_id: UUID,
    document_id: UUID,
    *,
    number: int,
    answer: Answer,
    words: str = "",
) -> StatutoryAnswer:
    """Say for one's own side whether one agrees to this very version, or note that the worker gave no answer.

    The same again returns the first record. Raises NotFound, WrittenMeanwhile where there is a newer version,
    NotComplete, AnsweredAlready, and Invalid where the reasons are missing or the worker still has days to answer.
    """
    employment = load_employment(session, employment_id, require(actor, "statutory_document.sign"))
    document = queries.document_of(session, employment, document_id, lock=True)
    declared, side = queries.declared(document.code), rules.side_of(actor.role)
    if declared is None or side is None or side.value not in declared.signed_by:
        raise NotFound
    if number != document.newest:
        raise WrittenMeanwhile
    version = queries.version_of(session, document)
    earlier = queries.answers_to(session, [version])[version.id]
    about = Side.WORKER if answer is Answer.UNANSWERED else side
    before = next((each for each in earlier if (each.side, each.given_by_side) == (about, side)), None)
    if before is not None:
        if (before.answer, before.words) == (answer, words):
            return before
        raise AnsweredAlready
    if not rules.holds_all(declared, json.loads(version.content)):
        raise NotComplete
    _check_answer(declared, version, queries.given(earlier), side=side, answer=answer, words=words)
    made = StatutoryAnswer(
        tenant_id=employment.tenant_id,
        employer_id=employment.employer_id,
        subject_id=employment.id,
        compartment=ADMINISTRATIVE,
        version_id=version.id,
        side=about,
        given_by_side=side,
        answer=answer,
        digest=version.digest,
        answered_at=clock.now(),
        answered_by=actor.person_id,
    )
    made.words = words
    session.add(made)
    session.flush()
    said = {
        "code": (None, document.code), "number": (None, number), "side": (None, about.value),
        "answer": (None, answer.value), "digest": (None, version.digest.hex()),
    }  # fmt: skip
    timeline.append(
        session, employment.subject(), actor, "statutory_document.answered", compartment=ADMINISTRATIVE, record=made,
        changes=said,
    )  # fmt: skip
    _settle(session, actor, employment, document, declared, version)
    return made


def _is_under_way(session: Session, employment: Employment, declared: Declared) -> bool:
    """Say whether a document that is made once in an absence is there for the present one."""
    since = queries.absence_began(session, employment, declared.proves)
    there = [each for each in queries.documents_of(session, employment) if each.code == declared.code]
    newest = queries.newest_versions(session, there)
    return any(since is None or newest[each.id].on >= since for each in there)


def _write(  # noqa: PLR0917 - what a version is made from
    session: Session,
    actor: Actor,
    employment: Employment,
    document: StatutoryDocument,
    declared: Declared,
    writing: Writing,
    seen: int = 0,
) -> StatutoryVersion:
    if not rules.may_make(declared, actor.role):
        raise NotFound
    where = queries.here(session, employment)
    today = clock.today(where.zone)
    on = writing.on or today
    if on > today:
        raise Invalid(problems=[FieldProblem("/on", _("This day is still to come."))])
    before = queries.version_of(session, document) if document.newest else None
    content = _content(session, actor, employment, declared, writing, before)
    told = json.dumps(content, ensure_ascii=False, sort_keys=True)
    if before is not None:
        if (before.content, before.on) == (told, on):
            return before
        if seen != document.newest:
            raise WrittenMeanwhile
    document.newest += 1
    version = StatutoryVersion(
        tenant_id=employment.tenant_id,
        id=new_id(),
        employer_id=employment.employer_id,
        subject_id=employment.id,
        compartment=ADMINISTRATIVE,
        document_id=document.id,
        number=document.newest,
        on=on,
        digest=rules.digest_of(document.id, document.code, document.newest, on, told),
        made_at=clock.now(),
        made_by=actor.person_id,
        made_as=actor.role,
    )
    version.content = told
    session.add(version)
    session.flush()
    changes = {
        "code": (None, document.code), "number": (before.number if before else None, version.number),
        "on": (before.on if before else None, on), "digest": (None, version.digest.hex()),
    }  # fmt: skip
    timeline.append(
        session, employment.subject(), actor, "statutory_document.written", compartment=ADMINISTRATIVE, record=version,
        changes=changes,
    )  # fmt: skip
    _settle(session, actor, employment, document, declared, version)
    if rules.holds_all(declared, content) and "worker" in declared.signed_by:
        tell(
            session, employment.subject(), employment.person_id, "statutory_document.to_answer",
            compartment=ADMINISTRATIVE, key=str(version.id),
        )  # fmt: skip
    return version


def _content(  # noqa: PLR0917 - what a content is made from
    session: Session,
    actor: Actor,
    employment: Employment,
    declared: Declared,
    writing: Writing,
    before: StatutoryVersion | None,
) -> dict[str, Any]:
    """Return the whole content: the writer's sections as written, those of others as they stand, the parts as of now.

    Nothing comes from anywhere else: no confided record is ever read here (VOL-4).
    """
    mine = {each.key for section in rules.sections_of(declared, actor.role) for each in section.fields}
    stands = json.loads(before.content) if before else {}
    content = {key: value for key, value in stands.items() if key not in mine and key != rules.PARTS}
    content |= {key: value for key, value in writing.content.items() if key in mine}
    if declared.parts:
        since = queries.absence_began(session, employment, declared.proves)
        content[rules.PARTS] = rules.put_together(declared, queries.complete_ones(session, employment), since)
    return content


def _check_answer(
    declared: Declared,
    version: StatutoryVersion,
    earlier: list[rules.Given],
    *,
    side: Side,
    answer: Answer,
    words: str,
) -> None:
    if answer is not Answer.AGREED and not words.strip():
        raise Invalid(problems=[FieldProblem("/words", _("Say why."))])
    if answer is not Answer.UNANSWERED:
        return
    if side is not Side.EMPLOYER:
        raise Invalid(problems=[FieldProblem("/answer", _("Say whether you agree."))])
    if not rules.may_note_no_answer(declared, earlier, version.made_at, clock.now()):
        why = _("Sign first yourself, and give the worker at least a week to answer.")
        raise Invalid(problems=[FieldProblem("/answer", why)])


def _settle(  # noqa: PLR0917 - what completeness is judged by
    session: Session,
    actor: Actor,
    employment: Employment,
    document: StatutoryDocument,
    declared: Declared,
    version: StatutoryVersion,
) -> None:
    """Note that the document is complete, once, and with it the act that it proves: only the engine makes dates met."""
    where = queries.here(session, employment)
    answers = queries.answers_to(session, [version])[version.id]
    day = rules.completed_on(declared, json.loads(version.content), version.on, queries.given(answers), where.zone)
    if day is None:
        return
    document.complete_number = version.number
    if document.completed_on is not None:
        return
    document.completed_on = day
    session.flush()
    timeline.append(
        session, employment.subject(), actor, "statutory_document.completed", compartment=ADMINISTRATIVE,
        record=document, changes={"code": (None, document.code), "on": (None, day)},
    )  # fmt: skip
    if declared.proves is not None:
        obligations.note_act(session, actor, employment, rule=declared.proves, done_on=day)
