"""The Netherlands as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation
from handrail_nl.catalogue import REVIEWED_ON, RULES
from handrail_nl.early_iva import early_iva
from handrail_nl.linking import absence_cases, linking
from handrail_nl.maternity import maternity_leave
from handrail_nl.milestones import MILESTONES
from handrail_nl.plans import first_year_evaluation, plan_evaluations, plan_of_action, second_track
from handrail_nl.reports import end_of_employment, safety_net
from handrail_nl.sanctions import wage_sanction
from handrail_nl.waiting_period import waiting_period
from handrail_nl.working_days import VERSION, days_off


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what is not a plain count of days from the first day of sickness."""
    cases = absence_cases(facts)
    yield from linking(facts)
    for case in cases:
        yield plan_of_action(facts, case)
        yield from plan_evaluations(facts, case)
        yield first_year_evaluation(facts, case)
        yield from second_track(facts, case)
        yield from waiting_period(facts, case)
        yield from wage_sanction(facts, case, calendar)
        yield from early_iva(facts, case)
    yield from end_of_employment(facts, cases, calendar)
    yield from safety_net(facts)
    yield from maternity_leave(facts)


NETHERLANDS = Jurisdiction(
    code="nl",
    label="Netherlands",
    country="NL",
    rules=RULES,
    milestones=MILESTONES,
    absence_cases=absence_cases,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
