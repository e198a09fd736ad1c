"""The planning meeting: what it still waits for, when and where, the briefing, and how it was held (S4-6, S5-1)."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, url_for

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.plans import commands
from handrail.plans.models import Meeting
from handrail.plans.queries.concerns import concerns_of
from handrail.plans.queries.preparation import meetings_of, preparation_of
from handrail.plans.rules.codes import MeetingState
from handrail.plans.rules.gates import open_gates
from handrail.plans.schemas.parts import Nothing
from handrail.plans.schemas.preparation import Briefing, MeetingRecord, MeetingSchedule
from handrail.plans.views import pages
from handrail.plans.views.around import around
from handrail.plans.wording import GATES, PRESENT
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.route("/cases/<uuid:case_id>/meeting", methods=["GET", "POST"])
@permission("meeting.schedule")
def meeting(case_id: UUID) -> Response:
    """Show what the meeting waits for, and plan or move it."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "meeting.schedule", purpose="preparation.read")
        zone = found.head.site.time_zone
        held = meetings_of(session, found.case)
        planned = next((each for each in held if each.state is MeetingState.SCHEDULED), None)
        gates = open_gates(preparation_of(session, found.case))
        initial = _initial(planned, zone)
        shown = [_shown(each, zone) for each in held]
    form = Form.from_request(MeetingSchedule, initial=initial)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            data = dict(form.data)
            starts_at = datetime.combine(data.pop("on"), data.pop("at"), ZoneInfo(zone))
            commands.schedule_meeting(session, actor, case_id, starts_at=starts_at, **data)
            return redirect_to(url_for("plans.meeting", case_id=case_id), say=N_("The meeting is planned."))
    return render(
        "plans/meeting.html",
        status=form.status,
        form=form,
        briefing=Form(Briefing, initial={"on": clock.today(zone)}, id="briefing"),
        found=found,
        planned=planned,
        meetings=shown,
        gates=[(each, GATES[each.rule]) for each in gates],
    )


def _initial(planned: Meeting | None, zone: str) -> dict[str, Any]:
    if planned is None:
        return {"minutes": 90}
    starts_at = planned.starts_at.astimezone(ZoneInfo(zone))
    return {
        "on": starts_at.date(),
        "at": starts_at.strftime("%H:%M"),
        "minutes": planned.minutes,
        "place": planned.place,
        "union_invited": planned.union_invited,
    }


def _shown(row: Meeting, zone: str) -> dict[str, Any]:
    """Return a meeting with its texts, which are read while the session is open."""
    return {
        "state": row.state,
        "starts_at": row.starts_at.astimezone(ZoneInfo(zone)),
        "place": row.place,
        "minutes": row.minutes,
        "briefed_on": row.briefed_on,
        "held_on": row.held_on,
        "present": [_(PRESENT[code]) for code in row.present],
        "objectives": row.objectives,
        "worker_spoke_first": row.worker_spoke_first,
    }


@pages.post("/cases/<uuid:case_id>/meeting/briefing")
@permission("meeting.schedule")
def briefing(case_id: UUID) -> Response:
    """Record that the supervisor was briefed on role and procedure."""
    form = Form.from_request(Briefing)
    if form.is_ready:
        with tenant_session(request_context()) as session:
            commands.brief_supervisor(session, current_actor(), case_id, on=form.data["on"])
    return redirect_to(url_for("plans.meeting", case_id=case_id), say=N_("The briefing is recorded."))


@pages.post("/cases/<uuid:case_id>/meeting/cancel")
@permission("meeting.schedule")
def cancel(case_id: UUID) -> Response:
    """Call the meeting off."""
    form = Form.from_request(Nothing)
    if form.is_ready:
        with tenant_session(request_context()) as session:
            commands.cancel_meeting(session, current_actor(), case_id)
    return redirect_to(url_for("plans.meeting", case_id=case_id), say=N_("The meeting is called off."))


@pages.route("/cases/<uuid:case_id>/meeting/record", methods=["GET", "POST"])
@permission("meeting.hold")
def record(case_id: UUID) -> Response:
    """Record how the meeting was held, and which released concerns came to the table."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "meeting.hold", purpose="concerns.read")
        today = clock.today(found.head.site.time_zone)
        rows = concerns_of(session, found.case)
        waiting = [(row.id, row.approved) for row in rows if row.released_at and row.plan_concern_id is None]
        unreleased = sum(row.released_at is None and row.plan_concern_id is None for row in rows)
    initial = {
        "held_on": today,
        "present": ["worker", "supervisor", "coordinator"],
        "raised": [each for each, _words in waiting],
    }
    form = Form.from_request(MeetingRecord, initial=initial, choices={"raised": waiting})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.record_meeting(session, actor, case_id, **form.data)
            return redirect_to(url_for("plans.edit", case_id=case_id), say=N_("Now the plan, together."))
    return render(
        "plans/meeting_record.html",
        status=form.status,
        form=form,
        found=found,
        has_released=bool(waiting),
        unreleased=unreleased,
    )
