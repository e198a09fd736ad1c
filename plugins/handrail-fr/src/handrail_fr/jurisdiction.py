"""France as one declaration."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Jurisdiction, Obligation, each_spell_its_own_case
from handrail_fr.catalogue import REVIEWED_ON, RULES
from handrail_fr.return_visit import return_visits
from handrail_fr.supervised_trial import supervised_trials
from handrail_fr.thirty_days import after_thirty_days
from handrail_fr.working_days import VERSION, days_off


def obligations(facts: CaseFacts, _calendar: Calendar) -> Iterator[Obligation]:
    """Return all that follows from absences, leaves, returns and trials."""
    cases = each_spell_its_own_case(facts)
    for case in cases:
        yield from after_thirty_days(case)
    yield from return_visits(facts, cases)
    yield from supervised_trials(facts, cases)


FRANCE = Jurisdiction(
    code="fr",
    label="France",
    country="FR",
    rules=RULES,
    obligations=obligations,
    holidays=days_off,
    calendar_version=VERSION,
    reviewed_on=REVIEWED_ON,
)
