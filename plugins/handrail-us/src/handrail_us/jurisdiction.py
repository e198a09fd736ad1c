"""The United States as one declaration: federal law, and one rule of California. Other states are not modelled."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation
from handrail_us.catalogue import REVIEWED_ON, RULES
from handrail_us.certification import certifications
from handrail_us.family_leave import notices
from handrail_us.injuries import injuries
from handrail_us.twelve_weeks import twelve_weeks
from handrail_us.working_days import VERSION, federal_holidays

_READ = frozenset((
    "leave_started", "leave_requested", "employer_learned", "sufficient_info_received", "certification_requested",
    "deficiency_notified", "certificate_received", "injury_occurred", "act_done",
))  # fmt: skip


def obligations(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what the law asks. An absence alone asks nothing: leave, an injury or what the employer learns does."""
    if facts.types.isdisjoint(_READ):
        return
    yield from notices(facts, calendar)
    yield from certifications(facts)
    yield from twelve_weeks(facts, calendar)
    yield from injuries(facts, calendar)


UNITED_STATES = Jurisdiction(
    code="us", label="United States", country="US", rules=RULES, obligations=obligations, holidays=federal_holidays,
    calendar_version=VERSION, reviewed_on=REVIEWED_ON,
)  # fmt: skip
