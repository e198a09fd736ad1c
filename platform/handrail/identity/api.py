"""One's own account over the API."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from handrail.identity import calendars, known_devices, queries
from handrail.identity.devices import device_name
from handrail.identity.schemas import CalendarMade, CalendarRead, DeviceRead
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session

blueprint = Blueprint("identity_api", __name__, description="Your own account")


@blueprint.get("/account/devices")
@permission("account.read")
@blueprint.response(200, DeviceRead(many=True))
def list_devices() -> list[dict[str, Any]]:
    """List the browsers in which you have signed in, the one used last first."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        return [
            {"id": row.id, "name": device_name(row.origin), "first_at": row.first_at, "last_at": row.seen_at}
            for row in known_devices.devices_of(session, actor.tenant_id, actor.person_id)
        ]


@blueprint.delete("/account/devices/<uuid:device_id>")
@permission("account.use")
@blueprint.response(204)
def end_device(device_id: UUID) -> None:
    """End every session on one of your devices, and know it no more."""
    with tenant_session(request_context()) as session:
        known_devices.forget(session, current_actor(), device_id)


@blueprint.get("/account/calendar")
@permission("calendar.read")
@blueprint.response(200, CalendarRead)
def read_calendar() -> dict[str, Any]:
    """Say whether there is a calendar address for the role in which you act. The address itself is not kept."""
    with tenant_session(request_context(read_only=True)) as session:
        feed = queries.calendar_of(session, current_actor())
        return {"made_at": feed.made_at if feed else None}


@blueprint.post("/account/calendar")
@permission("calendar.follow")
@blueprint.response(201, CalendarMade)
def make_calendar() -> dict[str, Any]:
    """Make a calendar address, shown this once; the one before stops working.

    It takes no Idempotency-Key: an answer that is kept would keep the secret.
    """
    with tenant_session(request_context()) as session:
        feed, secret = calendars.make(session, current_actor())
        return {"made_at": feed.made_at, "address": calendars.address_of(secret)}


@blueprint.delete("/account/calendar")
@permission("calendar.follow")
@blueprint.response(204)
def revoke_calendar() -> None:
    """Revoke the calendar address of the role in which you act; it answers nothing from the next request on."""
    with tenant_session(request_context()) as session:
        calendars.revoke(session, current_actor())
