"""Notice and claim (WIRC Act): who has to pass it on, and by when it is decided."""

from collections.abc import Iterator

from handrail.sdk import AfterEvent, Calendar, CaseFacts, Derivation, Event, Obligation, injuries_at_work, step
from handrail_au.victoria.catalogue import (
    CLAIM_DECISION,
    CLAIM_FORWARD,
    MENTAL_INJURY_FROM,
    PROVISIONAL_DECISION,
    WORKER_NOTICE,
)

NOTICE = AfterEvent(rule=WORKER_NOTICE, key="au.injury", days=30)
FORWARD = AfterEvent(rule=CLAIM_FORWARD, key="au.claim_received", days=10)
FORWARD_MENTAL = AfterEvent(rule=CLAIM_FORWARD, key="au_vic.mental_claim_received", working_days=3)
DECISION = AfterEvent(rule=CLAIM_DECISION, key="au.claim_received", events=("claim_received",), days=28)
DECISION_FORWARDED = AfterEvent(rule=CLAIM_DECISION, key="au_vic.claim_forwarded", days=28)
PROVISIONAL = AfterEvent(rule=PROVISIONAL_DECISION, key="au_vic.mental_claim_lodged", working_days=5)


def claims(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what an injury, a claim received and a claim lodged ask."""
    for injured in injuries_at_work(facts):
        yield NOTICE.obligation(injured, calendar)
    for claim in facts.events_of("claim_received"):
        yield forward(claim, calendar)
    yield from decisions(facts, calendar)
    for lodged in facts.events_of("claim_lodged"):
        yield provisional(lodged, calendar)


def forward(claim: Event, calendar: Calendar) -> Obligation:
    """Ten calendar days, or three business days with a mental injury, received since July 2021.

    The date of that limb is from general knowledge.
    """
    is_mental = claim.text("injury") == "mental" and claim.date >= MENTAL_INJURY_FROM
    return (FORWARD_MENTAL if is_mental else FORWARD).obligation(claim, calendar)


def decisions(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """28 days after the agent receives a claim for weekly payments.

    The agent has it from the day on which the employer forwards it; until that is on file the day of receipt that is
    known counts.
    """
    forwarded = facts.acts_of(CLAIM_FORWARD.id)
    for act in forwarded:
        yield DECISION_FORWARDED.obligation(act, calendar)
    if not forwarded:
        yield from DECISION.obligations(facts, calendar)


def provisional(lodged: Event, calendar: Calendar) -> Obligation:
    """Five business days after a claim for a mental injury is lodged; other claims have no such payments."""
    if lodged.text("injury") == "mental":
        return PROVISIONAL.obligation(lodged, calendar)
    told = Derivation.at(lodged.date, "au.claim_made").noting("au_vic.not_mental")
    return Obligation.not_owed(PROVISIONAL_DECISION, "not_in_scope", (*told.steps, step("not_owed")))
