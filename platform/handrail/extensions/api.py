"""Plugins over the API: how they stand, switching them, their settings; and what the operator sees."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.extensions import commands, queries
from handrail.extensions.operating import Operated, operated
from handrail.extensions.queries import Listed
from handrail.extensions.schemas import (
    OperatedPluginList,
    PluginList,
    PluginQuery,
    PluginRead,
    PluginSettings,
    PluginSwitch,
)
from handrail.extensions.words import titled, told
from handrail.identity.actor import Actor
from handrail.identity.queries import employer_named
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session

blueprint = Blueprint("extensions_api", __name__, description="Plugins")


@blueprint.get("/plugins")
@permission("plugin.read")
@blueprint.response(200, PluginList)
def list_plugins() -> dict[str, Any]:
    """List the plugins of this installation, as they stand in the consultancy."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        return {"items": [_read(session, actor, each, None) for each in queries.listed(session, actor)]}


@blueprint.get("/plugins/<plugin>")
@permission("plugin.read")
@blueprint.arguments(PluginQuery, location="query")
@blueprint.response(200, PluginRead)
def read_plugin(query: dict[str, Any], plugin: str) -> dict[str, Any]:
    """Read one plugin, as it stands in the consultancy or at a client organisation."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employer_id = _employer(session, actor, query["employer"])
        return _read(session, actor, queries.one(session, actor, plugin, employer_id), employer_id)


@blueprint.put("/plugins/<plugin>/state")
@permission("plugin.change")
@blueprint.arguments(PluginSwitch)
@blueprint.response(200, PluginRead)
@blueprint.alt_response(409, description="People work under the law that it knows, or it is switched elsewhere.")
def switch_plugin(body: dict[str, Any], plugin: str) -> dict[str, Any]:
    """Switch a plugin; the same again changes nothing."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employer_id = _employer(session, actor, body.pop("employer"))
        commands.switch(session, actor, plugin, employer_id, commands.Switch(**body))
        return _read(session, actor, queries.one(session, actor, plugin, employer_id), employer_id)


@blueprint.patch("/plugins/<plugin>/settings")
@permission("plugin.change")
@blueprint.arguments(PluginSettings)
@blueprint.response(200, PluginRead)
def configure_plugin(body: dict[str, Any], plugin: str) -> dict[str, Any]:
    """Choose settings of a plugin. A secret is written and never read back; what was there works on until it did."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employer_id = _employer(session, actor, body["employer"])
        commands.configure(session, actor, plugin, employer_id, body["values"], at="/values")
        return _read(session, actor, queries.one(session, actor, plugin, employer_id), employer_id)


# --- The operator -----------------------------------------------------------------------------------------------------


@blueprint.get("/operator/plugins")
@permission("plugin.watch")
@blueprint.response(200, OperatedPluginList)
def list_operated() -> dict[str, Any]:
    """List every plugin with its state, and where in its code it broke last. Numbers of consultancies, never which."""
    return {"items": [_operated(each) for each in operated()]}


@blueprint.post("/operator/plugins/<plugin>/quarantine")
@permission("plugin.operate")
@blueprint.response(204)
def quarantine_plugin(plugin: str) -> None:
    """Ask a plugin nothing any more, for everybody, until it is let go on. Dates on file stay."""
    with tenant_session(request_context()) as session:
        commands.stop(session, current_actor(), plugin)


@blueprint.post("/operator/plugins/<plugin>/resume")
@permission("plugin.operate")
@blueprint.response(204)
def resume_plugin(plugin: str) -> None:
    """Let a plugin go on, with a clean record."""
    with tenant_session(request_context()) as session:
        commands.resume(session, current_actor(), plugin)


def _employer(session: Session, actor: Actor, key: str | None) -> UUID | None:
    return employer_named(session, actor, key) if key else None


def _read(session: Session, actor: Actor, each: Listed, employer_id: UUID | None) -> dict[str, Any]:
    manifest = each.known.manifest
    return {
        "name": each.plugin.name,
        "title": titled(each.plugin),
        "version": each.plugin.version,
        "publisher": manifest.publisher.name,
        "scope": manifest.scope,
        "state": each.standing.state,
        "employers_default": each.row is not None and each.row.employers_default,
        "quarantined": each.standing.quarantined,
        "capabilities": [
            {
                "name": one.name,
                "reason": told(each.plugin, one.reason),
                "allowed": one.allowed,
                "agreed": one.agreed,
            }
            for one in each.capabilities
        ],
        "settings": dict(each.standing.settings),
        "secrets": sorted(queries.secrets_of(session, actor, each.plugin.name, employer_id)),
    }


def _operated(each: Operated) -> dict[str, Any]:
    plugin, fault = each.plugin, each.fault
    return {
        "name": plugin.name,
        "title": plugin.title,
        "version": plugin.version,
        "state": plugin.state,
        "reason": plugin.reason,
        "trace": plugin.trace,
        "quarantine": each.quarantine,
        "quarantined_at": each.quarantined_at,
        "broke_in": each.broke_in,
        "stopped_in": each.stopped_in,
        "withheld": list(each.withheld),
        "fault": fault
        and {"at": each.faulted_at, "callback": fault.callback, "kind": fault.kind, "frames": list(fault.frames)},
    }
