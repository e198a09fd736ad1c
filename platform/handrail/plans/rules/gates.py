"""The gates of S4 and S5: what has to be there first. A gate holds back acts, never the recording of a fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handrail.kit.errors import RuleBroken
from handrail.kit.i18n import _
from handrail.plans.rules.codes import Physician, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """How far the preparation of the meeting is; None and empty where nothing is recorded."""

    worker_ready_on: date | None = None
    physician: Physician | None = None
    capacity_from_on: date | None = None
    return_on: date | None = None
    summary_number: int | None = None
    summary_validated_at: datetime | None = None
    agreed_to_discuss: bool = False
    topics: Sequence[Topic] = ()
    supervisor_informed: bool = False


def require_readiness(preparation: Preparation) -> None:
    """Raise RuleBroken (S4-1) unless the worker feels ready and a physician set a return date or a capacity."""
    if preparation.worker_ready_on is None:
        raise RuleBroken("S4-1", _("The worker has not said yet that they feel ready to prepare the return."))
    stated = preparation.capacity_from_on or preparation.return_on
    if preparation.physician is None or stated is None:
        raise RuleBroken("S4-1", _("No physician has set a return date or a capacity yet."))


def require_validated_summary(preparation: Preparation) -> None:
    """Raise RuleBroken (S4-4) unless the worker validated the newest summary and agrees to discuss it."""
    if preparation.summary_number is None:
        raise RuleBroken("S4-4", _("There is no summary of the concerns yet."))
    if preparation.summary_validated_at is None or not preparation.agreed_to_discuss:
        raise RuleBroken(
            "S4-4", _("The worker has not validated this summary yet and agreed to discuss it with the supervisor.")
        )


def require_topics(preparation: Preparation) -> None:
    """Raise RuleBroken (S4-5) unless there is a tentative plan: topics, and no course of action."""
    if not preparation.topics:
        raise RuleBroken("S4-5", _("There is no tentative plan yet: the topics of the meeting."))


def require_meeting_can_be_planned(preparation: Preparation) -> None:
    """Raise RuleBroken, naming the rule, unless the planning meeting can be scheduled (S4-6)."""
    require_readiness(preparation)
    require_validated_summary(preparation)
    require_topics(preparation)
    if not preparation.supervisor_informed:
        raise RuleBroken("S4-6", _("The supervisor has not been informed of the participation and of their role yet."))


def open_gates(preparation: Preparation) -> list[RuleBroken]:
    """Return every gate that still holds the meeting back, in the order of the steps; empty: it can be scheduled."""
    found: list[RuleBroken] = []
    for gate in (require_readiness, require_validated_summary, require_topics, require_meeting_can_be_planned):
        try:
            gate(preparation)
        except RuleBroken as broken:
            if broken.rule not in {each.rule for each in found}:
                found.append(broken)
    return found


def require_meeting_held(*, held: bool) -> None:
    """Raise RuleBroken (S5-1) where no planning meeting was held: the plan is made there, together."""
    if not held:
        raise RuleBroken("S5-1", _("The plan is made at the planning meeting. It has not been held yet."))


def require_meeting_begun(*, begun: bool) -> None:
    """Raise RuleBroken (S5-1) where the planning meeting has not begun: no action is written down before it (S4-5)."""
    if not begun:
        raise RuleBroken("S5-1", _("The plan is made at the planning meeting. It has not begun yet."))
