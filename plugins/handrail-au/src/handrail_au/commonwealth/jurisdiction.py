"""The Commonwealth of Australia as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_au import working_days
from handrail_au.commonwealth.catalogue import RULES
from handrail_au.commonwealth.decisions import decisions
from handrail_au.commonwealth.temporary_absence import temporary_absence
from handrail_au.declaring import REVIEWED_ON


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what protects an absence, and what a claim at Comcare asks."""
    yield from temporary_absence(facts, each_spell_its_own_case(facts))
    yield from decisions(facts, calendar)


COMMONWEALTH = Jurisdiction(
    code="au_cth",
    label="Australia (Commonwealth, Comcare)",
    country="AU",
    rules=RULES,
    obligations=obligations,
    holidays=working_days.commonwealth,
    calendar_version=working_days.COMMONWEALTH,
    reviewed_on=REVIEWED_ON,
)
