"""Austria as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_at.catalogue import REVIEWED_ON, RULES
from handrail_at.milestones import MILESTONES
from handrail_at.part_time import latest_start, lengths
from handrail_at.working_days import VERSION, days_off


def obligations(facts: CaseFacts, _calendar: Calendar) -> Iterator[Obligation]:
    """Return what is not a plain count of days from the first day of sick leave."""
    cases = each_spell_its_own_case(facts)
    for case in cases:
        yield from latest_start(facts, case)
    yield from lengths(facts, cases)


AUSTRIA = Jurisdiction(
    code="at",
    label="Austria",
    country="AT",
    rules=RULES,
    milestones=MILESTONES,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
