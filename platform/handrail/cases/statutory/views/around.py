"""What stands around the pages of statutory documents: the worker, the place, the way back for each reader."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases.interviews import queries as people
from handrail.cases.interviews.views.around import way_back
from handrail.cases.statutory import queries
from handrail.cases.statutory.queries import Here
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.i18n import _
from handrail.tenancy.models import Employment, Person


@dataclass(frozen=True, slots=True)
class Ground:
    """One worker's statutory documents, for one reader; plain values beside the rows."""

    actor: Actor
    employment: Employment
    worker: Person
    where: Here
    today: date
    crumbs: list[tuple[str, str]]
    path: str
    """Where the way back of a form leads."""

    @property
    def documents(self) -> str:
        """The address of the documents."""
        return path_of(self.employment.id)

    @property
    def is_worker(self) -> bool:
        """Whether the reader is the worker."""
        return self.actor.role is Role.WORKER

    def readers(self) -> str:
        """Return who reads what is written here."""
        if self.is_worker:
            return _("You, your supervisor, human resources, occupational health and the coordinator read this.")
        return _(
            "%(worker)s, their supervisor, human resources, occupational health and the coordinator read this.",
            worker=self.worker.name,
        )


def path_of(employment_id: UUID) -> str:
    """Return the address of a worker's statutory documents."""
    return f"/employments/{employment_id}/law/documents"


def ground(session: Session, actor: Actor, employment_id: UUID, action: str, document_id: UUID | None = None) -> Ground:
    """Return what the pages of a worker's statutory documents stand on; raises NotFound."""
    employment = load_employment(session, employment_id, require(actor, action))
    worker, _supervisor = people.people_of(session, employment)
    where = queries.here(session, employment)
    back = way_back(session, actor, employment, worker)
    documents = path_of(employment.id)
    return Ground(
        actor=actor,
        employment=employment,
        worker=worker,
        where=where,
        today=clock.today(where.zone),
        crumbs=[
            *back,
            (_("What the law asks"), f"/employments/{employment.id}/law"),
            (_("Documents of the law"), documents),
        ],
        path=f"{documents}/{document_id}" if document_id else documents,
    )
