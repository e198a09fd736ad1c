"""The employment obligation: 52 weeks of incapacity in which the employer keeps work open (ss.96, 103, 104, 119).

It starts on the day on which the employer first has a certificate or a claim, or hears from the agent that it has one;
the claim need not be accepted. Only days of incapacity count: 52 weeks are 364 of them.
"""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import CaseFacts, Derivation, Event, Obligation, Pause, Rule, step
from handrail_au.victoria.catalogue import ADVICE, OBLIGATION_END, OBLIGATION_START, PLANNING_FROM

STARTS = ("certificate_received", "claim_received", "agent_notice_received")
OBLIGATION_DAYS = 52 * 7
ADVICE_FROM_DAYS, ADVICE_BY_DAYS = 30 * 7, 36 * 7
_RESUMES = ("incapacity_resumed", "incapacity_started")


def employment_obligation(facts: CaseFacts) -> Iterator[Obligation]:
    """Return the start of planning and of the obligation, its end, and the advice before it."""
    started = next(iter(facts.events_of(*STARTS)), None)
    if started is None:
        return
    told = Derivation.at(started.date, f"au_vic.{started.type}")
    yield Obligation.on(PLANNING_FROM, told)
    yield Obligation.on(OBLIGATION_START, told)
    pauses = list(fit_times(facts))
    yield _counted(OBLIGATION_END, told, pauses, OBLIGATION_DAYS)
    yield _counted(ADVICE, told, pauses, ADVICE_BY_DAYS, from_days=ADVICE_FROM_DAYS)


def fit_times(facts: CaseFacts) -> Iterator[tuple[dt.date, dt.date | None]]:
    """Return the times without incapacity: the first day fit, and the day on which it resumes (None if it has not)."""
    fit_on: dt.date | None = None
    for event in facts.events_of("incapacity_ceased", *_RESUMES):
        if fit_on is None and _ceases(event):
            fit_on = event.date
        elif fit_on is not None and not _ceases(event):
            yield fit_on, event.date
            fit_on = None
    if fit_on is not None:
        yield fit_on, None


def _counted(
    rule: Rule,
    told: Derivation,
    fit: list[tuple[dt.date, dt.date | None]],
    days: int,
    *,
    from_days: int | None = None,
) -> Obligation:
    """Return the day on which so many days of incapacity have passed, the first one counted."""
    closed = [Pause(first_day=first, until=until, key="au_vic.no_incapacity") for first, until in fit if until]
    begun = next((pause for pause in closed if pause.first_day <= told.day < pause.until), None)
    counted = told if begun is None else told.to(begun.until, "au_vic.resumed")
    derived = counted.noting("au_vic.first_day_counts").plus_days(days - 1, closed)
    still_fit_on = next((first for first, until in fit if until is None and first <= derived.day), None)
    if still_fit_on is not None:
        steps = (*derived.steps, step("recovered", date=still_fit_on))
        return Obligation.not_owed(rule, "recovered", steps)
    window_from = None if from_days is None else counted.plus_days(from_days, closed).day
    return Obligation.on(rule, derived, window_from=window_from)


def _ceases(event: Event) -> bool:
    return event.type == "incapacity_ceased"
