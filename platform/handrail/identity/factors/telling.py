"""Telling that somebody's ways to sign in changed: the consultancy's chain, and the person, by mail."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.factors.models import Passkey
from handrail.kit import outbox
from handrail.kit.ids import new_id
from handrail.kit.subjects import Acting, System


class Told(StrEnum):
    """What a mail says: kinds of messages of the notifications slice."""

    WAY_ADDED = "way_added"
    WAY_REMOVED = "way_removed"
    CODE_GIVEN = "code_given"


def tell(session: Session, person_id: UUID, what: Told) -> None:
    """Ask for the mail."""
    payload: dict[str, outbox.JSON] = {"person_id": str(person_id), "kind": what.value}
    outbox.publish(session, "notifications", "notifications.tell_of_account", payload, key=str(new_id()))


def note(session: Session, actor: Acting, verb: str, row: Any, person_id: UUID, **more: str) -> None:
    """Note an act on somebody's ways to sign in."""
    changes = {name: (None, value) for name, value in ({"person": str(person_id)} | more).items()}
    timeline.append_tenant_act(session, actor, verb, record=row, changes=changes)


def stopped(session: Session, passkey: Passkey) -> None:
    """Note that Handrail itself stopped a passkey, and have its person told."""
    note(session, System(passkey.tenant_id), "passkey.stopped", passkey, passkey.person_id)
    tell(session, passkey.person_id, Told.WAY_REMOVED)
