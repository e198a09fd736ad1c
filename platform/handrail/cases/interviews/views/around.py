"""What stands around the pages of interviews: the worker, who holds what, and the way back for each reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases.interviews import queries
from handrail.cases.interviews.codes import InterviewKind
from handrail.cases.interviews.commands import guide_of
from handrail.cases.interviews.errors import NotHeldHere
from handrail.cases.overview import names_of
from handrail.cases.queries import cases_of
from handrail.frameworks.rules import Framework
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.i18n import _
from handrail.tenancy.models import Employment, Person


@dataclass(frozen=True, slots=True)
class Ground:
    """One worker's interviews, for one reader; plain values beside the rows."""

    actor: Actor
    employment: Employment
    worker: Person
    supervisor: Person | None
    framework: Framework
    today: date
    crumbs: list[tuple[str, str]]

    @property
    def path(self) -> str:
        """The address of the interviews."""
        return f"/employments/{self.employment.id}/interviews"

    def holds(self, kind: InterviewKind) -> bool:
        """Say whether the reader is who holds these interviews here."""
        try:
            return guide_of(self.framework, kind).held_by is self.actor.role
        except NotHeldHere:
            return False

    def readers(self) -> str:
        """Return who reads what is written here."""
        return _(
            "%(worker)s, their supervisor, human resources and the coordinator read this.", worker=self.worker.name
        )


def ground(session: Session, actor: Actor, employment_id: UUID, action: str) -> Ground:
    """Return what the pages of a worker's interviews stand on; raises NotFound."""
    employment = load_employment(session, employment_id, require(actor, action))
    worker, supervisor = queries.people_of(session, employment)
    today = clock.today(queries.zone_of(session, employment))
    return Ground(
        actor=actor,
        employment=employment,
        worker=worker,
        supervisor=supervisor,
        framework=queries.framework_here(session, employment, today),
        today=today,
        crumbs=way_back(session, actor, employment, worker),
    )


def names_in(session: Session, found: Ground, ids: set[UUID]) -> Mapping[UUID, str]:
    """Return the names of people by id."""
    return names_of(session, found.employment.tenant_id, ids)


def way_back(session: Session, actor: Actor, employment: Employment, worker: Person) -> list[tuple[str, str]]:
    """Return the way back, by who reads."""
    if actor.role is Role.WORKER:
        return [(_("My return"), "/my-return")]
    if actor.role is Role.SUPERVISOR:
        return [(_("My team's returns"), "/team"), (worker.name, f"/team/{employment.id}")]
    if actor.role in {Role.COORDINATOR, Role.LEAD_COORDINATOR}:
        newest = next(iter(cases_of(session, employment)), None)
        here = [(worker.name, f"/cases/{newest.id}")] if newest else []
        return [(_("Cases"), "/cases"), *here]
    return [(_("Absences"), "/absences"), (worker.name, f"/absences?worker={employment.key}&show=all")]
