"""Certificates and notice: what the worker shows for a sickness, from which day, and how long it holds.

SI 1985/1604 reg 2(2): no medical evidence for the first seven days. Each spell has its own seven days, linked or not.
Nothing here moves off weekends: a limit that marks the start of a right does not roll.
"""

from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Event, Obligation, Rule
from handrail_uk.catalogue import (
    FIT_NOTE_MAX_DURATION,
    FIT_NOTE_MAY_BE_FIT,
    NEXT_EVIDENCE_DUE,
    SELF_CERT_WINDOW_END,
    SickPayRules,
)
from handrail_uk.incapacity import DAY, day_one
from handrail_uk.parameters import notice_days, qualifying_days

LAST_SELF_CERTIFIED_DAYS, FIT_NOTE_DAYS = 6, 7
NOTICE_DAYS = 7
FIRST_MONTHS, LONGEST_NOTE_MONTHS = 6, 3
MAY_BE_FIT = "may_be_fit"


def own_certificate(facts: CaseFacts, case: AbsenceCase) -> Obligation:
    """Return the last of the seven days that the worker certifies; the first full day of sickness is the first."""
    return Obligation.on(SELF_CERT_WINDOW_END, first_day(facts, case).plus_days(LAST_SELF_CERTIFIED_DAYS), case=case)


def fit_note(facts: CaseFacts, case: AbsenceCase, rule: Rule) -> Obligation:
    """Evidence can be asked from the eighth day on; whoever is back by then owes none."""
    shown = next(iter(_fit_notes(facts, case)), None)
    return Obligation.on(rule, first_day(facts, case).plus_days(FIT_NOTE_DAYS), case=case, done=shown)


def fit_notes(facts: CaseFacts, case: AbsenceCase) -> Iterator[Obligation]:
    """Return what follows from each fit note of a sickness: how long it may run, what it suggests, and the next.

    A fit note is the act of `fit_note_due` alone: whether the next evidence came is told by the act of its own rule.
    """
    for note in _fit_notes(facts, case):
        yield _longest(facts, case, note)
        if note.text("type_box") == MAY_BE_FIT:
            at_once = Derivation.at(note.date, "uk.box_may_be_fit").noting("uk.at_once")
            yield Obligation.on(FIT_NOTE_MAY_BE_FIT, at_once, case=case)
        until = note.day("to")
        if until is not None:
            after = Derivation.at(until, "uk.fit_note_until").plus_days(1)
            yield Obligation.on(NEXT_EVIDENCE_DUE, after, case=case)


def notice(facts: CaseFacts, case: AbsenceCase, rules: SickPayRules) -> Obligation:
    """By the employer's rule, else seven days after the first qualifying day (SI 1982/894 reg 7); recovery ends it not.

    With good cause a later notice counts: about a month, 91 days at the most. Notice can not be asked in person, before
    the first qualifying day or at a fixed hour of it, on a special form or certificate, or more than once a week.
    """
    first, weekdays = day_one(facts, case.spells[0]), qualifying_days(facts)
    while first.weekday() not in weekdays:
        first += DAY
    derived = Derivation.at(first, "uk.first_qualifying_day")
    if case.fit_on is not None and first >= case.fit_on:
        told = first_day(facts, case).noting("uk.no_qualifying_day")
        return Obligation.not_owed(rules.notice_due, "threshold_not_reached", told.steps, case=case)
    own = notice_days(facts)
    days, law = (NOTICE_DAYS, "uk.no_rule_on_notice") if own is None else (own, "uk.employers_rule_on_notice")
    return Obligation.on(rules.notice_due, derived.noting(law).plus_days(days).noting("uk.good_cause"), case=case)


def first_day(facts: CaseFacts, case: AbsenceCase) -> Derivation:
    """Return the first full day of sickness: the day after one on which work was still done."""
    first = day_one(facts, case.spells[0])
    return Derivation.at(first, "uk.day_one" if first == case.first_day else "uk.day_one_after_work")


def _longest(facts: CaseFacts, case: AbsenceCase, note: Event) -> Obligation:
    """Three months in the first six months of the illness, counted from its first day; then any period that suits."""
    first_months = first_day(facts, case).plus_months(FIRST_MONTHS)
    given = Derivation.at(note.date, "uk.fit_note_given")
    if note.date >= first_months.day:
        free = given.noting("uk.after_six_months", until=first_months.day)
        return Obligation.not_owed(FIT_NOTE_MAX_DURATION, "not_in_scope", free.steps, case=case)
    return Obligation.on(FIT_NOTE_MAX_DURATION, given.plus_months(LONGEST_NOTE_MONTHS), case=case)


def _fit_notes(facts: CaseFacts, case: AbsenceCase) -> tuple[Event, ...]:
    return tuple([note for note in facts.events_of("fit_note_issued") if facts.spell_of(note) in case.spells])
