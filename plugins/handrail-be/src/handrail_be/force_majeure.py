"""Medical force majeure (contracts act art. 34, Codex I.4-82/1): the first day on which its procedure can begin.

After six months of uninterrupted incapacity, nine until the end of 2025, and not while a trajectory runs. The law of
the day counts: nine months that end in 2025 are waited for, and from 1 January 2026 on six are enough, also for an
incapacity that began before. `evaluate_as_of` asks by the law of that day. A procedure that failed begins the wait
anew, which no fact tells.
"""

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Obligation, Rule
from handrail_be.catalogue import FORCE_MAJEURE, FORCE_MAJEURE_BEFORE_2026, REFORM_2026
from handrail_be.trajectory import is_running

MONTHS, MONTHS_BEFORE_2026 = 6, 9


def force_majeure(facts: CaseFacts, case: AbsenceCase) -> Obligation:
    """Return the first day of the procedure; held while a trajectory runs."""
    rule, derived = _earliest(facts, case)
    running = is_running(facts, case)
    if running:
        derived = derived.noting("be.trajectory_runs")
    return Obligation.on(rule, derived, case=case, suspended=running)


def _earliest(facts: CaseFacts, case: AbsenceCase) -> tuple[Rule, Derivation]:
    nine, six = case.clock.plus_months(MONTHS_BEFORE_2026), case.clock.plus_months(MONTHS)
    asked = facts.events_of("evaluate_as_of")
    if asked:
        told = asked[-1].date
        if told < REFORM_2026:
            return FORCE_MAJEURE_BEFORE_2026, nine.noting("be.law_of", date=told)
        return FORCE_MAJEURE, six.noting("be.law_of", date=told)
    if nine.day < REFORM_2026:
        return FORCE_MAJEURE_BEFORE_2026, nine
    return FORCE_MAJEURE, six if six.day >= REFORM_2026 else six.to(REFORM_2026, "be.six_months_since")
