"""Holding a letter: what a command does instead of sending it, where the framework has it read first."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import frame
from handrail.cases.commands.loading import COORDINATION, Loaded
from handrail.cases.events import tell
from handrail.cases.frame import Wording
from handrail.cases.review.codes import ReviewState
from handrail.cases.review.models import HeldLetter
from handrail.frameworks.rules import Framework
from handrail.identity.actor import Actor
from handrail.identity.models import Membership
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.tenancy.models import Case, Person


def is_reviewed(framework: Framework, key: str) -> bool:
    """Say whether this letter is read by somebody else before it goes out."""
    template = framework.templates.get(key)
    return template is not None and template.review


def hold(session: Session, actor: Actor, loaded: Loaded, key: str, wording: Wording) -> HeldLetter:
    """Hold a letter and tell those who may release it; the one that waits already is returned as it is."""
    waiting = waiting_letter(session, loaded.case, key)
    if waiting is not None:
        return waiting
    letter = HeldLetter(
        tenant_id=loaded.case.tenant_id,
        employer_id=loaded.case.employer_id,
        subject_id=loaded.case.id,
        key=key,
        version=frame.keep_wording(session, loaded.case, wording).version,
        asked_by=actor.person_id,
        asked_at=clock.now(),
        state=ReviewState.WAITING,
    )
    session.add(letter)
    session.flush()
    timeline.append(
        session, loaded.case.subject(), actor, "letter.held", compartment=COORDINATION, record=letter,
        changes={"key": (None, key), "version": (None, letter.version)},
    )  # fmt: skip
    for person_id in readers(session, loaded.case, actor.person_id):
        tell(
            session, loaded.case.subject(), person_id, "letter.held", compartment=COORDINATION, key=str(letter.id)
        )  # fmt: skip
    return letter


def waiting_letter(session: Session, case: Case, key: str) -> HeldLetter | None:
    """Return the letter of this kind that waits to be read, or None."""
    statement = select(HeldLetter).where(
        HeldLetter.tenant_id == case.tenant_id,
        HeldLetter.subject_id == case.id,
        HeldLetter.key == key,
        HeldLetter.state == ReviewState.WAITING,
    )
    return session.scalars(statement).one_or_none()


def readers(session: Session, case: Case, but: UUID) -> Sequence[UUID]:
    """Return who may release a letter of this case: its lead coordinators, but never who wrote it."""
    statement = (
        select(Person.id)
        .join(Membership, (Membership.tenant_id == Person.tenant_id) & (Membership.person_id == Person.id))
        .where(
            Person.tenant_id == case.tenant_id,
            Person.active,
            Membership.role == Role.LEAD_COORDINATOR,
            (Membership.employer_id == case.employer_id) | Membership.employer_id.is_(None),
            Membership.during.contains(clock.today()),
            Person.id != but,
        )
        .distinct()
        .order_by(Person.id)
    )
    return session.scalars(statement).all()
