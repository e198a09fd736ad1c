"""New South Wales as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation
from handrail_au import working_days
from handrail_au.declaring import REVIEWED_ON
from handrail_au.new_south_wales.catalogue import RULES
from handrail_au.new_south_wales.notices import notices
from handrail_au.new_south_wales.protection import protection


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what an injury at work asks; ordinary sickness asks nothing of this act."""
    yield from notices(facts, calendar)
    yield from protection(facts, calendar)


NEW_SOUTH_WALES = Jurisdiction(
    code="au_nsw",
    label="New South Wales",
    country="AU",
    rules=RULES,
    obligations=obligations,
    holidays=working_days.new_south_wales,
    calendar_version=working_days.NEW_SOUTH_WALES,
    reviewed_on=REVIEWED_ON,
)
