"""Pages of one's own filters."""

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, url_for

from handrail.cases.filters import commands, queries
from handrail.cases.filters.api import split
from handrail.cases.filters.schemas import CaseFilterKeep
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("cases_filters", __name__, template_folder="templates")


@pages.get("/cases/filters")
@permission("case_filter.keep")
def index() -> Response:
    """Show one's filters, and which one the list begins with."""
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.filters_of(session, current_actor())
    return render("filters/index.html", found=found, address=lambda each: f"/cases?{urlencode(each.query)}")


@pages.post("/cases/filters")
@permission("case_filter.keep")
def keep() -> Response:
    """Keep a filter."""
    form = Form.from_request(CaseFilterKeep)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            made = commands.save_filter(session, current_actor(), **split(form.data))
            return redirect_to(f"/cases?{urlencode(made.query)}", say=N_("The filter is kept."))
    return render("filters/keep.html", form=form, status=form.status)


@pages.post("/cases/filters/<uuid:filter_id>/begin")
@permission("case_filter.keep")
def begin(filter_id: UUID) -> Response:
    """Have the list begin with this one."""
    with tenant_session(request_context()) as session:
        commands.begin_with(session, current_actor(), filter_id)
    return redirect_to(url_for(".index"), say=N_("The list begins with it from now on."))


@pages.post("/cases/filters/begin-with-none")
@permission("case_filter.keep")
def begin_with_none() -> Response:
    """Have the list begin with all open cases again."""
    with tenant_session(request_context()) as session:
        commands.begin_with(session, current_actor(), None)
    return redirect_to(url_for(".index"), say=N_("The list begins with all open cases."))


@pages.post("/cases/filters/<uuid:filter_id>/remove")
@permission("case_filter.keep")
def remove(filter_id: UUID) -> Response:
    """Drop a filter."""
    with tenant_session(request_context()) as session:
        commands.remove_filter(session, current_actor(), filter_id)
    return redirect_to(url_for(".index"), say=N_("The filter is gone."))
