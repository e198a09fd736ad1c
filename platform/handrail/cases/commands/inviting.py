"""The invitation: a letter with the pamphlet that announces a call (S1-4)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases import frame, letters
from handrail.cases.commands.loading import COORDINATION, Loaded, change, fact, happened, load, settle
from handrail.cases.events import tell
from handrail.cases.models import CaseProcess
from handrail.cases.records import person_of
from handrail.cases.review.holding import hold, is_reviewed
from handrail.cases.review.models import HeldLetter
from handrail.cases.rules.gates import require_open
from handrail.cases.rules.participation import Participation
from handrail.documents import commands as documents
from handrail.documents.commands import TemplateRef
from handrail.documents.models import Document
from handrail.documents.queries import document_by_key
from handrail.documents.typst.letter import LetterModel
from handrail.identity.actor import Actor
from handrail.kit.errors import RuleBroken
from handrail.kit.i18n import _
from handrail.tenancy.models import Case, Employment

INVITATION: Final = "invitation_letter"
KEY: Final = "invitation"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What was sent: the process, and the letter as it was printed; `held`: the letter waits to be read instead."""

    process: CaseProcess
    letter: Document | None = None
    held: HeldLetter | None = None


def send_invitation(session: Session, actor: Actor, case_id: UUID, *, on: date | None = None) -> Invitation:
    """Send the letter and the pamphlet, in the worker's language, and announce the call (S1-4).

    The call comes within the framework's days. Sending it again returns the first letter: nobody is invited twice.
    Where the framework has it read first it is held, and nothing else happens until it is released. Raises RuleBroken
    where the worker has already answered.
    """
    loaded = load(session, actor, case_id, "letter.send")
    process = loaded.process
    if process.invited_on is not None:
        sent = document_by_key(session, loaded.case.subject(), COORDINATION, KEY)
        if sent is not None:
            return Invitation(process, sent)
    _require_unanswered(process)
    sent_on = happened(on, loaded)
    wording = invitation_wording(session, loaded.case, loaded.employment)
    if is_reviewed(frame.in_force(session, loaded.case).framework, INVITATION):
        return Invitation(process, held=hold(session, actor, loaded, INVITATION, wording))
    return write_invitation(session, actor, loaded, wording, on=sent_on)


def invitation_wording(session: Session, case: Case, employment: Employment) -> frame.Wording:
    """Return the words in which this worker would be invited now."""
    locale = person_of(session, case.tenant_id, employment.person_id).locale
    return frame.letter_wording(session, frame.in_force(session, case).framework, case, INVITATION, locale)


def invitation_letter(
    session: Session, case: Case, employment: Employment, wording: frame.Wording, *, on: date
) -> tuple[LetterModel, date]:
    """Return the letter as it reads when it is sent on a day, and the day before which it announces the call."""
    call_by = on + timedelta(days=frame.in_force(session, case).framework.intervals.call_within_days)
    cast = letters.cast_of(session, case, employment)
    return letters.to_worker(wording, cast, case=case, dated_on=on, call_before_date=call_by), call_by


def write_invitation(
    session: Session, actor: Actor, loaded: Loaded, wording: frame.Wording, *, on: date | None = None
) -> Invitation:
    """Print the letter with these words, keep it, and tell the worker. Raises as `send_invitation`."""
    process, sent_on = loaded.process, on or loaded.today
    _require_unanswered(process)
    kept = frame.keep_wording(session, loaded.case, wording)
    letter, call_by = invitation_letter(session, loaded.case, loaded.employment, kept, on=sent_on)
    document = documents.issue_letter(
        session,
        actor,
        loaded.case.subject(),
        letter,
        compartment=COORDINATION,
        key=KEY,
        title_key="letter.invitation",
        template=TemplateRef(INVITATION, kept.version),
    )
    fact(session, actor, loaded, "invitation_sent", on=sent_on)
    change(
        session,
        actor,
        loaded,
        "invitation.sent",
        participation=Participation.INVITED,
        invited_on=sent_on,
        call_by=call_by,
    )
    tell(
        session,
        loaded.case.subject(),
        loaded.employment.person_id,
        "invitation",
        compartment=COORDINATION,
        key=str(loaded.case.id),
    )
    settle(session, actor, loaded)
    return Invitation(process, document)


def _require_unanswered(process: CaseProcess) -> None:
    require_open(process)
    if process.participation is not Participation.NOT_INVITED:
        raise RuleBroken("S1-4", _("The worker has answered already, so no invitation is sent."))
