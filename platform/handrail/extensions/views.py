"""Pages of plugins: an administrator's, and the operator's."""

from typing import Any, Final

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session

from handrail.extensions import commands, queries
from handrail.extensions.declared_settings import Setting
from handrail.extensions.operating import operated
from handrail.extensions.queries import Listed
from handrail.extensions.schemas import PluginConsent, PluginQuery
from handrail.extensions.settings_forms import answers, form_of
from handrail.extensions.standing import State
from handrail.extensions.words import titled, told
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.queries import employers_of
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import Conflict, HandrailError, Invalid, NotFound
from handrail.kit.i18n import N_, _
from handrail.tenancy.models import ClientOrganisation
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("plugins", __name__, template_folder="templates")

SAID: Final = {
    State.ON: N_("It is on."),
    State.DRAINING: N_("It runs out: nothing new begins, what runs comes to its end."),
    State.OFF: N_("It is off."),
}


@pages.get("/settings/plugins")
@permission("plugin.read")
def plugins() -> Response:
    """List the plugins, as they stand in the consultancy."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.listed(session, actor)
    return render("plugins/plugins.html", found=found, told=told, titled=titled)


@pages.get("/settings/plugins/<plugin>")
@permission("plugin.read")
def plugin(plugin: str) -> Response:
    """Show one plugin: what it may touch, where it is on, its settings."""
    with tenant_session(request_context(read_only=True)) as session:
        return _one(session, plugin)


@pages.route("/settings/plugins/<plugin>/on", methods=["GET", "POST"])
@permission("plugin.change")
def switch_on(plugin: str) -> Response:
    """Show what a plugin may touch, and switch it on once that is agreed to."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employer = _employer(session, actor)
        found = queries.one(session, actor, plugin, employer.id if employer else None)
    _check(actor, employer)
    offered = [each for each in found.capabilities if each.allowed]
    choices = {"agreed": [(each.name, told(found.plugin, each.reason)) for each in offered]}
    default = found.row is not None and found.row.employers_default
    form = Form.from_request(PluginConsent, choices=choices, initial={"employers_default": default})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            chosen = commands.Switch(state=State.ON, **form.data)
            commands.switch(session, actor, plugin, employer.id if employer else None, chosen)
            return redirect_to(_address(plugin, employer), say=SAID[State.ON])
    return render(
        "plugins/on.html", status=form.status, form=form, found=found, employer=employer, offered=offered,
        back=_address(plugin, employer), address=_address, told=told, titled=titled,
    )  # fmt: skip


@pages.post("/settings/plugins/<plugin>/state")
@permission("plugin.change")
def switch(plugin: str) -> Response:
    """Let a plugin run out, or switch it off; a press that was sent twice is one."""
    actor = current_actor()
    state = next((each for each in (State.DRAINING, State.OFF) if each.value == request.form.get("state")), None)
    if state is None:
        raise NotFound
    try:
        with tenant_session(request_context()) as session:
            employer = _employer(session, actor)
            commands.switch(session, actor, plugin, employer.id if employer else None, commands.Switch(state=state))
            return redirect_to(_address(plugin, employer), say=SAID[state])
    except (Conflict, Invalid) as problem:
        with tenant_session(request_context(read_only=True)) as session:
            return _one(session, plugin, refused=problem)


@pages.post("/settings/plugins/<plugin>/settings")
@permission("plugin.change")
def configure(plugin: str) -> Response:
    """Choose settings."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employer = _employer(session, actor)
        found = queries.one(session, actor, plugin, employer.id if employer else None)
        form = _settings_form(session, actor, found, employer, posted=True)
    if form is None:
        raise NotFound
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            given = answers(_settings(found, employer), form.data)
            commands.configure(session, actor, plugin, employer.id if employer else None, given)
            return redirect_to(_address(plugin, employer), say=N_("The settings are stored."))
    with tenant_session(request_context(read_only=True)) as session:
        return _one(session, plugin, form=form)


@pages.post("/settings/plugins/<plugin>/secrets/remove")
@permission("plugin.change")
def remove_secret(plugin: str) -> Response:
    """Take a secret away."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employer = _employer(session, actor)
        key = request.form.get("key", "")
        commands.configure(session, actor, plugin, employer.id if employer else None, {key: None})
    return redirect_to(_address(plugin, employer), say=N_("The secret is gone."))


def _one(session: Session, name: str, *, form: Form | None = None, refused: HandrailError | None = None) -> Response:
    actor = current_actor()
    employer = _employer(session, actor)
    found = queries.one(session, actor, name, employer.id if employer else None)
    shown = form or _settings_form(session, actor, found, employer)
    return render(
        "plugins/plugin.html",
        status=refused.status if refused else form.status if form else 200,
        found=found,
        employer=employer,
        tenant=found if employer is None else queries.one(session, actor, name),
        employers=() if employer else queries.at_employers(session, actor, found),
        form=shown,
        refused=_words_of(refused),
        secrets=sorted(queries.secrets_of(session, actor, name, employer.id if employer else None)),
        may_change=_may_change(actor, employer),
        told=told,
        titled=titled,
        address=_address,
        zone=actor.time_zone,
    )


def _words_of(refused: HandrailError | None) -> str:
    """Return what to say of a refusal, which a page of buttons has no field for."""
    if isinstance(refused, Invalid) and refused.problems:
        return " ".join(each.message for each in refused.problems)
    return (refused.detail or refused.title) if refused else ""


def _settings(found: Listed, employer: ClientOrganisation | None) -> list[Setting]:
    return [each for each in found.known.manifest.settings if employer is None or each.per_employer]


def _settings_form(
    session: Session, actor: Actor, found: Listed, employer: ClientOrganisation | None, *, posted: bool = False
) -> Form | None:
    """Return the form of the settings at this place; None where there are none, or it is not the actor's to fill in."""
    settings = _settings(found, employer)
    if not settings or not _may_change(actor, employer):
        return None
    written = queries.secrets_of(session, actor, found.plugin.name, employer.id if employer else None)
    schema = form_of(found.plugin, settings, written)
    values = dict(found.standing.settings)
    return Form.from_request(schema, id="settings") if posted else Form(schema, id="settings", initial=values)


def _may_change(actor: Actor, employer: ClientOrganisation | None) -> bool:
    return not actor.only_looks and (employer is not None or actor.employers == "*")


def _check(actor: Actor, employer: ClientOrganisation | None) -> None:
    check(require(actor, "plugin.change"), employer_id=employer.id if employer else None)
    if not _may_change(actor, employer):
        raise NotFound


def _employer(session: Session, actor: Actor) -> ClientOrganisation | None:
    """Return the client organisation that the address names; None: the consultancy. Raises NotFound for no such one."""
    key = PluginQuery().load({"employer": request.args.get("employer") or None})["employer"]
    if key is None:
        return None
    found = next((each for each in employers_of(session, actor) if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def _address(name: str, employer: ClientOrganisation | None, to: str = ".plugin") -> str:
    return url_for(to, plugin=name, employer=employer.key if employer else None)


# --- The operator -----------------------------------------------------------------------------------------------------


@pages.get("/operator/plugins")
@permission("plugin.watch")
def operate() -> Response:
    """Show every plugin: those that need somebody first."""
    found = operated()
    return render(
        "plugins/operate.html", urgent=[each for each in found if each.needs_somebody],
        fine=[each for each in found if not each.needs_somebody], zone=current_actor().time_zone,
        callbacks=_callbacks(), titled=titled,
    )  # fmt: skip


@pages.post("/operator/plugins/<plugin>/quarantine")
@permission("plugin.operate")
def quarantine(plugin: str) -> Response:
    """Stop a plugin everywhere."""
    with tenant_session(request_context()) as session:
        commands.stop(session, current_actor(), plugin)
    return redirect_to(url_for(".operate"), say=N_("It is asked nothing any more, in the whole installation."))


@pages.post("/operator/plugins/<plugin>/resume")
@permission("plugin.operate")
def resume(plugin: str) -> Response:
    """Let a plugin go on."""
    with tenant_session(request_context()) as session:
        commands.resume(session, current_actor(), plugin)
    return redirect_to(url_for(".operate"), say=N_("It goes on, with a clean record."))


def _callbacks() -> dict[str, Any]:
    return {
        "obligations": _("dates of the law"),
        "check": _("checking what was entered"),
        "render": _("a part of a page"),
        "build": _("a part of a report"),
        "deliver": _("sending a message"),
        "after_transition": _("work after a step"),
        "handle": _("work after an event"),
        "pull": _("fetching from elsewhere"),
        "receive": _("receiving from elsewhere"),
        "probe": _("looking whether a service answers"),
    }
