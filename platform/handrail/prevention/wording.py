"""Words for the codes of this slice."""

from collections.abc import Mapping
from typing import Final

from handrail.kit.i18n import N_
from handrail.prevention.rules.actions import ActionState
from handrail.prevention.rules.receding import Tendency

STATES: Final[dict[ActionState, str]] = {
    ActionState.PLANNED: N_("Planned"),
    ActionState.UNDER_WAY: N_("Under way"),
    ActionState.DONE: N_("Done"),
    ActionState.DROPPED: N_("Dropped"),
}
TENDENCIES: Final[Mapping[Tendency, tuple[str, str]]] = {
    Tendency.NEW: ("todo", N_("New")),
    Tendency.AGAIN: ("progress", N_("As often as before")),
    Tendency.MORE: ("late", N_("More often than before")),
    Tendency.LESS: ("done", N_("Less often than before")),
    Tendency.WAITING: ("", N_("Not in the last quarter")),
    Tendency.QUIET: ("", N_("Not for two quarters or more")),
}
"""A tag's state with its words."""
