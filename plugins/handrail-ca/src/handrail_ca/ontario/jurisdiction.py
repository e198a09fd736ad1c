"""Ontario as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case, injuries_at_work
from handrail_ca import working_days
from handrail_ca.declaring import REVIEWED_ON
from handrail_ca.entitlements import days_used
from handrail_ca.ontario.catalogue import RULES, SICK_LEAVE
from handrail_ca.ontario.cooperation import penalties
from handrail_ca.ontario.leave import long_term_illness
from handrail_ca.ontario.reemployment import reemployment
from handrail_ca.ontario.reports import CLAIM, NOTICE, reports
from handrail_ca.parameters import served_from

SICK_DAYS_A_YEAR, SERVICE_DAYS = 3, 14


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return sick days of the year, leave for a long-term illness, and what an injury at work asks."""
    # Three unpaid days a calendar year after two consecutive weeks of service (ESA s.50).
    served = served_from(facts, days=SERVICE_DAYS)
    yield from days_used(SICK_LEAVE, facts, calendar, limit=SICK_DAYS_A_YEAR, entitled_from=served)
    yield from long_term_illness(facts, each_spell_its_own_case(facts))
    yield from reports(facts, calendar)
    for injury in injuries_at_work(facts):
        yield CLAIM.obligation(injury, calendar)
        yield NOTICE.obligation(injury, calendar)
    yield from penalties(facts, calendar)
    yield from reemployment(facts)


ONTARIO = Jurisdiction(
    code="ca_on",
    label="Ontario",
    country="CA",
    rules=RULES,
    obligations=obligations,
    holidays=working_days.ontario,
    calendar_version=working_days.ONTARIO,
    reviewed_on=REVIEWED_ON,
)
