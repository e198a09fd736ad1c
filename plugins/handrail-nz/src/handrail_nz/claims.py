"""The claim to ACC, its decisions, and the review of them (Accident Compensation Act 2001).

None of these is triggered by an absence, and recovery ends none of them.
"""

import datetime as dt
from collections.abc import Iterator

from handrail.sdk import CaseFacts, Derivation, Event, Obligation
from handrail_nz.catalogue import CLAIM_LODGE_DUE, COVER_DECISION_DUE, IRP_DECISION_DUE, REVIEW_DUE

CLAIM_MONTHS = 12
DECISION_DAYS, COMPLICATED_MONTHS = 21, 2
PLAN_WEEKS = 13
REVIEW_MONTHS = 3
_COMPLICATED = frozenset(("disease", "mental"))
_DECLINED = frozenset(("declined", "refused", "rejected"))


def claims(facts: CaseFacts) -> Iterator[Obligation]:
    """Return what the injuries, claims and decisions of these facts ask."""
    if "injury_occurred" in facts.types:
        yield from _claims_to_lodge(facts)
    for claim in facts.events_of("claim_lodged"):
        yield _cover_decision(claim)
    decisions = facts.acts_of(COVER_DECISION_DUE.id)
    for decision in decisions:
        if decision.text("decision") not in _DECLINED:
            accepted = Derivation.at(decision.date, "nz.cover_accepted")
            yield Obligation.on(IRP_DECISION_DUE, accepted.plus_weeks(PLAN_WEEKS))
    for decision in sorted((*decisions, *facts.acts_of(IRP_DECISION_DUE.id)), key=lambda event: event.date):
        decided = Derivation.at(decision.date, "nz.decided")
        yield Obligation.on(REVIEW_DUE, decided.plus_months(REVIEW_MONTHS))


def _claims_to_lodge(facts: CaseFacts) -> Iterator[Obligation]:
    """Twelve months after each injury (s. 53); a claim that was lodged is the act. ACC may accept a later one."""
    injuries, lodged = facts.events_of("injury_occurred"), facts.events_of("claim_lodged")
    for injury, following in zip(injuries, (*injuries[1:], None), strict=True):
        derived = Derivation.at(injury.date, "nz.injury_on").plus_months(CLAIM_MONTHS)
        claim = _first_between(lodged, injury.date, following)
        yield Obligation.on(CLAIM_LODGE_DUE, derived, done=claim)


def _cover_decision(claim: Event) -> Obligation:
    """21 days after the claim; two months where it is complicated (ss. 56-57), here a disease or a mental injury.

    ACC can extend the two months to four, which no fact tells. A late decision counts as cover (s. 58).
    """
    lodged = Derivation.at(claim.date, "nz.claim_lodged")
    if claim.text("injury") in _COMPLICATED:
        return Obligation.on(COVER_DECISION_DUE, lodged.noting("nz.complicated").plus_months(COMPLICATED_MONTHS))
    return Obligation.on(COVER_DECISION_DUE, lodged.plus_days(DECISION_DAYS))


def _first_between(events: tuple[Event, ...], first_day: dt.date, following: Event | None) -> Event | None:
    until = dt.date.max if following is None else following.date
    return next((event for event in events if first_day <= event.date < until), None)
