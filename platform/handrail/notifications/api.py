"""One's own preferences and messages, and the operator's delivery log, over the API."""

from typing import Any

from flask_smorest import Blueprint

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.notifications import commands, queries
from handrail.notifications.rules import Wishes
from handrail.notifications.schemas import DeliveryList, DeliveryQuery, MessageList, PreferenceSchema

blueprint = Blueprint("notifications_api", __name__, description="What is sent to whom")


def wishes_as_data(wishes: Wishes) -> dict[str, Any]:
    """Return wishes in the form of the schema."""
    quiet = wishes.quiet
    return {
        "email": wishes.email,
        "quiet_from": quiet.begin if quiet else None,
        "quiet_until": quiet.until if quiet else None,
    }


@blueprint.get("/account/notification-preferences")
@permission("account.read")
@blueprint.response(200, PreferenceSchema)
def read_preferences() -> dict[str, Any]:
    """Read what you chose, or what holds where you chose nothing."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        preference = queries.preference_of(session, actor.tenant_id, actor.person_id)
        return wishes_as_data(queries.wishes_of(preference))


@blueprint.put("/account/notification-preferences")
@permission("account.use")
@blueprint.arguments(PreferenceSchema)
@blueprint.response(200, PreferenceSchema)
def choose_preferences(body: dict[str, Any]) -> dict[str, Any]:
    """Choose; the same choice again changes nothing."""
    with tenant_session(request_context()) as session:
        return wishes_as_data(queries.wishes_of(commands.choose(session, current_actor(), **body)))


@blueprint.get("/account/messages")
@permission("account.read")
@blueprint.response(200, MessageList)
def list_messages() -> dict[str, Any]:
    """List what was sent to you, or why not, the newest first."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": queries.messages_of(session, actor.tenant_id, actor.person_id)}


@blueprint.get("/operator/deliveries")
@permission("outbox.read")
@blueprint.arguments(DeliveryQuery, location="query")
@blueprint.response(200, DeliveryList)
def list_deliveries(query: dict[str, Any]) -> dict[str, Any]:
    """List attempts to deliver: ids, times and codes."""
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.deliveries(session, current_actor().tenant_id, before=query.get("before"))
        return {"items": found, "next": found[-1].id if len(found) == queries.MOST else None}
