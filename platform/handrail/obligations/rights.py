"""What is owed to a worker who asks for their data to be put right, on either track, whatever else goes on (PRI-1).

GDPR article 12(3): an answer without undue delay, and within one month of the request at the latest; article 16: what
is to be put right. A longer term for a complex request is not used, nor is the day moved where it is no working day, so
whoever answers by this date is on time wherever they are. It neither begins nor ends with an absence or with support.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from handrail.sdk import CaseFacts, Citation, Derivation, EventType, Field, Obligation, Rule

EMPLOYER, COORDINATOR = "employer", "coordinator"
MONTHS: Final = 1

_REQUEST = Field(key="request", kind="text", compartment="administrative", required=True)
_KEPT_BY = Field(
    key="kept_by", kind="choice", compartment="administrative", required=True, choices=(EMPLOYER, COORDINATOR)
)
ASKED, ANSWERED = "correction_asked", "correction_answered"
RIGHTS_EVENTS: Final = (
    EventType(name=ASKED, fields=(_REQUEST, _KEPT_BY)),
    EventType(name=ANSWERED, fields=(_REQUEST,)),
)
"""They lie where the request lies: administrative, or in coordination."""
RIGHTS_TYPES: Final = frozenset(each.name for each in RIGHTS_EVENTS)

_SOURCE = Citation(act="GDPR (Regulation (EU) 2016/679)", article="12(3), 16")
CORRECTION_BY_EMPLOYER = Rule(
    id="rights.correction_by_employer", title="Answer to a request to put data right", owed_by="hr", source=_SOURCE,
    confidence="high", lapses=False,
)  # fmt: skip
CORRECTION_BY_COORDINATOR = Rule(
    id="rights.correction_by_coordinator", title="Answer to a request to put right what was written down",
    owed_by="coordinator", source=_SOURCE, confidence="high", compartment="coordination", lapses=False,
)  # fmt: skip
RIGHTS_RULES: Final = (CORRECTION_BY_EMPLOYER, CORRECTION_BY_COORDINATOR)
_BY_KEEPER: Final = {EMPLOYER: CORRECTION_BY_EMPLOYER, COORDINATOR: CORRECTION_BY_COORDINATOR}


def rights_obligations(facts: CaseFacts) -> Iterator[Obligation]:
    """Return an answer for each request, with the one on file where there is one."""
    for asked in facts.chronological:
        if asked.type != ASKED:
            continue
        request = asked.text("request")
        answered = next(
            (each for each in facts.chronological if each.type == ANSWERED and each.text("request") == request), None
        )
        derived = Derivation.at(asked.date, "rights.asked").plus_months(MONTHS)
        yield replace(Obligation.on(_BY_KEEPER[str(asked.text("kept_by"))], derived, done=answered), about=request)
