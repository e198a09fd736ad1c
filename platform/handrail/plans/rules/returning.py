"""Carrying the plan out (S6): what is in place, what a return went past, hours against the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final

from handrail.kit.errors import RuleBroken
from handrail.kit.i18n import _
from handrail.plans.rules.codes import Skipped
from handrail.plans.rules.content import Action, Content, Week


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the supervisor or coordinator last said of an action; `since` is the version of the promise they meant."""

    key: str
    since: int
    in_place: bool


def in_place(since: Mapping[str, int], confirmations: Iterable[Confirmation]) -> frozenset[str]:
    """Return the keys of the actions that are in place, as their promise reads now.

    `since` says for each action the version since which its promise is unchanged: what was said of another wording
    does not count. `confirmations` come in the order in which they were made.
    """
    last = {(each.key, each.since): each.in_place for each in confirmations}
    return frozenset(key for key, version in since.items() if last.get((key, version), False))


def missing_before_return(content: Content, placed: frozenset[str]) -> tuple[Action, ...]:
    """Return the actions that must be in place before the first day back and are not."""
    return tuple(action for action in content.before_return() if action.key not in placed)


def require_prepared(contract: Content | None, placed: frozenset[str]) -> None:
    """Raise RuleBroken (S6-1) unless there is a contract and all that must stand before the return stands."""
    if contract is None:
        raise RuleBroken("S6-1", _("The plan is not a contract yet."))
    missing = missing_before_return(contract, placed)
    if missing:
        names = [action.description for action in missing]
        raise RuleBroken("S6-1", _("Not everything is in place yet that must be before the return."), missing=names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How far things were when the worker came back."""

    meeting_held: bool
    contract: Content | None
    newest_open: bool
    placed: frozenset[str]
    prepared: bool


def what_was_skipped(way: Way) -> tuple[Skipped, ...]:
    """Return what the return went past; a return is a fact and is recorded whatever this says."""
    found: list[Skipped] = []
    if not way.meeting_held:
        found.append(Skipped.NO_MEETING)
    if way.contract is None:
        found.append(Skipped.NO_CONTRACT)
    elif way.newest_open:
        found.append(Skipped.NEWER_VERSION_OPEN)
    if way.contract is not None and missing_before_return(way.contract, way.placed):
        found.append(Skipped.BEFORE_RETURN_NOT_IN_PLACE)
    if not way.prepared:
        found.append(Skipped.NOT_MARKED_AS_PREPARED)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """One week as it went. `replacement_there` None: nobody said."""

    monday: date
    hours: Decimal
    tasks: str
    replacement_there: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekBeside:
    """A week of the plan beside the same week as it went; either may be missing."""

    monday: date
    planned: Week | None
    worked: Worked | None

    @property
    def hours_over_plan(self) -> Decimal | None:
        """Hours worked more than planned (negative: fewer); None where one of the two is not known."""
        return self.worked.hours - self.planned.total if self.planned and self.worked else None


def weeks_beside(content: Content | None, worked: Iterable[Worked]) -> tuple[WeekBeside, ...]:
    """Return planned and actual weeks side by side, in order of time (S6-3)."""
    planned = {week.monday: week for week in content.weeks} if content else {}
    actual = {week.monday: week for week in worked}
    return tuple(
        WeekBeside(monday=monday, planned=planned.get(monday), worked=actual.get(monday))
        for monday in sorted(planned.keys() | actual.keys())
    )


class Deviation(StrEnum):
    """How a week went beside the plan."""

    AS_PLANNED = "as_planned"
    MORE = "more"
    FEWER = "fewer"
    NOT_RECORDED = "not_recorded"
    UNPLANNED = "unplanned"


WEEKS_UNTIL_STALLED: Final = 2
_WEEK: Final = timedelta(days=7)


def deviation_of(week: WeekBeside, today: date) -> Deviation | None:
    """Return how a week went (S6-3); None for one that is not over and was not recorded."""
    if week.planned is None:
        return Deviation.UNPLANNED
    if week.worked is None:
        return Deviation.NOT_RECORDED if week.monday + _WEEK <= today else None
    if week.worked.hours == week.planned.total:
        return Deviation.AS_PLANNED
    return Deviation.MORE if week.worked.hours > week.planned.total else Deviation.FEWER


def grows_without_tasks(weeks: Iterable[WeekBeside]) -> tuple[date, ...]:
    """Return the Mondays of weeks that had more hours than the one before and the very same tasks (IVN-2)."""
    worked = [week.worked for week in weeks if week.worked is not None]
    return tuple(
        after.monday for before, after in pairwise(worked) if after.hours > before.hours and after.tasks == before.tasks
    )


def is_stalling(weeks: Iterable[WeekBeside]) -> bool:
    """Say whether the build-up stalls: the two newest weeks on record both had fewer hours than planned.

    From then on the plan's own clause for it is what counts (S5-4), and a revised plan may follow (S7-3).
    """
    known = [week for week in weeks if week.planned is not None and week.worked is not None]
    newest = [week.hours_over_plan for week in known[-WEEKS_UNTIL_STALLED:]]
    return len(newest) == WEEKS_UNTIL_STALLED and all(over is not None and over < 0 for over in newest)


def replacement_until(content: Content) -> date | None:
    """Return the last day on which somebody replaces or helps, as the plan says; None where it names no week."""
    covered = [week.monday for week in content.weeks if week.cover]
    return max(covered) + timedelta(days=6) if covered else None


def replacement_missed(content: Content, worked: Iterable[Worked]) -> tuple[date, ...]:
    """Return the Mondays of weeks for which the plan names a replacement and nobody was there (S6-3)."""
    covered = {week.monday for week in content.weeks if week.cover}
    if not covered and content.replacement:  # said once for the whole build-up
        covered = {week.monday for week in content.weeks}
    return tuple(week.monday for week in worked if week.replacement_there is False and week.monday in covered)
