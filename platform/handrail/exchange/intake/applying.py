"""Carrying out a plan: all of it or nothing, in the caller's transaction."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from handrail.cases.absence_batches import NewAbsence, write_absences
from handrail.cases.absence_errors import AbsencesOverlap
from handrail.cases.absence_models import Absence
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin, settle, write_correction
from handrail.exchange.intake.absence_row import AbsenceRow
from handrail.exchange.intake.new_workers import add_workers
from handrail.exchange.intake.plan import Change, End, ImportPlan
from handrail.kit.subjects import Acting
from handrail.tenancy.models import ClientOrganisation, Employment

_AT_ONCE: Final = 1_000


def apply_plan(
    session: Session, actor: Acting, employer: ClientOrganisation, plan: ImportPlan, *, source: str, site: str
) -> None:
    """Write what the plan says, made from a snapshot of this very transaction under `hold`."""
    origin = Origin(source)
    added = add_workers(session, actor, employer, plan.new_workers, site)
    employments = _employments(session, employer, plan) | {each.key: each for each in added}
    stored = _absences(session, employer, plan)
    # Corrections may change places, so the overlap is judged when all are written.
    session.execute(text("set constraints absence_no_overlap deferred"))
    written: list[tuple[Employment, Absence]] = []
    for item in _moving(plan):
        absence, employment = stored[item.row.key], employments[item.row.worker]
        facts = AbsenceFacts.of(absence).corrected({change.name: change.after for change in item.fields})
        write_correction(session, actor, employment, absence, facts=facts, origin=origin)
        written.append((employment, absence))
    new = [NewAbsence(employments[each.row.worker], each.row.key, facts_of(each.row)) for each in plan.creates]
    absences = write_absences(session, actor, new, origin)
    written += [(each.employment, absence) for each, absence in zip(new, absences, strict=True)]
    try:
        session.execute(text("set constraints absence_no_overlap immediate"))
    except IntegrityError as problem:
        raise AbsencesOverlap from problem
    settle(session, actor, written)


def hold(session: Session, employer: ClientOrganisation) -> None:
    """Let one import of a client organisation follow the other, from the look at what is stored to the commit."""
    name = f"absence-import|{employer.id}"
    session.execute(text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def facts_of(row: AbsenceRow) -> AbsenceFacts:
    """Return what a row states."""
    return AbsenceFacts(row.first_day, row.first_day_fit, row.hours, row.expected_days, row.percent)


def _moving(plan: ImportPlan) -> Iterator[Change | End]:
    for decision in plan.decisions:
        if isinstance(decision, Change | End):
            yield decision


def _employments(session: Session, employer: ClientOrganisation, plan: ImportPlan) -> dict[str, Employment]:
    new = {worker.key for worker in plan.new_workers}
    keys = sorted({decision.row.worker for decision in plan.decisions} - new)
    found: dict[str, Employment] = {}
    for start in range(0, len(keys), _AT_ONCE):
        statement = select(Employment).where(
            Employment.tenant_id == employer.tenant_id,
            Employment.employer_id == employer.id,
            Employment.key.in_(keys[start : start + _AT_ONCE]),
        )
        found |= {employment.key: employment for employment in session.scalars(statement)}
    return found


def _absences(session: Session, employer: ClientOrganisation, plan: ImportPlan) -> dict[str, Absence]:
    keys = sorted(item.row.key for item in _moving(plan))
    found: dict[str, Absence] = {}
    for start in range(0, len(keys), _AT_ONCE):
        statement = select(Absence).where(
            Absence.tenant_id == employer.tenant_id,
            Absence.employer_id == employer.id,
            Absence.external_key.in_(keys[start : start + _AT_ONCE]),
        )
        found |= {absence.external_key: absence for absence in session.scalars(statement.with_for_update())}
    return found
