"""The rules asked the way a reader of the law asks them: events in, rows by rule out."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from handrail.obligations.engine import compute
from handrail.obligations.reading import read_case
from handrail.obligations.rows import Row
from handrail.sdk import Jurisdiction

Asked = tuple[Any, ...]
"""An event as a test writes it: (date, type) or (date, type, fields)."""


class Answer:
    """The rows of one case; rules are named without the code of their jurisdiction."""

    def __init__(self, code: str, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)
        self._code = code

    def of(self, rule: str) -> list[Row]:
        """Return the rows of a rule, in order."""
        return [row for row in self.rows if row.rule.id == f"{self._code}.{rule}"]

    def one(self, rule: str) -> Row:
        """Return the one row of a rule; raises ValueError where there is none, or more than one."""
        (row,) = self.of(rule)
        return row

    def due(self, rule: str) -> dt.date | None:
        """Return the date of the one row of a rule."""
        return self.one(rule).due


Ask = Callable[..., Answer]


def asking(jurisdiction: Jurisdiction) -> Ask:
    """Return a function from events (and `as_of`, `params`) to the answer, through the reader of the command."""

    def ask(*events: Asked, as_of: object = None, params: Mapping[str, Any] | None = None) -> Answer:
        given = [{"date": str(day), "type": kind, **_plain(fields)} for day, kind, fields in map(_three, events)]
        document = {
            "jurisdiction": jurisdiction.code, "events": given, "as_of": None if as_of is None else str(as_of),
            "params": params or {},
        }  # fmt: skip
        facts, found = read_case(document, {jurisdiction.code: jurisdiction})
        return Answer(jurisdiction.code, compute(facts, found))

    return ask


def _three(event: Asked) -> tuple[Any, str, Mapping[str, Any]]:
    day, kind, *rest = event
    return day, kind, rest[0] if rest else {}


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, dt.date) else value for key, value in fields.items()}
