"""Every line of the golden files, which a lawyer can read: facts, what follows, and where it is written."""

from pathlib import Path
from typing import Any

import pytest

from handrail.testkit.golden import check_golden, golden_cases, shown_rules
from handrail_uk import GREAT_BRITAIN, NORTHERN_IRELAND

CASES = golden_cases(Path(__file__).with_name("golden.toml"))
CASES_NI = golden_cases(Path(__file__).with_name("golden_ni.toml"))


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_a_golden_case_of_great_britain(case: Any) -> None:
    check_golden(case, GREAT_BRITAIN)


@pytest.mark.parametrize("case", CASES_NI, ids=[case["title"] for case in CASES_NI])
def test_a_golden_case_of_northern_ireland(case: Any) -> None:
    check_golden(case, NORTHERN_IRELAND)


@pytest.mark.parametrize(("jurisdiction", "cases"), [(GREAT_BRITAIN, CASES), (NORTHERN_IRELAND, CASES_NI)])
def test_every_rule_with_an_answer_stands_in_a_golden_case(jurisdiction: Any, cases: Any) -> None:
    answering = {rule.id for rule in jurisdiction.rules if rule.kind != "standing"}
    ledger = {f"{jurisdiction.code}.ssp_ledger"}  # test_ledger.py: its lines hold nulls, which the file can not
    assert shown_rules(cases, jurisdiction.code) == answering - ledger
