"""What the process asks of those who tell people: ids and codes in the outbox, no word of a case."""

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.kit import outbox
from handrail.kit.codes import Compartment
from handrail.kit.subjects import SubjectRef

QUEUE: Final = "notifications"
TELL: Final = "notifications.tell"
INVITATION: Final = "invitation"
NEWS: Final = "news"


def tell(
    session: Session, subject: SubjectRef, person_id: UUID, why: str, *, compartment: Compartment, key: str
) -> None:
    """Have a person told that there is something new for them, once the act is committed.

    The message says no more than that (CON-3), and is not sent to somebody who may no longer know of the subject by
    then. `why` and `key` name the occasion: the same ones tell a person once.
    """
    payload: dict[str, outbox.JSON] = {
        "person_id": str(person_id),
        "kind": INVITATION if why == INVITATION else NEWS,
        "employer_id": str(subject.employer_id),
        "subject_id": str(subject.subject_id),
        "compartment": compartment.value,
    }
    outbox.publish(session, QUEUE, TELL, payload, key=f"{why}:{person_id}:{key}")
