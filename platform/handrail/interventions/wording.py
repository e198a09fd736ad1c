"""Codes of this slice in words."""

from typing import Final

from handrail.interventions.rules import AskedBy, HelpKind, Progress, State, Wish
from handrail.kit.i18n import N_

KINDS: Final[dict[HelpKind, str]] = {
    HelpKind.MEDIATION: N_("Mediation"),
    HelpKind.ASSISTANCE_PROGRAMME: N_("Employee assistance"),
    HelpKind.UNION_NETWORK: N_("Union network"),
    HelpKind.PHYSICIAN: N_("Treating physician"),
    HelpKind.PSYCHOLOGIST: N_("Psychologist"),
    HelpKind.OCCUPATIONAL_THERAPIST: N_("Occupational therapist"),
    HelpKind.PEER_SUPPORT: N_("People who went through it too"),
    HelpKind.OTHER: N_("Other help"),
}
WISHES: Final[dict[Wish, str]] = {
    Wish.WANTED: N_("Would like it"),
    Wish.LATER: N_("Perhaps later"),
    Wish.ALREADY: N_("Has it already"),
    Wish.NO: N_("No, thank you"),
}
ASKED_BY: Final[dict[AskedBy, str]] = {
    AskedBy.WORKER: N_("The worker"),
    AskedBy.PHYSICIAN: N_("The physician"),
}
PROGRESS: Final[dict[Progress, tuple[str, str]]] = {
    Progress.MADE: ("open", N_("Referred")),
    Progress.UNDER_WAY: ("now", N_("Under way")),
    Progress.ENDED: ("done", N_("Ended")),
}
"""The look of the tag, and its words."""
STATES: Final[dict[State, tuple[str, str]]] = {
    State.OFFERED: ("open", N_("Offered")),
    State.AGREED: ("now", N_("Both agreed to it")),
    State.UNDER_WAY: ("now", N_("Under way")),
    State.ENDED: ("done", N_("Ended")),
    State.ENDED_WITH_AGREEMENT: ("done", N_("Ended with an agreement")),
    State.ENDED_WITHOUT_AGREEMENT: ("off", N_("Ended without an agreement")),
    State.NOT_WANTED: ("off", N_("Not wanted")),
}
"""The look of the tag, and its words."""
