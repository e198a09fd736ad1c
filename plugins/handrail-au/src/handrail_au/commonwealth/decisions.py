"""Comcare's decisions: periods that start on the day of receipt, which is their first day (SRC Regulations s.11A).

A last day on a weekend or holiday moves to the next working day (Acts Interpretation Act s.36(2), our application). The
clock stops while the authority asks for information, which nobody tells here.
"""

from collections.abc import Iterator

from handrail.sdk import AfterEvent, Calendar, CaseFacts, Obligation
from handrail_au.commonwealth.catalogue import CLAIM_DECISION, RECONSIDERATION, RECONSIDERATION_REQUEST

INJURY_DAYS, DISEASE_DAYS, RECONSIDERATION_DAYS = 20, 60, 30

INJURY_CLAIM = AfterEvent(rule=CLAIM_DECISION, key="au_cth.claim_received", days=INJURY_DAYS - 1, roll=True)
DISEASE_CLAIM = AfterEvent(rule=CLAIM_DECISION, key="au_cth.disease_claim_received", days=DISEASE_DAYS - 1, roll=True)
RECONSIDERED = AfterEvent(
    rule=RECONSIDERATION, key="au_cth.request_received", act_of=RECONSIDERATION_REQUEST.id,
    days=RECONSIDERATION_DAYS - 1, roll=True,
)  # fmt: skip
REQUEST = AfterEvent(
    rule=RECONSIDERATION_REQUEST, key="au_cth.determined", act_of=CLAIM_DECISION.id, days=RECONSIDERATION_DAYS
)


def decisions(facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
    """Return what a claim, a determination and a request to reconsider ask.

    An injury of the mind that is no disease counts among the injuries (SRC Act s.5A).
    """
    for claim in facts.events_of("claim_received"):
        yield (DISEASE_CLAIM if claim.text("injury") == "disease" else INJURY_CLAIM).obligation(claim, calendar)
    yield from REQUEST.obligations(facts, calendar)
    yield from RECONSIDERED.obligations(facts, calendar)
