"""Every line of golden.toml, which a lawyer can read: facts, what follows, and where it is written."""

from pathlib import Path

import pytest

from handrail.testkit.golden import Case, check_golden, golden_cases, shown_rules
from handrail_nz import NEW_ZEALAND

CASES = golden_cases(Path(__file__).with_name("golden.toml"))


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_the_dates_of_a_golden_case(case: Case) -> None:
    check_golden(case, NEW_ZEALAND)


def test_every_rule_with_an_answer_stands_in_a_golden_case() -> None:
    assert shown_rules(CASES, "nz") == {rule.id for rule in NEW_ZEALAND.rules if rule.kind != "standing"}
