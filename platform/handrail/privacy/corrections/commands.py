"""Asking for a correction and answering it: what was there stays, what is right stands beside it (PRI-1)."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.events import NEWS, tell
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.subjects import SubjectRef
from handrail.obligations import facts, projection
from handrail.obligations.rights import ANSWERED, ASKED
from handrail.privacy.corrections import queries
from handrail.privacy.corrections.models import CorrectionNote, CorrectionRequest, CorrectionState
from handrail.privacy.corrections.rules import About, act_of, compartment_of, kept_by
from handrail.privacy.errors import AnsweredAlready
from handrail.privacy.mine import Mine, mine_of


def ask(
    session: Session, actor: Actor, *, about: About, words: str, record_id: UUID | None = None
) -> CorrectionRequest:
    """Say that something is not right, to whoever keeps it. `record_id`: one record of the worker's of that kind.

    Raises NotFound for somebody who is no worker and for a record that is not theirs, Invalid without a coordinator.
    """
    requirement = require(actor, "correction.ask")
    mine = mine_of(session, actor)
    compartment = compartment_of(about)
    subject = _subject(mine, compartment)
    check(requirement, employer_id=subject.employer_id, relations=frozenset({Role.WORKER}), compartment=compartment)
    known = {each.id: each for each in queries.records_about(session, mine, about)} if record_id else {}
    if record_id is not None and record_id not in known:
        raise NotFound
    made = CorrectionRequest(
        tenant_id=subject.tenant_id,
        employer_id=subject.employer_id,
        subject_id=subject.subject_id,
        compartment=compartment,
        person_id=actor.person_id,
        asked_at=clock.now(),
        about=about.value,
        object_table=known[record_id].__tablename__ if record_id else None,
        object_id=record_id,
    )
    made.words = words
    session.add(made)
    session.flush()
    changes = {"about": (None, about.value)}
    timeline.append(session, subject, actor, "correction.asked", compartment=compartment, record=made, changes=changes)
    _owe(session, actor, made, ASKED, {"kept_by": kept_by(compartment)})
    for person_id in queries.who_answers(session, mine, subject, compartment):
        tell(session, subject, person_id, NEWS, compartment=compartment, key=f"correction:{made.id}")
    return made


def accept(session: Session, actor: Actor, request_id: UUID, *, words: str) -> CorrectionNote:
    """Note what is right beside the old record, which stays; raises NotFound, AnsweredAlready."""
    request = queries.load_request(session, actor, request_id, lock=True)
    _answer(session, actor, request, CorrectionState.ACCEPTED, words)
    note = CorrectionNote(
        tenant_id=request.tenant_id,
        employer_id=request.employer_id,
        subject_id=request.subject_id,
        compartment=request.compartment,
        request_id=request.id,
        object_table=request.object_table,
        object_id=request.object_id,
        noted_at=clock.now(),
        noted_by=actor.person_id,
    )
    note.words = words
    session.add(note)
    session.flush()
    subject = queries.subject_of(request)
    timeline.append(session, subject, actor, "correction.noted", compartment=request.compartment, record=note)
    return note


def decline(session: Session, actor: Actor, request_id: UUID, *, reason: str) -> CorrectionRequest:
    """Leave it as it is and say why, in words for the worker; raises NotFound, AnsweredAlready."""
    request = queries.load_request(session, actor, request_id, lock=True)
    _answer(session, actor, request, CorrectionState.DECLINED, reason)
    return request


def _answer(session: Session, actor: Actor, request: CorrectionRequest, state: CorrectionState, words: str) -> None:
    require(actor, act_of(actor.role))
    if request.state is not CorrectionState.WAITING:
        raise AnsweredAlready
    request.state, request.answered_at, request.answered_by = state, clock.now(), actor.person_id
    request.answer = words
    session.flush()
    subject = queries.subject_of(request)
    changes = {"state": (CorrectionState.WAITING.value, state.value)}
    timeline.append(
        session, subject, actor, "correction.answered", compartment=request.compartment, record=request, changes=changes
    )
    _owe(session, actor, request, ANSWERED, {})
    tell(
        session, subject, request.person_id, NEWS, compartment=request.compartment, key=f"correction-done:{request.id}"
    )


def _owe(session: Session, actor: Actor, request: CorrectionRequest, what: str, more: dict[str, str]) -> None:
    """Tell the engine that an answer is owed from today on, or was given today (GDPR articles 12(3) and 16)."""
    employment, case, zone = queries.place_of(session, request)
    facts.append(
        session, actor, employment, type=what, on=clock.today(zone), fields={"request": str(request.id), **more},
        compartment=request.compartment, case=case,
    )  # fmt: skip
    projection.reconcile(session, actor, employment.id)


def _subject(mine: Mine, compartment: Compartment) -> SubjectRef:
    if compartment is Compartment.ADMINISTRATIVE:
        return mine.employment.subject()
    if mine.case is None:
        raise Invalid(
            problems=[FieldProblem("/about", _("There is no coordinator yet who could have written it down."))]
        )
    return mine.case.subject()
