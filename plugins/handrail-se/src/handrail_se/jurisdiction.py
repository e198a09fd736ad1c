"""Sweden as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_se.catalogue import REVIEWED_ON, RULES
from handrail_se.linking import chains, linking, sick_pay_periods
from handrail_se.milestones import MILESTONES
from handrail_se.return_plan import return_plan
from handrail_se.sick_pay import sick_pay_end
from handrail_se.working_days import VERSION, days_off


def obligations(facts: CaseFacts, _calendar: Calendar) -> Iterator[Obligation]:
    """Return what is not a plain count of days in the rehabilitation chain."""
    yield from linking(facts)
    for period in sick_pay_periods(facts):
        yield sick_pay_end(period)
    for case in each_spell_its_own_case(facts):
        yield return_plan(facts, case)


SWEDEN = Jurisdiction(
    code="se",
    label="Sweden",
    country="SE",
    rules=RULES,
    milestones=MILESTONES,
    absence_cases=chains,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
