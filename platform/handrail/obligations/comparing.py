"""Which obligation on file a computed row is, and what happened to it. Pure.

What changed is said by `changes.reconcile`; here each row finds the one obligation that it is, so that an obligation
stays itself while its date, its absence or its number changes.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from handrail.obligations.changes import Changes, Dropped, reconcile
from handrail.obligations.rows import Row
from handrail.obligations.stored import Stored, steps_as_json

ChangeKind = Literal["appeared", "moved", "met", "reopened", "dropped"]
"""What can happen to an obligation; one that stays as it was is no change."""


@dataclass(frozen=True, slots=True)
class Name:
    """Which obligation of a track it is, as long as no absence is corrected: what `changes.reconcile` matches by."""

    rule: str
    about: str | None
    for_absence: dt.date | None
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One obligation before and after. `kind` None: nothing to tell, though its status may be another one now."""

    kind: ChangeKind | None
    before: Stored | None
    after: Row | None
    number: int = 1
    because: Mapping[str, Any] = field(default_factory=dict)
    proposed: Mapping[str, Any] | None = None
    """It stays as it is, and this is what a release of the rules would make of it that is not accepted yet."""


def compare(on_file: Iterable[Stored], computed: Sequence[Row]) -> list[Outcome]:
    """Return what became of each obligation of one track that has a date, or had one."""
    stored = list(on_file)
    asked = _Asked([each for each in stored if not each.is_dropped])
    names = _names(computed)
    changes = reconcile([*asked.rows, *asked.gaps()], computed)
    gone = sorted((each for each in stored if each.is_dropped), key=_closed_at)
    dropped_before = {asked.name(each.row): each for each in gone}

    found = [_dropped(asked.of(each.before), each) for each in changes.dropped]
    for moved in changes.moved:
        because = {"steps": steps_as_json(moved.reason)}
        found.append(_outcome("moved", asked.of(moved.before), moved.after, names, because))
    met, reopened = _identities(changes.met), _identities(changes.reopened)
    for before, after in _stayed(changes, asked, names):
        kind: ChangeKind | None = "met" if id(after) in met else "reopened" if id(after) in reopened else None
        found.append(_outcome(kind, before, after, names))
    found.extend(
        _outcome("appeared", dropped_before.pop(names[id(after)], None), after, names) for after in changes.new
    )
    return found


class _Asked:
    """The obligations on file that are asked, as rows in the order in which their numbers were given."""

    def __init__(self, stored: Sequence[Stored]) -> None:
        absences = sorted({each.row.for_absence for each in stored if each.row.for_absence is not None})
        places: dict[dt.date | None, int] = {day: place for place, day in enumerate(absences, start=1)}
        placed = [(replace(each.row, spell=places.get(each.row.for_absence)), each) for each in stored]
        placed.sort(key=lambda pair: (pair[0].spell or 0, pair[0].sequence))
        self.rows = [row for row, _each in placed]
        self._stored = {id(row): each for row, each in placed}

    def of(self, row: Row) -> Stored:
        """Return the obligation on file whose row this very object is."""
        return self._stored[id(row)]

    def name(self, row: Row) -> Name:
        """Return the name under which a row on file was stored."""
        return Name(row.rule.id, row.about, row.for_absence, row.sequence)

    def gaps(self) -> Iterator[Row]:
        """Yield a row without a date for each number that is not on file.

        Rows are matched by number; those without a date are numbered too, but not stored.
        """
        groups: dict[Name, dict[int, Row]] = defaultdict(dict)
        for row in self.rows:
            groups[replace(self.name(row), number=0)][row.sequence] = row
        for numbered in groups.values():
            for number in range(1, max(numbered)):
                if number not in numbered:
                    yield replace(next(iter(numbered.values())), sequence=number, due=None)


def _names(computed: Iterable[Row]) -> dict[int, Name]:
    """Return the name of each computed row by its identity, in order, as `changes.reconcile` numbers them."""
    numbers: dict[Name, int] = defaultdict(int)
    named = {}
    for row in sorted(computed, key=lambda row: (row.spell or 0, row.sequence)):
        group = Name(row.rule.id, row.about, row.for_absence, 0)
        numbers[group] += 1
        named[id(row)] = replace(group, number=numbers[group])
    return named


def _stayed(changes: Changes, asked: _Asked, names: Mapping[int, Name]) -> Iterator[tuple[Stored, Row]]:
    """Yield the obligations that neither moved nor were dropped, each with its row as it is now.

    They are paired by name, and what is left by rule, in order: so they were compared.
    """
    away = _identities([*(moved.before for moved in changes.moved), *(gone.before for gone in changes.dropped)])
    stay = {id(row): row for row in (*changes.kept, *changes.met, *changes.reopened)}
    now = {name: stay[row] for row, name in names.items() if row in stay}
    left: dict[tuple[str, str | None], list[Stored]] = defaultdict(list)
    for before in asked.rows:
        after = now.pop(asked.name(before), None)
        if after is not None:
            yield asked.of(before), after
        elif id(before) not in away:
            left[before.rule.id, before.about].append(asked.of(before))
    for row in now.values():
        yield left[row.rule.id, row.about].pop(0), row


def _outcome(
    kind: ChangeKind | None,
    before: Stored | None,
    after: Row,
    names: Mapping[int, Name],
    because: Mapping[str, Any] | None = None,
) -> Outcome:
    return Outcome(kind=kind, before=before, after=after, number=names[id(after)].number, because=because or {})


def _dropped(before: Stored, dropped: Dropped) -> Outcome:
    after = dropped.after
    if after is None:
        return Outcome(kind="dropped", before=before, after=None, because={"reason": "not_asked"})
    new = tuple(step for step in after.explanation if step not in before.row.explanation)
    return Outcome(
        kind="dropped", before=before, after=None, because={"reason": after.reason, "steps": steps_as_json(new)}
    )


def _identities(rows: Iterable[Row]) -> Collection[int]:
    return {id(row) for row in rows}


def _closed_at(stored: Stored) -> dt.datetime:
    closed: dt.datetime = stored.columns["closed_at"]
    return closed
