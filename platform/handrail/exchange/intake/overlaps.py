"""One worker's rows beside each other and beside what is stored: no day lies in two absences."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from handrail.exchange.intake.absence_row import AbsenceRow, RejectedRow
from handrail.exchange.intake.sieves import reject
from handrail.exchange.intake.spells import Spell, Spells
from handrail.kit.i18n import lazy


def without_overlaps(
    rows: Sequence[AbsenceRow], stored: Mapping[str, Spell], moving: Collection[str]
) -> tuple[list[AbsenceRow], list[RejectedRow]]:
    """Part the rows of one worker, in the order of the file, into those that fit and those that are rejected.

    `stored` are the worker's spells by the key of their absence, `moving` the keys of the rows that say something new.
    What is left is stable: with the fitting rows stored, none of the rejected ones would fit.
    """
    moved = [row for row in rows if row.key in moving]
    left_over = _together(moved, stored)
    if any(row.key in stored for row, _other in left_over):
        left_over = _one_by_one(moved, stored)
    out = {row.key for row, _other in left_over}
    lines = {row.key: row.line for row in rows}
    fitting = [row for row in rows if row.key not in out]
    return fitting, [_overlapping(row, other, lines.get(other.key)) for row, other in left_over]


def _together(moved: Sequence[AbsenceRow], stored: Mapping[str, Spell]) -> list[tuple[AbsenceRow, Spell]]:
    """Take all corrections out of their old places at once, so that absences can also change places."""
    keys = {row.key for row in moved}
    spells = Spells(spell for key, spell in stored.items() if key not in keys)
    return _add_those_that_fit(moved, spells)


def _one_by_one(moved: Sequence[AbsenceRow], stored: Mapping[str, Spell]) -> list[tuple[AbsenceRow, Spell]]:
    """Leave each correction in its old place until its new one is free; go on as long as one of them moves."""
    spells = Spells(stored.values())
    waiting = [*moved]
    while True:
        left_over = _add_those_that_fit(waiting, spells, stored)
        still = {row.key for row, _other in left_over}
        if not any(row.key in stored and row.key not in still for row in waiting):
            return left_over
        waiting = [row for row, _other in left_over]


def _add_those_that_fit(
    rows: Iterable[AbsenceRow], spells: Spells, stored: Mapping[str, Spell] | None = None
) -> list[tuple[AbsenceRow, Spell]]:
    """Add the rows that fit, out of their stored places where given; return the others with what is in their way."""
    left_over = []
    for row in rows:
        spell = Spell(row.first_day, row.first_day_fit, row.key)
        before = (stored or {}).get(row.key)
        if before is not None:
            spells.remove(before)
        other = spells.in_the_way_of(spell)
        if other is None:
            spells.add(spell)
            continue
        left_over.append((row, other))
        if before is not None:
            spells.add(before)
    return left_over


def _overlapping(row: AbsenceRow, other: Spell, line: int | None) -> RejectedRow:
    if other.first_day_fit is None and other.first_day <= row.first_day:
        text = lazy(
            "It starts while the absence %(key)s of the same worker is open. Give that absence its last day first.",
            key=other.key,
        )
    elif line is not None:
        text = lazy("It overlaps row %(line)s of the same worker.", line=line)
    else:
        text = lazy("It overlaps the absence %(key)s of the same worker, which is stored.", key=other.key)
    return reject(row, "overlap", text)
