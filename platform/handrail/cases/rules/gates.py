"""Gates hold back acts of the process, never the recording of a fact."""

from typing import Protocol

from handrail.cases.rules.participation import Participation
from handrail.kit.errors import RuleBroken
from handrail.kit.i18n import _

LAST_STEP_BEFORE_PARTICIPATION = 2


class ProcessState(Protocol):
    """What the gates need to know of a process."""

    @property
    def participation(self) -> Participation:
        """Where the worker stands."""

    @property
    def outcome(self) -> object | None:
        """How the case ended; None while it is open."""


def may_enter(step: int, process: ProcessState) -> bool:
    """Say whether an act of step 1 to 7 may be done now: nothing beyond step 2 without participation (S2-2)."""
    if process.outcome is not None:
        return False
    return step <= LAST_STEP_BEFORE_PARTICIPATION or process.participation is Participation.PARTICIPATING


def require_participation(process: ProcessState) -> None:
    """Hold back an act beyond step 2 until participation is on record; raises RuleBroken naming S2-2."""
    require_open(process)
    if process.participation is not Participation.PARTICIPATING:
        raise RuleBroken(
            "S2-2", _("The worker has not chosen to take part: this step of the support process has to wait.")
        )


def require_open(process: ProcessState) -> None:
    """Hold back an act on a case that was closed; raises RuleBroken naming S7-5."""
    if process.outcome is not None:
        raise RuleBroken("S7-5", _("This case was closed. A new absence opens a new one, linked to it."))
