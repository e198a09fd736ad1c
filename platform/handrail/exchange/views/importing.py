"""Importing absences on a page: upload, look at what the file would do, confirm exactly that."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from flask import Response, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from handrail.exchange.intake.feed import Feed, read_feed
from handrail.exchange.intake.library import available, load
from handrail.exchange.intake.models import RUNNING, ImportRun
from handrail.exchange.intake.problems import FileRefused, Problem
from handrail.exchange.intake.records import TOO_MANY_ROWS
from handrail.exchange.intake.runs import (
    confirm,
    employer_of,
    employer_of_run,
    load_run,
    preview,
    profiles_folder,
    runs_of,
    waiting_plan,
)
from handrail.exchange.intake.showing import KINDS, ShownRow, shown, summary
from handrail.exchange.schemas import ImportConfirm, ImportUpload
from handrail.exchange.views import pages
from handrail.exchange.views.choices import employer_choices
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import N_, _, format_number
from handrail.kit.text import UncleanText, clean_text
from handrail.web.forms import Form
from handrail.web.render import is_htmx, redirect_to, render

MOST_ROWS_ON_A_PAGE: Final = 2_000
_SHOWN: Final = 200
_RECENT: Final = 10
_NAME_SIGNS: Final = 120


@pages.route("/absences/import", methods=["GET", "POST"])
@permission("absence.import")
def upload() -> Response:
    """Take a file and show what it would do; nothing is changed yet."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employers = employer_choices(session, actor)
        profiles = _profiles(session, actor)
        runs = runs_of(session, actor, limit=_RECENT)
    initial = {"profile": "generic"} | ({"employer": employers[0][0]} if len(employers) == 1 else {})
    form = Form.from_request(ImportUpload, initial=initial, choices={"employer": employers, "profile": profiles})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            run = _preview(session, actor, form.data)
            return redirect_to(url_for(".show", run_id=run.id))
    return render("exchange/upload.html", form=form, runs=runs, zone=actor.time_zone, status=form.status)


@pages.route("/absences/import/<uuid:run_id>", methods=["GET", "POST"])
@permission("absence.import")
def show(run_id: UUID) -> Response:
    """Show what an import would do, or did; on the press of the button do exactly what was shown."""
    actor = current_actor()
    form = Form.from_request(ImportConfirm)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            confirm(session, actor, run_id=run_id, digest=form.data["digest"])
            return redirect_to(url_for(".show", run_id=run_id), say=N_("The absences are taken in."))
    with tenant_session(request_context(read_only=True)) as session:
        run = load_run(session, actor, run_id, "import.read")
        plan = waiting_plan(session, run)
        employer = employer_of_run(session, run)
    if run.status == RUNNING:
        return render("exchange/running.html", block="how_far", run=run, employer=employer.name, zone=actor.time_zone)
    if is_htmx():  # the page of how far it came asks once more after the end
        return redirect_to(url_for(".show", run_id=run_id))
    counts = plan.counts if plan else run.counts
    lists = shown(plan) if plan else {}
    fresh = Form(ImportConfirm, initial={"digest": plan.digest} if plan else {})
    fresh.errors, fresh.status = form.errors, form.status
    return render(
        "exchange/import.html",
        form=fresh,
        status=fresh.status,
        run=run,
        plan=plan,
        lists=lists,
        cells={name: [_cells(row) for row in rows[:_SHOWN]] for name, rows in lists.items()},
        kinds=KINDS,
        counts=[(label, format_number(count)) for label, count in summary(counts)],
        total=sum(counts.values()),
        taken=counts["creates"] + counts["changes"] + counts["ends"],
        most=_SHOWN,
        employer=employer.name,
        zone=actor.time_zone,
    )


def _cells(row: ShownRow) -> tuple[str, str, str, str]:
    return format_number(row.line), row.worker, row.key, row.what


def _preview(session: Session, actor: Actor, data: dict[str, Any]) -> ImportRun:
    employer = employer_of(session, actor, "absence.import", key=data["employer"])
    file: FileStorage = data["file"]
    if not file.filename:
        raise Invalid(problems=[FieldProblem("/file", _("Choose the file first."))])
    feed = _read(session, actor, file, data["profile"], data["start_year"])
    run, _plan = preview(session, actor, employer, feed, file_name=_clean_name(file.filename), site=data["site"])
    return run


def _read(session: Session, actor: Actor, file: FileStorage, profile_name: str, start_year: int | None) -> Feed:
    profile = load(profile_name, profiles_folder(session, actor.tenant_id))
    try:
        today = clock.today(actor.time_zone)
        return read_feed(
            file.stream,  # type: ignore[arg-type]
            profile,
            today=today,
            start_year=start_year,
            at_most=MOST_ROWS_ON_A_PAGE,
        )
    except FileRefused as refused:
        raise Invalid(problems=[FieldProblem("/file", _refusal(each)) for each in refused.problems]) from refused


def _refusal(problem: Problem) -> str:
    if problem.code != TOO_MANY_ROWS:
        return str(problem)
    return _(
        "A file on this page has at most %(most)s rows. Ask for a larger one to be imported by command.",
        most=format_number(MOST_ROWS_ON_A_PAGE),
    )


def _clean_name(name: str) -> str:
    """Return the name of the file as it can be shown: its last part, without signs that nobody sees."""
    try:
        return clean_text(name).replace("\\", "/").rpartition("/")[2][-_NAME_SIGNS:]
    except UncleanText:
        return _("a file")


def _profiles(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    folder = profiles_folder(session, actor.tenant_id)
    return [(name, load(name, folder).document.title) for name in available(folder)]
