"""A plan in words, for a page and for a terminal alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from handrail.exchange.intake.absence_row import AbsenceRow, NotAnAbsence, RejectedRow
from handrail.exchange.intake.plan import Change, Decision, End, Fact, FieldChange, ImportPlan
from handrail.kit.i18n import LazyText, _, format_date, format_number, lazy, ngettext

KINDS: Final[Mapping[str, LazyText]] = {
    "rejected": lazy("Rejected"),
    "creates": lazy("New absences"),
    "changes": lazy("Corrected absences"),
    "ends": lazy("Ended absences"),
    "unchanged": lazy("Unchanged"),
    "no_absences": lazy("Not an absence"),
}
"""The lists of a plan in the order in which people need them."""
FACTS: Final[Mapping[str, LazyText]] = {
    "first_day": lazy("First day"),
    "first_day_fit": lazy("First day fit"),
    "hours": lazy("Hours"),
    "expected_days": lazy("Expected days"),
    "percent": lazy("Per cent"),
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the file: where it stands, of whom, which absence, and what about it."""

    line: int
    worker: str
    key: str
    what: str


def shown(plan: ImportPlan) -> dict[str, list[ShownRow]]:
    """Return every row of the plan by its list; the lists in the order of KINDS."""
    return {name: [_shown(item) for item in getattr(plan, name)] for name in KINDS}


def summary(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return each list's name with how many rows are in it."""
    return [(str(label), counts[name]) for name, label in KINDS.items()]


def _shown(item: Decision | RejectedRow | NotAnAbsence) -> ShownRow:
    if isinstance(item, RejectedRow):
        return ShownRow(item.line, item.worker or "", item.key or "", _problems(item))
    if isinstance(item, NotAnAbsence):
        return ShownRow(item.line, item.worker or "", item.key or "", str(item.reason))
    row = item.row
    what = _changes(item.fields) if isinstance(item, Change | End) else _spell(row)
    return ShownRow(row.line, row.worker, row.key, what)


def _problems(row: RejectedRow) -> str:
    return " ".join(
        _("%(column)s: %(problem)s", column=problem.column, problem=problem) if problem.column else str(problem)
        for problem in row.problems
    )


def _changes(changes: Sequence[FieldChange]) -> str:
    return "; ".join(
        _(
            "%(fact)s: %(before)s → %(after)s",
            fact=FACTS[change.name],
            before=fact_text(change.before),
            after=fact_text(change.after),
        )
        for change in changes
    )


def _spell(row: AbsenceRow) -> str:
    if row.first_day_fit is None:
        parts = [_("from %(day)s, still absent", day=format_date(row.first_day))]
    elif (row.first_day_fit - row.first_day).days == 1:
        parts = [format_date(row.first_day)]
    else:
        last_day = row.first_day_fit - timedelta(days=1)
        parts = [_("%(first)s to %(last)s", first=format_date(row.first_day), last=format_date(last_day))]
    if row.hours is not None:
        parts.append(_("%(number)s hours", number=format_number(row.hours)))
    if row.expected_days is not None:
        parts.append(ngettext("%(num)s day expected", "%(num)s days expected", row.expected_days))
    if row.percent is not None:
        parts.append(_("%(number)s per cent", number=row.percent))
    return ", ".join(parts)


def fact_text(value: Fact) -> str:
    """Return one fact as people write it."""
    if value is None:
        return _("none")
    if isinstance(value, date):
        return format_date(value)
    return format_number(Decimal(value))


def source_text(source: str) -> str:
    """Return where an absence was recorded, from its code."""
    if source.startswith("import:"):
        return _("an import (%(profile)s)", profile=source.partition(":")[2])
    return {"screen": _("a page"), "api": _("another system")}.get(source, source)


def as_document(plan: ImportPlan) -> dict[str, Any]:
    """Return a plan as the API gives it: all counts, and each row that is not simply new, unchanged or no absence."""
    return {
        "rows": plan.rows,
        "counts": plan.counts,
        "digest": plan.digest,
        "notices": [notice.as_dict() for notice in plan.notices],
        "new_workers": [worker.key for worker in plan.new_workers],
        "changes": [_changed(change) for change in plan.changes],
        "ends": [_changed(end) for end in plan.ends],
        "rejected": [
            {
                "line": row.line,
                "worker": row.worker,
                "key": row.key,
                "problems": [each.as_dict() for each in row.problems],
            }
            for row in plan.rejected
        ],
    }


def _changed(item: Change | End) -> dict[str, Any]:
    changes = {change.name: {"before": _plain(change.before), "after": _plain(change.after)} for change in item.fields}
    return {"line": item.row.line, "worker": item.row.worker, "key": item.row.key, "changes": changes}


def _plain(value: Fact) -> str | int | None:
    return value if value is None or isinstance(value, int) else str(value)
