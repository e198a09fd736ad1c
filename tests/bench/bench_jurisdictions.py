"""Cases a second of each jurisdiction and of all in turn, against a bare loop of dates; no database."""

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from statistics import median
from typing import Final

from tests.bench.measuring import alternate, timed
from tests.bench.page import machine, put

from handrail.extensions.registry import registry
from handrail.obligations.engine import compute
from handrail.sdk import CaseFacts, Event, Jurisdiction

CASES: Final = 200
_SEED: Final = 20261122
_FIRST: Final = date(2025, 1, 1)
_AS_OF: Final = date(2026, 11, 21)


_BEGUN_BY: Final = {
    "au_nsw": Event(date=_FIRST, type="injury_occurred", fields={"at_work": True}),
    "au_vic": Event(date=_FIRST, type="claim_lodged", fields={"injury": "physical"}),
    "us": Event(date=_FIRST, type="leave_requested"),
}
"""Where an absence alone asks nothing: what does."""


def cases(code: str) -> Iterator[CaseFacts]:
    """Yield one to three absences each, four in ten still going on, the same in every run."""
    drawn = random.Random(f"{_SEED}{code}")  # noqa: S311 - the same numbers in every run are what is wanted
    for _each in range(CASES):
        day, events = _FIRST + timedelta(days=drawn.randrange(500)), []
        for _absence in range(drawn.randint(1, 3)):
            events.append(Event(date=day, type="absence_started"))
            day += timedelta(days=drawn.randrange(2, 300))
            events.append(Event(date=day, type="recovered"))
            day += timedelta(days=drawn.randrange(1, 60))
        if code in _BEGUN_BY:
            events.insert(0, replace(_BEGUN_BY[code], date=events[0].date))
        yield CaseFacts(jurisdiction=code, events=tuple(events[: -1 if drawn.random() < 0.4 else None]), as_of=_AS_OF)


def answered(found: Jurisdiction, given: Sequence[CaseFacts]) -> int:
    """Compute every case; returns how many rows came out."""
    return sum(len(compute(facts, found)) for facts in given)


def added_up(number: int) -> date:
    """Make as many dates with nothing around them."""
    day = _FIRST
    for count in range(number):
        day = _FIRST + timedelta(days=count % 700)
    return day


def bench_the_jurisdictions() -> None:
    loaded = registry().jurisdictions
    given = {code: tuple(cases(code)) for code in sorted(loaded)}
    lines = []
    for code, mine in given.items():
        found = loaded[code]
        rows = answered(found, mine)
        measured = alternate(
            lambda rows=rows: added_up(rows),  # type: ignore[misc]
            lambda found=found, mine=mine: answered(found, mine),  # type: ignore[misc]
            seconds=0.5, warm=1, least=5,
        )  # fmt: skip
        each = measured.ours / CASES
        lines.append(
            f"| {found.label} (`{code}`) | {rows / CASES:.0f} | {1 / each:,.0f} | {each * 1e6:.0f} µs "
            f"| {measured.ratio:.0f} |"
        )
        print(lines[-1])  # noqa: T201 - a benchmark speaks
    mixed = median([timed(lambda: [answered(loaded[code], mine) for code, mine in given.items()]) for _ in range(5)])
    every = CASES * len(given)
    put(
        "jurisdictions",
        f"Measured on {machine('no database', os.getloadavg()[0])}.\n\n"
        "Each case has one to three absences and is asked for on one day. The floor is a bare loop that makes as many\n"
        "dates by adding days, without any reason for them.\n\n"
        "| jurisdiction | rows a case | cases a second | a case | times the floor |\n| --- | --- | --- | --- | --- |\n"
        + "\n".join(lines)
        + f"\n| all in turn, {every:,} cases | | {every / mixed:,.0f} | {mixed / every * 1e6:.0f} µs | |\n\n"
        f"Ten thousand cases of all in turn: {10_000 * mixed / every:.1f} s.",
    )
