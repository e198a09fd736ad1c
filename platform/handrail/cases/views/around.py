"""What stands around every form of a case, and how a form becomes an act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from handrail.audit import read_log
from handrail.cases import frame, queries
from handrail.cases.overview import Head, head_of
from handrail.cases.rules.participation import Participation
from handrail.frameworks.rules import Framework
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.queries import team_of
from handrail.identity.web import current_actor, request_context
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import _
from handrail.tenancy.models import Case
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@dataclass(frozen=True, slots=True)
class Around:
    """A case and its people, as plain values: it outlives the session that read it."""

    case: Case
    head: Head
    framework: Framework
    participation: Participation | None
    is_closed: bool
    coordinator: str
    today: date

    @property
    def path(self) -> str:
        """The address of the case."""
        return f"/cases/{self.case.id}"

    @property
    def worker(self) -> str:
        """The worker's name."""
        return self.head.worker.name

    @property
    def supervisor(self) -> str:
        """The supervisor's name, or that there is none."""
        return self.head.supervisor.name if self.head.supervisor else _("nobody yet")

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way back."""
        return [(_("Cases"), "/cases"), (self.worker, self.path)]

    def you_and_worker(self) -> str:
        """Return who reads what is written here."""
        return _("Only you and %(name)s read this.", name=self.worker)


def around(session: Session, actor: Actor, case_id: UUID, action: str, *, purpose: str | None = None) -> Around:
    """Return what stands around a page of a case; raises NotFound where the actor may not do this there.

    `purpose` is noted in the read log, for pages that show what worker and coordinator share (CON-5).
    """
    case = load_case(session, case_id, require(actor, action))
    if purpose is not None:
        read_log.record(session, actor, case.subject(), [Compartment.COORDINATION], purpose)
    head = head_of(session, case)
    process = queries.process_of(session, case)
    coordinator = next((person.name for role, person in team_of(session, case) if role is Role.COORDINATOR), "")
    return Around(
        case=case,
        head=head,
        framework=frame.in_force(session, case).framework,
        participation=process.participation if process else None,
        is_closed=process is not None and process.outcome is not None,
        coordinator=coordinator,
        today=clock.today(head.site.time_zone),
    )


def look(case_id: UUID, action: str, *, purpose: str | None = None) -> Around:
    """Return what stands around a page, in a transaction of its own."""
    with tenant_session(request_context(read_only=purpose is None)) as session:
        return around(session, current_actor(), case_id, action, purpose=purpose)


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a form: a heading, what it says, and the names of its fields; `answers-` names are of the guide."""

    title: str
    names: Sequence[str]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A form that becomes an act: its words, its groups of fields, and what is shown beside it."""

    title: str
    submit: str
    intro: Sequence[str] = ()
    groups: Sequence[Group] = ()
    kind: str = "go"
    more: dict[str, Any] = field(default_factory=dict)


Run = Callable[[Session, Actor, dict[str, Any]], object]


def carry_out(form: Form, found: Around, act: Act, run: Run, *, say: str, then: str | None = None) -> Response:
    """Carry the act out where the form is ready, and go back to the case; else show the form.

    The act has a transaction of its own: what it refuses leaves nothing behind, and is said beside the fields.
    """
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            run(session, current_actor(), form.data)
            return redirect_to(then or found.path, say=say)
    return render("cases/act.html", form=form, found=found, act=act, status=form.status, **act.more)
