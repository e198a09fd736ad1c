"""Carrying the plan out (S6): what is in place, what a return went past, hours against the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
