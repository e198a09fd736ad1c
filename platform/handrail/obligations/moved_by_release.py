"""What new releases of the rules move: how much waits for somebody to accept it, and each date, a page at a time.

Row-level policies leave each reader the dates that they may know of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, true
from sqlalchemy.orm import Session, aliased

from handrail.extensions.registry import registry
from handrail.identity.actor import Actor
from handrail.obligations import releases
from handrail.obligations.listing import Listed, with_names
from handrail.obligations.models import Obligation, ObligationChange, RulesAcceptance
from handrail.obligations.stored import DROPPED

PAGE: Final = 50
WAITS, STANDS = "waits", "stands"
"""What a release puts off or takes away waits; what it brings forward or asks anew stands already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A release that is installed and moves dates, and is not accepted everywhere the reader reaches."""

    jurisdiction: str
    release: str
    waits: int = 0
    stands: int = 0
    workers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseMove:
    """One date that a release moves. `after` None: it is asked no more; `before` None: it is new."""

    id: UUID
    listed: Listed
    kind: str
    before: date | None
    after: date | None
    steps: Sequence[Any]


def pending(session: Session, actor: Actor) -> list[Pending]:
    """Return the releases that somebody has to look at, by jurisdiction. One statement."""
    waits = select(
        Obligation.proposed["jurisdiction"].astext.label("code"),
        literal(WAITS).label("which"),
        Obligation.employment_id,
    ).where(Obligation.tenant_id == actor.tenant_id, *_waiting(None))
    stands = (
        select(func.split_part(Obligation.rule, ".", 1), literal(STANDS), Obligation.employment_id)
        .select_from(ObligationChange)
        .join(Obligation, _of_change())
        .where(ObligationChange.tenant_id == actor.tenant_id, *_standing(None))
    )
    moved = waits.union_all(stands).subquery()
    counted = (
        select(
            moved.c.code,
            func.count().filter(moved.c.which == WAITS),
            func.count().filter(moved.c.which == STANDS),
            func.count(moved.c.employment_id.distinct()),
        )
        .group_by(moved.c.code)
        .order_by(moved.c.code)
    )
    return [
        Pending(jurisdiction=code, release=releases.installed(code), waits=waiting, stands=standing, workers=workers)
        for code, waiting, standing, workers in session.execute(counted)
    ]


def anything_waits(session: Session, actor: Actor) -> bool:
    """Say whether a release waits to be accepted that moves dates of which the reader may know."""
    asked = select(exists().where(Obligation.tenant_id == actor.tenant_id, *_waiting(None)))
    return bool(session.scalar(asked))


def page_of_moves(
    session: Session, actor: Actor, jurisdiction: str, which: str, *, after: UUID | None = None, limit: int = PAGE
) -> tuple[list[ReleaseMove], UUID | None]:
    """Return one page of what the installed release moves, and where the next begins. One statement."""
    if which == STANDS:
        statement, read, order = _of_standing(actor, jurisdiction), _stands, ObligationChange.id
    else:
        statement = with_names().where(Obligation.tenant_id == actor.tenant_id, *_waiting(jurisdiction))
        read, order = _waits, Obligation.id
    if after is not None:
        statement = statement.where(order > after)
    found = [read(row) for row in session.execute(statement.order_by(order).limit(limit + 1))]
    page = found[:limit]
    return page, page[-1].id if len(found) > limit else None


def _of_standing(actor: Actor, jurisdiction: str) -> Select[Any]:
    return (
        with_names(ObligationChange)
        .join(ObligationChange, _of_change())
        .where(ObligationChange.tenant_id == actor.tenant_id, *_standing(jurisdiction))
    )


def _waiting(jurisdiction: str | None) -> list[ColumnElement[bool]]:
    conditions = [Obligation.proposed.is_not(None), Obligation.status != DROPPED]
    if jurisdiction is not None:
        conditions.append(Obligation.proposed["jurisdiction"].astext == jurisdiction)
    return conditions


def _standing(jurisdiction: str | None) -> list[ColumnElement[bool]]:
    """Return what a change is that an installed release made, where it is not accepted."""
    codes = [jurisdiction] if jurisdiction is not None else list(registry().jurisdictions)
    code = func.split_part(Obligation.rule, ".", 1)
    known = aliased(RulesAcceptance)
    accepted = exists().where(
        known.tenant_id == ObligationChange.tenant_id,
        known.employer_id == ObligationChange.employer_id,
        known.release == ObligationChange.release,
        known.jurisdiction == code,
    )
    return [
        ObligationChange.release.in_({releases.installed(each) for each in codes}),
        code.in_(codes) if codes else true(),
        ~accepted,
    ]


def _of_change() -> ColumnElement[bool]:
    return (Obligation.tenant_id == ObligationChange.tenant_id) & (Obligation.id == ObligationChange.obligation_id)


def _waits(row: Any) -> ReleaseMove:
    listed = Listed(*row)
    found = listed.obligation
    told = found.proposed or {}
    return ReleaseMove(
        id=found.id,
        listed=listed,
        kind=told.get("kind", "moved"),
        before=found.due_on,
        after=date.fromisoformat(told["due_on"]) if told.get("due_on") and told.get("kind") == "moved" else None,
        steps=told.get("steps", ()),
    )


def _stands(row: Any) -> ReleaseMove:
    *columns, change = row
    return ReleaseMove(
        id=change.id,
        listed=Listed(*columns),
        kind=change.kind,
        before=None if change.kind == "appeared" else change.due_before,
        after=change.due_after,
        steps=change.because.get("steps", ()),
    )
