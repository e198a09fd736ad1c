"""New Zealand as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_nz.catalogue import REVIEWED_ON, RULES
from handrail_nz.claims import claims
from handrail_nz.compensation import certificates, first_week_pay
from handrail_nz.sick_leave import MILESTONES, sick_leave
from handrail_nz.working_days import VERSION, days_off


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what is not a plain count of days from the first day of absence."""
    yield from claims(facts)
    yield from first_week_pay(facts, each_spell_its_own_case(facts))
    yield from certificates(facts)
    yield from sick_leave(facts, calendar)


NEW_ZEALAND = Jurisdiction(
    code="nz",
    label="New Zealand",
    country="NZ",
    rules=RULES,
    milestones=MILESTONES,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
