"""What can be agreed to, and how (CON-7)."""

from dataclasses import dataclass
from enum import StrEnum


class ConsentPurpose(StrEnum):
    """One use that needs the worker's agreement; the codes are those of the framework's consent texts."""

    SUPERVISOR_CONTACT = "supervisor_contact"
    INFORM_UNION = "inform_union"
    TREATING_PHYSICIAN = "treating_physician"
    REFERRAL = "provider_referral"
    WELCOME_COLLEAGUES = "welcome_arrangements"
    EQUITY_DATA = "equity_data"
    PREVENTION = "prevention_observations"


class GivenHow(StrEnum):
    """How the worker said it."""

    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    IN_WRITING = "in_writing"
    ONLINE = "online"


class Answer(StrEnum):
    """What the worker said when asked. A no is on record too, so that nobody asks again and again."""

    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ShownText:
    """The exact words that the worker saw or heard, and their language."""

    purpose: ConsentPurpose
    locale: str
    title: str
    body: str


OF_THE_PROCESS = frozenset(
    {
        ConsentPurpose.SUPERVISOR_CONTACT,
        ConsentPurpose.INFORM_UNION,
        ConsentPurpose.TREATING_PHYSICIAN,
        ConsentPurpose.REFERRAL,
        ConsentPurpose.WELCOME_COLLEAGUES,
    }
)
"""What the support process shares with others; it ends with taking part (VOL-2). The other two serve other ends."""
