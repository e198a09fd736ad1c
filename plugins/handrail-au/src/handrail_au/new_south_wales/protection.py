"""Certificates, and protection against dismissal for an injured worker (WCA 1987 Part 8)."""

from collections.abc import Iterator
from dataclasses import replace

from handrail.sdk import (
    AfterEvent,
    Calendar,
    CaseFacts,
    Derivation,
    Incapacity,
    Obligation,
    incapacities,
    injuries_at_work,
)
from handrail_au.new_south_wales.catalogue import (
    CERTIFICATE_LAST_DAY,
    DISMISSAL_PROTECTION_END,
    REINSTATEMENT_REQUEST,
)

CERTIFICATE_DAYS = 28
PROTECTION_MONTHS = 6

REQUEST = AfterEvent(rule=REINSTATEMENT_REQUEST, key="au.dismissed", events=("dismissal_notice",), years=2)


def protection(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return the last days of certificates and of protection, and the term to ask for the job back."""
    for certificate in facts.events_of("certificate_received"):
        first_day = certificate.day("from") or certificate.date
        covered = Derivation.at(first_day, "au_nsw.certificate_from").noting(
            "au_nsw.certificate", days=CERTIFICATE_DAYS
        )
        yield Obligation.on(CERTIFICATE_LAST_DAY, covered.plus_days(CERTIFICATE_DAYS - 1))
    for unfit in first_unfit(facts):
        derived = Derivation.at(unfit.first_day, "au.incapacity").plus_months(PROTECTION_MONTHS)
        yield replace(Obligation.on(DISMISSAL_PROTECTION_END, derived), spell=unfit.spell)
    # A dismissal is one for unfitness only where there is an injury.
    if injuries_at_work(facts) or incapacities(facts):
        yield from REQUEST.obligations(facts, calendar)


def first_unfit(facts: CaseFacts) -> tuple[Incapacity, ...]:
    """Return for each injury the incapacity with which the worker first became unfit because of it (s.248).

    A relapse starts no second term; incapacity of which no injury is told is taken as one.
    """
    injured = [event.date for event in injuries_at_work(facts)]
    first: dict[int, Incapacity] = {}
    for incapacity in incapacities(facts):
        cause = sum(day <= incapacity.first_day for day in injured)
        first.setdefault(cause, incapacity)
    return tuple(first.values())
