"""Who may see what of a worker, and why: read from the grants that the database itself goes by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.cases.overview import names_of
from handrail.identity.models import CaseGrant, EmployerGrant, SharedPlan
from handrail.identity.policies import MATRIX
from handrail.kit.codes import Compartment, Role
from handrail.privacy.mine import Mine
from handrail.privacy.seeing.words import PARTS, WHY

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Reader:
    """One person who may read, could read, or will be able to read one compartment, in one role.

    `since` None: for as long as they have had this place; `until`, the last day, None: for as long as they have it.
    `facts_only`: steps and dates, no words. `why` is a msgid.
    """

    name: str
    person_id: UUID
    role: Role
    since: date | None
    until: date | None
    facts_only: bool
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """One compartment of a worker: who reads it today, and who did before."""

    compartment: Compartment
    title: str
    what: str
    today: Sequence[Reader]
    before: Sequence[Reader]
    later: Sequence[Reader]


def parts_of(session: Session, mine: Mine, today: date) -> list[Part]:
    """Return who may see what, by compartment; the worker themself is not named."""
    found: dict[Compartment, set[Reader]] = {part: set() for part in PARTS}
    shares = _shares(session, mine)
    grants = [
        grant for grant in _grants(session, mine) if shares or _is_over(grant[3], today) or not _waits(*grant[1:3])
    ]
    names = names_of(session, mine.person.tenant_id, {person_id for person_id, *_rest in grants})
    for person_id, role, compartment, during in grants:
        if person_id != mine.person.id or role is not Role.WORKER:
            found[compartment].add(_reader(names.get(person_id, ""), person_id, role, compartment, during))
    return [_part(compartment, readers, today) for compartment, readers in found.items()]


def _part(compartment: Compartment, readers: Iterable[Reader], today: date) -> Part:
    title, what = PARTS[compartment]
    ordered = sorted(readers, key=lambda each: (each.name, each.role, each.since or date.min))
    return Part(
        compartment,
        title,
        what,
        today=[each for each in ordered if (each.since or today) <= today <= (each.until or today)],
        before=[each for each in ordered if each.until is not None and each.until < today],
        later=[each for each in ordered if each.since is not None and each.since > today],
    )


def _is_over(during: Range[Any], today: date) -> bool:
    return during.upper is not None and during.upper <= today


def _waits(role: Role, compartment: Compartment) -> bool:
    """Say whether it opens only while the worker shares it."""
    return MATRIX[role][compartment].while_shared


def _shares(session: Session, mine: Mine) -> bool:
    """Return whether the worker takes part in any of their cases, and so shares a plan with others (VOL-2)."""
    statement = select(SharedPlan.id).where(
        SharedPlan.tenant_id == mine.person.tenant_id, SharedPlan.case_id.in_(mine.subjects)
    )
    return session.scalar(statement.limit(1)) is not None


def _grants(session: Session, mine: Mine) -> Iterable[tuple[UUID, Role, Compartment, Range[Any]]]:
    """Yield what opens a compartment: parts in the worker's cases, places over them, roles at their employers."""
    tenant_id = mine.person.tenant_id
    of_cases = select(CaseGrant.person_id, CaseGrant.role, CaseGrant.compartment, CaseGrant.during).where(
        CaseGrant.tenant_id == tenant_id, CaseGrant.subject_id.in_(mine.subjects)
    )
    employers = [each.id for each in mine.employers]
    of_employers = select(
        EmployerGrant.person_id, EmployerGrant.role, EmployerGrant.compartment, EmployerGrant.during
    ).where(EmployerGrant.tenant_id == tenant_id, EmployerGrant.employer_id.in_(employers))
    for statement in (of_cases, of_employers):
        for row in session.execute(statement):
            yield row.person_id, row.role, row.compartment, row.during


def _reader(name: str, person_id: UUID, role: Role, compartment: Compartment, during: Range[Any]) -> Reader:
    cell = MATRIX[role][compartment]
    return Reader(
        name=name,
        person_id=person_id,
        role=role,
        since=during.lower,
        until=during.upper - _DAY if during.upper else None,
        facts_only=not cell.content,
        why=WHY[role, compartment],
    )
