"""Recording, correcting and ending absences: the acts of a person, from a screen or the API."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.absence_errors import AbsenceKeyTaken, AbsencesOverlap
from handrail.cases.absence_models import Absence
from handrail.cases.absence_rules import AbsenceFacts, problems_of
from handrail.cases.absence_writing import Origin, settle, write_absence, write_correction
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import Invalid, NotFound
from handrail.kit.i18n import _
from handrail.tenancy.models import Employment


def record_absence(
    session: Session, actor: Actor, *, employment_id: UUID, external_key: str, facts: AbsenceFacts, origin: Origin
) -> Absence:
    """Record that a worker is or was absent (S1-1).

    The same absence again returns the first record, so a retry is safe. Raises NotFound where the actor may not know
    the employment, Invalid beside the fields, AbsenceKeyTaken where the key says something else, AbsencesOverlap.
    """
    employment = load_employment(session, employment_id, require(actor, "absence.record"))
    before = by_key(session, employment.tenant_id, employment.employer_id, external_key)
    if before is not None:
        if before.subject_id != employment.id or AbsenceFacts.of(before) != facts:
            raise AbsenceKeyTaken(_("An absence with the key %(key)s is recorded already.", key=external_key))
        return before
    check(facts)
    refuse_overlap(session, employment.id, facts, employment.tenant_id)
    absence = write_absence(session, actor, employment, external_key=external_key, facts=facts, origin=origin)
    settle(session, actor, [(employment, absence)])
    return absence


def correct_absence(
    session: Session, actor: Actor, *, absence_id: UUID, changes: Mapping[str, Any], origin: Origin
) -> Absence:
    """Correct what was recorded of an absence, by name of the fact; what was believed before is kept (ACC-3).

    A correction that changes nothing leaves no trace. Raises as `record_absence` does.
    """
    absence, employment = load_absence(session, actor, absence_id)
    before = AbsenceFacts.of(absence)
    facts = before.corrected(dict(changes))
    check(facts)
    refuse_overlap(session, employment.id, facts, employment.tenant_id, absence.id)
    correction = write_correction(session, actor, employment, absence, facts=facts, origin=origin)
    if correction is not None:
        corrections = {} if before.is_ended_by(facts) else {employment.id: correction.id}
        settle(session, actor, [(employment, absence)], corrections)
    return absence


def end_absence(session: Session, actor: Actor, *, absence_id: UUID, first_day_fit: date, origin: Origin) -> Absence:
    """Record the first day on which the worker is fit again; the last sick day is the day before.

    Ending it on the same day again changes nothing; another day corrects the first (ACC-3).
    """
    return correct_absence(
        session, actor, absence_id=absence_id, changes={"first_day_fit": first_day_fit}, origin=origin
    )


def load_absence(session: Session, actor: Actor, absence_id: UUID, *, lock: bool = True) -> tuple[Absence, Employment]:
    """Return an absence that the actor may record or correct, with its employment; raises NotFound.

    Whoever changes it locks it; whoever only looks does not.
    """
    requirement = require(actor, "absence.record")
    statement = select(Absence).where(Absence.tenant_id == actor.tenant_id, Absence.id == absence_id)
    if lock:  # and read again, where the session has seen it before
        statement = statement.with_for_update().execution_options(populate_existing=True)
    absence = session.scalars(statement).one_or_none()
    if absence is None:
        raise NotFound
    return absence, load_employment(session, absence.subject_id, requirement)


def check(facts: AbsenceFacts) -> None:
    """Raise Invalid, beside the fields, where the facts can not be true."""
    problems = list(problems_of(facts, clock.today()))
    if problems:
        raise Invalid(problems=problems)


def refuse_overlap(
    session: Session, employment_id: UUID, facts: AbsenceFacts, tenant_id: UUID, own_id: UUID | None = None
) -> None:
    """Raise AbsencesOverlap where another absence of the worker shares a day with these facts."""
    statement = select(Absence.first_day).where(
        Absence.tenant_id == tenant_id,
        Absence.subject_id == employment_id,
        (Absence.first_day_fit.is_(None)) | (Absence.first_day_fit > facts.first_day),
    )
    if facts.first_day_fit is not None:
        statement = statement.where(Absence.first_day < facts.first_day_fit)
    if own_id is not None:
        statement = statement.where(Absence.id != own_id)
    other = session.scalar(statement.limit(1))
    if other is not None:
        raise AbsencesOverlap(_("Another absence of this worker, from %(day)s, shares a day with it.", day=other))


def by_key(session: Session, tenant_id: UUID, employer_id: UUID, external_key: str) -> Absence | None:
    """Return the absence with this key at this client organisation, if the reader may see it."""
    statement = select(Absence).where(
        Absence.tenant_id == tenant_id, Absence.employer_id == employer_id, Absence.external_key == external_key
    )
    return session.scalars(statement).one_or_none()
