"""Germany as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_de.bem import integration_management
from handrail_de.catalogue import REVIEWED_ON, RULES
from handrail_de.certificate import certificate
from handrail_de.continued_pay import claim_of, continued_pay, first_new_day, new_claim, twelve_months
from handrail_de.illnesses import incapacities
from handrail_de.milestones import MILESTONES
from handrail_de.sickness_benefit import benefit_block_end, benefit_maximum, benefit_start
from handrail_de.working_days import VERSION, days_off


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what is not a plain count of days from the first day of incapacity."""
    cases = each_spell_its_own_case(facts)
    for case, incapacity in zip(cases, incapacities(facts), strict=True):
        yield certificate(facts, case, calendar)
        claim = claim_of(incapacity)
        last_paid, pay = continued_pay(facts, case, incapacity, claim)
        yield pay
        yield new_claim(case, incapacity, claim)
        yield from first_new_day(case, incapacity)
        yield twelve_months(case, claim)
        yield benefit_start(case, last_paid, incapacity)
        yield benefit_maximum(case, incapacity)
        yield benefit_block_end(case, incapacity)
    yield from integration_management(facts, cases)


GERMANY = Jurisdiction(
    code="de",
    label="Germany",
    country="DE",
    rules=RULES,
    milestones=MILESTONES,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
