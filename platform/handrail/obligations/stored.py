"""Rows as they are stored, and the difference between what is stored and what was computed: pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from handrail.obligations.rows import Row, source_as_json

ChangeKind = Literal["appeared", "moved", "met", "reopened", "dropped"]
"""What a reconciliation can do to an obligation; one that stays as it was is no change."""

_TOLD: tuple[ChangeKind, ...] = ("moved", "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One obligation under its lasting name. `case_id` None: statutory, on the employment."""

    key: str
    case_id: UUID | None
    values: Mapping[str, Any]
    stale: bool = False

    def kept_as_stale(self) -> "Entry":
        """Return this entry as it was, marked as not computed anew."""
        names = _COMPUTED & self.values.keys()
        return replace(self, values={name: self.values[name] for name in names}, stale=True)

    @property
    def due_on(self) -> dt.date | None:
        """The last day on time."""
        due: dt.date | None = self.values["due_on"]
        return due

    @property
    def is_met(self) -> bool:
        """Whether the act is on file."""
        return bool(self.values["status"] == "met")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened to one obligation, with its dates before and after."""

    kind: ChangeKind
    key: str
    due_before: dt.date | None
    due_after: dt.date | None

    @property
    def is_told(self) -> bool:
        """Whether whoever owes it is told (ACC-3): a date they may have counted on is no longer the date."""
        return self.kind in _TOLD


def entries_of(rows: Iterable[Row], met_on: Mapping[int, dt.date], case_id: UUID | None) -> list[Entry]:
    """Return what is stored of computed rows: those with a date.

    The name of a row over time is its rule, the how-manieth absence it belongs to, the promise or call it is about,
    and its number among those: none of them changes when a date is corrected.
    """
    absences: dict[dt.date | None, int] = {None: 0}
    numbers: dict[tuple[str, int, str], int] = defaultdict(int)
    found = []
    for row in sorted(rows, key=_in_time):
        absence = absences.setdefault(row.for_absence, len(absences))
        place = (row.rule.id, absence, row.about or "")
        numbers[place] += 1
        if row.due is not None:
            name = [f"case:{case_id}" if case_id else "employment", *map(str, place), str(numbers[place])]
            found.append(Entry(key="|".join(name), case_id=case_id, values=_values(row, numbers[place], met_on)))
    return found


def _in_time(row: Row) -> tuple[dt.date, str, int, int]:
    return row.for_absence or dt.date.min, row.rule.id, row.spell or 0, row.sequence


def _values(row: Row, number: int, met_on: Mapping[int, dt.date]) -> dict[str, Any]:
    return {
        "rule": row.rule.id,
        "sequence": number,
        "spell": row.spell,
        "for_absence": row.for_absence,
        "due_on": row.due,
        "window_from": row.window_from,
        "nominal": row.nominal,
        "safe_target": row.safe_target,
        "value": None if row.value is None else {"value": _plain(row.value)},
        "reason": row.reason,
        "status": row.status,
        "met_on": met_on.get(row.met_by) if row.met_by is not None else None,
        "owed_by": row.owed_by,
        "compartment": row.compartment,
        "basis": row.rule.basis,
        "confidence": row.rule.confidence,
        "explanation": [{"key": step.key, "args": _plain(dict(step.args))} for step in row.explanation],
        "source": dict(source_as_json(row.source)),
        "reviewed_on": row.rule.reviewed_on,
        "about": row.about,
    }


_COMPUTED = frozenset(
    {
        "rule",
        "sequence",
        "spell",
        "for_absence",
        "due_on",
        "window_from",
        "nominal",
        "safe_target",
        "value",
        "reason",
        "status",
        "met_on",
        "owed_by",
        "compartment",
        "basis",
        "confidence",
        "explanation",
        "source",
        "reviewed_on",
        "about",
    }
)
"""What is computed of an obligation; the rest of its row says where it belongs."""


def _plain(value: Any) -> Any:
    """Return a value as JSON; a date becomes ``{"$date": "2026-02-16"}``, so that it is a date again when shown."""
    if isinstance(value, dt.date):
        return {"$date": value.isoformat()}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def unplain(value: Any) -> Any:
    """Take back what `_plain` did."""
    if isinstance(value, dict) and value.keys() == {"$date"}:
        return dt.date.fromisoformat(value["$date"])
    return {key: unplain(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def differences(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> list[Change]:
    """Return what changed between two sets of obligations by key; `before` holds open and met ones, no dropped ones.

    The same sets give no change, so reconciling twice is reconciling once.
    """
    changes = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        kind = _kind(old, new)
        if kind:
            changes.append(
                Change(
                    kind=kind, key=key, due_before=old.due_on if old else None, due_after=new.due_on if new else None
                )
            )
    return changes


def _kind(old: Entry | None, new: Entry | None) -> ChangeKind | None:
    if old is None:
        return "appeared"
    if new is None:
        return "dropped"
    if old.is_met != new.is_met:
        return "met" if new.is_met else "reopened"
    return "moved" if old.due_on != new.due_on else None
