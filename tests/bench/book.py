"""What was measured, against its budget: said at once, and kept in docs/benchmarks.md when all was measured."""

import os
import platform
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import sqlalchemy
from tests.bench.measuring import Measured

from handrail.entrypoints.servers.embedded import EmbeddedServers

PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to measure. `budget` is the most the ratio may be, or with `least` the least."""

    key: str
    operation: str
    baseline: str
    budget: float | None
    unit: str = "ratio"
    least: bool = False


LINES: Final = (
    Line("rls", "A case's last 20 entries under row-level security, settings set", "same SQL as superuser", 1.8),
    Line("rls_list", "The list's statement under row-level security, settings set", "same SQL as superuser", 1.8),
    Line("search", "Cases by the beginning of a name, the whole employer", "same SQL as superuser", 1.3),
    Line("read", "`tenant_session` with one case read", "psycopg transaction, same settings, same SQL", 2.0),
    Line("list", "`page_of_cases`, 50 of a coordinator's 60", "prepared psycopg rows, same transaction", 5.0),
    Line("list_api", "`GET /api/v1/cases`, 50 rows, signed in", "prepared psycopg rows, same transaction", 5.0),
    Line("statements", "Statements of that request, sign-in and settings included", "-", 5, "count"),
    Line("job", "One row written with a job", "the row alone", 1.5),
    Line("audit", "One row written with its sealed link of the case's chain", "with a plain append to the log", 1.3),
    Line(
        "act", "A whole act: `state_preferences`, decided, sealed, chained", "`update` of the same row, psycopg", None
    ),
    Line(
        "relay",
        "Relay, 2,000 rows of 100 consultancies",
        "Dramatiq's `enqueue` in a loop",
        0.8,
        "throughput",
        least=True,
    ),
    Line("engine", "Obligations of a two-year absence with support (nl)", "JSON there and back, facts and rows", None),
    Line("boot", "Import and build the application", "import of the libraries alone", None),
    Line("start", "Second `handrail up`, seconds", "PostgreSQL and Valkey alone", 8.0, "seconds"),
)
NOT_YET: Final = (("A consultancy's report on a covering index", "same SQL, no RLS", 1.3),)


@dataclass(slots=True)
class Book:
    """Results by key; `value` is what the budget speaks of."""

    server: str = ""
    load: float = field(default_factory=lambda: os.getloadavg()[0])
    values: dict[str, float] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)

    def note(self, key: str, measured: Measured, *, extra: str = "") -> None:
        """Keep and say a ratio, or what follows from it."""
        line = _line(key)
        value = {"throughput": 1 / measured.ratio, "seconds": measured.ours}.get(line.unit, measured.ratio)
        spread = f"{measured.low:.2f}–{measured.high:.2f}"
        if line.unit == "throughput":
            spread = f"{1 / measured.high:.2f}–{1 / measured.low:.2f}"
        if line.unit == "seconds":
            spread = f"{measured.ratio:.1f} times the baseline"
        self._keep(line, value, f"{_time(measured.baseline)} | {_time(measured.ours)} | {value:.2f} ({spread})", extra)

    def count(self, key: str, value: int) -> None:
        """Keep and say a number that has no baseline."""
        self._keep(_line(key), value, f"- | - | {value}", "")

    def _keep(self, line: Line, value: float, cells: str, extra: str) -> None:
        self.values[line.key] = value
        operation = f"{line.operation}{f': {extra}' if extra else ''}"
        self.rows[line.key] = f"| {operation} | {line.baseline} | {cells} | {_budget(line)} | {_verdict(line, value)} |"
        print(f"\n{self.rows[line.key]}")  # noqa: T201 - a benchmark speaks

    def write(self) -> None:
        """Write the page, once everything was measured."""
        if self.values.keys() == {line.key for line in LINES}:
            PAGE.write_text(self._text(), "utf-8")

    def _text(self) -> str:
        missing = [f"| {what} | {baseline} | - | - | - | {budget} | not yet |" for what, baseline, budget in NOT_YET]
        misses = [line for line in LINES if _verdict(line, self.values[line.key]) == "**over**"]
        return _PAGE.format(
            machine=f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}, "
            f"SQLAlchemy {sqlalchemy.__version__}, {self.server}; "
            f"{self.load:.1f} processes were busy with something else when it began",
            rows="\n".join([*(self.rows[line.key] for line in LINES), *missing]),
            misses="\n".join(f"- {line.operation}. {_WHY.get(line.key, '')}".rstrip() for line in misses)
            or "None in this run.",
        )


def server_of(servers: EmbeddedServers) -> str:
    """Return the name and version of the database server."""
    return f"PostgreSQL {(servers.postgres.data / 'PG_VERSION').read_text('ascii').strip()}"


def _line(key: str) -> Line:
    return next(line for line in LINES if line.key == key)


def _time(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.2f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.0f} µs"


def _budget(line: Line) -> str:
    if line.budget is None:
        return "-"
    return f"{'at least' if line.least else 'at most'} {line.budget:g}"


def _verdict(line: Line, value: float) -> str:
    if line.budget is None:
        return "-"
    return "kept" if (value >= line.budget if line.least else value <= line.budget) else "**over**"


_WHY: Final = {
    "rls": "Every statement reads the reader's grants, some two hundred for a coordinator of 60 cases, into a hash, "
    "however few rows it is for. Written with `exists` the plan is the same.",
    "rls_list": "The same grants, once for each table of the statement.",
    "search": "The same grants, once for each table of the statement.",
    "read": "What SQLAlchemy's session, its events and an entity cost on top of four short statements.",
    "job": "The row is small, so a second statement with its key, its time and its notification weighs much.",
    "audit": "A link needs the scope, the head's lock, the key, the sealed values, the entry and the new head, where a "
    "plain log has the entry alone. It is the price of finding tampering (ACC-1) and of erasing values alone (PRI-2).",
}
_PAGE: Final = """# What things cost

Written by `make bench`: {machine}.

Each operation is timed in turns with a raw baseline of the same run, on one connection each; the numbers are medians,
and in brackets stands the range of the ratio over five parts of the run. Ratios travel between machines, times do not.
PostgreSQL ran without fsync, so that a commit hides nothing of what we add; on a real disk the ratios of writes are
lower. Ten consultancies with 300 cases each, six coordinators a consultancy.

| operation | baseline | baseline takes | ours takes | ratio | budget | |
| --- | --- | --- | --- | --- | --- | --- |
{rows}

Over budget:

{misses}

Not measured: TLS to the database, cold caches, several machines, a connection pooler.
"""
