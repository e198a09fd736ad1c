"""Emergency access: asked for on a case, decided by another person, looked at for half an hour, reviewed by a third."""

from uuid import UUID

from flask import Response, request, url_for

from handrail.identity.access import load_case, require
from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.i18n import N_, _
from handrail.privacy.emergency import commands, queries
from handrail.privacy.emergency.rules import PARTS, State
from handrail.privacy.emergency.schemas import EmergencyAsk, EmergencyReview
from handrail.privacy.package.labels import TITLES_OF_TABLES
from handrail.privacy.package.ways import paths
from handrail.privacy.package.wording import Speaker
from handrail.privacy.views import pages
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render
from handrail.web.template_helpers import compartment_name

STATES = {
    State.ASKED: ("open", N_("Waits for a second person")),
    State.REFUSED: ("off", N_("Refused")),
    State.LAPSED: ("off", N_("Lapsed")),
    State.OPEN: ("now", N_("Open")),
    State.OVER: ("late", N_("To be reviewed")),
    State.REVIEWED: ("done", N_("Reviewed")),
}


@pages.route("/cases/<uuid:case_id>/emergency", methods=["GET", "POST"])
@permission("emergency.ask")
def ask_emergency(case_id: UUID) -> Response:
    """Ask for one part of a case."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        case = load_case(session, case_id, require(actor, "emergency.ask"))
    choices = {"part": [(part.value, compartment_name(part.value)) for part in PARTS]}
    readers = {"reason": _("Whoever decides, whoever reviews it, and the worker.")}
    form = Form.from_request(EmergencyAsk, choices=choices, readers=readers)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            made = commands.ask(session, actor, case_id, **form.data)
            return redirect_to(
                url_for(".emergency", emergency_id=made.id), say=N_("You asked. A second person is told.")
            )
    return render("privacy/emergency_ask.html", form=form, status=form.status, case=case)


@pages.get("/emergency")
@permission("emergency.read")
def emergencies() -> Response:
    """List emergency accesses: one's own, or all for those who watch."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = queries.accesses(session, actor)
    return render("privacy/emergencies.html", found=found, states=STATES, zone=actor.time_zone)


@pages.get("/emergency/<uuid:emergency_id>")
@permission("emergency.read")
def emergency(emergency_id: UUID) -> Response:
    """Show one access: why, who, until when, and what can be done about it."""
    return _emergency(emergency_id)


def _emergency(emergency_id: UUID, *, status: int = 200, form: Form | None = None) -> Response:
    actor = current_actor()
    with tenant_session(request_context()) as session:
        seen = queries.access(session, actor, emergency_id)
        reason, review = commands.reason_of(session, seen.access), commands.review_of(session, seen.access)
    involved = {seen.access.asked_by, seen.access.decided_by}
    may_review = actor.role is Role.PRIVACY_OFFICER and seen.state is State.OVER and actor.person_id not in involved
    return render(
        "privacy/emergency.html",
        status=status,
        seen=seen,
        reason=reason,
        review=review,
        state=STATES[seen.state],
        labels=ROLE_LABELS,
        zone=actor.time_zone,
        may_decide=seen.state is State.ASKED and seen.access.asked_by != actor.person_id,
        may_look=seen.state is State.OPEN and seen.access.asked_by == actor.person_id,
        form=(form or Form(EmergencyReview)) if may_review else None,
    )


@pages.post("/emergency/<uuid:emergency_id>/decide")
@permission("emergency.decide")
def decide_emergency(emergency_id: UUID) -> Response:
    """Approve or refuse."""
    approve = request.form.get("answer") == "approve"
    with tenant_session(request_context()) as session:
        commands.decide_access(session, current_actor(), emergency_id, approve=approve)
    said = N_("It is open for half an hour.") if approve else N_("It is refused.")
    return redirect_to(url_for(".emergency", emergency_id=emergency_id), say=said)


@pages.post("/emergency/<uuid:emergency_id>/look")
@permission("emergency.look")
def look_emergency(emergency_id: UUID) -> Response:
    """Show the part; a POST, since each look is written down."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        access, records = commands.look(session, actor, emergency_id)
    with tenant_session(engine_context(actor.tenant_id)) as engine:
        people = commands.people_in(engine, actor.tenant_id, records)
    speaker = Speaker(paths=paths(), people=people, zone=actor.time_zone)
    shown = [
        (_(TITLES_OF_TABLES[record.table]) if record.table in TITLES_OF_TABLES else "", speaker.fields_of(record))
        for record in records
        if record.table in TITLES_OF_TABLES
    ]
    return render("privacy/emergency_look.html", access=access, shown=shown, zone=actor.time_zone)


@pages.post("/emergency/<uuid:emergency_id>/review")
@permission("emergency.review")
def review_emergency(emergency_id: UUID) -> Response:
    """Say afterwards whether it was right."""
    form = Form.from_request(EmergencyReview)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.review(session, current_actor(), emergency_id, **form.data)
            return redirect_to(url_for(".emergencies"), say=N_("The review is kept."))
    return _emergency(emergency_id, status=form.status, form=form)
