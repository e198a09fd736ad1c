"""Every line of golden.toml, which a lawyer can read: facts, what follows, and where it is written."""

from pathlib import Path
from typing import Any

import pytest

from handrail.sdk import FactsError
from handrail.testkit.asking import asking
from handrail.testkit.golden import check_golden, golden_cases, shown_rules
from handrail_us import UNITED_STATES

CASES = golden_cases(Path(__file__).with_name("golden.toml"))


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_a_golden_case(case: Any) -> None:
    check_golden(case, UNITED_STATES)


def test_every_rule_with_an_answer_stands_in_a_golden_case() -> None:
    answering = {rule.id for rule in UNITED_STATES.rules if rule.kind != "standing"}
    assert shown_rules(CASES, "us") == answering


@pytest.mark.parametrize(
    ("name", "given"),
    [("months_employed", "many"), ("hours_12m", -1), ("employment_start", "May"), ("work_pattern", ["Someday"])],
)
def test_a_parameter_that_can_not_be_read_is_named(name: str, given: Any) -> None:
    events = (("2026-03-02", "leave_started"), ("2026-04-02", "returned_to_work"))
    with pytest.raises(FactsError, match=name):
        asking(UNITED_STATES)(*events, params={name: given})


def test_no_row_hangs_on_an_absence_and_what_tells_a_cause_shows_the_employers_side_its_date_alone() -> None:
    answer = asking(UNITED_STATES)(
        ("2026-03-02", "absence_started"), ("2026-03-02", "injury_occurred"), ("2026-03-09", "leave_started")
    )
    assert {(row.spell, row.for_absence) for row in answer.rows if row.rule.id.startswith("us.")} == {(None, None)}
    assert {rule.id for rule in UNITED_STATES.rules if rule.tells_cause} == {"us.pwfa", "us.osha300", "us.ca_dwc1_due"}


def test_a_certification_told_twice_on_one_day_is_one() -> None:
    answer = asking(UNITED_STATES)(
        ("2026-02-20", "certification_requested"),
        ("2026-03-02", "certificate_received"),
        ("2026-03-02", "act_done", {"rule": "us.fmla_cert_due"}),
    )
    assert str(answer.due("fmla_recert_min")) == "2026-04-01"
    assert answer.one("fmla_cert_due").status == "met"
