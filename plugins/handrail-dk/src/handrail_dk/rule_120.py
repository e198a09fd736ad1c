"""The 120-day rule of salaried staff whose contract has the clause (Funktionærloven § 5(2)).

Whoever was paid for 120 sick days in any twelve months can be given one month's notice to the end of a month, while
still sick. The notice comes at the earliest after the end of normal working time on day 120, and fewer than ten
calendar days after it: day 129 at the latest. Healthy days in between run as well (Supreme Court, 19 December 2023).
"""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Event, ExplanationStep, Obligation, Reason, step
from handrail_dk.catalogue import (
    RULE_120_DAY_REACHED,
    RULE_120_FIRST_NOTICE,
    RULE_120_LAST_NOTICE,
    RULE_120_NOTICE_VALID,
)
from handrail_dk.sick_days import Stretch, day_reached, sick_days, stretches

DAYS = 120
LAST_NOTICE_AFTER_DAYS = 9
_CLAUSE = "120"
_YEAR = dt.timedelta(days=366)
_DAY = dt.timedelta(days=1)
_DATED = (RULE_120_DAY_REACHED, RULE_120_FIRST_NOTICE, RULE_120_LAST_NOTICE)

_Reached = Derivation | tuple[Reason, tuple[ExplanationStep, ...]]
"""Day 120, or why it does not arise."""


def rule_120(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return day 120 of each absence, the days of a notice, and whether each notice that was given holds."""
    earlier: list[Stretch] = []
    windows: list[dt.date] = []
    for case in cases:
        reached = _reached(facts, case, [each for each in earlier if _is_recent(each, case.first_day)])
        if isinstance(reached, Derivation):
            if case.spells[0].holds(reached.day):
                windows.append(reached.day)
            yield Obligation.on(RULE_120_DAY_REACHED, reached, case=case)
            yield Obligation.on(RULE_120_FIRST_NOTICE, reached.noting("dk.after_working_time"), case=case)
            yield Obligation.on(RULE_120_LAST_NOTICE, reached.plus_days(LAST_NOTICE_AFTER_DAYS), case=case)
        else:
            for rule in _DATED:
                yield Obligation.not_owed(rule, *reached, case=case)
        earlier += stretches(facts, case.spells[0])
    for notice in facts.events_of("dismissal_notice"):
        yield _notice(facts, cases, notice, windows)


def _reached(facts: CaseFacts, case: AbsenceCase, earlier: list[Stretch]) -> _Reached:
    """Return day 120 as the employer told it, else as counted, as if the absence went on."""
    told = [event for event in facts.events_of("rule_120_day_reached") if facts.spell_of(event) in case.spells]
    if told:
        return Derivation.at(told[-1].date, "dk.day_120_told")
    if not _clauses(facts):
        return "not_in_scope", (*case.clock.steps, step("dk.no_clause"))
    day = day_reached(earlier, stretches(facts, case.spells[0], going_on=True), DAYS)
    if day is None or not case.spells[0].holds(day):
        return "threshold_not_reached", (*case.clock.steps, step("dk.not_120_days", days=DAYS))
    before = round(sick_days(earlier, case.first_day - _DAY), 1)
    if before:
        return case.clock.noting("dk.sick_days_before", days=f"{before:g}").to(day, "dk.day_120_in_twelve_months")
    return case.clock.to(day, "dk.day_120_in_twelve_months")


def _notice(facts: CaseFacts, cases: tuple[AbsenceCase, ...], notice: Event, windows: list[dt.date]) -> Obligation:
    """Say whether a notice holds: with the clause, while sick, between day 120 and day 129."""
    failings = []
    if not any(clause.date <= notice.date for clause in _clauses(facts)):
        failings.append(step("dk.no_clause"))
    if not any(spell.holds(notice.date) for spell in facts.spells):
        failings.append(step("dk.not_sick_then"))
    if not any(0 <= (notice.date - day).days <= LAST_NOTICE_AFTER_DAYS for day in windows):
        failings.append(step("dk.outside_the_days"))
    spell = facts.spell_of(notice)
    return Obligation(
        rule=RULE_120_NOTICE_VALID,
        value=not failings,
        case=next((case for case in cases if spell in case.spells), None),
        explanation=(step("dk.notice_given", date=notice.date), *(failings or [step("dk.notice_holds")])),
    )


def _clauses(facts: CaseFacts) -> list[Event]:
    """Return the clauses of the contract that name the 120 days; one without words is taken to."""
    return [clause for clause in facts.events_of("contract_clause") if _CLAUSE in (clause.text("clause") or _CLAUSE)]


def _is_recent(stretch: Stretch, first_day: dt.date) -> bool:
    return stretch.until is not None and stretch.until > first_day - _YEAR
