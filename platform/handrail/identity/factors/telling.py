"""Telling that somebody's ways to sign in changed: the consultancy's chain, and the person, by mail."""

from datetime import timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.factors import queries
from handrail.identity.factors.models import FormerAddress, Passkey
from handrail.kit import clock, outbox
from handrail.kit.db import elevated
from handrail.kit.ids import new_id
from handrail.kit.subjects import Acting, System

KEPT: Final = timedelta(days=30)
"""How long an address of before is kept: as long as a mail server may be away, and no longer."""


class Told(StrEnum):
    """What a mail says: kinds of messages of the notifications slice."""

    WAY_ADDED = "way_added"
    WAY_REMOVED = "way_removed"
    CODE_GIVEN = "code_given"
    ADDRESS_CHANGED = "address_changed"
    NEW_DEVICE = "new_device"
    TRIED = "tried"
    ACCESS_ENDS = "access_ends"
    PROGRAM_ENDS = "program_ends"


def tell(
    session: Session, person_id: UUID, what: Told, *, key: str | None = None, address_id: UUID | None = None
) -> None:
    """Ask for the mail; with a `key` once for it. `address_id`: it goes to that address they had before."""
    payload: dict[str, outbox.JSON] = {"person_id": str(person_id), "kind": what.value}
    if address_id is not None:
        payload["address_id"] = str(address_id)
    outbox.publish(session, "notifications", "notifications.tell_of_account", payload, key=key or str(new_id()))


def address_changed(session: Session, tenant_id: UUID, person_id: UUID, before: str | None, after: str | None) -> None:
    """Have it told to the address before, where there was another: links to sign in go elsewhere from now on.

    Whoever never came in has nothing to lose there, and the address before may be one that others read: it hears
    nothing (VOL-2).
    """
    if not before or before == after or not queries.has_come_in(session, tenant_id, person_id):
        return
    address_id = new_id()
    row = {"tenant_id": tenant_id, "id": address_id, "person_id": person_id, "address": before, "at": clock.now()}
    with elevated(session, "an address of before is kept for the mail to it, and shown to nobody"):
        session.execute(insert(FormerAddress).values(row))
    tell(session, person_id, Told.ADDRESS_CHANGED, address_id=address_id)


def forget_addresses(session: Session, tenant_id: UUID) -> None:
    """Remove addresses of before, which have been told long ago."""
    before = clock.now() - KEPT
    session.execute(delete(FormerAddress).where(FormerAddress.tenant_id == tenant_id, FormerAddress.at < before))


def note(session: Session, actor: Acting, verb: str, row: Any, person_id: UUID, **more: str) -> None:
    """Note an act on somebody's ways to sign in."""
    changes = {name: (None, value) for name, value in ({"person": str(person_id)} | more).items()}
    timeline.append_tenant_act(session, actor, verb, record=row, changes=changes)


def stopped(session: Session, passkey: Passkey) -> None:
    """Note that Handrail itself stopped a passkey, and have its person told."""
    note(session, System(passkey.tenant_id), "passkey.stopped", passkey, passkey.person_id)
    tell(session, passkey.person_id, Told.WAY_REMOVED)
