"""Ireland as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_ie.catalogue import REVIEWED_ON, RULES
from handrail_ie.covered_days import covered_days
from handrail_ie.illness_benefit import illness_benefit
from handrail_ie.sick_leave import service, sick_leave
from handrail_ie.working_days import VERSION, days_off, scheduled_days


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return all that Ireland asks: nothing here is a plain count of days from the first day of absence."""
    scheduled = scheduled_days(facts, calendar)
    covered = covered_days(facts, each_spell_its_own_case(facts), scheduled)
    yield from service(facts)
    yield from sick_leave(facts, covered)
    for each in covered:
        yield illness_benefit(each, scheduled)


IRELAND = Jurisdiction(
    code="ie",
    label="Ireland",
    country="IE",
    rules=RULES,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
