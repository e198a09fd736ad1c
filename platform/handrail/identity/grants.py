"""Keeping `case_grant` and `employer_grant` equal to what the policy says: the row-level half of every decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.identity.granting.models import SupportAccess
from handrail.identity.models import Assignment, CaseGrant, EmployerGrant, Membership, SharedPlan
from handrail.identity.policies import (
    BY_WHO_THEY_ARE,
    MATRIX,
    Reach,
    grants_of_membership,
    grants_of_relation,
    subject_is_employment,
)
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import elevated
from handrail.kit.ids import new_id
from handrail.tenancy.models import Case, Employment

ALWAYS: Range[Any] = Range(None, None, bounds="()")
"""A relation without dates: being the worker, being the line manager."""


@dataclass(frozen=True, slots=True)
class _Row:
    subject_id: UUID
    person_id: UUID
    role: Role
    compartment: Compartment
    during: Range[Any]


def project_employment(session: Session, employment: Employment) -> None:
    """Bring all grants on this employment and its cases in line with the relations there are now.

    Call it after an absence was opened or an assignment changed (a change of the line manager is
    `identity.parts.supervisor_changed`); doing it twice changes nothing.
    """
    with elevated(session, "project grants"):
        cases = session.execute(
            select(Case.id).where(Case.tenant_id == employment.tenant_id, Case.employment_id == employment.id)
        )
        case_ids = [case_id for (case_id,) in cases]
        wanted = set(_of_employment(employment)) | set(_of_assignments(session, employment, case_ids))
        _replace(session, employment, [employment.id, *case_ids], wanted)


def _of_employment(employment: Employment) -> Iterable[_Row]:
    for person_id, role in ((employment.person_id, Role.WORKER), (employment.supervisor_id, Role.SUPERVISOR)):
        if person_id is None:
            continue
        for compartment, cell in MATRIX[role].items():
            if cell.read and cell.reach is Reach.RELATED and hangs_on_employment(role, compartment):
                yield _Row(employment.id, person_id, role, compartment, ALWAYS)


def hangs_on_employment(role: Role, compartment: Compartment) -> bool:
    """Say whether being worker or line manager opens it on the employment.

    What a worker keeps about an absence is their own without any case (INT-3).
    """
    return subject_is_employment(compartment) or (role is Role.WORKER and compartment is Compartment.OWN)


def _of_assignments(session: Session, employment: Employment, case_ids: list[UUID]) -> Iterable[_Row]:
    statement = select(Assignment.case_id, Assignment.person_id, Assignment.role, Assignment.during).where(
        Assignment.tenant_id == employment.tenant_id, Assignment.case_id.in_(case_ids)
    )
    for case_id, person_id, role, during in session.execute(statement):
        for grant in grants_of_relation(role):
            if grant.on_employment and role in BY_WHO_THEY_ARE:
                continue
            yield _Row(employment.id if grant.on_employment else case_id, person_id, role, grant.compartment, during)


def _replace(session: Session, employment: Employment, subjects: list[UUID], wanted: set[_Row]) -> None:
    statement = select(CaseGrant).where(CaseGrant.tenant_id == employment.tenant_id, CaseGrant.subject_id.in_(subjects))
    stored = {
        _Row(row.subject_id, row.person_id, row.role, row.compartment, row.during): row.id
        for row in session.scalars(statement)
    }
    gone = [stored[row] for row in stored.keys() - wanted]
    if gone:
        session.execute(delete(CaseGrant).where(CaseGrant.tenant_id == employment.tenant_id, CaseGrant.id.in_(gone)))
    for row in wanted - stored.keys():
        session.add(
            CaseGrant(
                tenant_id=employment.tenant_id,
                id=new_id(),
                employer_id=employment.employer_id,
                subject_id=row.subject_id,
                person_id=row.person_id,
                role=row.role,
                compartment=row.compartment,
                during=row.during,
            )
        )


def share_plan(session: Session, case: Case, *, shared: bool) -> None:
    """Let the plan of a case be open to others than worker and coordinator, or no more; again changes nothing.

    It is while the worker takes part. Whoever has no part in the case does not learn of it (VOL-2).
    """
    with elevated(session, "project grants"):
        mine = (SharedPlan.tenant_id == case.tenant_id, SharedPlan.case_id == case.id)
        if not shared:
            session.execute(delete(SharedPlan).where(*mine))
        elif session.scalar(select(SharedPlan.id).where(*mine)) is None:
            session.add(
                SharedPlan(tenant_id=case.tenant_id, employer_id=case.employer_id, case_id=case.id, since=clock.today())
            )
            session.flush()


def project_person(session: Session, tenant_id: UUID, person_id: UUID) -> None:
    """Bring the employer-wide grants of one person in line with their memberships."""
    memberships = session.scalars(
        select(Membership).where(
            Membership.tenant_id == tenant_id, Membership.person_id == person_id, Membership.employer_id.is_not(None)
        )
    ).all()
    wanted = {
        (membership.employer_id, membership.role, compartment, membership.during)
        for membership in memberships
        for compartment in grants_of_membership(membership.role)
    }
    wanted |= _of_support(session, tenant_id, person_id)
    rows = session.scalars(
        select(EmployerGrant).where(EmployerGrant.tenant_id == tenant_id, EmployerGrant.person_id == person_id)
    )
    stored = {(row.employer_id, row.role, row.compartment, row.during): row for row in rows}
    for key in stored.keys() - wanted:
        session.delete(stored[key])
    for employer_id, role, compartment, during in wanted - stored.keys():
        session.add(
            EmployerGrant(
                tenant_id=tenant_id,
                employer_id=employer_id,
                person_id=person_id,
                role=role,
                compartment=compartment,
                during=during,
            )
        )


def _of_support(
    session: Session, tenant_id: UUID, person_id: UUID
) -> set[tuple[UUID | None, Role, Compartment, Range[Any]]]:
    """Return what support access opens: by the day here, while sessions judge it by the minute."""
    living = session.scalars(
        select(SupportAccess).where(
            SupportAccess.tenant_id == tenant_id, SupportAccess.agent_id == person_id, SupportAccess.ended_at.is_(None)
        )
    )
    return {
        (access.employer_id, access.lens, compartment, access.days())
        for access in living
        for compartment in grants_of_membership(access.lens)
    }
