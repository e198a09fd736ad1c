"""Which forms are kept while they are written, who may write them, and where a draft of each lies. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handrail.kit.codes import Compartment


@dataclass(frozen=True, slots=True)
class Kind:
    """One form: the act that sends it, and the compartment in which its draft lies.

    What a worker has not told yet is their own, wherever it goes once they send it.
    """

    act: str
    compartment: Compartment
    on_employment: bool = False


_TALK: Final = Kind("contact.record", Compartment.COORDINATION)
_INTERVIEW: Final = Kind("interview.record", Compartment.ADMINISTRATIVE, on_employment=True)
KINDS: Final[Mapping[str, Kind]] = {
    "first-contact": _TALK,
    "first-meeting": _TALK,
    "follow-up": _TALK,
    "preparation": _TALK,
    "contact": _TALK,
    "after-return-worker": _TALK,
    "after-return-supervisor": _TALK,
    "summary": Kind("summary.write", Compartment.COORDINATION),
    "concern": Kind("concern.draft", Compartment.OWN),
    "telling": Kind("concern.draft", Compartment.OWN),
    "reintegration": _INTERVIEW,
    "return-to-work": _INTERVIEW,
    "statutory-document": Kind("statutory_document.write", Compartment.ADMINISTRATIVE, on_employment=True),
    "statutory-answer": Kind("statutory_document.reflect", Compartment.OWN, on_employment=True),
    "own-words": Kind("interview.reflect", Compartment.OWN, on_employment=True),
}
"""By the name of the form, as it stands in addresses."""
DAYS_KEPT: Final = 14
"""Calendar days after the last change; then a draft that nobody sent is removed."""
MOST_SIGNS: Final = 200_000
"""Of everything in one form together."""
