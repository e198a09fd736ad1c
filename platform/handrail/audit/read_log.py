"""Recording that somebody looked (CON-5)."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from handrail.audit.models import ReadLog
from handrail.kit import clock
from handrail.kit.codes import LOGGED_COMPARTMENTS, Compartment
from handrail.kit.subjects import Acting, SubjectRef


def record(
    session: Session,
    actor: Acting,
    subject: SubjectRef,
    compartments: Iterable[Compartment],
    purpose: str,
    *,
    always: bool = False,
) -> None:
    """Write one row for this request and subject, when a logged compartment was opened by a person.

    `purpose` is a code such as ``case.overview``; the worker reads it in words. `always` logs the others too (CON-6).
    """
    opened = set(compartments)
    logged = sorted(opened if always else opened & LOGGED_COMPARTMENTS)
    if not logged or actor.person_id is None or actor.role is None:
        return
    session.add(
        ReadLog(
            tenant_id=subject.tenant_id,
            employer_id=subject.employer_id,
            subject_id=subject.subject_id,
            at=clock.now(),
            person_id=actor.person_id,
            role=actor.role,
            compartments=[compartment.value for compartment in logged],
            purpose=purpose,
        )
    )
