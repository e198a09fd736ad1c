"""An import on a terminal: each row that somebody has to know of, how far it came, and a key that stops it cleanly."""

import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any, Final

import click

from handrail.exchange.intake.absence_row import NotAnAbsence, RejectedRow
from handrail.exchange.intake.in_parts import Progress
from handrail.exchange.intake.plan import ImportPlan
from handrail.exchange.intake.showing import shown, summary

_KEPT_QUIET: Final = frozenset({"creates", "unchanged", "no_absences"})
_CLEAR_LINE: Final = "\r\033[K"
_TENTHS: Final = 10


@dataclass(slots=True)
class Stopping:
    """Whether somebody asked for an end."""

    asked: bool = False

    @property
    def not_asked(self) -> bool:
        """Whether the next part may begin."""
        return not self.asked


@contextmanager
def stopping_cleanly() -> Iterator[Stopping]:
    """Let Ctrl-C and SIGTERM end the work after the part that is under way; a second Ctrl-C ends it at once.

    Ended at once, the part under way is not done, and nothing is lost or doubled either.
    """
    stopping = Stopping()

    def ask(number: int, _frame: FrameType | None) -> None:
        if stopping.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        stopping.asked = True
        click.echo("\nStopping after the rows that are under way.", err=True)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Teller:
    """Tells of an import as it goes: rows on standard output, how far it came on standard error."""

    def __init__(self, rows: int, progress: Progress, *, dry_run: bool) -> None:
        self._rows = rows
        self._dry_run = dry_run
        self._tenths = self._tenths_of(progress)
        self._in_one = True
        self._bar: Any = None
        if sys.stderr.isatty():
            self._bar = click.progressbar(length=rows, label="Rows", show_pos=True, show_percent=True, file=sys.stderr)
            self._bar.update(progress.rows_done)

    def rows_read(self, rejected: Sequence[RejectedRow], no_absences: Sequence[NotAnAbsence]) -> None:
        """Tell of the rows that were judged without a look at what is stored."""
        for start in range(0, len(rejected), _AT_ONCE):
            self._tell(ImportPlan(rejected=tuple(rejected[start : start + _AT_ONCE])))
        for start in range(0, len(no_absences) if self._dry_run else 0, _AT_ONCE):
            self._tell(ImportPlan(no_absences=tuple(no_absences[start : start + _AT_ONCE])))

    def part_done(self, progress: Progress, found: ImportPlan) -> None:
        """Tell of a part, and how far it came."""
        self._tell(found)
        if self._bar is not None:
            self._bar.update(progress.rows_done - self._bar.pos)
            return
        tenths = self._tenths_of(progress)
        if tenths > self._tenths and (tenths < _TENTHS or not self._in_one):
            self._in_one = False
            click.echo(f"{tenths * 10:3} %  {progress.rows_done:,} of {self._rows:,} rows", err=True)
        self._tenths = tenths

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._bar is not None:
            click.echo("", err=True)

    def _tenths_of(self, progress: Progress) -> int:
        return progress.rows_done * _TENTHS // max(self._rows, 1)

    def _tell(self, found: ImportPlan) -> None:
        lines = [*_lines(found, dry_run=self._dry_run)]
        if lines and self._bar is not None and sys.stdout.isatty():
            click.echo(_CLEAR_LINE, nl=False, err=True)
        for line in lines:
            click.echo(line)


_AT_ONCE: Final = 1_000


def _lines(found: ImportPlan, *, dry_run: bool) -> Iterator[str]:
    for name, rows in shown(found).items():
        if not dry_run and name in _KEPT_QUIET:
            continue
        for row in rows:
            whose = f"  worker {row.worker}  absence {row.key}" if row.worker else ""
            yield f"{name}  row {row.line}{whose}  {row.what}"


def tell_counts(counts: Mapping[str, int], new_workers: int, *, dry_run: bool) -> None:
    """Tell how many rows are in each list, as the last lines."""
    click.echo("")
    for label, count in summary(counts):
        click.echo(f"{count:7}  {label}")
    click.echo(f"{sum(counts.values()):7}  rows in all")
    if new_workers:
        click.echo(f"{new_workers:7}  workers {'would be' if dry_run else 'were'} added")
