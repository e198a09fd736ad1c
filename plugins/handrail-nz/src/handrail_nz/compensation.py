"""The first week of incapacity after an injury at work, and how long a certificate covers (low confidence)."""

from collections.abc import Iterator

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Obligation, step
from handrail.sdk.injuries import incapacities, injuries_at_work
from handrail_nz.catalogue import FIRST_WEEK_PAY, MED_CERT_MAX

FIRST_WEEK_LAST_DAY = 6
FIRST_CERTIFICATE_LAST_DAY = 13
LATER_CERTIFICATE_LAST_DAY = 90


def first_week_pay(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> Iterator[Obligation]:
    """Return the last of the seven days for which the employer pays 80 % of lost earnings (ss. 97-98); ACC pays then.

    They begin with the incapacity (start day low). Where no event tells it, an absence that comes from an injury at
    work does. An injury that is said not to have happened at work leaves the first week unpaid.
    """
    told = bool(facts.events_of("incapacity_started"))
    for incapacity in incapacities(facts):
        case = None if told else next(case for case in cases if case.first_day == incapacity.first_day)
        began = Derivation.at(incapacity.first_day, "nz.incapacity_from")
        if told and not _at_work(facts):
            steps = (*began.steps, step("nz.not_at_work"))
            yield Obligation.not_owed(FIRST_WEEK_PAY, "not_in_scope", steps)
        else:
            yield Obligation.on(FIRST_WEEK_PAY, began.plus_days(FIRST_WEEK_LAST_DAY), case=case)


def certificates(facts: CaseFacts) -> Iterator[Obligation]:
    """Return how long each certificate can cover: the first after an injury 14 days, a later one 13 weeks."""
    injured = [event.date for event in facts.events_of("injury_occurred")]
    followed: list[int] = []
    for certificate in facts.events_of("certificate_received"):
        injuries = sum(day <= certificate.date for day in injured)
        first = injuries not in followed
        followed.append(injuries)
        start = Derivation.at(certificate.day("from") or certificate.date, "nz.certificate_from")
        last = FIRST_CERTIFICATE_LAST_DAY if first else LATER_CERTIFICATE_LAST_DAY
        yield Obligation.on(MED_CERT_MAX, start.plus_days(last))


def _at_work(facts: CaseFacts) -> bool:
    """Say whether the incapacity comes from work: the parameter decides, else any injury at work, else it does."""
    stated = facts.params.get("employment_injury")
    if isinstance(stated, bool):
        return stated
    return bool(injuries_at_work(facts)) or "injury_occurred" not in facts.types
