"""What was measured, against its budget: said at once, and kept in docs/benchmarks.md when all was measured."""

import os
from dataclasses import dataclass, field
from typing import Final

from tests.bench.measuring import Measured
from tests.bench.page import duration, machine, put

from handrail.entrypoints.servers.embedded import EmbeddedServers


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
    Line("decide", "One decision of the policy, median over roles and acts, in µs", "-", 5, "µs"),
    Line(
        "session",
        "Who asks, and one decision: their share of a signed-in page (a case)",
        "the whole page",
        0.05,
        "share",
    ),
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
    Line("report", "A consultancy's report on a covering index: obligations met and missed", "same SQL, no RLS", 1.3),
    Line("import", "6,000 absences imported from a file", "-", None, "seconds"),
    Line("boot", "Import and build the application", "import of the libraries alone", None),
    Line("first_start", "First `handrail up`: databases made, demo consultancies applied", "-", None, "seconds"),
    Line("start", "Second `handrail up`, seconds", "PostgreSQL and Valkey alone", 8.0, "seconds"),
)


@dataclass(slots=True)
class Book:
    """Results by key; `value` is what the budget speaks of."""

    server: str = ""
    load: float = field(default_factory=lambda: os.getloadavg()[0])
    values: dict[str, float] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    memory: list[tuple[str, int, float, float]] = field(default_factory=list)
    """What runs under `handrail up`: name, processes, megabytes of their own share and of all they map."""

    def note(self, key: str, measured: Measured, *, extra: str = "") -> None:
        """Keep and say a ratio, or what follows from it."""
        line = _line(key)
        value = {"throughput": 1 / measured.ratio, "seconds": measured.ours}.get(line.unit, measured.ratio)
        spread = f"{measured.low:.2f}–{measured.high:.2f}"
        if line.unit == "throughput":
            spread = f"{1 / measured.high:.2f}–{1 / measured.low:.2f}"
        if line.unit == "seconds":
            spread = f"{measured.ratio:.1f} times the baseline"
        self._keep(
            line, value, f"{duration(measured.baseline)} | {duration(measured.ours)} | {value:.2f} ({spread})", extra
        )

    def count(self, key: str, value: int) -> None:
        """Keep and say a number that has no baseline."""
        self._keep(_line(key), value, f"- | - | {value}", "")

    def note_value(self, key: str, value: float, *, extra: str = "") -> None:
        """Keep and say a number with decimals that has no baseline of its own."""
        self._keep(_line(key), value, f"- | - | {value:.3f}", extra)

    def took(self, key: str, seconds: float, *, extra: str = "") -> None:
        """Keep and say a time that has no baseline."""
        self._keep(_line(key), seconds, f"- | {duration(seconds)} | -", extra)

    def _keep(self, line: Line, value: float, cells: str, extra: str) -> None:
        self.values[line.key] = value
        operation = f"{line.operation}{f': {extra}' if extra else ''}"
        self.rows[line.key] = f"| {operation} | {line.baseline} | {cells} | {_budget(line)} | {_verdict(line, value)} |"
        print(f"\n{self.rows[line.key]}")  # noqa: T201 - a benchmark speaks

    def write(self) -> None:
        """Write its parts of the page, once everything was measured."""
        if self.values.keys() == {line.key for line in LINES} and self.memory:
            put("costs", self._costs())
            put("memory", self._memory())

    def _costs(self) -> str:
        misses = [line for line in LINES if _verdict(line, self.values[line.key]) == "**over**"]
        return _COSTS.format(
            machine=machine(self.server, self.load),
            rows="\n".join(self.rows[line.key] for line in LINES),
            misses="\n".join(f"- {line.operation}. {_WHY.get(line.key, '')}".rstrip() for line in misses)
            or "None in this run.",
        )

    def _memory(self) -> str:
        rows = [f"| {name} | {count} | {own:.0f} | {mapped:.0f} |" for name, count, own, mapped in self.memory]
        whole = sum(own for _name, _count, own, _mapped in self.memory)
        return "\n".join([_MEMORY, *rows, f"| together | | {whole:.0f} | |"])


def server_of(servers: EmbeddedServers) -> str:
    """Return the name and version of the database server."""
    return f"PostgreSQL {(servers.postgres.data / 'PG_VERSION').read_text('ascii').strip()}"


def _line(key: str) -> Line:
    return next(line for line in LINES if line.key == key)


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
    "however few rows it is for: 95 µs, where the statement without that policy takes 10 and the superuser's 5. "
    "Written with `exists` it takes 57, still too much for the budget, and then the plan hangs on how many rows are "
    "expected behind a policy, which is guessed badly (docs/adr/0022-lists-begin-with-what-one-reaches.md).",
    "rls_list": "The same grants, once for each table of the statement.",
    "search": "The same grants, once for each table of the statement.",
    "list": "SQLAlchemy's rows and our own on top of the statement.",
    "read": "Four round trips are the same in both. Of psycopg's 225 µs, 100 are its own work; ours has 240 µs more, "
    "all SQLAlchemy's: 105 for the session and its transaction, 135 for running the statement and making the entity "
    "(measured apart, in a quiet moment: 2.3 times). Sending the beginning and the settings together would save one "
    "round trip, and with it the deadline that each exchange has.",
    "job": "The row is small, so a second statement with its key, its time and its notification weighs much.",
    "audit": "A link needs the head's lock, the key, the sealed values, their digests, the entry and the new head, "
    "where a plain log has the entry alone; two statements do it where there were seven. Of what is added about half "
    "is the lock and the keys, two fifths the writing, the rest hashing and sealing. It is the price of finding "
    "tampering (ACC-1) and of erasing values alone (PRI-2).",
}
_COSTS: Final = """Written by `make bench`: {machine}.

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
_MEMORY: Final = """Under `handrail up` with the demo consultancies, after its first pages. A process's own share counts
what several have in common by how many they are (PSS); mapped is all that it sees (RSS), the common parts each time.

| part | processes | own share, MB | mapped, MB |
| --- | --- | --- | --- |"""
