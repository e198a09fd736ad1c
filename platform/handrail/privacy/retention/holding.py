"""Legal holds: while one is in force nothing of a case, or of a whole client organisation, ends."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.db import elevated
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.privacy.retention.models import LegalHold
from handrail.tenancy.models import Case, ClientOrganisation


def place(
    session: Session, actor: Actor, *, employer: str | None, number: str | None, reason: str, until: date
) -> LegalHold:
    """Hold a case by its number, or a client organisation by its key, up to and including `until`.

    Raises Invalid where there is no such thing, where both or neither are named, and for a day that has passed.
    """
    check(require(actor, "hold.place"))
    if (employer is None) == (number is None):
        raise Invalid(problems=[FieldProblem("/number", _("Name a case or a client organisation, one of the two."))])
    if until < clock.today(actor.time_zone):
        raise Invalid(problems=[FieldProblem("/until", _("This day has passed already."))])
    hold = LegalHold(
        tenant_id=actor.tenant_id,
        reason=reason,
        until=until,
        placed_by=actor.person_id,
        placed_at=clock.now(),
        **(_of_case(session, actor, number) if number else _of_employer(session, actor, employer or "")),
    )
    session.add(hold)
    session.flush()
    changes = {"until": (None, until.isoformat()), "case": (None, hold.number)}
    timeline.append_tenant_act(session, actor, "hold.placed", record=hold, changes=changes)
    return hold


def lift(session: Session, actor: Actor, hold_id: UUID) -> LegalHold:
    """Lift a hold before its last day; lifting it again changes nothing. Raises NotFound for an unknown one."""
    check(require(actor, "hold.lift"))
    statement = select(LegalHold).where(LegalHold.tenant_id == actor.tenant_id, LegalHold.id == hold_id)
    hold = session.scalars(statement.with_for_update()).one_or_none()
    if hold is None:
        raise NotFound
    if hold.lifted_at is None:
        hold.lifted_by, hold.lifted_at = actor.person_id, clock.now()
        changes = {"until": (hold.until.isoformat(), None)}
        timeline.append_tenant_act(session, actor, "hold.lifted", record=hold, changes=changes)
    return hold


def _of_case(session: Session, actor: Actor, number: str) -> dict[str, object]:
    """Look a case up by its number alone: whoever holds it sees nothing of it."""
    with elevated(session, "name the case of a hold"):
        row = session.execute(
            select(Case.id, Case.employment_id, Case.employer_id).where(
                Case.tenant_id == actor.tenant_id, Case.number == number
            )
        ).one_or_none()
    if row is None or not _reaches(actor, row.employer_id):
        raise Invalid(problems=[FieldProblem("/number", _("There is no case of this number."))])
    return {"employer_id": row.employer_id, "case_id": row.id, "employment_id": row.employment_id, "number": number}


def _of_employer(session: Session, actor: Actor, key: str) -> dict[str, object]:
    employer_id = session.scalar(
        select(ClientOrganisation.id).where(
            ClientOrganisation.tenant_id == actor.tenant_id, ClientOrganisation.key == key
        )
    )
    if employer_id is None or not _reaches(actor, employer_id):
        raise Invalid(problems=[FieldProblem("/employer", _("There is no such client organisation."))])
    return {"employer_id": employer_id, "case_id": None, "employment_id": None, "number": None}


def _reaches(actor: Actor, employer_id: UUID) -> bool:
    return actor.employers == "*" or employer_id in actor.employers
