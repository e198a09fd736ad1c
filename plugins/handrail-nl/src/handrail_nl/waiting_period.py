"""The 104 weeks, what counts back from their end, and what makes them longer.

The waiting period of the WIA and the employer's duty to go on paying end together, on D + 727. What the law puts
"n weeks before the end" is that many weeks before that day; D + 636 for the reintegration report is 13 weeks before.

The end moves by linked gaps and leave (through the clock), by an extension that employer and worker agree on (WIA
art. 24), by a wage sanction of at most 52 weeks (art. 25(9)), and by the delay of a late WIA application
(BW 7:629(11)(a); a worker who is late without good reason has no claim to that pay, which no program can judge). Some
summaries say that a late 42-week report extends the pay too. The pages of UWV and of lawyers that were read know of a
fine and of nothing else, and the article names the application alone: that reading is taken here.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Exemption, Obligation, Rule, exempted
from handrail_nl.catalogue import (
    CURRENT_OPINION,
    FINAL_EVALUATION,
    REINTEGRATION_REPORT,
    SHORTER_APPLICATION_TERM_FROM,
    UWV_WAGE_SANCTION_DECISION,
    UWV_WIA_DECISION,
    UWV_WIA_LETTER,
    WAGE_CONTINUATION_END,
    WAGE_SANCTION_MAX_END,
    WIA_APPLICATION,
    WIA_APPLICATION_BEFORE_2013,
    WIA_EARLIEST_START,
)
from handrail_nl.reading import acts, employment_ended, first_act, never_any_capacity, stated

LAST_DAY = 727
REPAIR_DAYS = 42
SANCTION_WEEKS = 52
DECISION_DAYS = 56
"""UWV decides within eight weeks of receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeTheEnd:
    """A date some weeks before the end of the waiting period; a negative number lies after it."""

    rule: Rule
    weeks: int
    window_days: int | None = None
    unless: tuple[Exemption, ...] = ()


ENDINGS = (
    # Week 88; the statute speaks of week 89.
    BeforeTheEnd(rule=UWV_WIA_LETTER, weeks=16),
    # Weeks 89 to 91, before the final evaluation.
    BeforeTheEnd(rule=CURRENT_OPINION, weeks=13, window_days=111, unless=(employment_ended,)),
    # Two weeks before the application.
    BeforeTheEnd(rule=FINAL_EVALUATION, weeks=13, unless=(employment_ended, never_any_capacity)),
    BeforeTheEnd(rule=REINTEGRATION_REPORT, weeks=13, unless=(employment_ended,)),
    # UWV may decide on a wage sanction until six weeks before the end; later there is none.
    BeforeTheEnd(rule=UWV_WAGE_SANCTION_DECISION, weeks=6, unless=(employment_ended,)),
    BeforeTheEnd(rule=WAGE_SANCTION_MAX_END, weeks=-SANCTION_WEEKS, unless=(employment_ended,)),
)


def waiting_period(facts: CaseFacts, case: AbsenceCase) -> Iterator[Obligation]:
    """Return what is dated by the end of the waiting period of one case."""
    for ending in ENDINGS:
        yield _ending(facts, case, ending)
    yield _application(facts, case)
    yield from _decision(facts, case)
    end = pay_end(facts, case)
    exempt = exempted(WAGE_CONTINUATION_END, end, facts, case, (employment_ended,))
    yield exempt or Obligation.on(WAGE_CONTINUATION_END, end, case=case)
    yield Obligation.on(WIA_EARLIEST_START, _earliest_start(case, end), case=case)


def weeks_before_the_end(facts: CaseFacts, case: AbsenceCase, weeks: int) -> Derivation:
    """Return the day some weeks before the last day of the waiting period, as extended by agreement."""
    extended_to = _extended_to(facts, case)
    if extended_to is None:
        counted = case.after(LAST_DAY - 7 * weeks)
        return counted.noting("nl.weeks_before_the_end", weeks=weeks) if weeks > 0 else counted
    end = Derivation.at(extended_to, "nl.wait_extended")
    if weeks == 0:
        return end
    return end.minus_weeks(weeks) if weeks > 0 else end.plus_days(-7 * weeks)


def pay_end(facts: CaseFacts, case: AbsenceCase) -> Derivation:
    """Return the last day of continued pay."""
    end = weeks_before_the_end(facts, case, 0)
    decided = sanction_decided_on(facts, case)
    if decided is not None:
        sanctioned = end.noting("nl.sanction_decided", date=decided).plus_days(7 * SANCTION_WEEKS)
        repaired = stated(facts, case, "shortening_granted")
        if repaired is None:
            return sanctioned
        shortened = Derivation.at(repaired.date, "nl.repair_found").plus_days(REPAIR_DAYS)
        return min(max(end, shortened, key=attrgetter("day")), sanctioned, key=attrgetter("day"))
    application = first_act(facts, case, WIA_APPLICATION)
    if application is None:
        return end
    last_day = application_due(facts, case)[1].day
    if application.date > last_day:
        late = end.noting("nl.application_late", date=application.date, due=last_day)
        return late.plus_days((application.date - last_day).days)
    return end


def sanction_decided_on(facts: CaseFacts, case: AbsenceCase) -> dt.date | None:
    """Return the day of a wage sanction that UWV decided in time; a later decision has no effect (WIA art. 25(10))."""
    decided = first_act(facts, case, UWV_WAGE_SANCTION_DECISION)
    if decided is None or decided.date > weeks_before_the_end(facts, case, 6).day:
        return None
    return decided.date


def application_due(facts: CaseFacts, case: AbsenceCase) -> tuple[Rule, Derivation]:
    """Return the last day to apply for WIA: 11 weeks before the end, 13 where that day came before 1 July 2013."""
    older = weeks_before_the_end(facts, case, 13)
    if older.day < SHORTER_APPLICATION_TERM_FROM:
        return WIA_APPLICATION_BEFORE_2013, older
    return WIA_APPLICATION, weeks_before_the_end(facts, case, 11)


def _ending(facts: CaseFacts, case: AbsenceCase, ending: BeforeTheEnd) -> Obligation:
    derived = weeks_before_the_end(facts, case, ending.weeks)
    opens = None if ending.window_days is None else _days_before_the_end(facts, case, ending.window_days)
    exempt = exempted(ending.rule, derived, facts, case, ending.unless)
    return exempt or Obligation.on(ending.rule, derived, case=case, window_from=opens)


def _application(facts: CaseFacts, case: AbsenceCase) -> Obligation:
    rule, derived = application_due(facts, case)
    return Obligation.on(rule, derived, case=case)


def _decision(facts: CaseFacts, case: AbsenceCase) -> Iterator[Obligation]:
    """UWV decides eight weeks after receipt; a wage sanction holds the decision while it runs."""
    sanctioned_on = sanction_decided_on(facts, case)
    for application in acts(facts, case, WIA_APPLICATION):
        derived = Derivation.at(application.date, "nl.application_made").plus_days(DECISION_DAYS)
        held = (
            sanctioned_on is not None
            and facts.as_of is not None
            and sanctioned_on <= facts.as_of <= pay_end(facts, case).day
        )
        yield Obligation.on(UWV_WIA_DECISION, derived, case=case, suspended=held)


def _earliest_start(case: AbsenceCase, end: Derivation) -> Derivation:
    plain = case.after(LAST_DAY + 1)
    return plain if end == case.after(LAST_DAY) else end.plus_days(1)


def _days_before_the_end(facts: CaseFacts, case: AbsenceCase, days: int) -> dt.date:
    extended_to = _extended_to(facts, case)
    return case.after(LAST_DAY - days).day if extended_to is None else extended_to - dt.timedelta(days=days)


def _extended_to(facts: CaseFacts, case: AbsenceCase) -> dt.date | None:
    """Return the last day of a waiting period that was extended by agreement; none can make it shorter."""
    agreed = stated(facts, case, "wait_extended")
    until = None if agreed is None else agreed.day("until")
    return until if until is not None and until > case.after(LAST_DAY).day else None
