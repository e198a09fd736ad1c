"""Handing many cases to one coordinator: first what would become of each, then each in a transaction of its own.

Doing it again goes on where it stopped: a case that is theirs already stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select, true
from sqlalchemy.orm import Session

from handrail.cases.commands.parts import reassign_coordinator
from handrail.cases.errors import NotNeutral
from handrail.cases.handover.rules import Reason, Standing, Verdict, verdict_on
from handrail.identity.actor import Actor
from handrail.identity.duties import Duty
from handrail.identity.models import Assignment, Membership
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person


@dataclass(frozen=True, slots=True)
class OneOfMany:
    """One case, with what a page says of it. A case that the lead may not know of has neither name nor number."""

    case_id: UUID
    verdict: Verdict
    worker: str = ""
    number: str = ""
    employer: str = ""
    coordinator: str = ""


def preview(session: Session, actor: Actor, case_ids: Sequence[UUID], to_id: UUID) -> list[OneOfMany]:
    """Say what would become of each case, in the order in which they were named. Two statements."""
    known = {case_id: (standing, rest) for case_id, standing, *rest in _standings(session, actor, case_ids)}
    places = _coordinates_at(session, actor, to_id)
    found = []
    for case_id in dict.fromkeys(case_ids):
        if case_id not in known:
            found.append(OneOfMany(case_id, Verdict.UNKNOWN))
            continue
        standing, rest = known[case_id]
        found.append(OneOfMany(case_id, verdict_on(standing, to_id, places), *rest))
    return found


def move_each(actor: Actor, case_ids: Sequence[UUID], to_id: UUID, reason: Reason) -> list[OneOfMany]:
    """Hand over each case that can go, one transaction a case; what can not is said, and holds no other back."""
    with tenant_session(actor.context(read_only=True)) as session:
        before = preview(session, actor, case_ids, to_id)
    return [_moved(actor, one, to_id, reason) if one.verdict is Verdict.MOVES else one for one in before]


def _moved(actor: Actor, one: OneOfMany, to_id: UUID, reason: Reason) -> OneOfMany:
    try:
        with tenant_session(actor.context()) as session:
            reassign_coordinator(session, actor, one.case_id, coordinator_id=to_id, reason=reason)
    except NotNeutral:
        verdict = Verdict.NOT_HERE  # since the preview the roles changed
    except NotFound:
        verdict = Verdict.UNKNOWN
    else:
        verdict = Verdict.MOVED
    return OneOfMany(one.case_id, verdict, one.worker, one.number, one.employer, one.coordinator)


def _standings(
    session: Session, actor: Actor, case_ids: Sequence[UUID]
) -> list[tuple[UUID, Standing, str, str, str, str]]:
    coordinating = (
        select(Assignment.person_id)
        .where(
            Assignment.tenant_id == Case.tenant_id,
            Assignment.case_id == Case.id,
            Assignment.role == Role.COORDINATOR,
            Assignment.cover_id.is_(None),
            Assignment.duty == Duty.WHOLE,
            Assignment.during.contains(clock.today()),
        )
        .order_by(Assignment.id)
        .limit(1)
        .lateral("coordinating")
    )
    present = select(Person.id, Person.name).where(Person.tenant_id == actor.tenant_id).subquery("present")
    statement = (
        select(
            Case.id, Case.employer_id, Employment.person_id, Employment.supervisor_id, coordinating.c.person_id,
            Person.name, Case.number, ClientOrganisation.name, present.c.name,
        )
        .join(Employment, and_(Employment.tenant_id == Case.tenant_id, Employment.id == Case.employment_id))
        .join(Person, and_(Person.tenant_id == Case.tenant_id, Person.id == Employment.person_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == Case.tenant_id, ClientOrganisation.id == Case.employer_id),
        )
        .outerjoin(coordinating, true())
        .outerjoin(present, present.c.id == coordinating.c.person_id)
        .where(Case.tenant_id == actor.tenant_id, Case.id.in_(list(case_ids)))
    )  # fmt: skip
    return [(row[0], Standing(*row[1:5]), row[5], row[6], row[7], row[8] or "") for row in session.execute(statement)]


def _coordinates_at(session: Session, actor: Actor, to_id: UUID) -> set[UUID]:
    statement = (
        select(Membership.employer_id)
        .join(Person, and_(Person.tenant_id == Membership.tenant_id, Person.id == Membership.person_id))
        .where(
            Membership.tenant_id == actor.tenant_id,
            Membership.person_id == to_id,
            Membership.role == Role.COORDINATOR,
            Membership.during.contains(clock.today()),
            Person.active,
        )
    )
    return {employer_id for employer_id in session.scalars(statement) if employer_id is not None}
