"""One function per act on a case; each decides, checks, and writes state, timeline, facts and outbox together."""

from handrail.cases.commands.after_return import record_follow_up_after_return
from handrail.cases.commands.calling import acknowledge_call, request_call
from handrail.cases.commands.closing import Judged, close_case
from handrail.cases.commands.consenting import record_consent, record_supervisor_contact_consent, withdraw_consent
from handrail.cases.commands.contacting import (
    AgreedAction,
    FirstContact,
    Held,
    record_contact,
    record_first_contact,
    record_first_meeting,
    record_follow_up,
)
from handrail.cases.commands.follow_up import agree_follow_up
from handrail.cases.commands.forwarding import forward_file, open_due_cases
from handrail.cases.commands.inviting import Invitation, send_invitation
from handrail.cases.commands.lettering import LetterText
from handrail.cases.commands.participation import decide_participation, withdraw
from handrail.cases.commands.parts import reassign_coordinator
from handrail.cases.commands.preferring import state_preferences
from handrail.cases.commands.requesting import decide_contact_request, request_contact, write_letter
from handrail.cases.commands.supervisor import inform_supervisor

__all__ = [
    "AgreedAction",
    "FirstContact",
    "Held",
    "Invitation",
    "Judged",
    "LetterText",
    "acknowledge_call",
    "agree_follow_up",
    "close_case",
    "decide_contact_request",
    "decide_participation",
    "forward_file",
    "inform_supervisor",
    "open_due_cases",
    "reassign_coordinator",
    "record_consent",
    "record_contact",
    "record_first_contact",
    "record_first_meeting",
    "record_follow_up",
    "record_follow_up_after_return",
    "record_supervisor_contact_consent",
    "request_call",
    "request_contact",
    "send_invitation",
    "state_preferences",
    "withdraw",
    "withdraw_consent",
    "write_letter",
]
