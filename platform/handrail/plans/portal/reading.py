"""What a worker's page reads: their own case, and everything in it that is theirs to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from handrail.audit import queries as audit
from handrail.audit.models import ReadLog
from handrail.cases import overview
from handrail.cases.absence_models import Absence
from handrail.cases.models import CaseProcess
from handrail.cases.overview import Head
from handrail.cases.queries import calls_of, process_of, stairs_of, supervisor_notice_of
from handrail.cases.rules.steps import Stairs
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.queries import team_of
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.obligations import queries as obligations
from handrail.obligations.models import Obligation
from handrail.plans.models import Meeting
from handrail.plans.queries.preparation import scheduled_meeting_of
from handrail.plans.queries.versions import PlanStanding, standing_of_plan
from handrail.tenancy.models import Case, Employment, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class MyReturn:
    """A worker's case as they see it. `coordinator` None: nobody has it at the moment."""

    case: Case
    head: Head
    today: date
    process: CaseProcess
    stairs: Stairs
    team: Sequence[tuple[Role, Person]]
    coordinator: Person | None
    supervisor_informed: bool
    plan: PlanStanding
    meeting: Meeting | None
    due: Sequence[Obligation]
    absence: Absence | None
    has_open_call: bool


def newest_case(session: Session, actor: Actor) -> UUID | None:
    """Return the worker's newest case, or None while there is none."""
    statement = (
        select(Case.id)
        .join(Employment, and_(Employment.tenant_id == Case.tenant_id, Employment.id == Case.employment_id))
        .where(Case.tenant_id == actor.tenant_id, Employment.person_id == actor.person_id)
        .order_by(Case.opened_at.desc(), Case.id.desc())
        .limit(1)
    )
    return session.scalar(statement)


def my_return(session: Session, actor: Actor, case_id: UUID) -> MyReturn:
    """Return the case as the worker sees it; raises NotFound where it is not theirs."""
    case = load_case(session, case_id, require(actor, "return.read"))
    head = overview.head_of(session, case)
    process = process_of(session, case)
    if process is None:
        raise LookupError(f"case {case.id} has no process")
    team = team_of(session, case)
    absences = overview.absences_of(session, case)
    due = obligations.open_ones(session, actor.tenant_id, owed_by=[Role.WORKER], subjects=[case.id, case.employment_id])
    return MyReturn(
        case=case,
        head=head,
        today=clock.today(head.site.time_zone),
        process=process,
        stairs=stairs_of(session, case, process),
        team=team,
        coordinator=next((person for role, person in team if role is Role.COORDINATOR), None),
        supervisor_informed=supervisor_notice_of(session, case) is not None,
        plan=standing_of_plan(session, case),
        meeting=scheduled_meeting_of(session, case),
        due=due,
        absence=absences[0] if absences else None,
        has_open_call=any(call.requested_by == actor.person_id for call in calls_of(session, case, open_only=True)),
    )


def looked(session: Session, case: Case, limit: int) -> tuple[list[ReadLog], Mapping[UUID, str]]:
    """Return who opened something about the worker, newest first, with names by id (CON-5)."""
    rows = audit.reads_of(session, case.tenant_id, [case.id, case.employment_id], limit)
    return rows, overview.names_of(session, case.tenant_id, {row.person_id for row in rows})
