from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handrail.exchange.intake.placement import Placer
from handrail.exchange.intake.problems import Problem
from handrail.exchange.intake.profile_document import Placement

PLACEMENT = Placement(
    month="Month",
    weekday="Day",
    weekdays={"2": "Mon", "3": "Tue", "4": "Wed", "5": "Thu", "6": "Fri"},
    start_year=2007,
    unknown_months=("0",),
)
ROWS = st.lists(st.tuples(st.integers(0, 13), st.integers(1, 7)), max_size=60)


def place_all(rows: list[tuple[int, int]]) -> list[date | Problem]:
    placer = Placer(PLACEMENT)
    return [placer.place(str(month), str(weekday)) for month, weekday in rows]


def by_trying_every_day(rows: list[tuple[int, int]]) -> list[date | None]:
    """The same rule said in another way: walk through the calendar day by day."""
    year, current, earliest = 2007, 0, date(2007, 1, 1)
    found: list[date | None] = []
    for month, weekday in rows:
        if not 1 <= month <= 12:
            found.append(None)
            continue
        if month != current:
            year += month < current
            current, earliest = month, date(year, month, 1)
        days = [earliest + timedelta(days=n) for n in range(31)]
        fitting = [d for d in days if d.month == month and d.isoweekday() == weekday - 1 and 2 <= weekday <= 6]
        found.append(fitting[0] if fitting else None)
        earliest = fitting[0] if fitting else earliest
    return found


@given(rows=ROWS)
def test_each_row_stands_on_the_first_such_weekday_of_its_month_that_keeps_the_rows_in_order(
    rows: list[tuple[int, int]],
) -> None:
    placed = [None if isinstance(each, Problem) else each for each in place_all(rows)]
    assert placed == by_trying_every_day(rows)
    days = [day for day in placed if day]
    assert days == sorted(days)


def test_a_month_lower_than_the_one_before_starts_a_new_year() -> None:
    assert place_all([(7, 3), (12, 2), (1, 2), (1, 6)]) == [
        date(2007, 7, 3),
        date(2007, 12, 3),
        date(2008, 1, 7),
        date(2008, 1, 11),
    ]


def test_a_weekday_that_comes_back_stays_on_its_day_and_an_earlier_one_waits_for_the_next_week() -> None:
    assert place_all([(7, 4), (7, 4), (7, 3)]) == [date(2007, 7, 4), date(2007, 7, 4), date(2007, 7, 10)]


def test_a_month_that_is_not_known_is_told_and_moves_nothing() -> None:
    first, unknown, next_one = place_all([(7, 4), (0, 3), (7, 5)])
    assert isinstance(unknown, Problem)
    assert (unknown.code, unknown.column) == ("month-unknown", "Month")
    assert (first, next_one) == (date(2007, 7, 4), date(2007, 7, 5))


def test_a_row_for_which_the_month_has_no_such_day_left_is_not_moved_into_the_next_month() -> None:
    *placed, last = place_all([(2, 6), (2, 5)] * 3 + [(2, 6), (2, 5)])
    assert placed[-1] == date(2007, 2, 23)
    assert isinstance(last, Problem)
    assert last.code == "month-too-short"


def test_months_that_go_back_without_end_are_given_up() -> None:
    *_placed, last = place_all([(2, 2), (1, 2)] * 300)
    assert isinstance(last, Problem)
    assert last.code == "too-many-years"


def test_the_first_year_can_be_set() -> None:
    assert Placer(PLACEMENT, start_year=2020).place("7", "4") == date(2020, 7, 1)
