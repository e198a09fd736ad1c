"""Who sees what and why, in words for somebody who is ill. Which of these are shown follows from the policy.

A test goes through the matrix: every cell that lets somebody read has its reason here.
"""

from typing import Final

from handrail.identity.policies import MATRIX
from handrail.kit.codes import Compartment, Role
from handrail.kit.i18n import N_

PARTS: Final[dict[Compartment, tuple[str, str]]] = {
    Compartment.OWN: (
        N_("What you keep for yourself"),
        N_("What you wrote down and told nobody. Nobody else can know that it is there."),
    ),
    Compartment.COORDINATION: (
        N_("What you tell your coordinator"),
        N_("Your talks, what is on your mind, what you allowed, and how support is going."),
    ),
    Compartment.PLAN: (
        N_("Your return-to-work plan"),
        N_("The plan, the meeting about it, and the words that you let go to it."),
    ),
    Compartment.ADMINISTRATIVE: (
        N_("The days you are off"),
        N_(
            "Dates, hours, how to reach you, what was agreed in talks about work, and what the law asks of your "
            "employer. Never why you are ill."
        ),
    ),
    Compartment.MEDICAL: (N_("What the occupational physician notes"), N_("What you and the physician talk about.")),
    Compartment.PROVIDER: (N_("Help from somebody outside"), N_("What you and a helper work on, such as a mediator.")),
    Compartment.UNION: (N_("Your union representative"), N_("What you asked your representative to do.")),
    Compartment.PREVENTION: (
        N_("What your work can teach others"),
        N_("What you noticed about the work, if you let it be used. Never with your name."),
    ),
}
"""What a worker calls each compartment, and what lies in it; in the order of the page."""

WHY: Final[dict[tuple[Role, Compartment], str]] = {
    (Role.COORDINATOR, Compartment.ADMINISTRATIVE): N_("They coordinate your support and need your dates for it."),
    (Role.COORDINATOR, Compartment.COORDINATION): N_("You talk to them, and they write it down for you both."),
    (Role.COORDINATOR, Compartment.PLAN): N_("They help you and your supervisor make the plan."),
    (Role.COORDINATOR, Compartment.PREVENTION): N_("They pass on what you let be used, without your name."),
    (Role.LEAD_COORDINATOR, Compartment.ADMINISTRATIVE): N_("They see to it that somebody coordinates your support."),
    (Role.LEAD_COORDINATOR, Compartment.COORDINATION): N_(
        "They see which step you are at and what is due. They can not read what you said."
    ),
    (Role.LEAD_COORDINATOR, Compartment.PLAN): N_("They see to it that plans are carried out."),
    (Role.SUPERVISOR, Compartment.ADMINISTRATIVE): N_(
        "They lead your team and plan the work: dates, hours, and the talks about work that they hold with you."
    ),
    (Role.SUPERVISOR, Compartment.PLAN): N_(
        "You take part in support, and the plan is made with them. They see it from the meeting on."
    ),
    (Role.HR, Compartment.ADMINISTRATIVE): N_("They do what the law asks of your employer while you are off."),
    (Role.ABSENCE_ADMIN, Compartment.ADMINISTRATIVE): N_("They write down when you are off and when you are back."),
    (Role.UNION, Compartment.UNION): N_("You asked them to stand by you."),
    (Role.UNION, Compartment.PLAN): N_("You asked them to stand by you while the plan is made."),
    (Role.OCCUPATIONAL_HEALTH, Compartment.ADMINISTRATIVE): N_("They need your dates to know when to see you."),
    (Role.OCCUPATIONAL_HEALTH, Compartment.MEDICAL): N_("They look after your health at work, under medical secrecy."),
    (Role.OCCUPATIONAL_HEALTH, Compartment.PLAN): N_("They say what you can do, so that the plan fits."),
    (Role.PROVIDER, Compartment.PROVIDER): N_("You agreed to their help. They see this one part and no other."),
}
"""Why a role reads a compartment of a worker: the policy's own rule, as one sentence."""

EMPLOYER_SIDE: Final = (
    Role.SUPERVISOR,
    Role.HR,
    Role.ABSENCE_ADMIN,
    Role.EMPLOYER_ADMIN,
    Role.SENIOR_MANAGEMENT,
    Role.COMMITTEE,
    Role.INSURER,
)
"""Everybody who acts for the employer or pays the benefit."""

NEVER: Final[dict[Compartment, str]] = {
    Compartment.OWN: N_("What you keep for yourself, and that there is something."),
    Compartment.COORDINATION: N_(
        "What you tell your coordinator, when you talk, how you decided, and what you allowed or did not."
    ),
    Compartment.MEDICAL: N_("What is wrong with you, and what you tell a physician."),
    Compartment.PROVIDER: N_("What you work on with a helper from outside."),
    Compartment.UNION: N_("What you ask of your union representative."),
    Compartment.PREVENTION: N_("What you noticed about the work, together with your name."),
}

PURPOSES: Final[dict[str, str]] = {
    "break_glass": N_("Emergency: two people agreed that it could not wait"),
    "corrections.list": N_("To answer what you asked to have put right"),
    "help.read": N_("To see what help was offered and where you were referred"),
    "intervention.read": N_("To follow an intervention that they have a part in"),
    "intervention.take": N_("To take something of your own along"),
    "interventions.list": N_("To see which interventions run side by side"),
    "mediation.read": N_("To see their own invitation to a mediation"),
    "referral.read": N_("To help you, as you agreed"),
    "referrals.list": N_("To see who was referred to them"),
    "package.review": N_("To look at texts for your data package"),
}
"""Why somebody looked, for the codes of this slice."""
APART: Final = ("break_glass", "support")
"""Reads whose purpose begins like this were none of the daily work: they stand apart, and first."""


def never_of_the_employer() -> list[Compartment]:
    """Return what no role of the employer's side can ever read, as the matrix has it."""
    return [part for part in PARTS if all(_can_not_read(role, part) for role in EMPLOYER_SIDE)]


def _can_not_read(role: Role, part: Compartment) -> bool:
    cell = MATRIX[role].get(part)
    return cell is None or not cell.read
