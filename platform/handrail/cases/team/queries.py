"""Reading who has a part in a case. Row-level policies leave each reader the parts that are theirs to know."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from handrail.cases.records import employment_of
from handrail.cases.team.rules import ROLES, Part, opened_by, part_of
from handrail.identity.actor import Actor
from handrail.identity.duties import Duty
from handrail.identity.models import Assignment, Membership
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import NotFound
from handrail.tenancy.models import Case, Employment, Person

_ORDER = (Role.WORKER, Role.COORDINATOR, Role.SUPERVISOR, Role.UNION, Role.OCCUPATIONAL_HEALTH, Role.PROVIDER)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a part in a case today. `until`: the last day, where one is known; `by`: who gave the part."""

    id: UUID
    person_id: UUID
    name: str
    role: Role
    duty: Duty
    since: date | None
    until: date | None
    by: str | None
    covers_for: str | None
    is_covered: bool
    """Whether somebody stands in for them today."""

    @property
    def sees(self) -> tuple[Compartment, ...]:
        """The compartments they reach, and no other."""
        return opened_by(self.role)

    @property
    def part(self) -> Part | None:
        """Which part it is, of those that the coordinator gives and ends."""
        return part_of(self.role, self.duty) if self.covers_for is None else None

    @property
    def is_contact(self) -> bool:
        """Whether they are the one to turn to: whoever coordinates, while nobody stands in for them (IVN-5)."""
        return self.role is Role.COORDINATOR and self.duty is Duty.WHOLE and not self.is_covered


def members_of(session: Session, case: Case) -> list[Member]:
    """Return who has a part in the case today: the worker, whoever coordinates, and the others. One statement.

    For whom somebody stands in follows from the case: whoever coordinates it. A worker reads no list of who is away.
    """
    giver = aliased(Person)
    statement = (
        select(Assignment, Person.name, Person.sort_name, giver.name)
        .join(Person, and_(Person.tenant_id == Assignment.tenant_id, Person.id == Assignment.person_id))
        .outerjoin(giver, and_(giver.tenant_id == Assignment.tenant_id, giver.id == Assignment.given_by))
        .where(
            Assignment.tenant_id == case.tenant_id,
            Assignment.case_id == case.id,
            Assignment.during.contains(clock.today()),
        )
    )
    rows = sorted(session.execute(statement), key=lambda row: _place(row[0], row[2]))
    own = next((name for part, name, *_rest in rows if _is_whole_coordinator(part) and part.cover_id is None), None)
    covered = own is not None and any(_is_whole_coordinator(part) and part.cover_id for part, *_rest in rows)
    return [_member(*row, covers_for=own if row[0].cover_id else None, covered=covered) for row in rows]


def member_of(session: Session, case: Case, part_id: UUID) -> Member:
    """Return one of them; raises NotFound where there is none."""
    found = next((each for each in members_of(session, case) if each.id == part_id), None)
    if found is None:
        raise NotFound
    return found


def candidates(session: Session, case: Case, part: Part) -> list[tuple[UUID, str]]:
    """Return who can have a part: who holds the role at this client organisation and is not in the case already."""
    employment = employment_of(session, case)
    never = [each for each in (employment.person_id, employment.supervisor_id) if each is not None]
    within = select(Assignment.person_id).where(
        Assignment.tenant_id == case.tenant_id,
        Assignment.case_id == case.id,
        Assignment.role == ROLES[part],
        Assignment.during.contains(clock.today()),
    )
    statement = (
        select(Person.id, Person.name, Person.sort_name)
        .join(Membership, and_(Membership.tenant_id == Person.tenant_id, Membership.person_id == Person.id))
        .where(
            Membership.tenant_id == case.tenant_id,
            Membership.employer_id == case.employer_id,
            Membership.role == ROLES[part],
            Membership.during.contains(clock.today()),
            Person.active,
            Person.id.not_in(never),
            Person.id.not_in(within),
        )
        .distinct()
        .order_by(Person.sort_name, Person.id)
    )
    return [(row.id, row.name) for row in session.execute(statement)]


def own_case(session: Session, actor: Actor) -> UUID:
    """Return the newest case of a worker; raises NotFound while there is none."""
    statement = (
        select(Case.id)
        .join(Employment, and_(Employment.tenant_id == Case.tenant_id, Employment.id == Case.employment_id))
        .where(Case.tenant_id == actor.tenant_id, Employment.person_id == actor.person_id)
        .order_by(Case.opened_at.desc(), Case.id.desc())
    )
    found = session.scalar(statement.limit(1))
    if found is None:
        raise NotFound
    return found


def _is_whole_coordinator(part: Assignment) -> bool:
    return part.role is Role.COORDINATOR and part.duty is Duty.WHOLE


def _place(part: Assignment, name: str) -> tuple[int, bool, bool, str]:
    """Order by role; whoever stands in comes before the one they stand in for, as they are there now."""
    at = _ORDER.index(part.role) if part.role in _ORDER else len(_ORDER)
    return at, part.duty is not Duty.WHOLE, part.cover_id is None, name


def _member(
    part: Assignment, name: str, _sort_name: str, by: str | None, *, covers_for: str | None, covered: bool
) -> Member:
    upper = part.during.upper
    return Member(
        id=part.id,
        person_id=part.person_id,
        name=name,
        role=part.role,
        duty=part.duty,
        since=part.during.lower,
        until=upper - timedelta(days=1) if upper else None,
        by=by,
        covers_for=covers_for,
        is_covered=covered and part.cover_id is None and _is_whole_coordinator(part),
    )
