"""Victoria as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation
from handrail_au import working_days
from handrail_au.declaring import REVIEWED_ON
from handrail_au.victoria.catalogue import RULES
from handrail_au.victoria.claims import claims
from handrail_au.victoria.employment_obligation import employment_obligation


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what an injury at work asks; ordinary sickness asks nothing of this act."""
    yield from claims(facts, calendar)
    yield from employment_obligation(facts)


VICTORIA = Jurisdiction(
    code="au_vic",
    label="Victoria",
    country="AU",
    rules=RULES,
    obligations=obligations,
    holidays=working_days.victoria,
    calendar_version=working_days.VICTORIA,
    reviewed_on=REVIEWED_ON,
)
