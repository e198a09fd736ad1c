"""What the codes of handing over are called; the values are msgids."""

from collections.abc import Mapping
from typing import Final

from handrail.cases.handover.rules import OfferState, Reason, Verdict, WhyNot
from handrail.kit.i18n import N_

REASONS: Final[Mapping[Reason, str]] = {
    Reason.CASELOAD: N_("To share the work evenly"),
    Reason.AWAY: N_("Away for a longer time"),
    Reason.LEAVING: N_("Leaving, or other work"),
    Reason.LANGUAGE: N_("Somebody speaks the worker's language"),
    Reason.NEARER: N_("Somebody works nearer to the worker"),
    Reason.WISH: N_("The worker asked for somebody else"),
    Reason.TOO_CLOSE: N_("Too close to somebody in this case"),
    Reason.OTHER: N_("Another reason"),
}
WHY_NOT: Final[Mapping[WhyNot, str]] = {
    WhyNot.CASELOAD: N_("I have no room for it now"),
    WhyNot.AWAY: N_("I am going to be away"),
    WhyNot.TOO_CLOSE: N_("I am too close to somebody in this case"),
    WhyNot.LANGUAGE: N_("I do not speak the worker's language well enough"),
    WhyNot.OTHER: N_("Another reason"),
}
REFUSED_BECAUSE: Final[Mapping[WhyNot, str]] = {
    WhyNot.CASELOAD: N_("no room for it now"),
    WhyNot.AWAY: N_("going to be away"),
    WhyNot.TOO_CLOSE: N_("too close to somebody in this case"),
    WhyNot.LANGUAGE: N_("does not speak the worker's language well enough"),
    WhyNot.OTHER: N_("another reason"),
}
STATES: Final[Mapping[OfferState, tuple[str, str]]] = {
    OfferState.OPEN: ("now", N_("waits for an answer")),
    OfferState.ACCEPTED: ("done", N_("taken")),
    OfferState.REFUSED: ("off", N_("not taken")),
    OfferState.REVOKED: ("off", N_("taken back")),
    OfferState.LAPSED: ("off", N_("over by itself")),
}
"""How a state looks, and what it is called."""
VERDICTS: Final[Mapping[Verdict, tuple[str, str]]] = {
    Verdict.MOVES: ("now", N_("Changes hands")),
    Verdict.MOVED: ("done", N_("Changed hands")),
    Verdict.THEIRS: ("off", N_("Theirs already")),
    Verdict.OWN_CASE: ("late", N_("Not possible: it is their own case (NEU-1)")),
    Verdict.LINE: ("late", N_("Not possible: they are the line manager here (NEU-1)")),
    Verdict.NOT_HERE: ("late", N_("Not possible: they do not coordinate at this client organisation (NEU-1)")),
    Verdict.UNKNOWN: ("late", N_("Not possible: there is no such case among yours")),
}
"""What becomes of one case of many, in the same form."""
