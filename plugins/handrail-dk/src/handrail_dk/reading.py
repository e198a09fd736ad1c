"""What the rules ask of the facts: how long the absence is expected to last."""

import datetime as dt

from handrail.sdk import AbsenceCase, CaseFacts, Event, NotOwed, step

_WEEK = 7
LONG_ABSENCE_OVER_DAYS = 8 * _WEEK
OUTSIDE_FOLLOW_UP_WITHIN_DAYS = 26 * _WEEK


def expected_days(facts: CaseFacts, case: AbsenceCase) -> tuple[Event, int] | None:
    """Return the latest prognosis of a case and its days from the first day; None where nobody gave one."""
    for event in reversed(facts.events_of("prognosis")):
        days, weeks = event.whole("expected_days"), event.whole("expected_weeks")
        if facts.spell_of(event) in case.spells and (days is not None or weeks is not None):
            return event, days if days is not None else _WEEK * (weeks or 0)
    return None


def short_absence_expected(facts: CaseFacts, case: AbsenceCase, _due: dt.date) -> NotOwed | None:
    """Answer for the fast track: it is for absences expected to last over eight weeks.

    Without a prognosis an absence is taken to go on.
    """
    expected = expected_days(facts, case)
    if expected is None or expected[1] > LONG_ABSENCE_OVER_DAYS:
        return None
    told = step("dk.expected_days", date=expected[0].date, days=expected[1])
    return NotOwed(reason="threshold_not_reached", because=told)


def fit_within_26_weeks(facts: CaseFacts, case: AbsenceCase, _due: dt.date) -> NotOwed | None:
    """Answer for the follow-up since July 2026: as a rule not for those expected fit within 26 weeks."""
    expected = expected_days(facts, case)
    if expected is None or expected[1] > OUTSIDE_FOLLOW_UP_WITHIN_DAYS:
        return None
    told = step("dk.expected_days", date=expected[0].date, days=expected[1])
    return NotOwed(reason="not_in_scope", because=told)
