"""Texts that may tell of others, looked at by the coordinator: released as they are, or with a part taken out."""

import hashlib
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import read_log, timeline
from handrail.cases.events import NEWS, tell
from handrail.identity.access import check, load_case, require
from handrail.identity.actor import Actor
from handrail.identity.reach import within_reach
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.kit.subjects import SubjectRef
from handrail.privacy.errors import AnsweredAlready
from handrail.privacy.package.gathering import sealed_of
from handrail.privacy.package.models import HeldState, HeldText
from handrail.privacy.package.ways import paths
from handrail.tenancy.models import Person

MOST = 200
ACTION = "package.review"


def to_look_at(session: Session, actor: Actor) -> list[tuple[HeldText, Person]]:
    """Return the texts that wait for this coordinator, the oldest first."""
    require(actor, ACTION)
    statement = (
        select(HeldText, Person)
        .join(Person, (Person.tenant_id == HeldText.tenant_id) & (Person.id == HeldText.person_id))
        .where(
            HeldText.tenant_id == actor.tenant_id,
            HeldText.state == HeldState.WAITING,
            HeldText.person_id != actor.person_id,
            *within_reach(session, subject=HeldText.subject_id, employer=HeldText.employer_id),
        )
        .order_by(HeldText.asked_at, HeldText.id)
        .limit(MOST)
    )
    return [(held, person) for held, person in session.execute(statement)]


def open_text(session: Session, actor: Actor, held_id: UUID, *, lock: bool = False) -> tuple[HeldText, str]:
    """Return one of them with its words, and log that somebody read it (CON-5); raises NotFound."""
    statement = select(HeldText).where(HeldText.tenant_id == actor.tenant_id, HeldText.id == held_id)
    held = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if held is None or held.person_id == actor.person_id:
        raise NotFound
    requirement = require(actor, ACTION)
    case = load_case(session, held.subject_id, requirement)
    check(
        requirement,
        employer_id=case.employer_id,
        relations=frozenset({Role.COORDINATOR}),  # load_case has seen to it
        compartment=held.compartment,
    )
    read_log.record(session, actor, case.subject(), {held.compartment}, ACTION)
    return held, _words(session, held)


def release(session: Session, actor: Actor, held_id: UUID) -> HeldText:
    """Give the text to the worker as it is; raises NotFound, AnsweredAlready."""
    return _decide(session, actor, held_id, HeldState.RELEASED, "")


def redact(session: Session, actor: Actor, held_id: UUID, *, words: str) -> HeldText:
    """Give the worker these words in place of the text; raises NotFound, AnsweredAlready."""
    return _decide(session, actor, held_id, HeldState.REDACTED, words)


def _decide(session: Session, actor: Actor, held_id: UUID, state: HeldState, words: str) -> HeldText:
    held, _text = open_text(session, actor, held_id, lock=True)
    if held.state is not HeldState.WAITING:
        raise AnsweredAlready
    held.state, held.decided_at, held.decided_by = state, clock.now(), actor.person_id
    if state is HeldState.REDACTED:
        held.words = words
    session.flush()
    subject = SubjectRef(held.tenant_id, held.employer_id, held.subject_id)
    changes = {"state": (HeldState.WAITING.value, state.value)}
    timeline.append(
        session, subject, actor, "held_text.decided", compartment=held.compartment, record=held, changes=changes
    )
    left = select(HeldText.id).where(
        HeldText.tenant_id == held.tenant_id,
        HeldText.subject_id == held.subject_id,
        HeldText.state == HeldState.WAITING,
    )
    if session.scalar(left.limit(1)) is None:
        tell(session, subject, held.person_id, NEWS, compartment=held.compartment, key=f"held-texts:{held.id}")
    return held


def _words(session: Session, held: HeldText) -> str:
    """Return the text where it still reads as it did; raises NotFound where it was written anew since."""
    path = paths().get(held.object_table)
    row = session.get(path.model, (held.tenant_id, held.object_id)) if path else None
    if path is None or row is None:
        raise NotFound
    sealed = next(column for column, name in sealed_of(path.model).items() if name == held.name)
    if hashlib.sha256(getattr(row, sealed)).digest() != bytes(held.sealed_sha256):
        raise NotFound
    return str(getattr(row, held.name))
