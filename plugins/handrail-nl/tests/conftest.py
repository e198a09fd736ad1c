"""The rules asked the way a reader of the tables asks them: events in, rows by rule out."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import settings

from handrail.obligations.engine import compute
from handrail.obligations.reading import read_case
from handrail.obligations.rows import Row
from handrail_nl import NETHERLANDS

# A busy machine, and the first look at the list of holidays, are slow; nothing here is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

Ask = Callable[..., "Answer"]


class Answer:
    """The rows of one case."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)

    def of(self, rule: str) -> list[Row]:
        return [row for row in self.rows if row.rule.id == f"nl.{rule}"]

    def one(self, rule: str) -> Row:
        (row,) = self.of(rule)
        return row

    def due(self, rule: str) -> dt.date | None:
        return self.one(rule).due


@pytest.fixture
def ask() -> Ask:
    """Return a function from events, given as (date, type, fields), to the answer."""

    def asked(*events: tuple[Any, ...], as_of: str | None = None, params: Mapping[str, Any] | None = None) -> Answer:
        given = [{"date": str(event[0]), "type": event[1], **(event[2] if len(event) > 2 else {})} for event in events]
        document = {"jurisdiction": "nl", "events": given, "as_of": as_of, "params": params or {}}
        facts, jurisdiction = read_case(document, {"nl": NETHERLANDS})
        return Answer(compute(facts, jurisdiction))

    return asked
