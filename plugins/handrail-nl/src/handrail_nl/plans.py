"""The plan of action, its evaluations, the first-year evaluation and the second track."""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Event, NotOwed, Obligation, exempted, step
from handrail_nl.catalogue import (
    FIRST_YEAR_EVALUATION,
    PLAN_EVALUATION,
    PLAN_OF_ACTION,
    PROBLEM_ANALYSIS,
    SECOND_TRACK_START,
)
from handrail_nl.reading import acts, employment_ended, first_act, no_work_capacity, quick_recovery_expected
from handrail_nl.waiting_period import pay_end

AFTER_THE_ANALYSIS_DAYS = 14
WEEK_8_DAYS, WEEK_8_SAFE_DAYS = 56, 55
EVALUATION_DAYS = 42
FIRST_YEAR_DAYS, FIRST_YEAR_OPENS_DAYS = 363, 315
SECOND_TRACK_DAYS = 42
BOTH_VIEWS_FROM = dt.date(2023, 7, 1)
"""Since then the plan and the first-year evaluation hold the view of both (Stcrt. 2023, 13931)."""


def plan_of_action(facts: CaseFacts, case: AbsenceCase) -> Obligation:
    """Two weeks after the problem analysis is received (RPEZ art. 4); until it is in, the end of week 8.

    Not needed where no capacity for work is seen, or quick recovery is expected.
    """
    analysis = first_act(facts, case, PROBLEM_ANALYSIS)
    if analysis is None:
        derived, safe = case.after(WEEK_8_DAYS), case.after(WEEK_8_SAFE_DAYS).day
    else:
        received = Derivation.at(analysis.date, "nl.analysis_received")
        derived, safe = received.plus_days(AFTER_THE_ANALYSIS_DAYS, case.pauses), None
    unless = (employment_ended, quick_recovery_expected, no_work_capacity)
    exempt = exempted(PLAN_OF_ACTION, derived, facts, case, unless)
    told = _with_both_views(derived, first_act(facts, case, PLAN_OF_ACTION))
    return exempt or Obligation.on(PLAN_OF_ACTION, told, case=case, safe_target=safe)


def first_year_evaluation(facts: CaseFacts, case: AbsenceCase) -> Obligation:
    """Between weeks 46 and 52 (RPEZ art. 4). D + 364 is defensible too; the end of week 52 is the safer reading."""
    derived, opens = case.after(FIRST_YEAR_DAYS), case.after(FIRST_YEAR_OPENS_DAYS).day
    exempt = exempted(FIRST_YEAR_EVALUATION, derived, facts, case, (employment_ended,))
    told = _with_both_views(derived, first_act(facts, case, FIRST_YEAR_EVALUATION))
    return exempt or Obligation.on(FIRST_YEAR_EVALUATION, told, case=case, window_from=opens)


def _with_both_views(derived: Derivation, made: Event | None) -> Derivation:
    """Note that both have to give their view, where the document is made, or is due, since July 2023.

    The first day of sickness alone does not decide: older cases came under it when something was made or changed.
    """
    on = derived.day if made is None else made.date
    return derived.noting("nl.both_views") if on >= BOTH_VIEWS_FROM else derived


def plan_evaluations(facts: CaseFacts, case: AbsenceCase) -> Iterator[Obligation]:
    """At least every six weeks, from the plan and then from the evaluation before (interval: policy of UWV).

    The next one only: when it falls is not known before the last was held. One that was passed over counts from the day
    on which it was due. No more of them after the last day of pay.
    """
    plan = first_act(facts, case, PLAN_OF_ACTION)
    if plan is None:
        return
    last_day = pay_end(facts, case).day
    held: dict[int, Event] = {}
    for act in acts(facts, case, PLAN_EVALUATION):
        held.setdefault(act.whole("sequence") or max(held, default=0) + 1, act)
    before = Derivation.at(plan.date, "nl.plan_made")
    for number in range(1, max(held, default=0) + 2):
        derived = before.plus_days(EVALUATION_DAYS, case.pauses)
        done = held.get(number)
        if done is None and derived.day > last_day:
            return
        exempt = None if done else exempted(PLAN_EVALUATION, derived, facts, case, (employment_ended,))
        yield exempt or Obligation.on(PLAN_EVALUATION, derived, case=case, done=done)
        if done is None:
            before = Derivation.at(derived.day, "nl.evaluation_was_due")
        else:
            before = Derivation.at(done.date, "nl.plan_evaluated")


def second_track(facts: CaseFacts, case: AbsenceCase) -> Iterator[Obligation]:
    """At the latest six weeks after the first-year evaluation (UWV Werkwijzer).

    It may be left out only with a concrete prospect of structural work with the own employer within three months.
    """
    evaluated = first_act(facts, case, FIRST_YEAR_EVALUATION)
    if evaluated is None:
        return
    derived = Derivation.at(evaluated.date, "nl.first_year_evaluated").plus_days(SECOND_TRACK_DAYS, case.pauses)

    def prospect(*_asked: object) -> NotOwed | None:
        if evaluated.fields.get("no_own_employer_prospect") is False:
            return NotOwed(reason="not_in_scope", because=step("nl.own_employer_prospect", date=evaluated.date))
        return None

    exempt = exempted(SECOND_TRACK_START, derived, facts, case, (employment_ended, prospect))
    yield exempt or Obligation.on(SECOND_TRACK_START, derived, case=case)
