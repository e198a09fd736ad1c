"""Belgium as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_be.catalogue import REVIEWED_ON, RULES
from handrail_be.force_majeure import force_majeure
from handrail_be.guaranteed_pay import guaranteed_pay
from handrail_be.linking import incapacities
from handrail_be.milestones import MILESTONES
from handrail_be.partial_return import partial_returns
from handrail_be.trajectory import employer_earliest, start_within_six_months, terms, worker_earliest
from handrail_be.working_days import VERSION, days_off


def obligations(facts: CaseFacts, _calendar: Calendar) -> Iterator[Obligation]:
    """Return what is not a plain count of days from the first day of the absence."""
    absences = each_spell_its_own_case(facts)
    yield from guaranteed_pay(facts, absences)
    yield from partial_returns(facts, absences)
    linked = incapacities(facts)
    for case in linked:
        yield worker_earliest(case)
        yield employer_earliest(case)
        yield start_within_six_months(facts, case)
        yield force_majeure(facts, case)
    yield from terms(facts, linked)


BELGIUM = Jurisdiction(
    code="be",
    label="Belgium",
    country="BE",
    rules=RULES,
    milestones=MILESTONES,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
