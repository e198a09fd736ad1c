from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.exchange.intake.dates import (
    DateForm,
    ImpossibleDate,
    NoSuchForm,
    NotInThisForm,
    ambiguous,
    last_day_of,
    read_date,
    written,
)

FORMS = ("YYYY-MM-DD", "DD/MM/YYYY", "D/M/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "YYYYMMDD", "D-M-YYYY")
DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))


@given(day=DAYS, form=st.sampled_from(FORMS))
def test_a_date_is_read_back_from_any_form_in_which_it_was_written(day: date, form: str) -> None:
    assert DateForm.of(form).read(written(day, form)) == day


@pytest.mark.parametrize("form", ["", "YYYY-MM", "YYYY-MM-DD-DD", "DD/MM/YY", "yyyy-mm-dd"])
def test_a_form_without_exactly_one_year_month_and_day_is_no_form(form: str) -> None:
    with pytest.raises(NoSuchForm):
        DateForm.of(form)


@pytest.mark.parametrize("text", ["31-02-2026", "00-01-2026", "12-13-2026", "29-02-2025"])
def test_a_day_that_no_calendar_has_is_impossible(text: str) -> None:
    with pytest.raises(ImpossibleDate):
        read_date(text, [DateForm.of("DD-MM-YYYY")])


@pytest.mark.parametrize(
    "text",
    [
        "2026-1-5",
        "2026-01-05T00:00",
        " 2026-01-05",
        "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0665",
        "45000",
        "5 Jan 2026",
    ],
)
def test_a_text_in_another_form_is_not_guessed_at(text: str) -> None:
    with pytest.raises(NotInThisForm):
        read_date(text, [DateForm.of("YYYY-MM-DD")])


def test_two_forms_that_read_one_text_as_two_days_are_ambiguous() -> None:
    assert ambiguous([DateForm.of("DD/MM/YYYY"), DateForm.of("MM/DD/YYYY")]) is not None
    assert ambiguous([DateForm.of("DD/MM/YYYY"), DateForm.of("YYYY-MM-DD"), DateForm.of("D/M/YYYY")]) is None


@given(
    day=DAYS, hours=st.decimals(Decimal("0.25"), Decimal(4000), places=2), days=st.sets(st.integers(0, 6), min_size=1)
)
def test_the_last_day_is_found_by_counting_days_one_by_one(day: date, hours: Decimal, days: set[int]) -> None:
    counted, last = 1, day
    while counted * 8 < hours:
        last += timedelta(days=1)
        counted += last.weekday() in days
    assert last_day_of(day, hours, per_day=Decimal(8), working_days=frozenset(days)) == last


def test_a_part_of_a_day_counts_as_that_day_and_a_weekend_is_passed_over() -> None:
    friday = date(2026, 11, 20)
    working_days = frozenset(range(5))
    assert last_day_of(friday, Decimal(2), per_day=Decimal(8), working_days=working_days) == friday
    assert last_day_of(friday, Decimal(9), per_day=Decimal(8), working_days=working_days) == date(2026, 11, 23)
