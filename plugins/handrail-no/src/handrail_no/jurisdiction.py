"""Norway as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_no.benefit_year import max_dates
from handrail_no.catalogue import REVIEWED_ON, RULES
from handrail_no.employer_period import employer_period_ends, shares
from handrail_no.follow_up import before_meeting_2, dialogue_meeting_1, follow_up_plan
from handrail_no.milestones import MILESTONES
from handrail_no.working_days import VERSION, days_off


def obligations(facts: CaseFacts, _calendar: Calendar) -> Iterator[Obligation]:
    """Return what is not a plain count of days from the first day of absence."""
    cases = each_spell_its_own_case(facts)
    for case in cases:
        yield follow_up_plan(case)
        yield dialogue_meeting_1(facts, case)
    taken = shares(facts, cases)
    yield from employer_period_ends(taken)
    yield from max_dates(taken)
    yield from before_meeting_2(facts, cases)


NORWAY = Jurisdiction(
    code="no",
    label="Norway",
    country="NO",
    rules=RULES,
    milestones=MILESTONES,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
