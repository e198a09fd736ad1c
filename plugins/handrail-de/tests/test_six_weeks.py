"""The sums of a BEM and the six weeks of pay, asked in two ways."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.obligations.engine import compute
from handrail.sdk import CaseFacts, Event, Value, add_months
from handrail_de import GERMANY
from handrail_de.continued_pay import PAID_DAYS, claim_of
from handrail_de.illnesses import incapacities

DAY = dt.timedelta(days=1)
UNTIMED = settings(max_examples=25, deadline=None, derandomize=True)


@st.composite
def absences(draw: st.DrawFn) -> list[Event]:
    """Return one to five absences that are over, apart by up to a year, from two illnesses or an unnamed one."""
    day, events = draw(st.dates(dt.date(2018, 1, 1), dt.date(2026, 1, 1))), []
    for _ in range(draw(st.integers(1, 5))):
        fields: dict[str, Value] = {"cause": draw(st.sampled_from(["a", "b", None]))}
        events.append(Event(date=day, type="absence_started", fields=fields))
        day += dt.timedelta(days=draw(st.integers(1, 60)))
        events.append(Event(date=day, type="recovered"))
        day += dt.timedelta(days=draw(st.integers(0, 360)))
    return events


@UNTIMED
@given(events=absences(), week=st.sampled_from(["Mon Tue Wed Thu Fri", "Mon Tue Wed", "Mon Tue Wed Thu Fri Sat"]))
def test_the_threshold_is_the_first_day_that_a_count_day_by_day_finds(events: list[Event], week: str) -> None:
    facts = CaseFacts(jurisdiction="de", events=tuple(events), params={"work_pattern": list(week.split())})
    worked = len(week.split())
    sick = [
        spell.first_day + dt.timedelta(days=n)
        for spell in facts.spells if spell.closed_on is not None
        for n in range((spell.closed_on - spell.first_day).days)
    ]  # fmt: skip

    def over(day: dt.date) -> bool:
        held = [each for each in sick if add_months(day, -12) < each <= day]
        return len(held) > 42 or len([each for each in held if each.weekday() < worked]) > 6 * worked

    found = [row.due for row in compute(facts, GERMANY) if row.rule.id == "de.bem_threshold"]
    wanted = [next((day for day in sick if spell.holds(day) and over(day)), None) for spell in facts.spells]
    assert found == wanted


@UNTIMED
@given(events=absences())
def test_no_claim_pays_more_than_six_weeks(events: list[Event]) -> None:
    paid: dict[tuple[str | None, dt.date], int] = {}
    for incapacity in incapacities(CaseFacts(jurisdiction="de", events=tuple(events))):
        claim, own = claim_of(incapacity), incapacity.own
        assert own.until is not None
        place = (incapacity.spell.causes[0], claim.began.first_day)
        paid[place] = paid.get(place, 0) + min(claim.left_days, (own.until - own.counted_from).days)
        assert paid[place] <= PAID_DAYS
