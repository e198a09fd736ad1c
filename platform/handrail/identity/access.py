"""The service layer's door: every command and query passes here before it touches a case (never "forbidden")."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, ScalarSelect, false, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from handrail.identity.actor import Actor
from handrail.identity.errors import InsufficientScope
from handrail.identity.models import Assignment, SharedPlan
from handrail.identity.policies import (
    ACTIONS,
    SCOPE,
    STEP_UP,
    Resource,
    asks_whether_shared,
    decide,
    may_ever,
    relations_to,
    scope_of,
    subject_is_employment,
)
from handrail.kit import clock, observing
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import SubjectOwned
from handrail.kit.errors import NotFound, StepUpRequired
from handrail.tenancy.models import Case, Employment

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Requirement:
    """An act that this actor is about to do, still to be decided for the thing it is done to."""

    actor: Actor
    action: str


def require(actor: Actor, action: str) -> Requirement:
    """Say what the actor is about to do; raises NotFound where the role can never do it."""
    if not may_ever(actor.role, action):
        raise denied(action)
    observing.observer().acts(action)
    return Requirement(actor, action)


def load_case(session: Session, case_id: UUID, requirement: Requirement, *, lock: bool = False) -> Case:
    """Return the case, if the policy allows the act on it; raises NotFound otherwise, as for an unknown id.

    `lock` takes the row for update, so that two commands on one case follow each other.
    """
    actor = requirement.actor
    statement = (
        select(Case, Employment, _relations(actor), _shared(actor, Case.id))
        .join(Employment, (Employment.tenant_id == Case.tenant_id) & (Employment.id == Case.employment_id))
        .where(Case.tenant_id == actor.tenant_id, Case.id == case_id)
    )
    if lock:
        statement = statement.with_for_update(of=Case, key_share=True)
    found = session.execute(statement).one_or_none()
    if found is None:
        raise denied(requirement.action)
    case: Case = found[0]
    employment, assigned, shared = found[1], found[2], found[3]
    relations = _roles(requirement, employment, assigned)
    check(requirement, employer_id=case.employer_id, relations=relations, shared=shared)
    return case


def load_employment(session: Session, employment_id: UUID, requirement: Requirement) -> Employment:
    """Return the employment, if the policy allows the act on it; raises NotFound otherwise."""
    actor = requirement.actor
    assigned = (
        select(func.array_agg(Assignment.role))
        .join(Case, (Case.tenant_id == Assignment.tenant_id) & (Case.id == Assignment.case_id))
        .where(
            Assignment.tenant_id == actor.tenant_id,
            Case.employment_id == Employment.id,
            Assignment.person_id == actor.person_id,
            Assignment.during.contains(clock.today()),
        )
        .scalar_subquery()
    )
    statement = select(Employment, assigned).where(
        Employment.tenant_id == actor.tenant_id, Employment.id == employment_id
    )
    found = session.execute(statement).one_or_none()
    if found is None:
        raise denied(requirement.action)
    employment: Employment = found[0]
    roles = found[1]
    check(requirement, employer_id=employment.employer_id, relations=_roles(requirement, employment, roles))
    return employment


def check_record(session: Session, requirement: Requirement, record: SubjectOwned) -> None:
    """Decide the act on one record by its compartment and what it hangs on; raises as `check` does."""
    actor, on_employment = requirement.actor, subject_is_employment(record.compartment)
    assigned = (
        select(func.array_agg(Assignment.role))
        .join(Case, (Case.tenant_id == Assignment.tenant_id) & (Case.id == Assignment.case_id))
        .where(
            Assignment.tenant_id == actor.tenant_id,
            Assignment.person_id == actor.person_id,
            Assignment.during.contains(clock.today()),
            (Case.employment_id if on_employment else Case.id) == record.subject_id,
        )
        .scalar_subquery()
    )
    shared = false() if on_employment else _shared(actor, record.subject_id)
    statement = select(Employment.person_id, Employment.supervisor_id, assigned, shared)
    if on_employment:
        statement = statement.where(Employment.id == record.subject_id)
    else:
        of_case = (Case.tenant_id == Employment.tenant_id) & (Case.employment_id == Employment.id)
        statement = statement.join(Case, of_case).where(Case.id == record.subject_id)
    row = session.execute(statement.where(Employment.tenant_id == actor.tenant_id)).one_or_none()
    if row is None:
        raise denied(requirement.action)
    relations = relations_to(
        [Role(role) for role in row[2] or []],
        on_employment=on_employment,
        is_worker=row[0] == actor.person_id,
        is_line_manager=row[1] == actor.person_id,
    )
    check(
        requirement,
        employer_id=record.employer_id,
        relations=relations,
        compartment=record.compartment,
        shared=row[3],
    )


def check(
    requirement: Requirement,
    *,
    employer_id: UUID | None = None,
    relations: frozenset[Role] = frozenset(),
    compartment: Compartment | None = None,
    shared: bool = False,
) -> None:
    """Decide the act; raises NotFound where it is denied, so that denied and unknown look the same.

    Raises StepUpRequired where nothing but a fresh proof of who one is is missing, and InsufficientScope where nothing
    but a scope of the token is.
    """
    actor = requirement.actor
    resource = Resource(actor.tenant_id, employer_id, relations, compartment, shared)
    decision = decide(actor.asking(), requirement.action, resource)
    if decision.allow:
        return
    if decision.rule == SCOPE:
        raise InsufficientScope(scope=scope_of(requirement.action))
    raise StepUpRequired if decision.rule == STEP_UP else denied(requirement.action)


def denied(action: str) -> NotFound:
    """Note that an act was denied, and return what is raised for it.

    What is unknown is noted as what is denied: neither the answer nor the time it takes tells them apart.
    """
    log.info("access.denied", act=action)
    return NotFound()


def _relations(actor: Actor) -> ScalarSelect[Any]:
    return (
        select(func.array_agg(Assignment.role))
        .where(
            Assignment.tenant_id == actor.tenant_id,
            Assignment.case_id == Case.id,
            Assignment.person_id == actor.person_id,
            Assignment.during.contains(clock.today()),
        )
        .scalar_subquery()
    )


def _shared(actor: Actor, case_id: UUID | InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return whether the worker shares the plan, for those to whom it makes a difference."""
    if not asks_whether_shared(actor.role):
        return false()
    return select(SharedPlan.id).where(SharedPlan.tenant_id == actor.tenant_id, SharedPlan.case_id == case_id).exists()


def _roles(requirement: Requirement, employment: Employment, assigned: list[str] | None) -> frozenset[Role]:
    """Return the actor's relations to what the act is about."""
    compartment = ACTIONS[requirement.action].compartment
    return relations_to(
        [Role(role) for role in assigned or []],
        on_employment=compartment is not None and subject_is_employment(compartment),
        is_worker=employment.person_id == requirement.actor.person_id,
        is_line_manager=employment.supervisor_id == requirement.actor.person_id,
    )
