"""Whether a theme reaches the committee: only where nobody can be made out behind it, also over many releases (OAP-2).

A theme is one category of observations with one effect. At the end of a quarter it may be *asked* whether enough
workers stand behind it; the answer is "shown" or nothing. Two rules keep a person out of the answer:

*Whether is asked* depends only on how many could have told, never on how many did, so that asking itself tells
nothing. There have to be so many of them that either answer fits a world in which any one of them said nothing. The
same holds of those who could have told since the theme was last asked for: what one more quarter changed is never the
doing of a few.

*What is shown* stands on enough workers, and still on some of them when any one department is taken away.

A theme that was shown begins anew: its next answer stands on later observations alone, so no two answers that were
shown can be subtracted. `tests/prevention/attacker.py` plays the reader who knows all of this and remembers everything.
"""

from collections.abc import Mapping
from typing import Final

FLOOR: Final = 3
"""Distinct workers below which nothing is ever told, whatever a framework says (OAP-2)."""
_MANY: Final = 2
"""How many times as many as are needed must have been able to tell: whoever told stays one of several."""
_STEPS: Final = (10, 20, 50, 100, 200, 500)
"""Where "at least so many" goes on from the framework's own minimum. Wide, so that one worker more says nothing."""

Heads = Mapping[str, int]
"""Distinct workers by their department; "" for those who are in none."""


def may_ask(able: Heads, able_since: Heads, minimum: int, *, departments: bool) -> bool:
    """Tell whether a theme may be asked for.

    `able`: who could have told since the theme was last shown; `able_since`: since it was last asked for, both by
    department. `minimum`: distinct workers that the framework asks for. `departments`: whether the organisation has
    more than one, so that one of them could be made out.
    """
    return all(_hides(heads, minimum, departments=departments) for heads in (able, able_since))


def is_shown(told: Heads, minimum: int, *, departments: bool) -> bool:
    """Tell whether the workers who told are enough, and not of one department."""
    if sum(told.values()) < max(minimum, FLOOR):
        return False
    return not departments or _outside_any(told) >= FLOOR


def at_least(told: Heads, able: Heads, minimum: int) -> int:
    """Return the number that is told with a theme that is shown: "at least so many workers".

    A greater number than the minimum is told only where twice as many could have told: otherwise it would say of
    nearly everybody that they did.
    """
    count, most = sum(told.values()), sum(able.values()) // _MANY
    reached = [step for step in _STEPS if max(minimum, FLOOR) < step <= min(count, most)]
    return max(reached, default=max(minimum, FLOOR))


def _hides(able: Heads, minimum: int, *, departments: bool) -> bool:
    enough = sum(able.values()) >= _MANY * max(minimum, FLOOR)
    return enough and (not departments or _outside_any(able) >= _MANY * FLOOR)


def _outside_any(heads: Heads) -> int:
    """Return how many are left when the department with the most is taken away."""
    return sum(heads.values()) - max(heads.values(), default=0)
