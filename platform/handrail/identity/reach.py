"""Where a list begins: with the subjects somebody has a part in, or with each of their client organisations in turn.

Row-level policies decide which rows there are, but a condition with "or" in it tells no index where to start. What is
said here again, of the same grants, does: a coordinator's list starts from their sixty cases, and a lead's takes the
first rows of each client organisation from its index, whatever else the consultancy has. It never widens anything.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, Uuid, cast, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from handrail.identity.models import CaseGrant
from handrail.identity.policies import MATRIX, Reach
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import Context, context_of

Column = InstrumentedAttribute[Any] | ColumnElement[Any]


def _only(how: Reach) -> frozenset[Role]:
    return frozenset(
        role for role, cells in MATRIX.items() if cells and all(cell.reach is how for cell in cells.values())
    )


_ONE_BY_ONE: Final = _only(Reach.RELATED)
_BY_EMPLOYER: Final = _only(Reach.EMPLOYER)


def within_reach(session: Session, *, subject: Column, employer: Column) -> list[ColumnElement[bool]]:
    """Return conditions on these two columns of a table that lead to the rows the reader may know; none for all."""
    ctx = context_of(session)
    if ctx.engine:
        return []
    if ctx.role in _ONE_BY_ONE:
        return [subject.in_(_granted(ctx))]
    if ctx.role in _BY_EMPLOYER and ctx.employers != "*":
        return [employer.in_(ctx.employers)]
    return []


def first(
    session: Session,
    keys: Select[*tuple[Any, ...]],
    order: Sequence[Column],
    limit: int,
    *,
    subject: Column,
    employer: Column,
    backwards: bool = False,
) -> Subquery:
    """Return the first rows of `keys` in this order: at most `limit`, and only those are looked at any further.

    `order` are among the columns of `keys`, each upwards or, where `backwards` says so, each downwards; `subject` and
    `employer` are columns of the table that it selects from.
    """
    ctx = context_of(session)
    ordering = [column.desc() if backwards else column for column in order]
    if ctx.engine or ctx.role not in _BY_EMPLOYER or len(ctx.employers) == 1 or ctx.employers == "*":
        narrowed = keys.where(*within_reach(session, subject=subject, employer=employer))
        return narrowed.order_by(*ordering).limit(limit).subquery("first")
    turns = func.unnest(cast(list(ctx.employers), ARRAY(Uuid))).table_valued("id", name="turns").render_derived()
    in_turn = keys.where(employer == turns.c.id).order_by(*ordering).limit(limit).lateral("in_turn")
    taken = [in_turn.c[str(column.key)] for column in order]
    merged = [column.desc() if backwards else column for column in taken]
    return select(in_turn).select_from(turns).join(in_turn, true()).order_by(*merged).limit(limit).subquery("first")


def _granted(ctx: Context) -> Select[UUID]:
    """Return the subjects in which the reader has a part today."""
    return select(CaseGrant.subject_id).where(
        CaseGrant.tenant_id == ctx.tenant_id,
        CaseGrant.person_id == ctx.person_id,
        CaseGrant.role == ctx.role,
        CaseGrant.during.contains(clock.today()),
    )
