"""Every line of golden.toml, which a lawyer can read: facts, what follows, and where it is written."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from handrail_nl import NETHERLANDS

CASES = tomllib.loads(Path(__file__).with_name("golden.toml").read_text("utf-8"))["case"]
STANDING = {"nl.dossier", "nl.expert_opinion"}
SHOWN_ELSEWHERE = {
    "nl.uwv_wia_letter", "nl.current_opinion", "nl.wia_earliest_start",
}  # fmt: skip
"""Plain counts of days that test_golden.py asks for one by one."""


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_the_dates_of_a_golden_case(ask: Any, case: dict[str, Any]) -> None:
    assert case["source"]
    events = [(event["date"], event["type"], _fields(event)) for event in case["events"]]
    answer = ask(*events)
    for line in case["expected"]:
        field = line.get("field")
        found = [
            row.due or row.reason or row.value if field is None else getattr(row, field)
            for row in answer.of(line["rule"])
        ]
        wanted = [] if line["answer"] == "missing" else line["answer"]
        assert found == (wanted if isinstance(wanted, list) else [wanted]), f"{line['rule']}: {line['because']}"


def _fields(event: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in event.items() if name not in {"date", "type"}}
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in fields.items()}


def test_every_rule_with_an_answer_stands_in_a_golden_case() -> None:
    shown = {f"nl.{line['rule']}" for case in CASES for line in case["expected"]}
    assert shown <= {rule.id for rule in NETHERLANDS.rules}
    assert {rule.id for rule in NETHERLANDS.rules} - shown == STANDING | SHOWN_ELSEWHERE
