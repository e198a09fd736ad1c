"""Absences on pages: the list, recording one, correcting or ending it, forwarding its file."""

from typing import Any, Final
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from handrail.cases.absence_models import Absence
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import record_absence
from handrail.cases.commands import forward_file
from handrail.exchange.intake.absence_list import (
    corrections_of,
    employment_of,
    forwarded_on,
    list_absences,
)
from handrail.exchange.intake.runs import employer_of
from handrail.exchange.intake.showing import FACTS, fact_text, source_text
from handrail.exchange.schemas import AbsenceRecord
from handrail.exchange.views import pages
from handrail.exchange.views.choices import employer_choices
from handrail.exchange.views.correcting import corrected
from handrail.exchange.views.showing import shown_absence
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import N_, _
from handrail.kit.ids import id_of
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

_A_PAGE: Final = 50


@pages.get("/absences")
@permission("staff.read")
def index() -> Response:
    """List the absences of one's client organisations: those that go on, or all."""
    actor = current_actor()
    everything = request.args.get("show") == "all"
    worker = request.args.get("worker", "").strip() or None
    with tenant_session(request_context(read_only=True)) as session:
        employers = employer_choices(session, actor)
        rows = list_absences(
            session,
            actor.tenant_id,
            employer_ids=() if actor.employers == "*" else actor.employers,
            worker=worker,
            only_open=not everything,
            today=clock.today(actor.time_zone),
            after=id_of(request.args.get("after")),
            limit=_A_PAGE + 1,
        )
    return render(
        "exchange/absences.html",
        rows=rows[:_A_PAGE],
        everything=everything,
        worker=worker or "",
        several=len(employers) > 1,
        older=rows[_A_PAGE - 1].id if len(rows) > _A_PAGE else None,
    )


@pages.route("/absences/new", methods=["GET", "POST"])
@permission("absence.record")
def record() -> Response:
    """Record an absence (S1-1)."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employers = employer_choices(session, actor)
    initial = {"employer": employers[0][0]} if len(employers) == 1 else {}
    form = Form.from_request(AbsenceRecord, initial=initial, choices={"employer": employers})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            absence = _record(session, actor, form)
            return redirect_to(url_for(".absence", absence_id=absence.id), say=N_("The absence is recorded."))
    return render("exchange/record.html", form=form, status=form.status)


@pages.route("/absences/<uuid:absence_id>", methods=["GET", "POST"])
@permission("absence.record")
def absence(absence_id: UUID) -> Response:
    """Show an absence with what was believed of it before; correct or end it."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        shown = shown_absence(session, actor, absence_id)
        history = corrections_of(session, actor.tenant_id, absence_id)
        forwarded = forwarded_on(session, actor.tenant_id, shown.employment_id, since=shown.first_day)
    form, answer = corrected(actor, absence_id, shown)
    if answer is not None:
        return answer
    today = clock.today(actor.time_zone)
    return render(
        "exchange/absence.html",
        form=form,
        status=form.status,
        absence=shown,
        goes_on=shown.first_day_fit is None or shown.first_day_fit > today,
        history=history,
        forwarded=forwarded,
        facts=FACTS,
        fact_text=fact_text,
        source_text=source_text,
        zone=actor.time_zone,
    )


@pages.post("/absences/<uuid:absence_id>/forward")
@permission("file.forward")
def forward(absence_id: UUID) -> Response:
    """Forward the file to the coordinator, without waiting for the threshold (S1-2)."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        forward_file(session, actor, shown_absence(session, actor, absence_id).employment_id)
    return redirect_to(url_for(".absence", absence_id=absence_id), say=N_("The file is with the coordinator."))


def _record(session: Session, actor: Actor, form: Form) -> Absence:
    data: dict[str, Any] = dict(form.data)
    employer = employer_of(session, actor, "staff.read", key=data.pop("employer"))
    worker = data.pop("worker")
    employment = employment_of(session, employer, worker)
    if employment is None:
        message = _("No worker with the key %(key)s is known at this employer. Add the worker first.", key=worker)
        raise Invalid(problems=[FieldProblem("/worker", message)])
    key = f"screen-{form.idempotency_key}"  # the same filled-in form twice is one absence
    return record_absence(
        session,
        actor,
        employment_id=employment.id,
        external_key=key,
        facts=AbsenceFacts(**data),
        origin=Origin("screen"),
    )
