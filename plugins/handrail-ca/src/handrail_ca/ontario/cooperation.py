"""Penalties for not co-operating in the return to work, counted from the WSIB's written notice."""

from collections.abc import Iterator

from handrail.sdk import Calendar, CaseFacts, Derivation, Obligation
from handrail_ca.larger_employers import REGULAR_WORKERS
from handrail_ca.ontario.catalogue import FULL_PENALTY, INITIAL_PENALTY
from handrail_ca.parameters import whole

INITIAL_WORKING_DAYS, SMALL_EMPLOYER_WORKING_DAYS = 10, 14
FULL_AFTER_DAYS = 14


def penalties(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return the first and the full penalty: 10 business days (14 with fewer than 20 workers), then 14 days.

    The number of workers is taken as 20 or more where it is not known: that is the earlier day. Penalties stop when
    co-operation begins again, which nobody tells here.
    """
    workers = whole(facts, "regular_workers")
    is_small = workers is not None and workers < REGULAR_WORKERS
    count = SMALL_EMPLOYER_WORKING_DAYS if is_small else INITIAL_WORKING_DAYS
    for notice in facts.events_of("noncooperation_notice"):
        told = Derivation.at(notice.date, "ca_on.noncooperation_notice")
        if workers is not None:
            told = told.noting("ca.workers", workers=workers, limit=REGULAR_WORKERS)
        initial = told.plus_working_days(count, calendar)
        yield Obligation.on(INITIAL_PENALTY, initial)
        yield Obligation.on(FULL_PENALTY, initial.plus_days(FULL_AFTER_DAYS))
