"""The case list: one statement a page, whatever it shows. Row-level policies leave each reader what they reach."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Label, Subquery, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.cases.models import CaseProcess, MilestoneReached
from handrail.cases.rules.participation import Participation
from handrail.cases.rules.steps import Milestone, Stairs, first_days, step_of
from handrail.identity import reach
from handrail.obligations.models import Fact, Obligation
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person
from handrail.tenancy.rules import sort_key

PAGE = 50
_LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list is narrowed to; None and "" narrow nothing. `name` is the beginning of a name."""

    name: str = ""
    employer_id: UUID | None = None
    participation: Participation | None = None
    closed: bool = False


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
    off_since: date | None
    back_on: date | None
    participation: Participation | None
    stairs: Stairs | None
    next: Next | None


@dataclass(frozen=True, slots=True)
class Position:
    """Where the page before ended: the list goes on after (name, id)."""

    sort_name: str
    id: UUID


@dataclass(frozen=True, slots=True)
class _State:
    """What `step_of` needs of a process."""

    participation: Participation
    outcome: object | None


def page_of_cases(
    session: Session, tenant_id: UUID, wanted: CaseFilter, after: Position | None = None, limit: int = PAGE
) -> tuple[list[CaseRow], Position | None]:
    """Return one page of cases by name and where the next page begins, or None on the last page. One statement."""
    chosen = _chosen(session, tenant_id, wanted, after, limit + 1)
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
        .order_by(chosen.c.sort_name, chosen.c.id)
    )
    rows = [_row(found) for found in session.execute(statement)]
    more = len(rows) > limit
    page = rows[:limit]
    return page, Position(page[-1].sort_name, page[-1].id) if more else None


def _chosen(session: Session, tenant_id: UUID, wanted: CaseFilter, after: Position | None, limit: int) -> Subquery:
    """Return the cases of the page, by name; nothing else of any other case is looked at."""
    keys = (
        select(Case.id, Case.sort_name)
        .outerjoin(CaseProcess, and_(CaseProcess.tenant_id == Case.tenant_id, CaseProcess.subject_id == Case.id))
        .where(Case.tenant_id == tenant_id, *_conditions(wanted))
    )
    if after is not None:
        keys = keys.where(tuple_(Case.sort_name, Case.id) > (after.sort_name, after.id))
    return reach.first(
        session, keys, (Case.sort_name, Case.id), limit, subject=Case.employment_id, employer=Case.employer_id
    )


def _conditions(wanted: CaseFilter) -> list[Any]:
    found: list[Any] = []
    if wanted.name:
        start = sort_key(wanted.name)  # a range, not LIKE: the index is used under row-level security
        found += [Case.sort_name >= start, Case.sort_name < start + _LAST_SIGN]
    if wanted.employer_id is not None:
        found.append(Case.employer_id == wanted.employer_id)
    if wanted.participation is not None:
        found.append(CaseProcess.participation == wanted.participation)
    found.append(CaseProcess.outcome.is_not(None) if wanted.closed else CaseProcess.outcome.is_(None))
    return found


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
        .where(
            Obligation.tenant_id == Case.tenant_id,
            Obligation.subject_id.in_([Case.id, Case.employment_id]),
            Obligation.closed_at.is_(None),
            Obligation.due_on.is_not(None),
        )
        .order_by(Obligation.due_on, Obligation.id)
        .limit(1)
        .scalar_subquery()
        .label("next_due")
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
    return CaseRow(
        id=found.id,
        number=found.number,
        name=found.name,
        sort_name=found.sort_name,
        employer=found.employer,
        off_since=date.fromisoformat(first_day) if first_day else None,
        back_on=date.fromisoformat(first_day_fit) if first_day_fit else None,
        participation=found.participation,
        stairs=stairs,
        next=Next(rule, date.fromisoformat(due_on), owed_by) if rule and due_on and owed_by else None,
    )
