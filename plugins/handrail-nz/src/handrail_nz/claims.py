"""The claim to ACC, its decisions, and the review of them (Accident Compensation Act 2001).

None of these is triggered by an absence, and recovery ends none of them.
"""

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
    for claim in _claims(facts):
        yield _cover_decision(claim)
    decisions = facts.acts_of(COVER_DECISION_DUE.id)
    for decision in decisions:
        if decision.text("decision") not in _DECLINED:
            accepted = Derivation.at(decision.date, "nz.cover_accepted")
            yield Obligation.on(IRP_DECISION_DUE, accepted.plus_weeks(PLAN_WEEKS))
    for decision in sorted((*decisions, *facts.acts_of(IRP_DECISION_DUE.id)), key=lambda event: event.date):
        decided = Derivation.at(decision.date, "nz.decided")
        yield Obligation.on(REVIEW_DUE, decided.plus_months(REVIEW_MONTHS))


def _claims(facts: CaseFacts) -> tuple[Event, ...]:
    """Return the claims in order of time; the act of lodging is one too, unless a claim of that day is told."""
    lodged = facts.events_of("claim_lodged")
    told = {event.date for event in lodged}
    acts = [act for act in facts.acts_of(CLAIM_LODGE_DUE.id) if act.date not in told]
    return tuple(sorted((*lodged, *acts), key=lambda event: event.date))


def _claims_to_lodge(facts: CaseFacts) -> Iterator[Obligation]:
    """Twelve months after each injury (s. 53); ACC may accept a later claim.

    A claim that was lodged starts the term of its decision; that it met this rule is told by the act of the rule.
    """
    for injury in facts.events_of("injury_occurred"):
        derived = Derivation.at(injury.date, "nz.injury_on").plus_months(CLAIM_MONTHS)
        yield Obligation.on(CLAIM_LODGE_DUE, derived)


def _cover_decision(claim: Event) -> Obligation:
    """21 days after the claim; two months where it is complicated (ss. 56-57), here a disease or a mental injury.

    ACC can extend the two months to four, which no fact tells. A late decision counts as cover (s. 58).
    """
    lodged = Derivation.at(claim.date, "nz.claim_lodged")
    if claim.text("injury") in _COMPLICATED:
        return Obligation.on(COVER_DECISION_DUE, lodged.noting("nz.complicated").plus_months(COMPLICATED_MONTHS))
    return Obligation.on(COVER_DECISION_DUE, lodged.plus_days(DECISION_DAYS))
