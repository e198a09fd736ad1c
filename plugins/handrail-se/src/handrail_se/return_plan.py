"""The employer's plan for the return to work (SFB 30:6), since 1 July 2018.

Where work ability is expected to be reduced for at least 60 days, the plan is ready at the latest on the day on which
the reduction has lasted 30 days; where that is expected only later, at once. Part-time sickness counts. Without a
prognosis an absence is taken to go on. Whether the act of 1930 moves the day off a weekend is unclear, so it does not.
That return is clearly impossible, or needs no measures, is for people to say.
"""

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Event, Obligation, step
from handrail_se.catalogue import RETURN_PLAN

LAST_DAY = 29
EXPECTED_DAYS = 60
_WEEK = 7


def return_plan(facts: CaseFacts, case: AbsenceCase) -> Obligation:
    """Return the plan of one sick period, counted from its own first day."""
    derived = case.after(LAST_DAY)
    told = prognoses(facts, case)
    if told and told[-1][1] < EXPECTED_DAYS:
        expected, days = told[-1]
        steps = (*derived.steps, step("se.shorter_than_60_days", date=expected.date, days=days), step("not_owed"))
        return Obligation.not_owed(RETURN_PLAN, "threshold_not_reached", steps, case=case)
    arose = _expected_since(told)
    if arose is not None and arose.date > derived.day:
        derived = derived.to(arose.date, "se.expected_later")
    return _in_force(derived, case)


def prognoses(facts: CaseFacts, case: AbsenceCase) -> list[tuple[Event, int]]:
    """Return the prognoses of a sick period in order of time, each with its days from the first day."""
    found = []
    for event in facts.events_of("prognosis"):
        days, weeks = event.whole("expected_days"), event.whole("expected_weeks")
        if facts.spell_of(event) in case.spells and (days is not None or weeks is not None):
            found.append((event, days if days is not None else _WEEK * (weeks or 0)))
    return found


def _expected_since(told: list[tuple[Event, int]]) -> Event | None:
    """Return the prognosis with which the expectation of 60 days arose that still stands."""
    since: Event | None = None
    for event, days in reversed(told):
        if days < EXPECTED_DAYS:
            break
        since = event
    return since


def _in_force(derived: Derivation, case: AbsenceCase) -> Obligation:
    """Return the plan as not owed where its day lies before the duty was law."""
    since = RETURN_PLAN.effective_from
    if since is not None and derived.day < since:
        steps = (*derived.steps, step("in_force_from", date=since), step("not_owed"))
        return Obligation.not_owed(RETURN_PLAN, "before_effective_date", steps, case=case)
    return Obligation.on(RETURN_PLAN, derived, case=case)
