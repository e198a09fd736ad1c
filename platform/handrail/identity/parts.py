"""People's parts in cases: given, covered, ended; with their grants and their entries on the timeline."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity import grants, queries
from handrail.identity.duties import Duty
from handrail.identity.granting.models import Cover
from handrail.identity.models import Assignment
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Case, Employment

_ROLE_COMPARTMENT = {Role.SUPERVISOR: Compartment.PLAN}
"""Where it is noted that somebody has a part, unless it is between worker and coordinator alone."""


def assign(
    session: Session,
    actor: Acting,
    case: Case,
    *,
    person_id: UUID,
    role: Role,
    since: date,
    duty: Duty = Duty.WHOLE,
) -> Assignment:
    """Give a person a part in a case from `since` on; the same part again returns the first.

    A coordinator gets a part only where NEU-1 allows it: they hold the role at this client organisation. Whoever
    covers for them these days has a part in the case too.
    """
    current = queries.current_assignment(session, case, role, person_id)
    if current is not None and current.cover_id is None and current.duty is duty:
        return current
    if current is not None:  # what was a cover's part, or another duty, becomes this one
        _cut(session, current, since)
    assignment = start_assignment(
        session, actor, case, person_id=person_id, role=role, during=Range(since, None), duty=duty
    )
    if role is Role.COORDINATOR:
        for cover in queries.covers_for(session, case, person_id, since):
            start_cover(session, actor, case, cover)
    return assignment


def start_cover(session: Session, actor: Acting, case: Case, cover: Cover) -> Assignment | None:
    """Give whoever covers a part in one case for the days of the cover; None where they can have none.

    They can have none in their own case, and need none where they have one of their own.
    """
    employment = session.scalars(
        select(Employment).where(Employment.tenant_id == case.tenant_id, Employment.id == case.employment_id)
    ).one()
    if cover.by_id in {employment.person_id, employment.supervisor_id}:
        return None
    days: Range[Any] = Range(max(cover.during.lower or clock.today(), clock.today()), cover.during.upper, bounds="[)")
    held = select(Assignment.id).where(
        Assignment.tenant_id == case.tenant_id,
        Assignment.case_id == case.id,
        Assignment.person_id == cover.by_id,
        Assignment.role == Role.COORDINATOR,
        Assignment.during.overlaps(days),
    )
    if session.scalar(held.limit(1)) is not None:
        return None
    covered = queries.current_assignment(session, case, Role.COORDINATOR, cover.person_id)
    return start_assignment(
        session,
        actor,
        case,
        person_id=cover.by_id,
        role=Role.COORDINATOR,
        during=days,
        cover_id=cover.id,
        duty=covered.duty if covered else Duty.WHOLE,
    )


def start_assignment(
    session: Session,
    actor: Acting,
    case: Case,
    *,
    person_id: UUID,
    role: Role,
    during: Range[Any],
    cover_id: UUID | None = None,
    duty: Duty = Duty.WHOLE,
) -> Assignment:
    """Write a part in a case for these days, with its grants and its entry on the timeline."""
    assignment = Assignment(
        tenant_id=case.tenant_id,
        employer_id=case.employer_id,
        case_id=case.id,
        person_id=person_id,
        role=role,
        during=during,
        cover_id=cover_id,
        duty=duty,
        given_by=actor.person_id,
    )
    session.add(assignment)
    session.flush()
    _reproject(session, case)
    until = (None, during.upper.isoformat()) if during.upper else None
    timeline.append(
        session,
        case.subject(),
        actor,
        "assignment.started",
        compartment=_ROLE_COMPARTMENT.get(role, Compartment.COORDINATION),
        record=assignment,
        changes={"role": (None, role.value), "person": (None, person_id)} | ({"until": until} if until else {}),
    )
    return assignment


def end_assignment(session: Session, actor: Acting, case: Case, assignment: Assignment, on: date) -> None:
    """End a part in a case; access ends with it, at once (S3-4, VOL-2)."""
    if assignment.role is Role.COORDINATOR and assignment.cover_id is None:
        for covered in queries.cover_parts(session, case, assignment.person_id, on):
            _cut(session, covered, on)
    _cut(session, assignment, on)
    _reproject(session, case)
    timeline.append(
        session,
        case.subject(),
        actor,
        "assignment.ended",
        compartment=_ROLE_COMPARTMENT.get(assignment.role, Compartment.COORDINATION),
        record=assignment,
        changes={"until": (None, on.isoformat())},
    )


def _cut(session: Session, assignment: Assignment, on: date) -> None:
    """Let a part end on a day; one that had not begun is gone."""
    lower = assignment.during.lower
    if lower is not None and lower >= on:
        session.delete(assignment)
    else:
        assignment.during = Range(lower, on, bounds="[)")
    session.flush()


def supervisor_changed(session: Session, actor: Acting, employment: Employment) -> None:
    """Follow a change of the line manager: the one before finds nothing of this worker from the next request on.

    The new one has the administrative side at once; a part in the case begins with the notice of S2-4 (VOL-2).
    """
    session.flush()
    statement = (
        select(Case, Assignment)
        .join(Assignment, (Assignment.tenant_id == Case.tenant_id) & (Assignment.case_id == Case.id))
        .where(
            Case.tenant_id == employment.tenant_id,
            Case.employment_id == employment.id,
            Assignment.role == Role.SUPERVISOR,
            Assignment.person_id.is_distinct_from(employment.supervisor_id),
            or_(func.upper_inf(Assignment.during), func.upper(Assignment.during) > clock.today()),
        )
        .order_by(Assignment.id)
    )
    for case, assignment in session.execute(statement).all():
        end_assignment(session, actor, case, assignment, clock.today())
    grants.project_employment(session, employment)


def _reproject(session: Session, case: Case) -> None:
    employment = session.scalars(
        select(Employment).where(Employment.tenant_id == case.tenant_id, Employment.id == case.employment_id)
    ).one()
    grants.project_employment(session, employment)
