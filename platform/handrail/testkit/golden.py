"""Cases that a lawyer can read: facts, what follows, and where it is written. One TOML file a jurisdiction.

[[case]]
title = "A sickness that goes on"
source = "EFZG § 3(1): six weeks"
as_of = 2026-11-21                              # optional
params = { awe = 500 }                          # optional
events = [{ date = 2026-01-05, type = "absence_started" }]
expected = [
  { rule = "continued_pay_end", answer = 2026-02-15, because = "42 days from the first day" },
  { rule = "bem_offer", answer = "missing" },   # no row at all
  { rule = "bem_threshold", answer = "recovered" },  # a reason
  { rule = "evaluation", answer = [2026-03-01, 2026-04-12] },  # several rows, in order
  { rule = "x", field = "window_from", answer = 2026-02-01 },  # another field of the row; the default is what came out
  { rule = "x", field = "safe_target", answer = "none" },  # a field that is empty
]
"""

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from handrail.obligations.rows import Row
from handrail.sdk import Jurisdiction
from handrail.testkit.asking import asking

Case = Mapping[str, Any]
_PLACE = frozenset(("date", "type"))


def golden_cases(file: Path) -> list[Case]:
    """Return the cases of a file, in its order."""
    cases: list[Case] = tomllib.loads(file.read_text("utf-8"))["case"]
    return cases


def check_golden(case: Case, jurisdiction: Jurisdiction) -> None:
    """Hold a jurisdiction against one case. Raises AssertionError naming rule, reason and both answers."""
    assert case["source"], f"{case['title']}: a case names where it is written"
    events = [(event["date"], event["type"], _without(event, _PLACE)) for event in case["events"]]
    answer = asking(jurisdiction)(*events, as_of=case.get("as_of"), params=_plain(case.get("params", {})))
    for line in case["expected"]:
        field = line.get("field")
        found = [_outcome(row) if field is None else getattr(row, field) for row in answer.of(line["rule"])]
        wanted = [] if line["answer"] == "missing" else _listed(line["answer"], line.get("is_list", False))
        assert found == wanted, f"{case['title']}, {line['rule']}: {line.get('because', case['source'])}"


def shown_rules(cases: Sequence[Case], code: str) -> set[str]:
    """Return the ids of the rules for which the cases have an answer."""
    return {f"{code}.{line['rule']}" for case in cases for line in case["expected"]}


def _outcome(row: Row) -> object:
    """Return what came out: a date, an answer, or why the rule does not arise."""
    return row.due if row.due is not None else row.reason if row.reason is not None else row.value


def _listed(answer: Any, is_list: bool) -> list[Any]:  # noqa: FBT001 - read from the file
    """Return the answers row by row; `is_list` says that the one answer is itself a list."""
    answers = answer if isinstance(answer, list) and not is_list else [answer]
    return [None if each == "none" else each for each in answers]


def _without(table: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in keys}


def _plain(given: Any) -> Any:
    """Return dates as the command reads them, also inside lists."""
    if isinstance(given, dict):
        return {key: _plain(value) for key, value in given.items()}
    if isinstance(given, list):
        return [_plain(value) for value in given]
    return str(given) if isinstance(given, dt.date) else given
