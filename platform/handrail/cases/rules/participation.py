"""Taking part is the worker's choice (VOL-1), and can be taken back at any time (VOL-2)."""

from datetime import date
from enum import StrEnum
from typing import Final

from handrail.kit.errors import RuleBroken
from handrail.kit.i18n import N_, _


class Participation(StrEnum):
    """Where the worker stands towards support. Undecided is a respected state, not a reminder loop."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    UNDECIDED = "undecided"
    PARTICIPATING = "participating"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What a worker says when asked whether they want to take part."""

    UNDECIDED = "undecided"
    PARTICIPATING = "participating"
    DECLINED = "declined"


_P = Participation
_ANSWERS: Final = frozenset({_P.UNDECIDED, _P.PARTICIPATING, _P.DECLINED})

NEXT: Final = {
    _P.NOT_INVITED: frozenset({_P.INVITED, _P.DECLINED, _P.WITHDRAWN}),
    _P.INVITED: _ANSWERS | {_P.WITHDRAWN},
    _P.UNDECIDED: _ANSWERS | {_P.WITHDRAWN},
    _P.PARTICIPATING: frozenset({_P.WITHDRAWN}),
    # Whoever said no, or left, may change their mind: it is their choice at any time. Nobody asks them to.
    _P.DECLINED: _ANSWERS,
    _P.WITHDRAWN: _ANSWERS,
}
"""Every change there is. Somebody who was never invited can still say no: a refusal can always be recorded."""

ENDED: Final = frozenset({_P.DECLINED, _P.WITHDRAWN})
"""In these states the support process stands still, and the employer's side sees "support not in use" (VOL-2)."""


def after(
    now: Participation, decision: Decision, *, explained: bool, next_conversation_on: date | None, today: date
) -> Participation:
    """Return where the worker stands after saying `decision`.

    `explained`: process, confidentiality, voluntary nature and withdrawal were all gone through (S2-1), without which
    nobody can choose to take part. An undecided worker and the coordinator agree a day, today or later, to talk again.
    Raises RuleBroken.
    """
    wanted = Participation(decision.value)
    if wanted not in NEXT[now] and wanted is not now:
        raise RuleBroken("VOL-1", _(_why_not(now)))
    if wanted is _P.PARTICIPATING and not explained:
        raise RuleBroken(
            "S2-1", _("Nobody can choose to take part before a first conversation in which all was explained.")
        )
    if wanted is _P.UNDECIDED and next_conversation_on is None:
        raise RuleBroken("VOL-1", _("An undecided worker needs an agreed day for the next conversation."))
    if next_conversation_on is not None and next_conversation_on < today:
        raise RuleBroken("VOL-1", _("The next conversation is agreed for today or later."))
    return wanted


def _why_not(now: Participation) -> str:
    """Return in words why a decision is not possible from here."""
    if now is _P.NOT_INVITED:
        return N_("Send the invitation first: it says what support is, and that it is a choice.")
    return N_("The worker takes part. If they want to stop, record that they leave.")


def after_withdrawal(now: Participation) -> Participation:
    """Return where the worker stands after leaving: always possible, no reason asked (VOL-2)."""
    return now if now in ENDED else _P.WITHDRAWN


def ends_support(now: Participation) -> bool:
    """Say whether the support process stands still in this state."""
    return now in ENDED
