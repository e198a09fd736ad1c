"""Writing absences whose facts were checked: the row, its history, the facts for the obligations, the timeline."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from handrail.audit import timeline
from handrail.cases.absence_errors import AbsenceInUse, AbsenceKeyTaken, AbsencesOverlap
from handrail.cases.absence_facts import FactsOfAbsence
from handrail.cases.absence_models import Absence, AbsenceCorrection
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.commands.forwarding import open_due_cases
from handrail.cases.commands.freeing import free_what_waits
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.i18n import _
from handrail.kit.subjects import Acting
from handrail.obligations.models import Fact
from handrail.obligations.projection import reconcile_all
from handrail.tenancy.models import Employment

ADMINISTRATIVE: Final = Compartment.ADMINISTRATIVE


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a recording comes from: a code such as ``screen``, ``api`` or ``import:generic``, and why it is made."""

    source: str
    why: str = ""


def write_absence(
    session: Session, actor: Acting, employment: Employment, *, external_key: str, facts: AbsenceFacts, origin: Origin
) -> Absence:
    """Write a new absence whose facts were checked; call `settle` when all of a transaction are written."""
    said = FactsOfAbsence(session, actor, employment, origin.source)
    absence = Absence(
        tenant_id=employment.tenant_id,
        employer_id=employment.employer_id,
        subject_id=employment.id,
        compartment=ADMINISTRATIVE,
        external_key=external_key,
        first_day=facts.first_day,
        first_day_fit=facts.first_day_fit,
        hours=facts.hours,
        expected_days=facts.expected_days,
        percent=facts.percent,
        source=origin.source,
        recorded_at=clock.now(),
        started_fact_id=said.started(facts, None),
        recovered_fact_id=said.recovered(facts, None),
        prognosis_fact_id=said.prognosis(facts, None),
    )
    session.add(absence)
    _flush(session)
    changes = {name: (None, value) for name, (_before, value) in _from_nothing(facts).items()}
    timeline.append(
        session,
        employment.subject(),
        actor,
        "absence.recorded",
        compartment=ADMINISTRATIVE,
        record=absence,
        changes=changes,
    )
    return absence


def write_correction(
    session: Session, actor: Acting, employment: Employment, absence: Absence, *, facts: AbsenceFacts, origin: Origin
) -> AbsenceCorrection | None:
    """Write checked facts over an absence, keeping what was believed before; None where nothing differs."""
    before = AbsenceFacts.of(absence)
    differences = before.differences(facts)
    if not differences:
        return None
    said = FactsOfAbsence(session, actor, employment, origin.source)
    new: dict[str, Any] = {name: after for name, (_before, after) in differences.items()}
    if differences.keys() & {"first_day", "percent"}:
        new["started_fact_id"] = said.started(facts, absence.started_fact_id)
    if "first_day_fit" in differences:
        new["recovered_fact_id"] = said.recovered(facts, absence.recovered_fact_id)
    if differences.keys() & {"first_day", "expected_days"}:
        new["prognosis_fact_id"] = said.prognosis(facts, absence.prognosis_fact_id)
    for name, value in new.items():  # at once, after the facts: these flush, and half a correction may overlap
        setattr(absence, name, value)
    correction = _keep_history(session, actor, absence, differences, origin)
    _flush(session)
    ended = before.is_ended_by(facts)
    timeline.append(
        session,
        employment.subject(),
        actor,
        "absence.ended" if ended else "absence.corrected",
        compartment=ADMINISTRATIVE,
        record=absence,
        changes=differences,
    )
    return correction


def remove_absence(
    session: Session, actor: Acting, employment: Employment, absence: Absence, *, origin: Origin
) -> AbsenceCorrection:
    """Take an absence off the file that never was; its facts are taken back, and what was believed is kept (ACC-3)."""
    said = FactsOfAbsence(session, actor, employment, origin.source)
    for fact_id in (absence.prognosis_fact_id, absence.recovered_fact_id, absence.started_fact_id):
        said.take_back(fact_id)
    believed = {name: (before, None) for name, (_none, before) in _from_nothing(AbsenceFacts.of(absence)).items()}
    correction = _keep_history(session, actor, absence, believed, origin)
    timeline.append(
        session,
        employment.subject(),
        actor,
        "absence.taken_back",
        compartment=ADMINISTRATIVE,
        record=absence,
        changes=believed,
    )
    session.delete(absence)
    try:
        session.flush()
    except IntegrityError as problem:  # whoever points at it knows why: an interview after the return, for one
        raise AbsenceInUse(
            _("An interview, for example, was held about it. Correct the days instead, or take that back first.")
        ) from problem
    return correction


def settle(
    session: Session,
    actor: Acting,
    written: Iterable[tuple[Employment, Absence | None]],
    corrections: Mapping[UUID, UUID] = MappingProxyType({}),
) -> None:
    """Bring what follows from these absences up to date, once for each worker: what is due, and the case (S1-1).

    None in the place of an absence: it was taken back. `corrections` names, by employment, the correction by which the
    dates move, so that each page can say so.
    """
    written, today = [*written], clock.today()
    if not written:
        return
    employments = {employment.id: employment for employment, _absence in written}
    still_away = {
        employment.id
        for employment, absence in written
        if absence is not None and (absence.first_day_fit is None or absence.first_day_fit > today)
    }
    _restate_starts(session, actor, employments)
    reconcile_all(session, actor, employments.keys(), corrections)
    free_what_waits(session, actor, employments.keys())
    for employment_id, employment in employments.items():
        if employment_id in still_away:
            open_due_cases(session, actor, employment)


def _restate_starts(session: Session, actor: Acting, employments: Mapping[UUID, Employment]) -> None:
    """State the start of an absence anew where it was recorded before the end, on that very day, of the one before it.

    Facts of one day stand in the order in which they were recorded, and an absence can not start in another.
    """
    earlier, later = aliased(Absence), aliased(Absence)
    ended, started = aliased(Fact), aliased(Fact)
    tenant_id = next(iter(employments.values())).tenant_id
    statement = (
        select(later)
        .join(earlier, (earlier.tenant_id == later.tenant_id) & (earlier.subject_id == later.subject_id))
        .join(ended, (ended.tenant_id == earlier.tenant_id) & (ended.id == earlier.recovered_fact_id))
        .join(started, (started.tenant_id == later.tenant_id) & (started.id == later.started_fact_id))
        .where(
            later.tenant_id == tenant_id,
            later.subject_id.in_(employments.keys()),
            earlier.first_day_fit == later.first_day,
            tuple_(started.recorded_at, started.id) < tuple_(ended.recorded_at, ended.id),
        )
    )
    for absence in session.scalars(statement).all():
        said = FactsOfAbsence(session, actor, employments[absence.subject_id], absence.source)
        absence.started_fact_id = said.started(AbsenceFacts.of(absence), absence.started_fact_id)


def _from_nothing(facts: AbsenceFacts) -> dict[str, tuple[Any, Any]]:
    empty = AbsenceFacts(first_day=date.min)
    return {name: pair for name, pair in empty.differences(facts).items() if pair[1] is not None}


def _flush(session: Session) -> None:
    """Send the row; two at once that both found no overlap are told apart by the table's own constraint."""
    try:
        session.flush()
    except IntegrityError as problem:
        if "absence_no_overlap" in str(problem.orig):
            raise AbsencesOverlap from problem
        if "external_key" in str(problem.orig):
            raise AbsenceKeyTaken from problem
        raise


def _keep_history(
    session: Session, actor: Acting, absence: Absence, differences: Mapping[str, tuple[Any, Any]], origin: Origin
) -> AbsenceCorrection:
    correction = AbsenceCorrection(
        tenant_id=absence.tenant_id,
        employer_id=absence.employer_id,
        subject_id=absence.subject_id,
        compartment=ADMINISTRATIVE,
        absence_id=absence.id,
        at=clock.now(),
        person_id=actor.person_id,
        before={name: _json(old) for name, (old, _new) in differences.items()},
        after={name: _json(new) for name, (_old, new) in differences.items()},
        why=origin.why,
        source=origin.source,
    )
    session.add(correction)
    return correction


def _json(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)
