"""What is due, from when and why: pure, so it is asked about every day and every order there can be (PRI-2)."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.extensions.registry import registry
from handrail.kit.codes import Compartment
from handrail.kit.i18n import LOCALES, use_locale
from handrail.privacy.retention.codes import CountsFrom, Kind
from handrail.privacy.retention.periods import Period
from handrail.privacy.retention.reading import read, rules
from handrail.privacy.retention.rules import (
    DEFAULT,
    Choice,
    Hold,
    Rule,
    Standing,
    Verdict,
    judge,
    period_of,
    problem_of,
    rule_for,
    shortest,
    within,
)
from handrail.privacy.retention.wording import WHY, why_in_words

pytestmark = pytest.mark.rule("PRI-2")

DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
PERIODS = st.builds(Period, years=st.integers(0, 30), months=st.integers(0, 11), days=st.integers(0, 400))
KINDS = st.sampled_from(Kind)
INSTALLED = sorted(registry().jurisdictions)
PLACES = st.sampled_from(sorted({place for place, _ in rules()} | set(INSTALLED)))
THINGS = st.tuples(KINDS, PLACES)
EMPLOYER, EMPLOYMENT, CASE = uuid4(), uuid4(), uuid4()
CHOICES = st.lists(st.builds(Choice, kind=KINDS, jurisdiction=PLACES, period=PERIODS), max_size=4)


def standing(kind: Kind, begins_on: date | None, place: str = DEFAULT, case_id: UUID | None = CASE) -> Standing:
    return Standing(kind, uuid4(), EMPLOYER, EMPLOYMENT, place, begins_on, case_id)


# --- Periods ---------------------------------------------------------------------------------------------------------


@given(period=PERIODS)
def test_a_period_is_read_as_it_is_written(period: Period) -> None:
    assert Period.read(str(period)) == period


@pytest.mark.parametrize("text", ["", "P", "2Y", "P-1D", "P101Y", "P99999D", "PT1H", "P1W", "P1Y "])
def test_what_is_no_period_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|longer"):
        Period.read(text)


@given(first=PERIODS, second=PERIODS, day=DAYS)
def test_of_two_periods_the_longer_one_ends_no_earlier_but_for_the_days_a_leap_year_moves(
    first: Period, second: Period, day: date
) -> None:
    if first <= second:
        assert first.after(day) <= second.after(day) + timedelta(days=4)


@given(period=PERIODS, day=DAYS, later=st.integers(0, 4000))
def test_what_begins_later_ends_no_earlier(period: Period, day: date, later: int) -> None:
    assert period.after(day) <= period.after(day + timedelta(days=later))


def test_a_month_that_has_no_such_day_ends_on_its_last() -> None:
    assert Period(months=1).after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Period(years=2).after(date(2024, 2, 29)) == date(2026, 2, 28)
    assert Period(days=90).after(date(2026, 8, 24)) == date(2026, 11, 22)


# --- The rules as they are written -----------------------------------------------------------------------------------


def test_every_compartment_has_a_rule() -> None:
    assert {Kind(each.value) for each in Compartment} | {Kind.PERSON} == set(Kind)
    assert {kind for place, kind in rules() if place == DEFAULT} == set(Kind)


def test_the_periods_without_a_jurisdiction_of_its_own() -> None:
    found = {kind: str(rules()[DEFAULT, kind].period) for kind in Kind}
    assert found == {
        "own": "P90D",
        "coordination": "P90D",
        "provider": "P90D",
        "union": "P90D",
        "plan": "P2Y",
        "administrative": "P2Y",
        "prevention": "P2Y",
        "person": "P2Y",
        "medical": "None",
    }


def test_what_the_netherlands_say() -> None:
    medical = rule_for(rules(), Kind.MEDICAL, "nl")
    assert (medical.period, medical.floor) == (Period(years=20), Period(years=20))
    administrative = rule_for(rules(), Kind.ADMINISTRATIVE, "nl")
    assert (administrative.period, administrative.ceiling) == (Period(years=2), Period(years=2))
    assert rule_for(rules(), Kind.OWN, "nl").jurisdiction == DEFAULT


def test_every_rule_says_where_it_is_from_and_every_period_lies_between_its_bounds() -> None:
    for rule in rules().values():
        assert len(rule.source.title) > 10
        assert rule.source.confidence in {"high", "medium", "low"}
        assert rule.period == within(rule, rule.period)


def test_a_part_of_a_country_has_its_own_rule_or_that_of_the_whole() -> None:
    own = rule_for(rules(), Kind.ADMINISTRATIVE, "ca_on")
    assert own.jurisdiction == "ca_on"
    assert rule_for(rules(), Kind.PLAN, "ca_qc").jurisdiction == DEFAULT
    assert rule_for(rules(), Kind.ADMINISTRATIVE, "uk_ni").jurisdiction == "uk"
    assert {rule_for(rules(), Kind.ADMINISTRATIVE, f"au_{part}").jurisdiction for part in ("cth", "nsw", "vic")} == {
        "au"
    }
    assert rule_for(rules(), Kind.ADMINISTRATIVE, "at").jurisdiction == "at"


@pytest.mark.parametrize(
    ("place", "kind", "told"),
    [
        ("de", "plan", "P3Y P6M P3Y medium"),
        ("be", "plan", "P5Y P6M P7Y low"),
        ("be", "medical", "None P15Y None low"),
        ("at", "administrative", "P7Y P7Y P10Y low"),
        ("se", "person", "P2Y P6M P10Y low"),
        ("dk", "administrative", "P5Y P6M P5Y low"),
        ("fi", "administrative", "P2Y P6M P5Y medium"),
        ("uk_ni", "administrative", "P6Y P3Y P10Y low"),
        ("ie", "administrative", "P4Y P4Y P10Y high"),
        ("ca_qc", "administrative", "P3Y P3Y P10Y low"),
        ("ca_on", "administrative", "P3Y P3Y P10Y high"),
        ("ca_bc", "administrative", "P4Y P4Y P10Y low"),
        ("au_vic", "administrative", "P7Y P7Y P10Y medium"),
        ("nz", "medical", "P10Y P10Y None medium"),
        ("us", "administrative", "P3Y P3Y P10Y high"),
        ("fr", "medical", "None P1Y None high"),
    ],
)
def test_what_the_jurisdictions_say(place: str, kind: str, told: str) -> None:
    rule = rule_for(rules(), Kind(kind), place)
    assert f"{rule.period} {rule.floor} {rule.ceiling} {rule.source.confidence}" == told


@pytest.mark.parametrize("place", INSTALLED)
def test_every_installed_jurisdiction_has_one_rule_for_each_kind(place: str) -> None:
    whole = place.partition("_")[0]
    found = {kind: rule_for(rules(), kind, place) for kind in Kind}
    assert all(rule.kind is kind and rule.jurisdiction in {place, whole, DEFAULT} for kind, rule in found.items())
    assert {kind for kind, rule in found.items() if rule.period is None} <= {Kind.MEDICAL}


def test_every_place_with_a_rule_of_its_own_is_installed() -> None:
    known = {DEFAULT, *INSTALLED, *(place.partition("_")[0] for place in INSTALLED)}
    assert {place for place, _kind in rules()} <= known


def test_a_rule_counts_from_the_day_that_is_counted_for_its_kind() -> None:
    """A rule of a place can not count from another day: what is due is worked out by kind."""
    assert all(rule.counts_from is rules()[DEFAULT, kind].counts_from for (_place, kind), rule in rules().items())


@pytest.mark.parametrize("code", LOCALES)
def test_why_a_period_is_what_it_is_can_be_said_in_every_language(code: str) -> None:
    used = {rule.why for rule in rules().values()}
    assert used == set(WHY)
    with use_locale(code):
        said = {why_in_words(key) for key in used}
    assert len(said) == len(used)
    if code != "en":
        assert not said & set(WHY.values())


@pytest.mark.parametrize(
    ("line", "said"),
    [('period = "P1Y"\nfloor = "P2Y"', "between"), ('ceiling = "P2Y"', "between"), ('period = "soon"', "no period")],
)
def test_a_rule_that_contradicts_itself_is_refused(line: str, said: str) -> None:
    text = f'[xx.own]\n{line}\ncounts_from = "case_closed"\nwhy = "own"\nsource = "S"\nconfidence = "low"\n'
    with pytest.raises(ValueError, match=said):
        read(text + "read_on = 2026-11-22\n")


# --- What is due -----------------------------------------------------------------------------------------------------


@given(kind=KINDS, place=PLACES, begins=DAYS, today=DAYS, choices=CHOICES)
def test_nothing_is_due_before_its_floor_nor_kept_past_its_ceiling_whatever_was_chosen(
    kind: Kind, place: str, begins: date, today: date, choices: list[Choice]
) -> None:
    found = judge(standing(kind, begins, place), rules(), choices, (), today)
    floor, ceiling = found.rule.floor, found.rule.ceiling
    if floor is not None and today < floor.after(begins):
        assert found.verdict is not Verdict.DUE
    if ceiling is not None and today >= ceiling.after(begins) + timedelta(days=4):
        assert found.verdict is Verdict.DUE


@given(things=THINGS, begins=st.none() | DAYS, today=DAYS, choices=CHOICES, days=st.integers(0, 400))
def test_a_hold_always_wins(
    things: tuple[Kind, str], begins: date | None, today: date, choices: list[Choice], days: int
) -> None:
    (kind, place), until = things, today + timedelta(days=days)
    whole, one = Hold(EMPLOYER, until), Hold(EMPLOYER, until, CASE, EMPLOYMENT)
    for case_id in (CASE, None):  # of the case, or of its employment as a whole
        for hold in (whole, one):
            found = judge(standing(kind, begins, place, case_id), rules(), choices, [hold], today)
            assert found.verdict is not Verdict.DUE


@given(kind=KINDS, begins=DAYS, today=DAYS)
def test_a_hold_of_something_else_or_of_before_holds_nothing(kind: Kind, begins: date, today: date) -> None:
    found = standing(kind, begins)
    others = [
        Hold(uuid4(), date.max),
        Hold(EMPLOYER, today - timedelta(days=1)),
        Hold(EMPLOYER, date.max, uuid4(), EMPLOYMENT),  # another case of the same worker
        Hold(EMPLOYER, date.max, CASE, uuid4()),
    ]
    assert judge(found, rules(), (), others, today) == judge(found, rules(), (), (), today)


@given(things=THINGS, begins=DAYS, today=DAYS, later=st.integers(0, 9000), choices=CHOICES)
def test_what_is_due_stays_due(
    things: tuple[Kind, str], begins: date, today: date, later: int, choices: list[Choice]
) -> None:
    thing = standing(things[0], begins, things[1])
    if judge(thing, rules(), choices, (), today).verdict is Verdict.DUE:
        assert judge(thing, rules(), choices, (), today + timedelta(days=later)).verdict is Verdict.DUE


@given(kind=KINDS, place=PLACES, today=DAYS, choices=CHOICES)
def test_what_is_in_use_is_never_due(kind: Kind, place: str, today: date, choices: list[Choice]) -> None:
    assert judge(standing(kind, None, place), rules(), choices, (), today).verdict is Verdict.IN_USE


@given(kind=KINDS, place=PLACES, begins=DAYS, today=DAYS, choices=CHOICES)
def test_no_kind_has_a_due_thing_before_the_shortest_period_of_the_kind(
    kind: Kind, place: str, begins: date, today: date, choices: list[Choice]
) -> None:
    least = shortest(rules(), choices, kind)
    if judge(standing(kind, begins, place), rules(), choices, (), today).verdict is Verdict.DUE:
        assert least is not None
        assert least.after(begins) <= today


def test_medical_records_are_kept_until_a_rule_says_otherwise() -> None:
    old = standing(Kind.MEDICAL, date(1990, 1, 1))
    assert judge(old, rules(), (), (), date(2026, 1, 1)).verdict is Verdict.NO_PERIOD
    chosen = [Choice(Kind.MEDICAL, DEFAULT, Period(years=15))]
    assert judge(old, rules(), chosen, (), date(2026, 1, 1)).verdict is Verdict.DUE


def test_a_period_chosen_for_a_place_comes_before_the_one_chosen_for_all() -> None:
    rule = rule_for(rules(), Kind.OWN, "fr")
    chosen = [Choice(Kind.OWN, DEFAULT, Period(days=60)), Choice(Kind.OWN, "fr", Period(days=120))]
    assert period_of(rule, chosen, "fr") == Period(days=120)
    assert period_of(rule, chosen, "nl") == Period(days=60)


@given(period=PERIODS, floor=PERIODS, more=PERIODS)
def test_what_may_be_chosen_is_what_the_bounds_let_through(period: Period, floor: Period, more: Period) -> None:
    base = rules()[DEFAULT, Kind.OWN]
    rule: Rule = replace(base, floor=min(floor, more), ceiling=max(floor, more), counts_from=CountsFrom.CASE_CLOSED)
    assert (problem_of(rule, period) is None) == (within(rule, period) == period)
    moved = within(rule, period)
    assert moved is not None
    assert problem_of(rule, moved) is None


def test_a_day_from_which_nothing_counts_a_kind_is_refused() -> None:
    """What is on file is looked for by the day of its kind: another one would be read and never used."""
    text = '[xx.own]\nperiod = "P1Y"\ncounts_from = "last_ended"\nwhy = "own"\nsource = "S"\nconfidence = "low"\n'
    with pytest.raises(ValueError, match=r"Nothing counts xx\.own"):
        read(f"{text}read_on = 2026-11-01\n")
