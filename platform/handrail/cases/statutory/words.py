"""What the codes of statutory documents are called; the values are msgids."""

from collections.abc import Mapping
from typing import Final

from handrail.cases.statutory.codes import Answer, Side
from handrail.kit.i18n import N_

ANSWERS: Final[Mapping[Answer, str]] = {
    Answer.AGREED: N_("Agrees with this version"),
    Answer.NOT_AGREED: N_("Does not agree with this version"),
    Answer.UNANSWERED: N_("No answer was given"),
}
OWN_ANSWERS: Final[Mapping[Answer, str]] = {
    Answer.AGREED: N_("I agree to this version"),
    Answer.NOT_AGREED: N_("I do not agree to this version"),
}
SIDES: Final[Mapping[Side, str]] = {Side.WORKER: N_("The worker"), Side.EMPLOYER: N_("The employer")}
AUTHORS: Final[Mapping[tuple[str, ...], str]] = {
    ("hr",): N_("Written by the employer"),
    ("occupational_health",): N_("Stated by occupational health"),
    ("occupational_health", "hr"): N_("Stated by occupational health"),
    ("hr", "occupational_health"): N_("Written down by whoever received it"),
}
"""By who writes a section, whose statement it is first: of what somebody outside states, both write what came."""
