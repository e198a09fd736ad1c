"""Checks that take more than the row itself: who is known, and what the other rows of the file say.

Each sieve parts rows into those that pass and those that are rejected.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from handrail.exchange.intake.absence_row import AbsenceRow, RejectedRow
from handrail.exchange.intake.plan import Snapshot
from handrail.exchange.intake.problems import Problem
from handrail.exchange.intake.profiles import STATED
from handrail.kit.i18n import LazyText, lazy


def reject(row: AbsenceRow, code: str, text: LazyText) -> RejectedRow:
    """Return the row as rejected for one reason."""
    return RejectedRow(row.line, (Problem(code, text, row.line),), row.key, row.worker)


def known_parties(
    rows: Iterable[AbsenceRow], snapshot: Snapshot, *, create_workers: bool
) -> tuple[list[AbsenceRow], list[RejectedRow]]:
    """Let pass the rows whose worker, employer and supervisor are known."""
    known, unknown = [], []
    for row in rows:
        problems = tuple(_unknown_parties(row, snapshot, create_workers=create_workers))
        if problems:
            unknown.append(RejectedRow(row.line, problems, row.key, row.worker))
        else:
            known.append(row)
    return known, unknown


def _unknown_parties(row: AbsenceRow, snapshot: Snapshot, *, create_workers: bool) -> Iterator[Problem]:
    if row.employer is not None and row.employer != snapshot.employer:
        text = lazy("The row is of another employer, %(key)s.", key=row.employer)
        yield Problem("other-employer", text, row.line)
    if row.worker not in snapshot.workers and not create_workers:
        text = lazy("No worker with the key %(key)s is known at this employer. Add the worker first.", key=row.worker)
        yield Problem("unknown-worker", text, row.line)
    if row.supervisor is not None and row.supervisor not in snapshot.supervisors:
        text = lazy("No supervisor with the key %(key)s is known at this employer.", key=row.supervisor)
        yield Problem("unknown-supervisor", text, row.line)
    stored = snapshot.absences.get(row.key)
    if stored is not None and stored.worker != row.worker:
        text = lazy("The absence %(key)s is another worker's. An absence keeps its worker.", key=row.key)
        yield Problem("other-worker", text, row.line)


def once_each(rows: Iterable[AbsenceRow]) -> tuple[list[AbsenceRow], list[RejectedRow]]:
    """Let pass one row a key; where two differ, nobody can know from here which is right, and none passes."""
    by_key: dict[str, list[AbsenceRow]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    once: list[AbsenceRow] = []
    repeated: list[RejectedRow] = []
    for first, *others in by_key.values():
        different = next((row for row in others if _facts(row) != _facts(first)), None)
        if different is None:
            once.append(first)
            repeated += [reject(row, "repeated", lazy("The same as row %(line)s.", line=first.line)) for row in others]
        else:
            repeated += [_contradicted(row, first, different) for row in (first, *others)]
    return once, repeated


def _facts(row: AbsenceRow) -> tuple[object, ...]:
    return (row.worker, row.supervisor, *(getattr(row, name) for name in STATED))


def _contradicted(row: AbsenceRow, first: AbsenceRow, different: AbsenceRow) -> RejectedRow:
    other = different if _facts(row) == _facts(first) else first
    text = lazy(
        "Row %(line)s says something else about the same absence, %(key)s. Keep the row that is right.",
        line=other.line,
        key=row.key,
    )
    return reject(row, "contradicted", text)
