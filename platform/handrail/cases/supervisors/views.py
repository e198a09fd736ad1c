"""The page on which human resources gives a worker another supervisor."""

from uuid import UUID

from flask import Blueprint, Response

from handrail.cases.commands.supervisor import change_supervisor, supervisors_here
from handrail.cases.records import person_of
from handrail.cases.supervisors.schemas import SupervisorWrite
from handrail.identity.access import load_employment, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("supervisors", __name__, template_folder="templates")


@pages.route("/employments/<uuid:employment_id>/supervisor", methods=["GET", "POST"])
@permission("supervisor.change")
def change(employment_id: UUID) -> Response:
    """Give a worker another supervisor, as when they go to another team."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employment = load_employment(session, employment_id, require(actor, "supervisor.change"))
        worker = person_of(session, employment.tenant_id, employment.person_id).name
        present = employment.supervisor_id
        former = person_of(session, employment.tenant_id, present).name if present else None
        people = supervisors_here(session, employment)
    form = Form.from_request(
        SupervisorWrite, choices={"supervisor_id": [each for each in people if each[0] != present]}
    )
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            change_supervisor(session, actor, employment_id, **form.data)
            return redirect_to("/absences", say=N_("The worker has another supervisor now."))
    return render("supervisors/change.html", form=form, status=form.status, worker=worker, former=former)
