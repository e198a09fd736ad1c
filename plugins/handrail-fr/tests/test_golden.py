"""Every line of golden.toml, which a lawyer can read: facts, what follows, and where it is written."""

from importlib.resources import files
from pathlib import Path

import pytest

from handrail.sdk import Catalogue
from handrail.testkit.asking import asking
from handrail.testkit.golden import Case, check_golden, golden_cases, shown_rules
from handrail_fr import FRANCE

CASES = golden_cases(Path(__file__).with_name("golden.toml"))


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_the_dates_of_a_golden_case(case: Case) -> None:
    check_golden(case, FRANCE)


def test_every_rule_with_an_answer_stands_in_a_golden_case() -> None:
    assert shown_rules(CASES, "fr") == {rule.id for rule in FRANCE.rules if rule.kind != "standing"}


def test_the_employers_side_reads_the_date_of_the_examination_and_not_why() -> None:
    answer = asking(FRANCE)(
        ("2026-01-05", "absence_started", {"cause": "work_accident"}), ("2026-02-09", "returned_to_work")
    )
    row, english = answer.one("return_visit"), Catalogue((files("handrail_fr") / "locale",)).language("en")
    assert row.why(english, employer_side=True) == ["last day on time 2026-02-17"]
    assert len(row.why(english)) > 1
