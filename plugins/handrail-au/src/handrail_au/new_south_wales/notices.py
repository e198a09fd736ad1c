"""From the notice of an injury to the insurer's plan (WIM Act ss.42-45), and the insurer's decisions on the claim."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from handrail.sdk import AfterEvent, Calendar, CaseFacts, Derivation, Event, Incapacity, Obligation, incapacities, step
from handrail_au.hours import hours_after, told_at
from handrail_au.new_south_wales.catalogue import (
    INJURY_MANAGEMENT_PLAN,
    INSURER_CONTACT,
    INSURER_NOTIFICATION,
    LIABILITY_DECISION,
    PROVISIONAL_PAYMENT,
    SIGNIFICANT_INJURY,
)

SYDNEY = ZoneInfo("Australia/Sydney")
NOTIFICATION_HOURS = 48
SIGNIFICANT_OVER_DAYS = 7
CONTACT_WORKING_DAYS = 3

PLAN = AfterEvent(
    rule=INJURY_MANAGEMENT_PLAN, key="au.significant_apparent", events=("significant_injury_apparent",), working_days=20
)
PROVISIONAL = AfterEvent(
    rule=PROVISIONAL_PAYMENT, key="au.insurer_notified", act_of=INSURER_NOTIFICATION.id, days=7
)  # fmt: skip
LIABILITY = AfterEvent(rule=LIABILITY_DECISION, key="au.claim_made", days=21)


def notices(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what the notice of an injury, a significant injury and a claim ask."""
    for aware in facts.events_of("employer_aware"):
        yield insurer_notification(aware)
    for incapacity in incapacities(facts):
        yield replace(significant_injury(incapacity), spell=incapacity.spell)
    for notified in facts.acts_of(INSURER_NOTIFICATION.id):
        yield insurer_contact(facts, notified, calendar)
    yield from PLAN.obligations(facts, calendar)
    yield from PROVISIONAL.obligations(facts, calendar)
    # A claim is made by the worker; what the insurer received stands in for it where that is all that is known.
    for made in facts.events_of("claim_lodged") or facts.events_of("claim_received"):
        yield LIABILITY.obligation(made, calendar)


def insurer_notification(aware: Event) -> Obligation:
    """48 clock hours after a supervisor or manager knows, through weekends and holidays (s.44(2)).

    An hour that the clock skips or repeats is counted as it passes. Where only the day is known it is the second day
    after it, which at its latest hour is not too early.
    """
    at = told_at(aware, SYDNEY)
    if at is None:
        derived = Derivation.at(aware.date, "au_nsw.aware").noting("au_nsw.hours", hours=NOTIFICATION_HOURS)
        return Obligation.on(INSURER_NOTIFICATION, derived.plus_days(NOTIFICATION_HOURS // 24))
    due_at = hours_after(at, NOTIFICATION_HOURS, SYDNEY)
    told = Derivation.at(at.date(), "au_nsw.aware_at", at=_minute(at.isoformat()), zone=SYDNEY.key)
    derived = told.to(due_at.date(), "au_nsw.plus_hours", hours=NOTIFICATION_HOURS, at=_minute(due_at.isoformat()))
    return replace(Obligation.on(INSURER_NOTIFICATION, derived), due_at=due_at)


def significant_injury(incapacity: Incapacity) -> Obligation:
    """More than seven continuous days of incapacity, total or partial (s.42): from the eighth day on."""
    derived = Derivation.at(incapacity.first_day, "au.incapacity").plus_days(SIGNIFICANT_OVER_DAYS)
    if incapacity.fit_on is not None and incapacity.fit_on <= derived.day:
        fit = step("recovered", date=incapacity.fit_on)
        return Obligation.not_owed(SIGNIFICANT_INJURY, "recovered", (*derived.steps, fit))
    return Obligation.on(SIGNIFICANT_INJURY, derived)


def insurer_contact(facts: CaseFacts, notified: Event, calendar: Calendar) -> Obligation:
    """Three working days after the insurer is notified of a significant injury (s.43).

    An injury that turns out significant later counts from the day on which that is apparent; one that is known to have
    stayed below asks nothing.
    """
    told = Derivation.at(notified.date, "au.insurer_notified")
    apparent = next(iter(facts.events_of("significant_injury_apparent")), None)
    if apparent is None and _stayed_below(facts):
        steps = (*told.steps, step("au_nsw.not_significant", days=SIGNIFICANT_OVER_DAYS), step("not_owed"))
        return Obligation.not_owed(INSURER_CONTACT, "threshold_not_reached", steps)
    if apparent is not None and apparent.date > notified.date:
        told = told.to(apparent.date, "au.significant_apparent")
    return Obligation.on(INSURER_CONTACT, told.plus_working_days(CONTACT_WORKING_DAYS, calendar))


def _stayed_below(facts: CaseFacts) -> bool:
    known = incapacities(facts)
    return bool(known) and all(
        each.fit_on is not None and (each.fit_on - each.first_day).days <= SIGNIFICANT_OVER_DAYS for each in known
    )


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")
