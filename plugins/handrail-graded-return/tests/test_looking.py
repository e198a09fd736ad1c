"""What a build-up may not be, and what people look at (IVN-2)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.sdk import Data
from handrail_graded_return import GRADED_RETURN
from handrail_graded_return.looking import check, ramp, warn

TODAY = dt.date(2026, 6, 3)
MONDAYS = ("2026-06-01", "2026-06-08", "2026-06-15")


def week(place: int, hours: float, tasks: str = "", **more: Any) -> dict[str, Any]:
    return {"monday": MONDAYS[place], "hours": str(hours), "tasks": tasks, **more}


def item(state: str = "proposed", act: str = "", known: frozenset[str] = frozenset(), **values: Any) -> Data:
    return Data(state=state, act=act, today=TODAY, values=values, known=known)


def keys(found: Any) -> list[str]:
    return [each.key for each in found]


@pytest.mark.rule("IVN-2")
def test_hours_that_rise_while_the_tasks_stay_are_pointed_out() -> None:
    grows = [week(0, 8, "Post"), week(1, 12, "Post and telephone"), week(2, 16, " post AND telephone ")]
    (found,) = warn(None, item(weeks=grows))
    assert (found.key, found.values["monday"]) == ("planned_hours_without_tasks", dt.date(2026, 6, 15))
    assert keys(warn(None, item(actual_weeks=grows))) == ["worked_hours_without_tasks"]
    assert warn(None, item(weeks=[week(0, 8, "Post"), week(1, 8, "Post")])) == []


@pytest.mark.rule("IVN-2")
def test_work_that_falls_to_colleagues_unplanned_is_pointed_out() -> None:
    weeks = [week(0, 8, "A", cover="Ilse"), week(1, 16, "B"), week(2, 32, "C")]
    (found,) = warn(None, item(contract_hours="32", weeks=weeks))
    assert (found.key, found.values["monday"]) == ("nobody_covers", dt.date(2026, 6, 8))
    worked = [week(0, 8, "A", replacement_there=False), week(1, 16, "B", replacement_there=False)]
    assert keys(warn(None, item(contract_hours="32", weeks=weeks, actual_weeks=worked))) == [
        "nobody_covers", "cover_missed",
    ]  # fmt: skip


@pytest.mark.rule("IVN-2")
@pytest.mark.parametrize(
    ("limit", "beyond"),
    [
        ({"kind": "hours_a_week", "amount": "12"}, True),
        ({"kind": "hours_a_week", "amount": "16"}, False),
        ({"kind": "days_a_week", "amount": "3"}, True),
        ({"kind": "hours_a_day", "amount": "3.5"}, True),
        ({"kind": "hours_a_day", "amount": "4"}, False),
        ({"kind": "hours_a_week", "amount": "12", "until": "2026-05-31"}, False),
    ],
)
def test_a_week_beyond_a_limit_is_pointed_out(limit: dict[str, str], beyond: bool) -> None:  # noqa: FBT001 - a table
    found = keys(warn(None, item(weeks=[week(0, 16, "A", days=4)], limits=[limit])))
    assert found == (["beyond_limit"] if beyond else [])


@pytest.mark.rule("IVN-2")
def test_a_step_back_is_a_review_and_a_fall_without_one_is_pointed_out() -> None:
    falls = [week(0, 16, "A"), week(1, 8, "B")]
    assert keys(warn(None, item(weeks=falls))) == ["falls"]
    assert warn(None, item(weeks=falls, reviews=[{"on": "2026-06-02", "outcome": "step_back"}])) == []


@pytest.mark.rule("IVN-2")
def test_planned_stands_beside_actual_and_two_short_weeks_are_pointed_out() -> None:
    weeks = [week(0, 8, "A"), week(1, 12, "B"), week(2, 16, "C")]
    assert warn(None, item(weeks=weeks, actual_weeks=[week(0, 6, "A")])) == []
    assert keys(warn(None, item(weeks=weeks, actual_weeks=[week(0, 6, "A"), week(1, 8, "B")]))) == ["drifts"]


def test_a_review_is_agreed_within_two_weeks() -> None:
    assert keys(warn(None, item("under_way"))) == ["no_review"]
    assert keys(warn(None, item("under_way", next_review_on="2026-06-18"))) == ["review_far"]
    assert warn(None, item("under_way", next_review_on="2026-06-17")) == []
    assert keys(check(None, item("agreed", "start", next_review_on="2026-06-02"))) == ["review_over"]
    assert keys(check(None, item(reviews=[{"on": "2026-06-04", "outcome": "hold"}]))) == ["review_to_come"]


def test_a_build_up_that_can_not_be_is_refused_and_one_of_the_plan_is_checked_there() -> None:
    wrong = [week(0, 40), {"monday": "2026-06-09", "hours": "8"}, week(0, 8)]
    found = check(None, item(contract_hours="32", weeks=wrong))
    assert sorted((each.key, each.row) for each in found) == [
        ("more_than_contract", 0), ("no_monday", 1), ("week_twice", 2),
    ]  # fmt: skip
    assert check(None, item(contract_hours="32", weeks=wrong, known=frozenset({"weeks"}))) == []
    many = [{"monday": (dt.date(2026, 6, 1) + dt.timedelta(weeks=n)).isoformat(), "hours": "8"} for n in range(27)]
    assert keys(check(None, item(weeks=many))) == ["too_many_weeks"]


@given(
    contract=st.decimals(1, 60, places=2),
    percent=st.integers(20, 100).map(Decimal),
    weeks=st.integers(1, 26),
)
def test_even_steps_rise_to_all_hours_in_quarters(contract: Decimal, percent: Decimal, weeks: int) -> None:
    hours = ramp(contract, percent, weeks)
    assert len(hours) == weeks
    assert hours == sorted(hours)
    assert all(each * 4 == int(each * 4) for each in hours)
    assert abs(hours[-1] - contract) <= Decimal("0.125")


def test_only_the_worker_agrees_to_a_build_up() -> None:
    agree = GRADED_RETURN.machine.transition("agree")
    assert agree is not None
    assert GRADED_RETURN.roles(agree.permission) == ("worker",)
