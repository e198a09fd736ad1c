"""Pages of the people of a case: for whoever coordinates it, and for the worker."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from handrail.audit import read_log
from handrail.cases.team import commands, queries
from handrail.cases.team.rules import NEEDS, Part
from handrail.cases.team.schemas import PartGive
from handrail.cases.team.words import MINE, PARTS, SEES, SEES_OF_MINE
from handrail.cases.views.around import around
from handrail.consents.queries import live
from handrail.identity.access import load_case, require
from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("cases_team", __name__, template_folder="templates")


@pages.get("/cases/<uuid:case_id>/people")
@permission("case_team.read")
def people(case_id: UUID) -> Response:
    """Show who has which part in a case."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "case_team.read", purpose="team.read")
        if actor.role is Role.WORKER:
            return redirect_to(url_for(".mine"))
        members = queries.members_of(session, found.case)
        return render(
            "team/people.html",
            found=found,
            members=members,
            is_coordinator=actor.role is Role.COORDINATOR,
            sees=SEES,
            roles=ROLE_LABELS,
            is_informed=any(each.role is Role.SUPERVISOR for each in members),
        )


@pages.route("/cases/<uuid:case_id>/people/<any(follow_up, union, occupational_health):part>", methods=["GET", "POST"])
@permission("case_team.appoint")
def appoint(case_id: UUID, part: str) -> Response:
    """Give somebody a part."""
    actor, wanted = current_actor(), Part(part)
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "case_team.appoint", purpose="team.read")
        people = queries.candidates(session, found.case, wanted)
        purpose = NEEDS.get(wanted)
        has_consent = purpose is None or live(session, found.case, purpose) is not None
    form = Form.from_request(PartGive, choices={"person_id": people}, initial={"part": wanted.value})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.appoint(session, actor, case_id, part=wanted, person_id=form.data["person_id"])
            return redirect_to(url_for(".people", case_id=case_id), say=N_("They have a part in this case now."))
    return render(
        "team/appoint.html", status=form.status, form=form, found=found, people=people, part=wanted,
        title=_(PARTS[wanted]), has_consent=has_consent, sees=SEES, opened=commands.opened(wanted),
    )  # fmt: skip


@pages.post("/cases/<uuid:case_id>/people/<uuid:part_id>/end")
@permission("case_team.appoint")
def end(case_id: UUID, part_id: UUID) -> Response:
    """End a part."""
    with tenant_session(request_context()) as session:
        commands.end_part(session, current_actor(), case_id, part_id)
    return redirect_to(
        url_for(".people", case_id=case_id), say=N_("That part has ended. They find nothing of it any more.")
    )


@pages.get("/my-return/people")
@permission("return.read")
def mine() -> Response:
    """Show a worker who takes part in their return, and what each of them can read."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case = load_case(session, queries.own_case(session, actor), require(actor, "return.read"))
        members = [each for each in queries.members_of(session, case) if each.role is not Role.WORKER]
        read_log.record(session, actor, case.subject(), [Compartment.COORDINATION], "team.read")
        return render("team/mine.html", members=members, sees=SEES_OF_MINE, roles=MINE, labels=ROLE_LABELS)
