"""The supervised trial (essai encadré) during sick leave: up to fourteen working days, renewable once (CSS D. 323-6).

Working days are Monday to Saturday without public holidays; the first day counts. The days may be divided: the last
possible day is that of a trial in one piece. A second start in the same absence is the renewal, which makes 28 days in
all; a third has no days left.
"""

from collections import Counter
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Event, Obligation, step
from handrail_fr.catalogue import SUPERVISED_TRIAL_FROM, SUPERVISED_TRIAL_MAX_END
from handrail_fr.working_days import six_days_a_week

WORKING_DAYS = 14
MOST_TRIALS = 2


def supervised_trials(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return the last possible day of each trial that was begun."""
    begun: Counter[int] = Counter()
    for event in facts.events_of("supervised_trial_started"):
        spell = facts.spell_of(event)
        case = None if spell is None or not spell.holds(event.date) else cases[spell.number - 1]
        begun[0 if case is None else case.spells[0].number] += 1
        yield _trial(facts, case, event, number=begun[0 if case is None else case.spells[0].number])


def _trial(facts: CaseFacts, case: AbsenceCase | None, event: Event, *, number: int) -> Obligation:
    started = Derivation.at(event.date, "fr.trial_started")
    if event.date < SUPERVISED_TRIAL_FROM:
        steps = (*started.steps, step("fr.law_since", date=SUPERVISED_TRIAL_FROM))
        return Obligation.not_owed(SUPERVISED_TRIAL_MAX_END, "before_effective_date", steps, case=case)
    if number > MOST_TRIALS:
        steps = (*started.steps, step("fr.renewed_once"))
        return Obligation.not_owed(SUPERVISED_TRIAL_MAX_END, "not_entitled", steps, case=case)
    calendar = six_days_a_week(facts)
    counted = started
    left = WORKING_DAYS
    if calendar.is_working_day(event.date):
        counted, left = started.noting("fr.first_day_counts"), WORKING_DAYS - 1
    if number == MOST_TRIALS:
        counted = counted.noting("fr.renewal")
    last = calendar.working_days_after(event.date, left)
    derived = counted.to(last, "fr.plus_working_days", days=left, calendar=calendar.version)
    return Obligation.on(SUPERVISED_TRIAL_MAX_END, derived, case=case)
