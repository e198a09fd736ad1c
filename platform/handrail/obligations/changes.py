"""What a change of facts does to what was due (ACC-3), and what a supposed one would do. Pure: nothing is stored.

An obligation keeps its identity through a correction: the same rule for the same absence, or for the absence that took
its place when the first day was corrected.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from handrail.obligations.engine import compute
from handrail.obligations.rows import Row
from handrail.obligations.rules import BASE_INTERVALS, ProcessIntervals
from handrail.sdk import CaseFacts, Event, ExplanationStep, Jurisdiction

_CLOSING_STEPS = ("due", "threshold", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A date that is another one now. `reason` holds the steps of its derivation that were not there before."""

    before: Row
    after: Row

    @property
    def reason(self) -> tuple[ExplanationStep, ...]:
        """What made the difference, to be told to whom the date concerns."""
        return tuple(
            step
            for step in self.after.explanation
            if step not in self.before.explanation and step.key not in _CLOSING_STEPS
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A date that is asked no more. `after` says why the rule does not arise; None where it no longer applies."""

    before: Row
    after: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How the owed rows of before became those of now. A row is owed when it has a date.

    `met` were done since, moved or not; `reopened` were done and are not any more. `kept`, `met`, `reopened` and `new`
    hold rows as they are now.
    """

    kept: tuple[Row, ...] = ()
    moved: tuple[Moved, ...] = ()
    met: tuple[Row, ...] = ()
    reopened: tuple[Row, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    new: tuple[Row, ...] = ()

    @property
    def now(self) -> tuple[Row, ...]:
        """The rows that are owed after the change."""
        return (*self.kept, *(moved.after for moved in self.moved), *self.met, *self.reopened, *self.new)


def reconcile(stored: Iterable[Row], computed: Iterable[Row]) -> Changes:
    """Compare what was owed with what is owed now. Reconciling the outcome again changes nothing."""
    kept, moved, met, reopened = list[Row](), list[Moved](), list[Row](), list[Row]()
    dropped, new = list[Dropped](), list[Row]()
    for before, after in _pairs(stored, computed):
        if before is None:
            new += [after] if after is not None else []
        elif after is None or after.due is None:
            dropped.append(Dropped(before=before, after=after))
        elif before.status != after.status and "met" in {before.status, after.status}:
            (met if after.status == "met" else reopened).append(after)
        elif _dates(before) != _dates(after):
            moved.append(Moved(before=before, after=after))
        else:
            kept.append(after)
    return Changes(
        kept=tuple(kept), moved=tuple(moved), met=tuple(met), reopened=tuple(reopened), dropped=tuple(dropped),
        new=tuple(new),
    )  # fmt: skip


def what_if(
    facts: CaseFacts,
    jurisdiction: Jurisdiction | None,
    *,
    suppose: Iterable[Event] = (),
    without: Collection[int] = (),
    intervals: ProcessIntervals = BASE_INTERVALS,
) -> Changes:
    """Return what would change if these events were facts and those at the given places were not.

    Raises FactsError where the supposed facts contradict each other.
    """
    kept = tuple(event for place, event in enumerate(facts.events) if place not in without)
    supposed = replace(facts, events=(*kept, *suppose))
    return reconcile(
        compute(facts, jurisdiction, intervals=intervals), compute(supposed, jurisdiction, intervals=intervals)
    )


_Name = tuple[str, str | None, dt.date | None, int]


def _pairs(stored: Iterable[Row], computed: Iterable[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Match by rule, absence and number; then, in order, what is left of each rule on both sides."""
    before = {name: row for name, row in _named(stored).items() if row.due is not None}
    after = _named(computed)
    yield from [(row, after[name]) for name, row in before.items() if name in after]
    left = _by_rule(before, after.keys())
    right = _by_rule({name: row for name, row in after.items() if row.due is not None}, before.keys())
    for rule in dict.fromkeys((*left, *right)):
        yield from zip_longest(left.get(rule, ()), right.get(rule, ()))


def _named(rows: Iterable[Row]) -> dict[_Name, Row]:
    """Return the rows by rule, absence and number: not by spell, which may change with the date."""
    named: dict[_Name, Row] = {}
    numbers: dict[tuple[str, str | None, dt.date | None], int] = defaultdict(int)
    for row in sorted(rows, key=lambda row: (row.spell or 0, row.sequence)):
        place = (row.rule.id, row.about, row.for_absence)
        numbers[place] += 1
        named[*place, numbers[place]] = row
    return named


def _by_rule(rows: Mapping[_Name, Row], matched: Collection[_Name]) -> Mapping[tuple[str, str | None], list[Row]]:
    by_rule: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for name, row in rows.items():
        if name not in matched:
            by_rule[name[0], name[1]].append(row)
    return by_rule


def _dates(row: Row) -> tuple[dt.date | dt.datetime | None, ...]:
    return row.due, row.window_from, row.due_at
