"""Answering for a letter that is held: it goes out, or back with a reason; who wrote it may take it back."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import frame
from handrail.cases.commands.inviting import INVITATION, write_invitation
from handrail.cases.commands.loading import COORDINATION, Loaded, load
from handrail.cases.commands.supervisor import NOTICE, write_notice
from handrail.cases.events import tell
from handrail.cases.frame import Wording
from handrail.cases.review.codes import ReviewState, Verdict
from handrail.cases.review.models import HeldLetter
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.db import elevated
from handrail.kit.errors import Conflict, FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _

Write = Callable[[Session, Actor, Loaded, Wording], object]
_WRITERS: Final[dict[str, Write]] = {INVITATION: write_invitation, NOTICE: write_notice}
"""What sends each letter that can be held, once it was released."""


def answer_letter(
    session: Session, actor: Actor, case_id: UUID, held_letter_id: UUID, *, verdict: Verdict, reason: str = ""
) -> HeldLetter:
    """Let a letter go, on this day and with the very words that were read, or send it back with a reason.

    The same answer again changes nothing. Whoever wrote it does not answer. Raises NotFound, Conflict where it was
    answered otherwise, Invalid without a reason, and whatever sending raises where it can not be sent any more.
    """
    loaded = load(session, actor, case_id, "letter.review")
    letter = held_letter(session, loaded.case.id, held_letter_id, loaded.case.tenant_id)
    state = ReviewState.RELEASED if verdict is Verdict.RELEASE else ReviewState.SENT_BACK
    if letter.state is state:
        return letter
    _require_waiting(letter)
    if letter.asked_by == actor.person_id:
        raise Conflict(_("You wrote this letter, so somebody else reads it."))
    if state is ReviewState.SENT_BACK and not reason:
        raise Invalid(problems=[FieldProblem("/reason", _("Say what should be different."))])
    wording = frame.wording_of_version(session, loaded.case, letter.key, letter.version)
    with elevated(session, "who releases a letter reads no coordination, and what is sent and said lies there"):
        if state is ReviewState.RELEASED:
            _WRITERS[letter.key](session, actor, loaded, wording)
        return _settle(session, actor, loaded, letter, state=state, reason=reason)


def take_back(session: Session, actor: Actor, case_id: UUID, held_letter_id: UUID) -> HeldLetter:
    """Take back a letter that waits; again changes nothing. Raises NotFound, Conflict where it was answered."""
    loaded = load(session, actor, case_id, "letter.send")
    letter = held_letter(session, loaded.case.id, held_letter_id, loaded.case.tenant_id)
    if letter.state is ReviewState.TAKEN_BACK:
        return letter
    _require_waiting(letter)
    return _settle(session, actor, loaded, letter, state=ReviewState.TAKEN_BACK)


def held_letter(session: Session, case_id: UUID, held_letter_id: UUID, tenant_id: UUID) -> HeldLetter:
    """Return a letter of this case that is or was held; raises NotFound."""
    statement = select(HeldLetter).where(
        HeldLetter.tenant_id == tenant_id, HeldLetter.subject_id == case_id, HeldLetter.id == held_letter_id
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def _require_waiting(letter: HeldLetter) -> None:
    if letter.state is not ReviewState.WAITING:
        raise Conflict(_("This letter was answered before."))


def _settle(
    session: Session, actor: Actor, loaded: Loaded, letter: HeldLetter, *, state: ReviewState, reason: str = ""
) -> HeldLetter:
    letter.state, letter.decided_by, letter.decided_at = state, actor.person_id, clock.now()
    if reason:
        letter.reason = reason
    session.flush()
    timeline.append(
        session,
        loaded.case.subject(),
        actor,
        f"letter.{state.value}",
        compartment=COORDINATION,
        record=letter,
        changes={"state": (ReviewState.WAITING.value, state.value)},
    )
    if letter.asked_by != actor.person_id:
        tell(
            session,
            loaded.case.subject(),
            letter.asked_by,
            "letter.answered",
            compartment=COORDINATION,
            key=str(letter.id),
        )
    return letter
