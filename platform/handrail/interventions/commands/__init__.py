"""One function per act: noting, offering, referring; what a provider records; what a party of a mediation says."""

from handrail.interventions.commands.offering import note_conflict, offer_help
from handrail.interventions.commands.partaking import answer_invitation, release_agreement
from handrail.interventions.commands.providing import propose_agreement, record_session, record_state
from handrail.interventions.commands.referring import ask_consent, end_referral, refer

__all__ = [
    "answer_invitation",
    "ask_consent",
    "end_referral",
    "note_conflict",
    "offer_help",
    "propose_agreement",
    "record_session",
    "record_state",
    "refer",
    "release_agreement",
]
