"""What is due across workers: by date, a page at a time, or a month at a glance. One statement each.

Row-level policies decide which rows there are. What is added here narrows each reader to what the list is for, and
keeps the support process from the employer's side a second time (VOL-2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from handrail.identity import reach
from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment, Role
from handrail.obligations.models import Obligation, ObligationChange
from handrail.obligations.stored import DROPPED
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person

PAGE: Final = 50
A_DAY: Final = 4
"""How many things a day of the month shows; the rest is counted and listed."""
EMPLOYER_SIDE: Final = frozenset({Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR})
"""These read the statutory track and nothing of the support process."""
CASEWORK: Final = frozenset({Role.COORDINATOR, Role.LEAD_COORDINATOR})
"""Who opens cases: only they are given the number of one, on pages, in calendars and over the API."""


_REACHED_BY: Final[dict[str, Any]] = {"subject": Obligation.subject_id, "employer": Obligation.employer_id}


class Standing(StrEnum):
    """How an obligation stands, as a list is narrowed to it."""

    OPEN = "open"
    """Somebody has to think of it."""
    LATE = "late"
    """An act whose last day on time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; None narrows nothing. `status` is the code that was computed last."""

    standing: Standing | None = Standing.OPEN
    start: date | None = None
    end: date | None = None
    owed_by: str | None = None
    employer_id: UUID | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where the page before ended."""

    due_on: date
    id: UUID


@dataclass(frozen=True, slots=True)
class Listed:
    """One obligation with the worker it is about, and the newest case of it that the reader knows of."""

    obligation: Obligation
    worker: str
    employer: str
    case_id: UUID | None
    case_number: str | None

    def number_for(self, reader: Role) -> str | None:
        """Return the number of the case as a role reads it; None where there is no case, or none for them."""
        return self.case_number if reader in CASEWORK else None


def page_of_obligations(
    session: Session,
    actor: Actor,
    wanted: Wanted,
    today: date,
    *,
    after: Position | None = None,
    limit: int = PAGE,
) -> tuple[list[Listed], Position | None]:
    """Return one page by date, and where the next one begins; None on the last page. One statement."""
    keys = select(Obligation.id, Obligation.due_on).where(*_listed_for(actor), *_narrowed(wanted, today))
    if after is not None:
        keys = keys.where(tuple_(Obligation.due_on, Obligation.id) > (after.due_on, after.id))
    order = (Obligation.due_on, Obligation.id)
    chosen = reach.first(session, keys, order, limit + 1, **_REACHED_BY)
    statement = (
        with_names()
        .join(chosen, chosen.c.id == Obligation.id)
        .where(Obligation.tenant_id == actor.tenant_id)
        .order_by(chosen.c.due_on, chosen.c.id)
    )
    found = [Listed(*row) for row in session.execute(statement)]
    page, last = found[:limit], found[limit - 1].obligation if len(found) > limit else None
    return page, Position(last.due_on, last.id) if last and last.due_on else None


def between(session: Session, actor: Actor, start: date, end: date, limit: int) -> list[Listed]:
    """Return what is open between two days, both included, by date; at most `limit`. One statement."""
    wanted = Wanted(start=start, end=end)
    page, _further = page_of_obligations(session, actor, wanted, start, limit=limit)
    return page


@dataclass(frozen=True, slots=True)
class Day:
    """What is due on one day: the first few, and how many there are."""

    shown: Sequence[Listed]
    total: int


def days_of(session: Session, actor: Actor, start: date, end: date) -> dict[date, Day]:
    """Return what is open on each day between two, both included. One statement."""
    counted = (
        select(
            Obligation.id,
            func.row_number().over(partition_by=Obligation.due_on, order_by=Obligation.id).label("number"),
            func.count().over(partition_by=Obligation.due_on).label("total"),
        )
        .where(*_listed_for(actor), *_narrowed(Wanted(start=start, end=end), start))
        .where(*reach.within_reach(session, **_REACHED_BY))
        .subquery()
    )
    statement = (
        with_names(counted.c.total)
        .join(counted, counted.c.id == Obligation.id)
        .where(Obligation.tenant_id == actor.tenant_id, counted.c.number <= A_DAY)
        .order_by(Obligation.due_on, Obligation.id)
    )
    shown: dict[date, list[Listed]] = {}
    totals: dict[date, int] = {}
    for *columns, total in session.execute(statement):
        each = Listed(*columns)
        day = each.obligation.due_on or start
        shown.setdefault(day, []).append(each)
        totals[day] = total
    return {day: Day(rows, totals[day]) for day, rows in shown.items()}


def of_listed(session: Session, actor: Actor, obligation_id: UUID) -> Listed | None:
    """Return one obligation of those that the reader's list can hold, open or not. One statement."""
    statement = with_names().where(*_listed_for(actor), Obligation.id == obligation_id)
    row = session.execute(statement).one_or_none()
    return None if row is None else Listed(*row)


def with_names(*more: ColumnElement[Any] | type[ObligationChange]) -> Select[Any]:
    """Select obligations with whom they are about. The case is looked for last, for the rows of the page alone."""
    newest = aliased(Case)
    case_of = (
        select(newest.id, newest.number)
        .where(
            newest.tenant_id == Obligation.tenant_id,
            newest.employment_id == Obligation.employment_id,
            Obligation.case_id.is_(None) | (newest.id == Obligation.case_id),
        )
        .order_by(newest.opened_at.desc(), newest.id.desc())
        .limit(1)
        .lateral("case_of")
    )
    return (
        select(Obligation, Person.name, ClientOrganisation.name, case_of.c.id, case_of.c.number, *more)
        .join(Employment, and_(Employment.tenant_id == Obligation.tenant_id, Employment.id == Obligation.employment_id))
        .join(Person, and_(Person.tenant_id == Obligation.tenant_id, Person.id == Employment.person_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == Obligation.tenant_id, ClientOrganisation.id == Obligation.employer_id),
        )
        .outerjoin(case_of, true())
    )


def _listed_for(actor: Actor) -> Iterator[ColumnElement[bool]]:
    """Yield what a reader's list is for, beside what row-level policies leave."""
    yield Obligation.tenant_id == actor.tenant_id
    yield Obligation.due_on.is_not(None)
    yield Obligation.status != DROPPED
    if actor.role in EMPLOYER_SIDE:
        yield Obligation.case_id.is_(None)
        yield Obligation.compartment == Compartment.ADMINISTRATIVE
    if actor.role is Role.SUPERVISOR:
        yield Obligation.owed_by == Role.SUPERVISOR.value
    if actor.employers != "*":
        yield Obligation.employer_id.in_(actor.employers)


def _narrowed(wanted: Wanted, today: date) -> Iterator[ColumnElement[bool]]:
    if wanted.standing is not None:
        yield Obligation.closed_at.is_(None)
    if wanted.standing is Standing.LATE:
        yield Obligation.kind == "act"
        yield Obligation.status != "suspended"
        yield Obligation.due_on < today
    if wanted.start is not None:
        yield Obligation.due_on >= wanted.start
    if wanted.end is not None:
        yield Obligation.due_on <= wanted.end
    if wanted.owed_by is not None:
        yield Obligation.owed_by == wanted.owed_by
    if wanted.employer_id is not None:
        yield Obligation.employer_id == wanted.employer_id
    if wanted.status is not None:
        yield Obligation.status == wanted.status
