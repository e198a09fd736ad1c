"""When integration management (BEM) is to be offered: more than six weeks of incapacity in a year (SGB IX s. 167(2)).

Whatever the causes, with a certificate or without, in one piece or in pieces. The twelve months are those that end on
the day asked about. In one piece the 43rd day is the first that is more than six weeks; in pieces the first of two sums
decides: more than 42 calendar days, or more than six times the working days of a week (30 in a week of five; the weekly
days are `work_pattern`, Monday to Friday without one). Public holidays in an incapacity count. How pieces add up is
settled by no court (medium).

A BEM that was closed begins the count anew: only days after it count, and the rule is `bem_repeat` (BAG 2 AZR 138/21).
In every absence the first day on which the sum is reached is shown; where it was over before, that is its first day,
and an offer that was made since then is the offer of this absence too.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Event, Obligation, Spell, add_months, step
from handrail_de.catalogue import BEM_OFFER, BEM_REPEAT, BEM_THRESHOLD

SIX_WEEKS_DAYS = 42
SIX_WEEKS = 6
WINDOW_MONTHS = 12
OFFER_DAYS = 14
_DAY = dt.timedelta(days=1)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIVE_DAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an absence between two closed BEMs; days up to `closed_on` do not count any more."""

    spell: Spell
    first_day: dt.date
    until: dt.date | None
    closed_on: dt.date | None
    is_last: bool


def integration_management(facts: CaseFacts, cases: Sequence[AbsenceCase]) -> Iterator[Obligation]:
    """Return threshold and offer of every absence."""
    pattern = working_weekdays(facts)
    closings = [event.date for event in facts.events_of("bem_closed")]
    offers = facts.acts_of(BEM_OFFER.id)
    for case in cases:
        spell = case.spells[0]
        before = facts.spells[: spell.number - 1]
        for stretch in _stretches(spell, closings):
            rule = BEM_THRESHOLD if stretch.closed_on is None else BEM_REPEAT
            reached = first_day_over(stretch, before, pattern)
            if reached is not None:
                yield Obligation.on(rule, reached, case=case)
                offer = reached.noting("de.promptly").plus_days(OFFER_DAYS)
                yield Obligation.on(BEM_OFFER, offer, case=case, done=_offered_before(stretch, reached.day, offers))
                continue
            steps = (*_begun(stretch).steps, step("de.not_more_than_six_weeks"))
            yield Obligation.not_owed(rule, "threshold_not_reached", steps, case=case)
            if stretch.is_last:
                yield Obligation.not_owed(BEM_OFFER, "threshold_not_reached", steps, case=case)


def first_day_over(stretch: Stretch, before: Iterable[Spell], pattern: frozenset[int]) -> Derivation | None:
    """Return the first day of the stretch on which the twelve months hold more than six weeks; None where none does."""
    one_piece = stretch.first_day + dt.timedelta(days=SIX_WEEKS_DAYS)
    window = add_months(stretch.first_day, -WINDOW_MONTHS)
    earlier = [spell for spell in before if spell.closed_on is not None and spell.closed_on > window]
    day = one_piece
    if earlier:
        day = stretch.first_day
        while missing := _days_missing(day, stretch, earlier, pattern):
            day += dt.timedelta(days=missing)
    if stretch.until is not None and day >= stretch.until:
        return None
    begun = _begun(stretch)
    if day == one_piece:
        return begun.plus_days(SIX_WEEKS_DAYS).noting("de.more_than_six_weeks")
    calendar_days, working_days = _sums(day, stretch, earlier, pattern)
    opens = _window(day, stretch)
    return begun.to(day, "de.sum_in_twelve_months", opens=opens, calendar_days=calendar_days, working_days=working_days)


def working_weekdays(facts: CaseFacts) -> frozenset[int]:
    """Return the weekdays that are worked, Monday as 0, from `work_pattern`; Monday to Friday without it."""
    given = facts.params.get("work_pattern")
    names = [name[:3].lower() for name in given if isinstance(name, str)] if isinstance(given, list) else []
    return frozenset(_WEEKDAYS.index(name) for name in names if name in _WEEKDAYS) or _FIVE_DAYS


def _stretches(spell: Spell, closings: Iterable[dt.date]) -> Iterator[Stretch]:
    first_day, closed_on = spell.first_day, None
    for closing in closings:
        if closing < first_day:
            closed_on = closing
        elif spell.holds(closing + _DAY):
            yield Stretch(spell, first_day, closing + _DAY, closed_on, is_last=False)
            first_day, closed_on = closing + _DAY, closing
    yield Stretch(spell, first_day, spell.closed_on, closed_on, is_last=True)


def _begun(stretch: Stretch) -> Derivation:
    begun = Derivation.at(stretch.first_day, "clock_start" if stretch.closed_on is None else "de.counted_again")
    return begun if stretch.closed_on is None else begun.noting("de.bem_closed", date=stretch.closed_on)


def _window(day: dt.date, stretch: Stretch) -> dt.date:
    opens = add_months(day, -WINDOW_MONTHS) + _DAY
    return opens if stretch.closed_on is None else max(opens, stretch.closed_on + _DAY)


def _days_missing(day: dt.date, stretch: Stretch, earlier: Iterable[Spell], pattern: frozenset[int]) -> int:
    """Return 0 where the sum is over on the day, else the days it takes at least: a sum grows by one a day at most."""
    calendar_days, working_days = _sums(day, stretch, earlier, pattern)
    return max(0, min(SIX_WEEKS_DAYS + 1 - calendar_days, SIX_WEEKS * len(pattern) + 1 - working_days))


def _sums(day: dt.date, stretch: Stretch, earlier: Iterable[Spell], pattern: frozenset[int]) -> tuple[int, int]:
    """Return the calendar days and the working days of incapacity in the twelve months that end on the day."""
    opens, until = _window(day, stretch), day + _DAY
    periods = [(max(spell.first_day, opens), spell.closed_on or until) for spell in earlier]
    periods.append((max(stretch.first_day, opens), until))
    held = [(first, last) for first, last in periods if first < last]
    return (
        sum((last - first).days for first, last in held),
        sum(_worked(first, last, pattern) for first, last in held),
    )


def _worked(first: dt.date, until: dt.date, pattern: frozenset[int]) -> int:
    weeks, rest = divmod((until - first).days, 7)
    weekday = first.weekday()
    return weeks * len(pattern) + sum((weekday + day) % 7 in pattern for day in range(rest))


def _offered_before(stretch: Stretch, reached: dt.date, offers: Iterable[Event]) -> Event | None:
    """Return the offer made before this absence, where the sum was over since then."""
    if reached > stretch.first_day:
        return None
    opens = _window(reached, stretch)
    made = [offer for offer in offers if opens <= offer.date < stretch.spell.first_day]
    return made[-1] if made else None
