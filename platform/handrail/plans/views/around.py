"""What stands around every page of a case: whose it is, and the way back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.cases.overview import Head, head_of
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment, Role
from handrail.kit.i18n import _
from handrail.tenancy.models import Case


@dataclass(frozen=True, slots=True)
class Around:
    """A case, its people, and the links above the page's title."""

    case: Case
    head: Head
    crumbs: list[tuple[str, str]]

    @property
    def path(self) -> str:
        """The address of the case."""
        return f"/cases/{self.case.id}"

    @property
    def worker(self) -> str:
        """The worker's name."""
        return self.head.worker.name


def around(session: Session, actor: Actor, case_id: UUID, action: str, *, purpose: str | None = None) -> Around:
    """Return what stands around a page of a case; raises NotFound where the actor may not do this there.

    `purpose` is noted in the read log, for pages that show what worker and coordinator share (CON-5).
    """
    case = load_case(session, case_id, require(actor, action))
    if purpose is not None:
        read_log.record(session, actor, case.subject(), [Compartment.COORDINATION], purpose)
    return of_case(actor, case, head_of(session, case))


def of_case(actor: Actor, case: Case, head: Head) -> Around:
    """Return the same for a case that was loaded already."""
    return Around(case, head, crumbs_of(actor, case.id, head.worker.name))


def crumbs_of(actor: Actor, case_id: UUID, worker: str) -> list[tuple[str, str]]:
    """Return the way back to where this role came from."""
    if actor.role is Role.WORKER:
        return [(_("My return"), "/my-return")]
    if actor.role is Role.SUPERVISOR:
        return [(_("My team's returns"), "/team")]
    return [(_("Cases"), "/cases"), (worker, f"/cases/{case_id}")]


def readers_here(found: Around) -> dict[str, Any]:
    """Return the sentence that names the two who read a page of coordination."""
    return {"sentence": _("Only you and %(name)s read this page.", name=found.worker)}
