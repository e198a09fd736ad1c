"""What the process asks of those who tell people: ids and codes in the outbox, no word of a case."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.kit import outbox
from handrail.kit.codes import Compartment
from handrail.kit.subjects import SubjectRef

QUEUE = "notifications"
TELL = "notifications.tell_news"


def tell(
    session: Session, subject: SubjectRef, person_id: UUID, why: str, *, compartment: Compartment, key: str
) -> None:
    """Have a person told that there is something new for them, once the act is committed.

    `why` is a code that the delivery log keeps; the message itself says nothing but that there is news (CON-3). The
    same `why` and `key` tell a person once.
    """
    payload = {
        "person_id": str(person_id),
        "why": why,
        "employer_id": str(subject.employer_id),
        "subject_id": str(subject.subject_id),
        "compartment": compartment.value,
    }
    outbox.publish(session, QUEUE, TELL, dict(payload), key=f"{why}:{person_id}:{key}")
