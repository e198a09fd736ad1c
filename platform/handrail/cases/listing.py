"""The case list: one statement a page, whatever it shows. Row-level policies leave each reader what they reach."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, Select, Subquery, Text, and_, case, cast, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from handrail.cases.absence_models import Absence
from handrail.cases.models import CaseProcess, MilestoneReached
from handrail.cases.rules.participation import Participation
from handrail.cases.rules.steps import Milestone, Stairs, first_days, step_of
from handrail.identity import reach
from handrail.identity.actor import Actor
from handrail.identity.duties import Duty
from handrail.identity.models import Assignment, Membership
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.obligations.models import Fact, Obligation
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person
from handrail.tenancy.rules import sort_key

PAGE = 50
_LAST_SIGN = "\U0010ffff"


class Sort(StrEnum):
    """In which order the list is."""

    NAME = "name"
    DUE = "due"
    """What falls due first; cases with nothing due come last. For whoever has a part in each of their cases: it looks
    at every one of them, which thousands are too many for."""
    OPENED = "opened"
    """Those that have been open longest first."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list is narrowed to, and its order; None and "" narrow nothing. `name` is the beginning of a name.

    `uncoordinated`: those for which nobody who coordinates here today is responsible.
    """

    name: str = ""
    employer_id: UUID | None = None
    participation: Participation | None = None
    closed: bool = False
    coordinator_id: UUID | None = None
    uncoordinated: bool = False
    sort: Sort = Sort.NAME


@dataclass(frozen=True, slots=True)
class Next:
    """The open obligation that falls due first, of those the reader may know."""

    rule: str
    due_on: date
    owed_by: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list."""

    id: UUID
    number: str
    name: str
    sort_name: str
    employer: str
    opened_on: date
    coordinator_id: UUID | None
    """Who coordinates it, whoever covers for them these days."""
    coordinator: str | None
    off_since: date | None
    back_on: date | None
    participation: Participation | None
    stairs: Stairs | None
    next: Next | None


@dataclass(frozen=True, slots=True)
class Position:
    """Where the page before ended: the list goes on after (key, id). The key is a name, or a date as ISO has it."""

    key: str
    id: UUID

    def place(self, sort: Sort) -> str | date:
        """Return the key as a list of this order has it; raises ValueError where it is none of that."""
        return self.key if sort is Sort.NAME else date.fromisoformat(self.key)


@dataclass(frozen=True, slots=True)
class Coordinating:
    """Somebody who coordinates."""

    id: UUID
    name: str

    @property
    def key(self) -> str:
        """The part of an address that names them."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class _State:
    """What `step_of` needs of a process."""

    participation: Participation
    outcome: object | None


def page_of_cases(
    session: Session, tenant_id: UUID, wanted: CaseFilter, after: Position | None = None, limit: int = PAGE
) -> tuple[list[CaseRow], Position | None]:
    """Return one page of cases in order and where the next page begins, or None on the last page. One statement."""
    chosen = _chosen(session, tenant_id, wanted, after, limit + 1)
    place = chosen.c[_PLACE]
    statement = (
        select(
            Case.id,
            Case.number,
            Case.opened_on,
            Case.sort_name,
            Person.name,
            ClientOrganisation.name.label("employer"),
            CaseProcess.participation,
            CaseProcess.outcome,
            cast(place, Text).label(_PLACE),
            _coordinator(),
            _latest_absence(),
            _facts(),
            _milestones(),
            _next_due(),
        )
        .select_from(chosen)
        .join(Case, and_(Case.tenant_id == tenant_id, Case.id == chosen.c.id))
        .join(Employment, and_(Employment.tenant_id == Case.tenant_id, Employment.id == Case.employment_id))
        .join(Person, and_(Person.tenant_id == Case.tenant_id, Person.id == Employment.person_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == Case.tenant_id, ClientOrganisation.id == Case.employer_id),
        )
        .outerjoin(CaseProcess, and_(CaseProcess.tenant_id == Case.tenant_id, CaseProcess.subject_id == Case.id))
        .order_by(place, chosen.c.id)
    )
    found = session.execute(statement).all()
    page = [_row(each) for each in found[:limit]]
    last = found[limit - 1] if len(found) > limit else None
    return page, Position(last.place, last.id) if last else None


def coordinators_of(session: Session, actor: Actor) -> list[Coordinating]:
    """Return who coordinates at the client organisations of a lead today, by name."""
    statement = (
        select(Person.id, Person.name, Person.sort_name)
        .join(Membership, and_(Membership.tenant_id == Person.tenant_id, Membership.person_id == Person.id))
        .where(
            Person.tenant_id == actor.tenant_id,
            Membership.role == Role.COORDINATOR,
            Membership.employer_id.in_(actor.employers),
            Membership.during.contains(clock.today()),
            Person.active,
        )
        .distinct()
        .order_by(Person.sort_name, Person.id)
    )
    return [Coordinating(row.id, row.name) for row in session.execute(statement)]


_PLACE = "place"


def _chosen(session: Session, tenant_id: UUID, wanted: CaseFilter, after: Position | None, limit: int) -> Subquery:
    """Return the cases of the page, in order; nothing else of any other case is looked at."""
    place = _order(wanted.sort)
    keys = (
        select(Case.id, place.label(_PLACE))
        .outerjoin(CaseProcess, and_(CaseProcess.tenant_id == Case.tenant_id, CaseProcess.subject_id == Case.id))
        .where(Case.tenant_id == tenant_id, *_conditions(tenant_id, wanted))
    )
    if after is not None:
        keys = keys.where(tuple_(place, Case.id) > (after.place(wanted.sort), after.id))
    order = (place.label(_PLACE), Case.id)
    return reach.first(session, keys, order, limit, subject=Case.employment_id, employer=Case.employer_id)


def _order(sort: Sort) -> ColumnElement[Any]:
    """Return what the list is ordered by, before the id."""
    if sort is Sort.OPENED:
        return Case.opened_on.expression
    if sort is Sort.NAME:
        return Case.sort_name.expression
    first = select(func.min(Obligation.due_on)).where(*_open_obligations()).scalar_subquery()
    return func.coalesce(first, date.max)


def _conditions(tenant_id: UUID, wanted: CaseFilter) -> list[Any]:
    found: list[Any] = []
    if wanted.name:
        start = sort_key(wanted.name)  # a range, not LIKE: the index is used under row-level security
        found += [Case.sort_name >= start, Case.sort_name < start + _LAST_SIGN]
    if wanted.employer_id is not None:
        found.append(Case.employer_id == wanted.employer_id)
    if wanted.participation is not None:
        found.append(CaseProcess.participation == wanted.participation)
    if wanted.coordinator_id is not None:
        found.append(_coordinated_by(tenant_id, Assignment.person_id == wanted.coordinator_id))
    if wanted.uncoordinated:
        found.append(_coordinated_by(tenant_id, Assignment.person_id.in_(_who_left(tenant_id)), ~_still_here()))
    found.append(CaseProcess.outcome.is_not(None) if wanted.closed else CaseProcess.outcome.is_(None))
    return found


def _coordinated_by(tenant_id: UUID, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the cases whose coordinator fits: found from the few people, not from the many cases."""
    return Case.id.in_(
        select(Assignment.case_id).where(Assignment.tenant_id == tenant_id, *_coordinating(), *conditions)
    )


def _who_left(tenant_id: UUID) -> Select[UUID]:
    """Return who coordinated somewhere and does not today; a file reaches somebody, so no other case has nobody."""
    return select(Membership.person_id).where(
        Membership.tenant_id == tenant_id,
        Membership.role == Role.COORDINATOR,
        ~Membership.during.contains(clock.today()),
    )


def _still_here() -> ColumnElement[bool]:
    """Say whether whoever has the part holds the role there today."""
    return (
        select(Membership.id)
        .where(
            Membership.tenant_id == Assignment.tenant_id,
            Membership.person_id == Assignment.person_id,
            Membership.employer_id == Assignment.employer_id,
            Membership.role == Role.COORDINATOR,
            Membership.during.contains(clock.today()),
        )
        .exists()
    )


def _coordinating() -> tuple[ColumnElement[bool], ...]:
    """Return what makes a part that of the case's coordinator: not a cover's, nor that of a follow-up alone."""
    return (
        Assignment.role == Role.COORDINATOR,
        Assignment.duty == Duty.WHOLE,
        Assignment.cover_id.is_(None),
        Assignment.during.contains(clock.today()),
    )


def _coordinator() -> Label[Any]:
    who = aliased(Person)
    return (
        select(func.jsonb_build_array(who.id, who.name))
        .select_from(Assignment)
        .join(who, and_(who.tenant_id == Assignment.tenant_id, who.id == Assignment.person_id))
        .where(Assignment.tenant_id == Case.tenant_id, Assignment.case_id == Case.id, *_coordinating())
        .order_by(Assignment.id)
        .limit(1)
        .scalar_subquery()
        .label("coordinator")
    )


def _latest_absence() -> Label[Any]:
    return (
        select(func.jsonb_build_array(Absence.first_day, Absence.first_day_fit))
        .where(Absence.tenant_id == Case.tenant_id, Absence.subject_id == Case.employment_id)
        .order_by(Absence.first_day.desc())
        .limit(1)
        .scalar_subquery()
        .label("absence")
    )


def _facts() -> Label[Any]:
    """Return the days on which facts of this case were milestones, as [type, day] pairs."""
    took_part = case(
        (Fact.type != Milestone.PARTICIPATING.value, True),
        else_=Fact.fields["decision"].astext == Participation.PARTICIPATING.value,
    )
    return (
        select(func.jsonb_agg(func.jsonb_build_array(Fact.type, Fact.on)))
        .where(
            Fact.tenant_id == Case.tenant_id,
            Fact.employment_id == Case.employment_id,
            Fact.replaced_by.is_(None),
            Fact.void.is_(False),
            Fact.on >= Case.opened_on,
            or_(Fact.case_id == Case.id, Fact.case_id.is_(None)),
            Fact.type.in_([milestone.value for milestone in Milestone]),
            took_part,
        )
        .scalar_subquery()
        .label("facts")
    )


def _milestones() -> Label[Any]:
    return (
        select(func.jsonb_agg(func.jsonb_build_array(MilestoneReached.milestone, MilestoneReached.on)))
        .where(MilestoneReached.tenant_id == Case.tenant_id, MilestoneReached.subject_id == Case.id)
        .scalar_subquery()
        .label("milestones")
    )


def _next_due() -> Label[Any]:
    return (
        select(func.jsonb_build_array(Obligation.rule, Obligation.due_on, Obligation.owed_by))
        .where(*_open_obligations())
        .order_by(Obligation.due_on, Obligation.id)
        .limit(1)
        .scalar_subquery()
        .label("next_due")
    )


def _open_obligations() -> tuple[ColumnElement[bool], ...]:
    """Return what makes an obligation one of the case that is open and dated."""
    return (
        Obligation.tenant_id == Case.tenant_id,
        Obligation.subject_id.in_([Case.id, Case.employment_id]),
        Obligation.closed_at.is_(None),
        Obligation.due_on.is_not(None),
    )


def _row(found: Any) -> CaseRow:
    first_day, first_day_fit = found.absence or (None, None)
    stairs = None
    if found.participation is not None:
        reached = [(Milestone.FORWARDED.value, found.opened_on)]
        pairs = [*(found.facts or ()), *(found.milestones or ())]
        reached += [(code, date.fromisoformat(day)) for code, day in pairs]
        stairs = step_of(_State(found.participation, found.outcome), first_days(reached))
    rule, due_on, owed_by = found.next_due or (None, None, None)
    coordinator_id, coordinator = found.coordinator or (None, None)
    return CaseRow(
        id=found.id,
        number=found.number,
        name=found.name,
        sort_name=found.sort_name,
        employer=found.employer,
        opened_on=found.opened_on,
        coordinator_id=UUID(coordinator_id) if coordinator_id else None,
        coordinator=coordinator,
        off_since=date.fromisoformat(first_day) if first_day else None,
        back_on=date.fromisoformat(first_day_fit) if first_day_fit else None,
        participation=found.participation,
        stairs=stairs,
        next=Next(rule, date.fromisoformat(due_on), owed_by) if rule and due_on and owed_by else None,
    )
