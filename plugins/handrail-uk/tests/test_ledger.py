"""The account of sick pay: a ledger in full, and what holds for every history of sickness."""

import datetime as dt
from decimal import ROUND_UP, Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.obligations.engine import compute
from handrail.sdk import CaseFacts, Event, FactsError
from handrail.testkit.asking import asking
from handrail_uk import GREAT_BRITAIN, NORTHERN_IRELAND
from handrail_uk.incapacity import LINKING_GAP_DAYS
from handrail_uk.ledger import Ledgers, ledgers
from handrail_uk.rates import NEW_LAW_FROM

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
UNTIMED = settings(max_examples=15, deadline=None, derandomize=True)


def test_the_ledger_gives_every_day_a_reason_or_a_rate() -> None:
    answer = asking(GREAT_BRITAIN)(("2026-01-08", "absence_started"), ("2026-01-14", "recovered"))
    wanted = [
        (dt.date(2026, 1, 8), True, False, "waiting_day", None),
        (dt.date(2026, 1, 9), True, False, "waiting_day", None),
        (dt.date(2026, 1, 10), False, False, "not_qualifying", None),
        (dt.date(2026, 1, 11), False, False, "not_qualifying", None),
        (dt.date(2026, 1, 12), True, False, "waiting_day", None),
        (dt.date(2026, 1, 13), True, True, None, 23.75),
    ]
    value: Any = answer.one("ssp_ledger").value
    assert [tuple(line.values()) for line in value] == wanted
    assert list(value[0]) == ["date", "qd", "payable", "reason", "rate"]


def test_the_ledger_of_northern_ireland_pays_a_bank_holiday_that_is_worked_by_agreement() -> None:
    answer = asking(NORTHERN_IRELAND)(
        ("2026-07-13", "absence_started"), ("2026-07-14", "recovered"), params={"awe": 500}
    )
    value: Any = answer.one("ssp_ledger").value
    assert [(line["payable"], line["rate"]) for line in value] == [(True, 24.65)]


def test_days_worked_in_a_phased_return_stand_in_the_ledger_as_worked() -> None:
    answer = asking(GREAT_BRITAIN)(
        ("2026-06-01", "absence_started"),
        ("2026-06-01", "phased_return_started", {"sick_days": ["Tue", "Sat", "Sun"], "until": "2026-06-07"}),
        ("2026-06-08", "recovered"),
    )
    value: Any = answer.one("ssp_ledger").value
    assert [(line["date"].day, line["payable"], line["reason"]) for line in value] == [
        (2, True, None), (3, False, "worked"), (4, False, "worked"), (5, False, "worked"),
        (6, False, "not_qualifying"), (7, False, "not_qualifying"),
    ]  # fmt: skip


def test_linked_periods_of_more_than_three_years_are_paid_no_longer() -> None:
    """A week of sickness every eight weeks, from 3 January 2022; the last goes over 3 January 2025, a Friday."""
    weeks = [dt.date(2022, 1, 3) + dt.timedelta(weeks=8 * each) for each in range(20)]
    events = [(day, "absence_started") for day in weeks] + [(day + dt.timedelta(weeks=1), "recovered") for day in weeks]
    last = [("2024-12-30", "absence_started"), ("2025-01-13", "recovered")]
    answer = asking(GREAT_BRITAIN)(*events, *last)
    assert [row.value for row in answer.of("ssp_linked")] == [False] + [True] * 20
    assert [row.value for row in answer.of("ssp_days_payable")] == [2] + [5] * 20
    ledger: Any = answer.of("ssp_ledger")[-1].value
    assert [line["date"].day for line in ledger if line["payable"]] == [30, 31, 1, 2, 3]
    assert [line["date"].day for line in ledger if line["reason"] == "three_years"] == [6, 7, 8, 9, 10]
    assert answer.due("ssp_three_year_end") == dt.date(2025, 1, 3)


def test_an_open_phased_return_is_followed_until_the_28_weeks_are_used_up() -> None:
    answer = asking(GREAT_BRITAIN)(
        ("2026-06-01", "absence_started"),
        ("2026-06-10", "phased_return_started", {"work_days": ["Mon", "Tue"]}),
        params={"awe": 140},
    )
    ledger: Any = answer.one("ssp_ledger").value
    assert (ledger[-1]["date"], ledger[-1]["payable"]) == (answer.due("ssp_end"), True)
    assert answer.one("ssp_days_payable").value == 140
    # Three days a week: 42 days before the end fall after week 23 of sick pay has begun.
    assert answer.due("ssp1_due") < answer.due("ssp_end") - dt.timedelta(days=42)
    assert answer.one("ssp1_due").safe_target is None


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"awe": -1}, "awe"),
        ({"awe": "much"}, "awe"),
        ({"qualifying_days": ["Someday"]}, "qualifying_days"),
        ({"window": ["2026-01-01"]}, "window"),
        ({"employer_notice_rule": "soon"}, "employer_notice_rule"),
        ({"division": "Atlantis"}, "division"),
    ],
)
def test_a_parameter_that_can_not_be_read_is_named(params: dict[str, Any], told: str) -> None:
    with pytest.raises(FactsError, match=told):
        asking(GREAT_BRITAIN)(("2026-01-05", "absence_started"), params=params)


@st.composite
def histories(draw: st.DrawFn, *, phased: bool = True) -> CaseFacts:
    """Return spells of sickness around the change of the law, some in a phased return, with a way of working."""
    day = draw(st.dates(dt.date(2024, 1, 1), dt.date(2026, 8, 1)))
    events: list[Event] = []
    for _each in range(draw(st.integers(1, 5))):
        events.append(Event(date=day, type="absence_started", fields={"before_work": draw(st.booleans())}))
        if phased and draw(st.integers(0, 3)) == 0:
            worked: Any = draw(st.lists(st.sampled_from(NAMES), max_size=3))
            until = day + dt.timedelta(days=draw(st.integers(1, 60)))
            fields = {"work_days": worked, "until": until}
            events.append(Event(date=day + dt.timedelta(days=1), type="phased_return_started", fields=fields))
        day += dt.timedelta(days=draw(st.sampled_from([1, 2, 3, 4, 5, 30, 120, 300])))
        events.append(Event(date=day, type="recovered"))
        day += dt.timedelta(days=draw(st.sampled_from([0, 1, 20, 55, 56, 57, 58])))
    if draw(st.booleans()):
        events.pop()
    weekdays: Any = sorted(draw(st.sets(st.sampled_from(NAMES))))
    params = {"qualifying_days": weekdays, "awe": draw(st.sampled_from([80, 125, 140, 154.05, 154.06, 600]))}
    return CaseFacts(jurisdiction="uk", events=tuple(events), params=params)


def _weekdays(facts: CaseFacts) -> set[int]:
    names: Any = facts.params["qualifying_days"]
    return {NAMES.index(name) for name in names} or {2}


def _paid(kept: Ledgers) -> list[dt.date]:
    return [day.on for number in sorted(kept.days) for day in kept.days[number] if day.paid]


@UNTIMED
@given(facts=histories(phased=False))
def test_the_account_agrees_with_the_law_read_in_lists(facts: CaseFacts) -> None:
    assert sorted(_paid(ledgers(facts))) == sorted(day for series in _series_in_lists(facts) for day in series)


def _series_in_lists(facts: CaseFacts) -> list[list[dt.date]]:
    """Return the paid days of each series: rows of sick days, those that are periods, linked, then cut to measure."""
    worked = {event.date for event in facts.events if event.fields.get("before_work") is False}
    sick = {
        day
        for spell in facts.spells
        for day in _run(spell.first_day, spell.closed_on or spell.first_day + dt.timedelta(days=500))
        if not (day == spell.first_day and day in worked)
    }
    rows: list[list[dt.date]] = []
    for day in sorted(sick):
        rows.append([day]) if day - dt.timedelta(days=1) not in sick else rows[-1].append(day)
    linked: list[list[list[dt.date]]] = []
    for row in rows:
        if row[-1] < NEW_LAW_FROM and len(row) < 4:
            continue
        gap = (row[0] - linked[-1][-1][-1]).days - 1 if linked else 999
        linked[-1].append(row) if gap <= 56 else linked.append([row])
    return [_cut_to_measure(facts, series) for series in linked]


def _cut_to_measure(facts: CaseFacts, series: list[list[dt.date]]) -> list[dt.date]:
    earnings: Any = facts.params["awe"]
    low = earnings < (125 if series[0][0] >= dt.date(2025, 4, 6) else 123) and series[0][0] < NEW_LAW_FROM
    weekdays = _weekdays(facts)
    old = [day for row in series for day in row if day < NEW_LAW_FROM and day.weekday() in weekdays]
    new = [
        day
        for row in series
        if not (low and row[0] < dt.date(2025, 9, 22))
        for day in row
        if day >= NEW_LAW_FROM and day.weekday() in weekdays
    ]
    return [*([] if low else old[3:]), *new][: 28 * len(weekdays)]


def _run(first: dt.date, until: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=each) for each in range((until - first).days)]


@UNTIMED
@given(facts=histories())
def test_each_paid_day_is_a_qualifying_day_of_the_sickness_after_the_waiting_days(facts: CaseFacts) -> None:
    kept = ledgers(facts)
    for account in kept.accounts:
        waited = [day.on for run in account.series.runs for day in kept.of(run.spell) if day.why_not == "waiting_day"]
        for paid in account.paid_on:
            assert paid.weekday() in _weekdays(facts)
            assert any(spell.holds(paid) for spell in facts.spells)
            assert paid >= NEW_LAW_FROM or len({day for day in waited if day < paid}) == 3
        assert all(day < NEW_LAW_FROM for day in waited)
        assert len(set(waited)) <= 3


@UNTIMED
@given(facts=histories())
def test_no_linked_series_pays_more_than_28_weeks_or_longer_than_three_years(facts: CaseFacts) -> None:
    kept = ledgers(facts)
    for account in kept.accounts:
        assert len(account.paid_on) <= 28 * len(_weekdays(facts))
        assert account.paid_on == sorted(set(account.paid_on))
        assert all(day <= account.series.three_years_on for day in account.paid_on)
    assert sorted(_paid(kept)) == sorted(day for account in kept.accounts for day in account.paid_on)


@UNTIMED
@given(facts=histories())
def test_periods_are_linked_exactly_where_56_days_or_fewer_lie_between_them(facts: CaseFacts) -> None:
    kept = ledgers(facts)
    periods = [run for run in kept.runs if run.is_a_period]
    place = {run: number for number, account in enumerate(kept.accounts) for run in account.series.runs}
    assert set(place) == set(periods)
    for before, after in pairwise(periods):
        gap = (after.first_on - (before.last_on or after.first_on)).days - 1
        assert (place[before] == place[after]) == (gap <= LINKING_GAP_DAYS)


@UNTIMED
@given(facts=histories())
def test_the_ledger_adds_up_to_the_days_the_dates_and_the_amount(facts: CaseFacts) -> None:
    rows = {(row.spell, row.rule.id): row for row in compute(facts, GREAT_BRITAIN)}
    for spell in facts.spells:
        ledger: Any = rows[spell.number, "uk.ssp_ledger"].value
        paid = [line for line in ledger if line["payable"]]
        weeks: dict[dt.date, Decimal] = {}
        for line in paid:
            sunday = line["date"] - dt.timedelta(days=(line["date"].weekday() + 1) % 7)
            weeks[sunday] = weeks.get(sunday, Decimal(0)) + Decimal(str(line["rate"]))
        amount = sum((week.quantize(Decimal("0.01"), ROUND_UP) for week in weeks.values()), Decimal(0))
        assert rows[spell.number, "uk.ssp_amount"].value == float(amount)
        assert rows[spell.number, "uk.ssp_days_payable"].value == len(paid)
        assert rows[spell.number, "uk.ssp_payable_dates"].value == [line["date"] for line in paid]
        assert all((line["reason"] is None) == line["payable"] for line in ledger)
        days = [line["date"] for line in ledger]
        assert all(after - before == dt.timedelta(days=1) for before, after in pairwise(days))
        if spell.closed_on is not None and days and not facts.events_of("phased_return_started"):
            assert days[-1] == spell.closed_on - dt.timedelta(days=1)


@UNTIMED
@given(facts=histories(), cut=st.dates(dt.date(2024, 1, 1), dt.date(2027, 1, 1)))
def test_windows_that_lie_side_by_side_add_up(facts: CaseFacts, cut: dt.date) -> None:
    def days(*window: str) -> list[Any]:
        params = facts.params | ({"window": list(window)} if window else {})
        asked = CaseFacts(jurisdiction="uk", events=facts.events, params=params)
        return [row.value for row in compute(asked, GREAT_BRITAIN) if row.rule.id == "uk.ssp_days_payable"]

    before, after = days("2000-01-01", str(cut)), days(str(cut + dt.timedelta(days=1)), "2099-12-31")
    assert [one + other for one, other in zip(before, after, strict=True)] == days()


@UNTIMED
@given(first=st.dates(dt.date(2026, 4, 6), dt.date(2028, 1, 1)), weekdays=st.sets(st.sampled_from(NAMES), min_size=1))
def test_an_unbroken_sickness_ends_its_pay_28_weeks_after_it_began(first: dt.date, weekdays: set[str]) -> None:
    params = {"qualifying_days": sorted(weekdays), "awe": 500}
    answer = asking(GREAT_BRITAIN)((first, "absence_started"), params=params)
    end, form = answer.one("ssp_end"), answer.one("ssp1_due")
    assert first + dt.timedelta(weeks=27) <= end.due < first + dt.timedelta(weeks=28)
    assert form.due == answer.one("ssp_first_payable").due + dt.timedelta(weeks=22)
    assert form.safe_target == end.due - dt.timedelta(days=42)
