"""Notices of family and medical leave: who has the right, who tells whom, and by when (29 CFR 825.110, .300, .302).

These terms hang on the leave, not on an absence: their rows have no spell.
"""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Derivation, Event, ExplanationStep, Obligation, step
from handrail_us.catalogue import (
    CERT_REQUEST_DUE,
    DESIGNATION_DUE,
    ELIGIBILITY_NOTICE_DUE,
    ELIGIBLE,
    EMPLOYEE_NOTICE_DUE,
)
from handrail_us.parameters import months_employed, number

ENOUGH_MONTHS, ENOUGH_HOURS, ENOUGH_WORKERS = 12, 1250, 50
NOTICE_DAYS = 30
BUSINESS_DAYS = 5


def eligible(facts: CaseFacts, leave: Event) -> tuple[bool | None, list[ExplanationStep], str | None]:
    """Say whether there is a right on the first day of leave: 12 months, 1,250 hours in 12 months, 50 workers near by.

    One test that fails answers no, whatever is not known; else None names the first figure that lacks.
    """
    tests = (
        ("months_employed", months_employed(facts, leave.date), ENOUGH_MONTHS),
        ("hours_12m", number(facts, "hours_12m"), ENOUGH_HOURS),
        ("employees_75_miles", number(facts, "employees_75_miles"), ENOUGH_WORKERS),
    )
    told = [step("us.leave_started", date=leave.date)]
    told += [step(f"us.{name}", number=found, enough=enough) for name, found, enough in tests if found is not None]
    if any(found is not None and found < enough for _, found, enough in tests):
        return False, told, None
    lacking = next((name for name, found, _ in tests if found is None), None)
    return (True if lacking is None else None), told, lacking


def notices(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return the right to leave and every notice about it."""
    for leave in facts.events_of("leave_started"):
        yield _eligibility(facts, leave)
        yield _employee_notice(leave)
    for told, key in _first_told(facts):
        derived = Derivation.at(told.date, key).plus_working_days(BUSINESS_DAYS, calendar)
        yield Obligation.on(ELIGIBILITY_NOTICE_DUE, derived)
    for requested in facts.events_of("leave_requested"):
        derived = Derivation.at(requested.date, "us.leave_requested").plus_working_days(BUSINESS_DAYS, calendar)
        yield Obligation.on(CERT_REQUEST_DUE, derived)
    for received in facts.events_of("sufficient_info_received"):
        derived = Derivation.at(received.date, "us.enough_known").plus_working_days(BUSINESS_DAYS, calendar)
        yield Obligation.on(DESIGNATION_DUE, derived)


def _eligibility(facts: CaseFacts, leave: Event) -> Obligation:
    answer, told, lacking = eligible(facts, leave)
    if answer is None:
        return Obligation.parameter_missing(ELIGIBLE, str(lacking), told)
    return Obligation(rule=ELIGIBLE, value=answer, explanation=tuple(told))


def _employee_notice(leave: Event) -> Obligation:
    """Thirty days before leave that can be foreseen; else as soon as practicable, the same or the next business day.

    Whether it could be foreseen is no fact here. What says that notice was given is the act of this rule: a request
    starts the employer's terms, and may have come too late to be one.
    """
    derived = Derivation.at(leave.date, "us.leave_started").minus_days(NOTICE_DAYS).noting("us.if_foreseeable")
    return Obligation.on(EMPLOYEE_NOTICE_DUE, derived)


def _first_told(facts: CaseFacts) -> Iterator[tuple[Event, str]]:
    """Yield what starts the term of the employer's notice: what it learns by itself, or else each request.

    A first request after the employer learned of the need asks for no second notice; a later one has a new reason.
    """
    requests = facts.events_of("leave_requested")
    learned = next(iter(facts.events_of("employer_learned")), None)
    if learned is not None and (not requests or learned.date < requests[0].date):
        yield learned, "us.employer_learned"
        requests = requests[1:]
    for requested in requests:
        yield requested, "us.leave_requested"
