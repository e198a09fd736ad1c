"""Finland as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_fi.allowance_days import counted_days
from handrail_fi.catalogue import REVIEWED_ON, RULES
from handrail_fi.notices import apply_for_allowance, notify_occupational_health
from handrail_fi.waiting_time import allowances, first_days
from handrail_fi.working_days import VERSION, days_off, weekdays_of


def obligations(facts: CaseFacts, _calendar: Calendar) -> Iterator[Obligation]:
    """Return all that Finland asks: each absence for itself, and the allowance days of all of them."""
    cases = each_spell_its_own_case(facts)
    for case in cases:
        yield notify_occupational_health(case)
        yield apply_for_allowance(case)
    weekdays = weekdays_of(facts)
    paid = allowances(facts, cases, weekdays)
    yield from first_days(paid)
    yield from counted_days(paid, weekdays)


FINLAND = Jurisdiction(
    code="fi",
    label="Finland",
    country="FI",
    rules=RULES,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
