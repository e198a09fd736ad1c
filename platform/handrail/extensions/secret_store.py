"""The secrets of plugins: written by administrators, opened for a plugin's jobs alone, shown to nobody.

Exchanging one keeps the one before, until the new one has worked for the first time: whoever uses it tries the new one
and then the old one, and says `worked` once an answer came.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from handrail.extensions.models import PluginSecret
from handrail.kit import clock, tenant_secrets
from handrail.kit.db import context_of
from handrail.kit.subjects import Acting
from handrail.kit.tenant_secrets import Where

_COLUMN: Final = "sealed"
"""Both values are sealed for one place, so that the new one can become the previous one as it is."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Which secret: of which plugin, at which client organisation (None: of the consultancy), under which key."""

    plugin: str
    employer_id: UUID | None
    key: str


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret as a job gets it; `previous` is what counted before, None where the new one has worked."""

    value: str = field(repr=False)
    previous: str | None = field(default=None, repr=False)


def put(session: Session, actor: Acting, slot: Slot, value: str) -> PluginSecret:
    """Write a secret; what was there becomes the previous one."""
    row = session.scalars(_in(actor.tenant_id, slot).with_for_update()).one_or_none()
    if row is None:
        row = PluginSecret(
            tenant_id=actor.tenant_id, employer_id=slot.employer_id, plugin=slot.plugin, key=slot.key,
            previous_sealed=None,
        )  # fmt: skip
    else:
        row.previous_sealed = row.sealed
    row.sealed = tenant_secrets.seal(session, _where(row), value.encode())
    row.changed_at, row.changed_by = clock.now(), actor.person_id
    session.add(row)
    return row


def remove(session: Session, actor: Acting, slot: Slot) -> PluginSecret | None:
    """Take a secret away, with the one before; returns the row that is gone, None where there was none."""
    row = session.scalars(_in(actor.tenant_id, slot).with_for_update()).one_or_none()
    if row is not None:
        session.delete(row)
    return row


def which(session: Session, tenant_id: UUID, plugin: str, employer_id: UUID | None) -> frozenset[str]:
    """Return the keys of the secrets that are there; never what they are."""
    statement = _rows(tenant_id, plugin, employer_id).with_only_columns(PluginSecret.key)
    return frozenset(session.scalars(statement))


def opened(session: Session, plugin: str, employer_id: UUID | None) -> Mapping[str, Secret]:
    """Return the secrets that hold at a client organisation, the consultancy's where it has no own. For jobs alone."""
    tenant_id = context_of(session).tenant_id
    row = PluginSecret
    statement = select(row).where(
        row.tenant_id == tenant_id, row.plugin == plugin, or_(row.employer_id.is_(None), row.employer_id == employer_id)
    )
    found = sorted(session.scalars(statement), key=lambda each: each.employer_id is not None)
    return {each.key: _opened(session, each) for each in found}


def worked(session: Session, slot: Slot) -> None:
    """Say that the new secret works: what counted before is forgotten."""
    tenant_id = context_of(session).tenant_id
    for row in session.scalars(_in(tenant_id, slot)):
        row.previous_sealed = None


def _opened(session: Session, row: PluginSecret) -> Secret:
    value = tenant_secrets.unseal(session, _where(row), row.sealed).decode()
    if row.previous_sealed is None:
        return Secret(value)
    return Secret(value, tenant_secrets.unseal(session, _where(row), row.previous_sealed).decode())


def _where(row: PluginSecret) -> Where:
    return Where(row.tenant_id, PluginSecret.__tablename__, row.id, _COLUMN)


def _in(tenant_id: UUID, slot: Slot) -> Select[PluginSecret]:
    return _rows(tenant_id, slot.plugin, slot.employer_id).where(PluginSecret.key == slot.key)


def _rows(tenant_id: UUID, plugin: str, employer_id: UUID | None) -> Select[PluginSecret]:
    row = PluginSecret
    owner = row.employer_id.is_(None) if employer_id is None else row.employer_id == employer_id
    return select(row).where(row.tenant_id == tenant_id, row.plugin == plugin, owner)
