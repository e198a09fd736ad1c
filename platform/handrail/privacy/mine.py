"""What a worker's data hang on: their employments and their cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment
from handrail.kit.errors import NotFound
from handrail.kit.subjects import SubjectRef
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person, Site


@dataclass(frozen=True, slots=True)
class Mine:
    """One worker: who they are, and everything their records hang on. The newest come first."""

    person: Person
    employments: Sequence[Employment]
    cases: Sequence[Case]
    employers: Sequence[ClientOrganisation]
    zone: str

    @property
    def subjects(self) -> list[UUID]:
        """Every id that a record of this worker can hang on."""
        return [*(each.id for each in self.employments), *(each.id for each in self.cases)]

    @property
    def employment(self) -> Employment:
        """The employment of today, or the last one."""
        return self.employments[0]

    @property
    def case(self) -> Case | None:
        """The newest case, or None while there is none."""
        return self.cases[0] if self.cases else None

    def anchor(self) -> tuple[SubjectRef, Compartment]:
        """Return where something that is the worker's alone lies: in their own compartment, once there is a case."""
        if self.case is not None:
            return self.case.subject(), Compartment.OWN
        return self.employment.subject(), Compartment.ADMINISTRATIVE

    def employer_name(self, employer_id: UUID) -> str:
        """Return the name of one of the worker's employers."""
        return next((each.name for each in self.employers if each.id == employer_id), "")


def mine_of(session: Session, actor: Actor) -> Mine:
    """Return what the acting worker's data hang on; raises NotFound for anybody who is no worker."""
    mine = of_person(session, actor.tenant_id, actor.person_id)
    if mine is None:
        raise NotFound
    load_employment(session, mine.employment.id, require(actor, "data.read"))
    return mine


def of_person(session: Session, tenant_id: UUID, person_id: UUID) -> Mine | None:
    """Return what a person's data as a worker hang on; None for somebody who was never employed."""
    person = session.scalars(select(Person).where(Person.tenant_id == tenant_id, Person.id == person_id)).one_or_none()
    rows = session.execute(
        select(Employment, Site.time_zone)
        .join(Site, (Site.tenant_id == Employment.tenant_id) & (Site.id == Employment.site_id))
        .where(Employment.tenant_id == tenant_id, Employment.person_id == person_id)
        .order_by(Employment.ended_on.is_(None).desc(), Employment.started_on.desc().nulls_last(), Employment.id.desc())
    ).all()
    if person is None or not rows:
        return None
    employments = [employment for employment, _zone in rows]
    employers = select(ClientOrganisation).where(
        ClientOrganisation.tenant_id == tenant_id, ClientOrganisation.id.in_([each.employer_id for each in employments])
    )
    cases = (
        select(Case)
        .where(Case.tenant_id == tenant_id, Case.employment_id.in_([each.id for each in employments]))
        .order_by(Case.opened_at.desc(), Case.id.desc())
    )
    return Mine(
        person=person,
        employments=employments,
        cases=list(session.scalars(cases)),
        employers=list(session.scalars(employers)),
        zone=rows[0][1],
    )
