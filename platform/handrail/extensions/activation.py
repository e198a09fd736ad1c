"""The plugins that are active for one request or job: one indexed query, asked once in a transaction.

Nothing is kept between transactions, so there is nothing to put right when somebody presses a switch.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from handrail.extensions import registry as plugins
from handrail.extensions.breaker import breaker
from handrail.extensions.models import PluginActivation
from handrail.extensions.standing import Active, Known, Row, Standing, Standings, State
from handrail.kit.db import context_of

__all__ = ["Active", "Standing", "State", "active", "active_of"]

_KEPT: Final = "active_plugins"


def active(session: Session, employer_id: UUID | None) -> Active:
    """Return the plugins that are active at a client organisation, or, for None, in the consultancy.

    One statement for each organisation and transaction, however often it is asked.
    """
    kept: dict[UUID | None, Active] = session.info.setdefault(_KEPT, {})
    if employer_id not in kept:
        kept[employer_id] = active_of(session, plugins.registry().known, employer_id)
    return kept[employer_id]


def active_of(session: Session, known: Mapping[str, Known], employer_id: UUID | None) -> Active:
    """Return how each of the known plugins stands, from what is stored now."""
    tenant: dict[str, Row] = {}
    employer: dict[str, Row] = {}
    for plugin, owner, state, default, settings, grants in session.execute(
        _rows(context_of(session).tenant_id, employer_id)
    ):
        row = Row(state=State(state), employers_default=default, settings=settings, grants=grants)
        (tenant if owner is None else employer)[plugin] = row
    held = breaker().held()
    return Active(Standings(known, tenant, employer, at_employer=employer_id is not None, held=held))


def forget(session: Session) -> None:
    """Ask again: something was switched in this very transaction."""
    session.info.pop(_KEPT, None)


def _rows(tenant_id: UUID, employer_id: UUID | None) -> Any:
    row = PluginActivation
    of_whom = (
        or_(row.employer_id.is_(None), row.employer_id == employer_id) if employer_id else row.employer_id.is_(None)
    )
    return select(row.plugin, row.employer_id, row.state, row.employers_default, row.settings, row.grants).where(
        row.tenant_id == tenant_id, of_whom
    )
