"""What counts by formula, held against counting day by day."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.sdk import FactsError
from handrail.testkit.asking import asking
from handrail_ca import BRITISH_COLUMBIA, ONTARIO, QUEBEC
from handrail_ca.working_days import ontario

_UNTIMED = settings(max_examples=30, deadline=None, derandomize=True)
_GAPS = st.lists(st.tuples(st.integers(1, 120), st.integers(1, 90)), min_size=1, max_size=5)
_FIRST = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
_DAY = dt.timedelta(days=1)
_SATURDAY = 5


def absences(first: dt.date, lengths: list[tuple[int, int]]) -> list[tuple[dt.date, dt.date]]:
    """Return absences as (first day, first day fit), apart by gaps."""
    found = []
    for sick, fit in lengths:
        found.append((first, first + sick * _DAY))
        first += (sick + fit) * _DAY
    return found


def events(spells: list[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, str]]:
    return [each for first, fit in spells for each in ((first, "absence_started"), (fit, "recovered"))]


def days_of(spell: tuple[dt.date, dt.date]) -> list[dt.date]:
    return [spell[0] + n * _DAY for n in range((spell[1] - spell[0]).days)]


@_UNTIMED
@given(first=_FIRST, lengths=_GAPS)
def test_sick_days_used_are_the_working_days_of_the_year_up_to_three(
    first: dt.date, lengths: list[tuple[int, int]]
) -> None:
    spells = absences(first, lengths)
    worked = [
        day for spell in spells for day in days_of(spell)
        if day.weekday() < _SATURDAY and day not in ontario(day.year)
    ]  # fmt: skip
    rows = asking(ONTARIO)(*events(spells)).of("esa_sick")
    assert {row.value_on.year: row.value for row in rows if row.value_on} == {
        day.year: min(3, sum(each.year == day.year for each in worked)) for spell in spells for day in days_of(spell)
    }


@_UNTIMED
@given(first=_FIRST, lengths=_GAPS)
def test_sick_leave_taken_to_its_last_day_is_never_more_than_26_weeks_in_twelve_months(
    first: dt.date, lengths: list[tuple[int, int]]
) -> None:
    spells = absences(first, lengths)
    opened, taken = dt.date.min, 0
    for spell, row in zip(spells, asking(QUEBEC)(*events(spells)).of("als_26wk_last_day"), strict=True):
        if opened == dt.date.min or spell[0] >= opened.replace(year=opened.year + 1):
            opened, taken = spell[0], 0
        if row.due is None:
            assert (row.reason, taken >= 182) == ("not_entitled", True)
        else:
            assert taken + (row.due - spell[0]).days + 1 == 182
        taken += len(days_of(spell))


@_UNTIMED
@given(first=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), lengths=_GAPS)
def test_leave_for_a_serious_illness_ends_within_27_weeks_and_within_the_52(
    first: dt.date, lengths: list[tuple[int, int]]
) -> None:
    answer = asking(BRITISH_COLUMBIA)(*events(absences(first, lengths)), (first + 2000 * _DAY, "absence_started"))
    for row in answer.of("sii_leave_max_end"):
        if row.due is not None and row.for_absence is not None:
            assert (row.due - row.for_absence).days <= 27 * 7 - 1
            assert row.due.year <= first.year + 8
    assert (answer.of("sii_leave_max_end")[-1].due or first) - (first + 2000 * _DAY) == dt.timedelta(days=27 * 7 - 1)


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"tenure_start": "last year"}, "tenure_start"), ({"regular_workers": "many"}, "regular_workers"),
        ({"tenure_months": -1}, "tenure_months"), ({"date_of_birth": "1980-13-01"}, "date_of_birth"),
    ],
)  # fmt: skip
def test_a_parameter_that_can_not_be_read_is_named(params: dict[str, object], named: str) -> None:
    whole = {"regular_workers": 20, "tenure_months": 12} | params
    with pytest.raises(FactsError, match=named):
        asking(ONTARIO)(("2026-01-05", "injury_occurred"), params=whole)
