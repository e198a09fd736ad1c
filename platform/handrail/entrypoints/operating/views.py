"""Work in the background, as pages."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from handrail.entrypoints.operating import commands, queries
from handrail.entrypoints.operating.schemas import KindSchema, Nothing, SetAside
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("operating", __name__, template_folder="../templates")


@pages.get("/operator/jobs")
@permission("outbox.read")
def jobs() -> Response:
    """Show the queues, and what is parked with what can be done about it."""
    actor = current_actor()
    name, error = request.args.get("name") or None, request.args.get("error") or None
    before = request.args.get("before", type=UUID)
    with tenant_session(request_context(read_only=True)) as session:
        counts = queries.counts(session, actor.tenant_id)
        kinds = queries.kinds(session, actor.tenant_id)
        found = queries.parked(session, actor.tenant_id, name=name, error=error, before=before)
    older = url_for(".jobs", name=name, error=error, before=found[-1].id) if len(found) == queries.MOST else None
    return render(
        "operating/jobs.html", counts=counts, kinds=kinds, parked=found, name=name, error=error, older=older,
        zone=actor.time_zone,
    )  # fmt: skip


@pages.post("/operator/jobs/<uuid:row_id>/again")
@permission("outbox.operate")
def again(row_id: UUID) -> Response:
    """Let one piece of work start anew; a double press is one."""
    form = Form.from_request(Nothing)
    said = None
    if form.is_ready:
        with tenant_session(request_context()) as session:
            changed = commands.replay(session, current_actor(), row_id)
        said = N_("It starts again in a moment.") if changed else N_("It was started again before.")
    return redirect_to(url_for(".jobs"), say=said)


@pages.route("/operator/jobs/again", methods=["GET", "POST"])
@permission("outbox.operate")
def all_again() -> Response:
    """Ask whether all work of one kind shall start anew, and let it."""
    actor = current_actor()
    given = {"name": request.args.get("name"), "error": request.args.get("error")}
    form = Form.from_request(KindSchema, initial=given)
    if form.is_ready:
        with tenant_session(request_context()) as session:
            commands.replay_kind(session, actor, form.data["name"], form.data["error"] or None)
        return redirect_to(url_for(".jobs"), say=N_("The work starts again in a moment."))
    with tenant_session(request_context(read_only=True)) as session:
        found = [
            kind
            for kind in queries.kinds(session, actor.tenant_id)
            if kind.name == given["name"] and given["error"] in {None, "", kind.error}
        ]
    if not found and request.method == "GET":
        raise NotFound
    count = sum(kind.count for kind in found)
    return render("operating/again.html", form=form, status=form.status, count=count, most=commands.MOST, **given)


@pages.route("/operator/jobs/<uuid:row_id>/set-aside", methods=["GET", "POST"])
@permission("outbox.operate")
def set_aside(row_id: UUID) -> Response:
    """Ask why, and end work that is not to be done any more."""
    actor = current_actor()
    form = Form.from_request(SetAside)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.set_aside(session, actor, row_id, form.data["reason"])
            return redirect_to(url_for(".jobs"), say=N_("It is set aside."))
    with tenant_session(request_context(read_only=True)) as session:
        row = queries.one(session, actor.tenant_id, row_id)
    if row is None:
        raise NotFound
    return render("operating/set_aside.html", form=form, status=form.status, row=row, zone=actor.time_zone)
