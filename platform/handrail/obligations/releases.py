"""A new release of the rules, before it is accepted: of two dates the earlier one stands. Pure but for the versions.

A host has one release of a plugin installed at a time, so what the release before would say is what is on file. Where
no fact has changed, all that differs from it is the work of the new release:

- a date that comes earlier, an obligation that is new or open again: holds at once, for a date that is missed is the
  worst that can happen;
- a date that comes later, an obligation that would be gone or done: stays as it is until somebody accepts the release,
  and what it would become is kept beside it.

Where a fact has changed, the installed release answers, except where it says no more than what already waits.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata
from typing import Any, Final

from handrail.extensions.registry import registry
from handrail.obligations.comparing import Outcome
from handrail.obligations.judging import status_in_time
from handrail.obligations.stored import Stored, steps_as_json
from handrail.sdk import Status

_KEPT: Final = frozenset({"met", "suspended", "not_applicable"})
"""Standings that no day changes."""


@cache
def installed(jurisdiction: str) -> str:
    """Return the release of a jurisdiction's rules: the plugin's, the platform's, and that of the public holidays.

    Each of the three can move a date.
    """
    plugin = registry().versions.get(jurisdiction, "0")
    return f"{plugin} (handrail {metadata.version('handrail')}, holidays {metadata.version('holidays')})"


def differs(on_file: Sequence[Stored], release: str) -> bool:
    """Say whether anything that is asked was computed by another release."""
    return any(_is_of_another(each, release) for each in on_file)


@dataclass(frozen=True, slots=True)
class Release:
    """One release of the rules of one jurisdiction."""

    jurisdiction: str
    version: str


def hold_back(outcomes: Sequence[Outcome], release: Release, *, is_night: bool) -> list[Outcome]:
    """Return the outcomes with what makes a date later or gone kept beside the date, which stays.

    `is_night`: no fact has changed since. After a change of facts only what waits already goes on waiting.
    """
    return [_held(each, release) if _waits(each, release, is_night=is_night) else each for each in outcomes]


def standing(stored: Stored, today: dt.date) -> Status:
    """Return how an obligation stands today whose date is kept."""
    row = stored.row
    if row.due is None or row.status in _KEPT:
        return row.status
    return status_in_time(row.rule.kind, row.due, row.window_from, today)


def _held(outcome: Outcome, release: Release) -> Outcome:
    return replace(outcome, kind=None, proposed=_proposal(outcome, release))


def _waits(outcome: Outcome, release: Release, *, is_night: bool) -> bool:
    before = outcome.before
    if (
        before is None
        or before.is_dropped
        or not _is_of_another(before, release.version)
        or not _is_later(outcome, before)
    ):
        return False
    return is_night or _same(before.columns["proposed"], _proposal(outcome, release))


def _is_of_another(stored: Stored, release: str) -> bool:
    known = stored.columns["release"]
    return known is not None and known != release and not stored.is_dropped


def _is_later(outcome: Outcome, before: Stored) -> bool:
    """Say whether it takes away or puts off what is asked."""
    if outcome.kind in {"dropped", "met"}:
        return True
    after = outcome.after
    if outcome.kind != "moved" or after is None or after.due is None or before.due_on is None:
        return False
    if after.due != before.due_on:
        return after.due > before.due_on
    return not (after.due_at and before.row.due_at and after.due_at < before.row.due_at)


def _proposal(outcome: Outcome, release: Release) -> dict[str, Any]:
    after = outcome.after
    steps = outcome.because.get("steps", [])
    if outcome.kind == "met" and after is not None:
        steps = steps_as_json(after.explanation)
    return {
        "jurisdiction": release.jurisdiction,
        "release": release.version,
        "kind": outcome.kind,
        "due_on": after.due.isoformat() if after is not None and after.due is not None else None,
        "reason": outcome.because.get("reason"),
        "steps": steps,
    }


def _same(waiting: Mapping[str, Any] | None, proposal: Mapping[str, Any]) -> bool:
    return waiting is not None and all(waiting[name] == proposal[name] for name in ("release", "kind", "due_on"))
