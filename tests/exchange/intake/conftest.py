"""Feeds made for tests; the builders are session fixtures so that properties may use them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO

import pytest

from handrail.exchange.intake.feed import Feed, read_feed
from handrail.exchange.intake.library import load
from handrail.exchange.intake.profiles import Profile

TODAY = date(2026, 11, 20)
GENERIC_HEADER = "absence_id,worker_id,first_day,last_day,expected_days,percent"
UCI_HEADER = (
    "ID;Reason for absence;Month of absence;Day of the week;Seasons;Transportation expense;"
    "Distance from Residence to Work;Service time;Age;Work load Average/day ;Hit target;Disciplinary failure;"
    "Education;Son;Social drinker;Social smoker;Pet;Weight;Height;Body mass index;Absenteeism time in hours"
)
UCI_DEFAULTS = {name.strip(): "7" for name in UCI_HEADER.split(";")} | {
    "ID": "11",
    "Reason for absence": "13",
    "Month of absence": "7",
    "Day of the week": "3",
    "Disciplinary failure": "0",
    "Absenteeism time in hours": "8",
}


@pytest.fixture(scope="session")
def generic() -> Profile:
    return load("generic")


@pytest.fixture(scope="session")
def uci() -> Profile:
    return load("uci-absenteeism")


@pytest.fixture(scope="session")
def read(generic: Profile) -> Callable[..., Feed]:
    """Read text or bytes, by default with the generic profile and its header."""

    def _read(
        content: str | bytes | Iterable[str], profile: Profile | None = None, start_year: int | None = None
    ) -> Feed:
        if not isinstance(content, str | bytes):
            content = "\n".join([GENERIC_HEADER, *content]) + "\n"
        raw = content.encode() if isinstance(content, str) else content
        return read_feed(BytesIO(raw), profile or generic, today=TODAY, start_year=start_year)

    return _read


@pytest.fixture(scope="session")
def uci_file() -> Callable[[Sequence[Mapping[str, str]]], bytes]:
    """Write a file of the shape of UCI 445, with invented rows; a row names only what differs from the defaults."""

    def _write(rows: Sequence[Mapping[str, str]]) -> bytes:
        names = [name.strip() for name in UCI_HEADER.split(";")]
        lines = [UCI_HEADER, *(";".join({**UCI_DEFAULTS, **row}[name] for name in names) for row in rows)]
        return ("\r\n".join(lines) + "\r\n").encode("ascii")

    return _write
