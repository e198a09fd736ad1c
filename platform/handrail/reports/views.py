"""Reports on pages: asked for by a form, watched while they are counted, read, downloaded."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.idempotency import Answer, once
from handrail.identity.queries import employers_of
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_
from handrail.kit.ids import id_of
from handrail.reports import commands, presenting, queries
from handrail.reports.codes import RunState, Side
from handrail.reports.delivery import as_download
from handrail.reports.queries import SeenRun
from handrail.reports.schemas import ReportAsk, ReportAskOfQuarters, ScheduleMake
from handrail.reports.storing import SHOWN, from_bytes
from handrail.reports.wanting import employers_named, wanted_of
from handrail.web.forms import Form
from handrail.web.render import is_htmx, redirect_to, render

pages = Blueprint("reports", __name__, template_folder="templates")


@pages.get("/reports")
@permission("report.read")
def index() -> Response:
    """List one's reports and what is made by itself."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        runs, older = queries.runs_of(session, actor, after=id_of(request.args.get("after")))
        schedules = queries.schedules_of(session, actor)
        names = _names(session, actor)
    return render(
        "reports/index.html",
        runs=runs,
        older=older,
        schedules=schedules,
        names=names,
        presenting=presenting,
        zone=actor.time_zone,
        any_open=any(seen.is_open for seen in runs),
    )


@pages.route("/reports/new", methods=["GET", "POST"])
@permission("report.ask")
def new() -> Response:
    """Ask for a report."""
    actor = current_actor()
    side = queries.side_of(actor)
    with tenant_session(request_context(read_only=True)) as session:
        employers = employers_of(session, actor)
    schema = ReportAsk if side is Side.CONSULTANCY else ReportAskOfQuarters
    form = Form.from_request(schema, initial=_initial(side, employers), choices=_choices(side, employers))
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            return redirect_to(url_for(".show", report_id=_ask(session, actor, form)))
    return render("reports/new.html", form=form, status=form.status, side=side.value)


@pages.get("/reports/<uuid:report_id>")
@permission("report.read")
def show(report_id: UUID) -> Response:
    """Show a report, or how far it is."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        seen = queries.load_run(session, actor, report_id, "report.read")
        if seen.run.state is not RunState.DONE:
            return _progress(seen, _names(session, actor))
        if is_htmx():  # the page that watched it being counted
            return redirect_to(url_for(".show", report_id=report_id))
        files = queries.files_of(session, seen.run)
        report = from_bytes(queries.open_file(session, seen.run, SHOWN).content)
        drawn = queries.charts_of(session, seen.run)
    return render(
        "reports/report.html",
        seen=seen,
        report=report,
        downloads=[file for file in files if file.name.rpartition(".")[2] in presenting.FILE_KINDS],
        charts={
            table.key: [(which, presenting.Drawn(drawn[name])) for which, name in names]
            for table in report.tables
            if (names := presenting.charts_of(table, drawn))
        },
        words=[(str(term), str(text)) for term, text in report.definitions],
        presenting=presenting,
        zone=actor.time_zone,
    )


def _progress(seen: SeenRun, names: dict[UUID, str]) -> Response:
    return render("reports/progress.html", block="state", seen=seen, names=names, presenting=presenting)


@pages.post("/reports/<uuid:report_id>/cancel")
@permission("report.end")
def cancel(report_id: UUID) -> Response:
    """Cancel a report."""
    with tenant_session(request_context()) as session:
        commands.cancel(session, current_actor(), report_id)
    return redirect_to(url_for(".index"), say=N_("The report is cancelled."))


@pages.get("/reports/<uuid:report_id>/files/<file_name>")
@permission("report.take")
def download(report_id: UUID, file_name: str) -> Response:
    """Give one form of a report as a file."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        seen = queries.load_run(session, actor, report_id, "report.take")
        file = queries.open_file(session, seen.run, file_name)
    return as_download(file)


@pages.route("/reports/schedule", methods=["GET", "POST"])
@permission("report.ask")
def schedule() -> Response:
    """Have a report made again and again."""
    actor = current_actor()
    side = queries.side_of(actor)
    with tenant_session(request_context(read_only=True)) as session:
        employers = employers_of(session, actor)
    choices = _choices(side, employers) | {"rhythm": presenting.rhythm_choices(side)}
    initial = {name: value for name, value in _initial(side, employers).items() if name != "period"}
    form = Form.from_request(ScheduleMake, initial=initial, choices=choices)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            _schedule(session, actor, form)
            return redirect_to(url_for(".index"), say=N_("The report will be made by itself."))
    return render("reports/schedule.html", form=form, status=form.status)


@pages.post("/reports/schedules/<uuid:schedule_id>/end")
@permission("report.end")
def end_schedule(schedule_id: UUID) -> Response:
    """Have a report made no more."""
    with tenant_session(request_context()) as session:
        commands.end_schedule(session, current_actor(), schedule_id)
    return redirect_to(url_for(".index"), say=N_("The report is not made by itself any more."))


def _ask(session: Session, actor: Actor, form: Form) -> UUID:
    """Ask once for what one filled-in form says, however often it is sent."""

    def act() -> Answer:
        return 303, {"id": str(commands.ask(session, actor, wanted_of(session, actor, form.data)).id)}

    _status, answer = once(session, actor, str(form.idempotency_key), form.fingerprint, act)
    return UUID(answer["id"])


def _schedule(session: Session, actor: Actor, form: Form) -> None:
    def act() -> Answer:
        chosen = employers_named(session, actor, form.data["employer"])
        found = commands.schedule(
            session, actor, kind=form.data["kind"], rhythm=form.data["rhythm"], employer_ids=chosen
        )
        return 303, {"id": str(found.id)}

    once(session, actor, str(form.idempotency_key), form.fingerprint, act)


def _initial(side: Side, employers: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": presenting.kind_choices(side)[0][0],
        "period": presenting.stretch_choices(side)[0][0],
    }
    return found | ({"employer": employers[0].key} if len(employers) == 1 else {})


def _choices(side: Side, employers: Any) -> dict[str, list[tuple[str, str]]]:
    return {
        "kind": presenting.kind_choices(side),
        "period": presenting.stretch_choices(side),
        "employer": [(each.key, each.name) for each in employers],
    }


def _names(session: Session, actor: Actor) -> dict[UUID, str]:
    return {each.id: each.name for each in employers_of(session, actor)}
