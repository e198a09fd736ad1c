"""What a new release moves, in words."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from handrail.kit.codes import Role
from handrail.obligations import presenting
from handrail.obligations.moved_by_release import ReleaseMove

COLUMNS: Final = (
    *("worker", "client_organisation", "case", "rule", "title", "kind", "due_before", "due_after", "because", "source"),
)
_FORMULA_SIGNS: Final = frozenset("=+-@\t\r")


def because_of(move: ReleaseMove, reader: Role) -> list[str]:
    """Return what made the difference, as sentences; nothing where that would tell of the illness."""
    shown = move.listed.obligation
    if presenting.tells_too_much(shown, reader):
        return []
    steps = shown.explanation[:-1] if move.kind == "appeared" else move.steps
    return [each["text"] for each in presenting.sentences(steps)]


def as_json(move: ReleaseMove, reader: Role) -> dict[str, Any]:
    """Return one moved date as the API shows it."""
    row = move.listed.obligation
    return {
        "id": move.id,
        "obligation_id": row.id,
        "employment_id": row.employment_id,
        "worker": move.listed.worker,
        "employer": move.listed.employer,
        "case_number": move.listed.number_for(reader),
        "rule": row.rule,
        "title": presenting.title_of(row.rule),
        "kind": move.kind,
        "due_before": move.before,
        "due_after": move.after,
        "because": because_of(move, reader),
    }


def csv_lines(moves: Iterable[ReleaseMove], reader: Role) -> str:
    """Return moved dates as lines of a CSV file (RFC 4180), without its head."""
    return _csv(_record(move, reader) for move in moves)


def csv_head() -> str:
    """Return the first line of the file, with the mark by which spreadsheets know UTF-8."""
    return "\ufeff" + _csv([COLUMNS])


def _csv(records: Iterable[Sequence[str]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerows(records)
    return file.getvalue()


def _record(move: ReleaseMove, reader: Role) -> list[str]:
    told = as_json(move, reader)
    source = move.listed.obligation.source or {}
    cells = [
        *(told["worker"], told["employer"], told["case_number"] or "", told["rule"], told["title"], move.kind),
        *(str(move.before or ""), str(move.after or ""), "; ".join(told["because"])),
        ", ".join(part for part in (source.get("act"), source.get("article")) if part),
    ]
    return [f"'{cell}" if cell[:1] in _FORMULA_SIGNS else cell for cell in cells]
