"""British Columbia as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_ca import working_days
from handrail_ca.british_columbia.catalogue import RULES
from handrail_ca.british_columbia.injury import injury
from handrail_ca.british_columbia.leave import serious_illness_leave, sick_days, sick_notes
from handrail_ca.declaring import REVIEWED_ON


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return leave for ordinary sickness, and what an injury at work asks."""
    cases = each_spell_its_own_case(facts)
    yield from sick_notes(cases)
    yield from sick_days(facts, calendar)
    yield from serious_illness_leave(cases)
    yield from injury(facts, calendar)


BRITISH_COLUMBIA = Jurisdiction(
    code="ca_bc",
    label="British Columbia",
    country="CA",
    rules=RULES,
    obligations=obligations,
    holidays=working_days.british_columbia,
    calendar_version=working_days.BRITISH_COLUMBIA,
    reviewed_on=REVIEWED_ON,
)
