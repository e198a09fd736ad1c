"""Telling that somebody stands in, or no longer does: mails that say nothing but that there is something new.

Names and days stand on the pages of those whom it concerns; a worker sees who is there for them on theirs.
"""

from datetime import UTC, datetime, time
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity.granting.models import Cover
from handrail.kit import clock, outbox
from handrail.kit.codes import Compartment
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Case, Employment

_QUEUE: Final = "notifications"
_TELL: Final = "notifications.tell"
_TELL_ALONE: Final = "notifications.tell_of_account"


def tell_worker(session: Session, case: Case, cover: Cover, *, is_over: bool = False) -> None:
    """Have a worker told that somebody else is there for them: on the day it begins, or ends before its time."""
    statement = select(Employment.person_id).where(
        Employment.tenant_id == case.tenant_id, Employment.id == case.employment_id
    )
    payload: dict[str, outbox.JSON] = {
        "person_id": str(session.scalars(statement).one()),
        "kind": "news",
        "employer_id": str(case.employer_id),
        "subject_id": str(case.id),
        "compartment": Compartment.COORDINATION.value,
    }
    key = f"cover:{cover.id}:{case.id}" + (":over" if is_over else "")
    outbox.publish(session, _QUEUE, _TELL, payload, key=key, not_before=None if is_over else _begins(cover))


def tell_both(session: Session, actor: Acting, cover: Cover, *, is_over: bool = False) -> None:
    """Have whoever is away and whoever stands in told, but not the one of them who arranged it."""
    for person_id in (cover.person_id, cover.by_id):
        if person_id == actor.person_id:
            continue
        payload: dict[str, outbox.JSON] = {"person_id": str(person_id), "kind": "news"}
        key = f"cover:{cover.id}:{person_id}" + (":over" if is_over else "")
        outbox.publish(session, _QUEUE, _TELL_ALONE, payload, key=key)


def _begins(cover: Cover) -> datetime | None:
    """Return when a cover begins, where that is still to come."""
    first = cover.during.lower
    if first is None or first <= clock.today():
        return None
    return datetime.combine(first, time(), UTC)
