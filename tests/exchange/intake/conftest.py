"""Feeds made for tests; the builders are session fixtures so that properties may use them."""

from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO

import pytest

from handrail.exchange.intake.feed import Feed, read_feed
from handrail.exchange.intake.library import load
from handrail.exchange.intake.profiles import Profile

TODAY = date(2026, 11, 20)
GENERIC_HEADER = "absence_id,worker_id,first_day,last_day,expected_days,percent"


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
