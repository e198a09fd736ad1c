"""Denmark as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_dk.catalogue import REVIEWED_ON, RULES
from handrail_dk.milestones import MILESTONES
from handrail_dk.municipality import first_follow_up, reassessments
from handrail_dk.rule_120 import rule_120
from handrail_dk.working_days import VERSION, days_off


def obligations(facts: CaseFacts, _calendar: Calendar) -> Iterator[Obligation]:
    """Return what is not a plain count of days from the first day of absence."""
    cases = each_spell_its_own_case(facts)
    for case in cases:
        yield first_follow_up(facts, case)
    yield from reassessments(cases)
    yield from rule_120(facts, cases)


DENMARK = Jurisdiction(
    code="dk",
    label="Denmark",
    country="DK",
    rules=RULES,
    milestones=MILESTONES,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
