"""Quebec as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_ca import working_days
from handrail_ca.declaring import REVIEWED_ON
from handrail_ca.quebec.catalogue import RULES
from handrail_ca.quebec.injury import injury
from handrail_ca.quebec.leave import certificate_allowed, paid_days, sick_leave


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return both tracks: leave for ordinary sickness, and what an employment injury asks."""
    cases = each_spell_its_own_case(facts)
    yield from sick_leave(facts, cases)
    yield from certificate_allowed(cases)
    yield from paid_days(facts, calendar)
    yield from injury(facts, cases, calendar)


QUEBEC = Jurisdiction(
    code="ca_qc",
    label="Quebec",
    country="CA",
    rules=RULES,
    obligations=obligations,
    holidays=working_days.quebec,
    calendar_version=working_days.QUEBEC,
    reviewed_on=REVIEWED_ON,
)
