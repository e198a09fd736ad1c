"""Keeping, choosing and dropping filters of the case list: one's own, in one role."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases.filters import queries
from handrail.cases.filters.models import SavedFilter
from handrail.cases.filters.rules import MOST, kept
from handrail.identity.access import require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _


def save_filter(
    session: Session, actor: Actor, *, name: str, query: Mapping[str, str], is_default: bool = False
) -> SavedFilter:
    """Keep a filter; one with this name is kept anew. Raises Invalid where there are too many."""
    require(actor, "case_filter.keep")
    mine = queries.filters_of(session, actor)
    found = next((each for each in mine if each.name == name), None)
    if found is None and len(mine) >= MOST:
        raise Invalid(problems=[FieldProblem("/name", _("You keep %(most)s already. Remove one first.", most=MOST))])
    if found is None:
        found = SavedFilter(
            tenant_id=actor.tenant_id,
            person_id=actor.person_id,
            role=actor.role,
            name=name,
            query={},
            is_default=False,
            saved_at=clock.now(),
        )
        session.add(found)
    found.query, found.saved_at = kept(query), clock.now()
    session.flush()
    if is_default:
        begin_with(session, actor, found.id)
    return found


def begin_with(session: Session, actor: Actor, filter_id: UUID | None) -> None:
    """Have the list begin with this filter, or with none."""
    require(actor, "case_filter.keep")
    mine = queries.filters_of(session, actor)
    if filter_id is not None and filter_id not in {each.id for each in mine}:
        raise NotFound
    for each in mine:
        each.is_default = False
    session.flush()  # one at a time is the default
    for each in mine:
        each.is_default = each.id == filter_id
    session.flush()


def remove_filter(session: Session, actor: Actor, filter_id: UUID) -> None:
    """Drop a filter. Raises NotFound for one that is not there."""
    require(actor, "case_filter.keep")
    found = queries.filter_of(session, actor, filter_id)
    if found is None:
        raise NotFound
    session.delete(found)
    session.flush()
