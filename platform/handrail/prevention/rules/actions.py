"""What becomes of an action of the prevention plan (OAP-3)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from handrail.kit.errors import RuleBroken
from handrail.kit.i18n import _


class ActionState(StrEnum):
    """Where an action stands."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


_S = ActionState
NEXT: Final[Mapping[ActionState, frozenset[ActionState]]] = {
    _S.PLANNED: frozenset({_S.UNDER_WAY, _S.DONE, _S.DROPPED}),
    _S.UNDER_WAY: frozenset({_S.PLANNED, _S.DONE, _S.DROPPED}),
    # What was done may turn out not to have been, and what was dropped may be taken up again.
    _S.DONE: frozenset({_S.UNDER_WAY}),
    _S.DROPPED: frozenset({_S.PLANNED}),
}
ENDED: Final = frozenset({_S.DONE, _S.DROPPED})


def moved(now: ActionState, wanted: ActionState, remark: str) -> ActionState:
    """Return where an action stands after a change; raises RuleBroken.

    A committee that ends an action says in a sentence what came of it, or why it is dropped: that is what the next
    plan is made from.
    """
    if wanted not in NEXT[now]:
        raise RuleBroken("OAP-3", _("This action can not go there from where it stands."))
    if wanted in ENDED and not remark.strip():
        raise RuleBroken("OAP-3", _("Say in a sentence what came of it, or why you drop it."))
    return wanted
