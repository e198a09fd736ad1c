"""Every case of golden.toml, which a lawyer can read: facts, what follows, and where it is written."""

from pathlib import Path

import pytest

from handrail.testkit.golden import Case, check_golden, golden_cases, shown_rules
from handrail_ca import BRITISH_COLUMBIA, ONTARIO, QUEBEC

BY_CODE = {each.code: each for each in (QUEBEC, ONTARIO, BRITISH_COLUMBIA)}
CASES = golden_cases(Path(__file__).with_name("golden.toml"))


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_a_golden_case_comes_out_as_it_is_written(case: Case) -> None:
    check_golden(case, BY_CODE[case["jurisdiction"]])


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_every_rule_stands_in_a_golden_case(code: str) -> None:
    shown = shown_rules([case for case in CASES if case["jurisdiction"] == code], code)
    assert shown == {rule.id for rule in BY_CODE[code].rules}
