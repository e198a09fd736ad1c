"""What follows from statutory sick leave: service, days used, the last of them, pay and the certificate."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from handrail.sdk import CaseFacts, Derivation, ExplanationStep, Obligation, Reason, Rule, step
from handrail_ie.catalogue import (
    SICK_LEAVE_FROM,
    SSL_CERT_DUE,
    SSL_DAILY_PAY,
    SSL_DAYS_USED,
    SSL_LAST_COVERED_DAY,
    SSL_SERVICE_MET_ON,
)
from handrail_ie.covered_days import Covered, limit, service_met, service_starts

SHARE_OF_PAY, MOST_A_DAY = Decimal("0.70"), Decimal(110)
_CENT = Decimal("0.01")


def service(facts: CaseFacts) -> Iterator[Obligation]:
    """Return for each employment the day on which 13 weeks (91 days) of service are reached.

    It is the first day that is covered (a reading of ours). A gap of up to 26 weeks between services may be bridged,
    which is for people to see. Service before the act counts, so a day before 2023 is told as it is.
    """
    for start in service_starts(facts):
        yield Obligation.on(SSL_SERVICE_MET_ON, service_met(start))


def sick_leave(facts: CaseFacts, covered: tuple[Covered, ...]) -> Iterator[Obligation]:
    """Return what each absence uses, and what is owed for it."""
    for each in covered:
        yield _days_used(each)
        if not each.days:
            for rule in (SSL_LAST_COVERED_DAY, SSL_DAILY_PAY, SSL_CERT_DUE):
                yield _none_covered(rule, each)
            continue
        counted = each.case.clock.to(each.days[-1], "ie.last_calendar_day", days=len(each.days))
        yield Obligation.on(SSL_LAST_COVERED_DAY, counted, case=each.case)
        yield _daily_pay(facts, each)
        first = each.case.clock.to(each.days[0], "ie.first_calendar_day")
        yield Obligation.on(SSL_CERT_DUE, first, case=each.case)


def _days_used(each: Covered) -> Obligation:
    if _before_the_act(each):
        return _none_covered(SSL_DAYS_USED, each)
    told = [*_start(each).steps, step("ie.days_used", days=len(each.days))]
    return Obligation(rule=SSL_DAYS_USED, value=len(each.days), case=each.case, explanation=tuple(told))


def _daily_pay(facts: CaseFacts, each: Covered) -> Obligation:
    """70 % of normal daily pay, at most 110 euros, to the cent."""
    normal = facts.params.get("normal_daily_pay")
    if isinstance(normal, bool) or not isinstance(normal, int | float):
        return Obligation.parameter_missing(SSL_DAILY_PAY, "normal_daily_pay", each.case.clock.steps, case=each.case)
    share = (Decimal(str(normal)) * SHARE_OF_PAY).quantize(_CENT, ROUND_HALF_UP)
    pay = float(min(share, MOST_A_DAY))
    told = step("ie.daily_pay", normal=f"{normal:g}", share=f"{share:f}", pay=f"{pay:.2f}")
    return Obligation(rule=SSL_DAILY_PAY, value=pay, case=each.case, explanation=(*each.case.clock.steps, told))


def _none_covered(rule: Rule, each: Covered) -> Obligation:
    reason: Reason = "not_entitled"
    told: tuple[ExplanationStep, ...] = (step("ie.no_day_covered"),)
    if _before_the_act(each):
        reason, told = "before_effective_date", (step("in_force_from", date=SICK_LEAVE_FROM), step("not_owed"))
    return Obligation.not_owed(rule, reason, (*_start(each).steps, *told), case=each.case)


def _start(each: Covered) -> Derivation:
    if not each.used_before:
        return each.case.clock
    most = limit(each.case.first_day)
    return each.case.clock.noting("ie.used_before", days=each.used_before, most=most, year=each.case.first_day.year)


def _before_the_act(each: Covered) -> bool:
    return each.case.fit_on is not None and each.case.fit_on <= SICK_LEAVE_FROM
