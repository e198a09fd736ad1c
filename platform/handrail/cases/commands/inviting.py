"""The invitation: a letter with the pamphlet that announces a call (S1-4)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases import frame, letters
from handrail.cases.commands.loading import COORDINATION, change, fact, happened, load, settle
from handrail.cases.events import tell
from handrail.cases.models import CaseProcess
from handrail.cases.rules.gates import require_open
from handrail.cases.rules.participation import Participation
from handrail.documents import commands as documents
from handrail.documents.commands import TemplateRef
from handrail.documents.models import Document
from handrail.documents.queries import document_by_key
from handrail.identity.actor import Actor
from handrail.kit.errors import RuleBroken
from handrail.kit.i18n import _

INVITATION: Final = "invitation_letter"
KEY: Final = "invitation"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What was sent: the process, and the letter as it was printed."""

    process: CaseProcess
    letter: Document


def send_invitation(session: Session, actor: Actor, case_id: UUID, *, on: date | None = None) -> Invitation:
    """Send the letter and the pamphlet, in the worker's language, and announce the call (S1-4).

    The call comes within the framework's days. Sending it again returns the first letter: nobody is invited twice.
    Raises RuleBroken where the worker has already answered.
    """
    loaded = load(session, actor, case_id, "letter.send")
    process = loaded.process
    if process.invited_on is not None:
        sent = document_by_key(session, loaded.case.subject(), COORDINATION, KEY)
        if sent is not None:
            return Invitation(process, sent)
    require_open(process)
    if process.participation is not Participation.NOT_INVITED:
        raise RuleBroken("S1-4", _("The worker has answered already, so no invitation is sent."))
    sent_on = happened(on, loaded)
    in_force = frame.in_force(session, loaded.case)
    call_by = sent_on + timedelta(days=in_force.framework.intervals.call_within_days)
    cast = letters.cast_of(session, loaded.case, loaded.employment)
    letter = letters.to_worker(
        in_force.framework, cast, INVITATION, case=loaded.case, dated_on=sent_on, call_before_date=call_by
    )
    document = documents.issue_letter(
        session,
        actor,
        loaded.case.subject(),
        letter,
        compartment=COORDINATION,
        key=KEY,
        title_key="letter.invitation",
        template=TemplateRef(INVITATION, str(in_force.number)),
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
