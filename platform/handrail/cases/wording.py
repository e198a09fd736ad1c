"""What codes of a case are called; the values are msgids."""

from typing import Final

from handrail.cases.rules.participation import Participation
from handrail.kit.i18n import N_

PARTICIPATION: Final[dict[Participation, tuple[str, str]]] = {
    Participation.NOT_INVITED: ("open", N_("Not invited yet")),
    Participation.INVITED: ("open", N_("Invited")),
    Participation.UNDECIDED: ("open", N_("Thinking it over")),
    Participation.PARTICIPATING: ("now", N_("Participating")),
    Participation.DECLINED: ("off", N_("Said no")),
    Participation.WITHDRAWN: ("off", N_("Withdrawn")),
}
"""State of the tag and words, for those who may know them: the coordinator and the worker."""

STEPS: Final[dict[int, str]] = {
    1: N_("Begin"),
    2: N_("First contact"),
    3: N_("Assist recovery"),
    4: N_("Prepare the meeting"),
    5: N_("The plan"),
    6: N_("Carry out"),
    7: N_("Follow up"),
}

VERBS: Final[dict[str, str]] = {
    "absence.opened": N_("Absence opened"),
    "absence.recorded": N_("Absence recorded"),
    "absence.corrected": N_("Absence corrected"),
    "absence.ended": N_("Absence ended"),
    "absence.taken_back": N_("Absence taken back, recorded by mistake"),
    "file.forwarded": N_("File forwarded to the coordinator"),
    "process.opened": N_("Support process opened"),
    "assignment.started": N_("Joined the case"),
    "assignment.ended": N_("Left the case"),
    "obligation.moved": N_("A date moved"),
    "act.recorded": N_("Statutory act recorded"),
    "act.taken_back": N_("Statutory act taken back"),
    "invitation.sent": N_("Invitation sent"),
    "contact.recorded": N_("Contact recorded"),
    "participation.decided": N_("Decision on taking part recorded"),
    "participation.withdrawn": N_("Support ended by the worker"),
    "consent.recorded": N_("Consent recorded"),
    "consent.withdrawn": N_("Consent withdrawn"),
    "supervisor.informed": N_("Supervisor informed"),
    "follow_up.agreed": N_("Follow-up agreed"),
    "contact_request.made": N_("Contact requested"),
    "contact_request.decided": N_("Contact request decided"),
    "call.requested": N_("Call requested"),
    "call.acknowledged": N_("Call answered"),
    "case.closed": N_("Case closed"),
    "records.erased": N_("What was written in confidence was erased, because its time was over"),
    "process.explained": N_("Support explained"),
    "preferences.stated": N_("Wishes about contact noted"),
    "supervisor.asked_to_call": N_("Supervisor asked to call"),
    "own_concern.written": N_("Something written for yourself"),
    "own_concern.changed": N_("Something changed that you keep for yourself"),
    "own_concern.removed": N_("Something removed that you kept for yourself"),
    "concern.noted": N_("Concern noted"),
    "concern.reviewed": N_("Concern reviewed"),
    "concern.released": N_("Words released for the meeting"),
    "concern.taken_back": N_("Words kept back"),
    "summary.written": N_("Summary written"),
    "summary.validated": N_("Summary validated by the worker"),
    "meeting.scheduled": N_("Planning meeting planned"),
    "meeting.held": N_("Planning meeting held"),
    "plan.proposed": N_("Version of the plan proposed"),
    "plan.accepted": N_("Plan accepted"),
    "promise.confirmed": N_("Promise confirmed"),
    "return.recorded": N_("First day back recorded"),
    "return.prepared": N_("Return marked as prepared"),
    "meeting.cancelled": N_("Planning meeting called off"),
    "meeting.moved": N_("Planning meeting moved"),
    "supervisor.briefed": N_("Supervisor briefed"),
    "tentative_plan.written": N_("Topics of the meeting chosen"),
    "readiness.recorded": N_("Readiness recorded"),
    "plan.drafted": N_("Draft of the plan saved"),
    "plan.agreed": N_("The plan is a contract"),
    "question.answered": N_("Question answered"),
    "week.recorded": N_("Week recorded"),
    "own_concern.told": N_("Something you told your coordinator"),
    "concern.shared": N_("Concern raised at the meeting"),
    "concern.ordered": N_("Concerns put in order"),
    "case.assigned": N_("Case given to another coordinator"),
    "hand_over.offered": N_("Case offered to another coordinator"),
    "hand_over.accepted": N_("Offered case taken"),
    "hand_over.refused": N_("Offered case not taken"),
    "hand_over.revoked": N_("Offer of the case taken back"),
    "hand_over.lapsed": N_("Offer of the case over by itself"),
    "document.issued": N_("Letter issued"),
    "file.added": N_("File added"),
    "file.looked_through": N_("File looked through"),
    "file.refused": N_("File refused"),
    "file.released": N_("File released to the others at the plan"),
    "emergency.asked": N_("Somebody asked for emergency access"),
    "emergency.approved": N_("Emergency access was given for half an hour"),
    "emergency.refused": N_("Emergency access was refused"),
    "emergency.reviewed": N_("Emergency access was reviewed"),
}
"""What the timeline says of an entry; a verb that is not here is shown as it is."""

NEXT_ACTS: Final[dict[str, str]] = {
    "send_invitation": N_("Send the invitation"),
    "first_contact": N_("Make the first call"),
    "first_meeting": N_("Hold the first meeting"),
    "prepare_meeting": N_("Prepare the meeting"),
    "make_plan": N_("Make the plan"),
    "confirm_measures": N_("Confirm what is in place"),
    "follow_up_after_return": N_("Follow up after the return"),
}
"""What comes next where no obligation says it."""

WORKER_STEPS: Final[dict[int, str]] = {
    1: N_("Start"),
    2: N_("First talk"),
    3: N_("Time to recover"),
    4: N_("Getting ready to meet"),
    5: N_("Your plan"),
    6: N_("Back at work, step by step"),
    7: N_("How is it going?"),
}
"""The same seven steps in the worker's words."""
