"""Signing in by link, signing out, and one's own account."""

import secrets
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, jsonify, request, url_for
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from handrail.identity import arriving, calendars, commands, known_devices, lasting, limits, links, queries, resuming
from handrail.identity.devices import device_name
from handrail.identity.errors import LinkSpent
from handrail.identity.factors import queries as factors
from handrail.identity.factors.views.coming_in import way_in
from handrail.identity.oidc import home
from handrail.identity.policies import may_ever
from handrail.identity.schemas import Nothing, RoleSwitch, SignInAsk, SignInAskAnywhere
from handrail.identity.web import (
    clear_session_cookie,
    current_actor,
    permission,
    public,
    request_context,
    set_session_cookie,
    signed_in,
    stay_nobody,
    tenant_of_host,
    tenant_of_slug,
)
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.i18n import N_
from handrail.web import cookies
from handrail.web.failures import note_problem
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("identity", __name__, template_folder="templates")

_BROWSER_COOKIE: Final = "hr-ask"
_TEN_MINUTES: Final = 600


@pages.route("/sign-in", methods=["GET", "POST"])
@public("the way in")
def sign_in() -> Response:
    """Ask for a passkey or a link; the answer is the same whether or not the address is known."""
    tenant_id = tenant_of_host()
    form = Form.from_request(SignInAsk if tenant_id else SignInAskAnywhere)
    if not form.is_ready:
        response = render(
            "identity/sign_in.html",
            form=form,
            status=form.status,
            signed_in=signed_in(),
            options=way_in(),
            unknown_passkey="passkey" in request.args,
            target=arriving.asked_for() or None,
            doors=home.doors_of(tenant_id),
        )
        return arriving.remember_target(response)
    browser = secrets.token_urlsafe(24)
    tenant_id = tenant_id or tenant_of_slug(form.data["consultancy"])
    limits.asks_for_link(tenant_id, form.data["email"], request.remote_addr)
    if (door := home.door_of_address(tenant_id, form.data["email"])) is not None:
        return render("identity_oidc/leads_on.html", door=door, hint=form.data["email"], target=arriving.asked_for())
    if tenant_id:
        with tenant_session(engine_context(tenant_id)) as session:
            links.ask_for_link(session, tenant_id, form.data["email"], browser, host=request.host)
    return _link_sent(browser)


def _link_sent(browser: str) -> Response:
    response = render("identity/link_sent.html")
    cookies.keep(response, _BROWSER_COOKIE, browser, seconds=_TEN_MINUTES)
    return response


@pages.route("/sign-in/<token>", methods=["GET", "POST"])
@public("a sign-in link; it is spent by the button, since mail scanners open links")
def use_link(token: str) -> Response:
    """Show the button, and on its press spend the link and start the session: a half one, where it came by mail."""
    form = Form.from_request(Nothing)
    if not form.is_ready:
        return render("identity/use_link.html", form=form, token=token)
    limits.tries_link(request.remote_addr)
    credential = queries.resolve_credential("link", commands.digest(token))
    if credential is None:
        return _spent(token)
    try:
        with tenant_session(engine_context(credential.tenant_id)) as session:
            browser = cookies.kept(_BROWSER_COOKIE)
            row, secret = commands.use_link(
                session, credential.tenant_id, token, browser=browser, origin=request.user_agent.string[:200]
            )
            is_whole = row.factors > 1
    except LinkSpent:
        return _spent(token)
    return arriving.go_on(secret) if is_whole else arriving.ask_for_second_factor(secret)


def _spent(token: str) -> Response:
    note_problem(LinkSpent())
    limits.link_was_wrong(request.remote_addr)
    return render("identity/link_spent.html", status=LinkSpent.status, token=token)


@pages.post("/sign-in/<token>/again")
@public("a link that was used or is too old brings a new one to the same mailbox, and to no other")
def renew_link(token: str) -> Response:
    """Send a new link to whoever's this one is; the answer is the same where it is nobody's."""
    browser = secrets.token_urlsafe(24)
    credential = queries.resolve_credential("link", commands.digest(token))
    tenant_id = credential.tenant_id if credential else None
    limits.asks_for_link(tenant_id, f"link of {credential.person_id if credential else None}", request.remote_addr)
    if credential and credential.person_id:
        with tenant_session(engine_context(credential.tenant_id)) as session:
            commands.send_link(session, credential.tenant_id, credential.person_id, browser, host=request.host)
    return _link_sent(browser)


@pages.get("/sign-in/state")
@public("whether the page that asks is still its reader's: seconds, and nothing else")
def state() -> Response:
    """Say how long the session of a page's reader lasts without use; asking is no use of it."""
    stay_nobody()
    return jsonify(seconds=lasting.seconds_left(request.args.get("of", "")))


@pages.post("/account/ended")
@permission("account.read")
def ended() -> Response:
    """Give back what was typed in a page that was cleared, since the session of its reader ended."""
    return resuming.page()


@pages.post("/sign-out")
@permission("account.use")
def sign_out() -> Response:
    """End this session; where it began at a provider, lead to the page that says how to sign out there as well."""
    actor = current_actor()
    door = home.door_of_session(actor)
    with tenant_session(request_context()) as session:
        if actor.sign_in_id:
            commands.end_sign_in(session, actor.tenant_id, actor.sign_in_id)
    if door is not None:
        there = url_for("identity_oidc.signed_out", slug=door.slug, connection_id=door.connection_id)
        return clear_session_cookie(redirect_to(there))
    return clear_session_cookie(redirect_to(url_for("identity.sign_in")))


@pages.get("/account")
@permission("account.read")
def account() -> Response:
    """Show who one is here, one's roles and sessions."""
    with tenant_session(request_context(read_only=True)) as session:
        return _account(session)


def _account(session: Session, *, address: str | None = None) -> Response:
    """Return the page of one's account; `address` is that of a calendar, where it was made just now."""
    actor = current_actor()
    has_calendar = may_ever(actor.role, "calendar.follow") and not actor.only_looks
    devices = known_devices.devices_of(session, actor.tenant_id, actor.person_id)
    return render(
        "identity/account.html",
        actor=actor,
        sessions=queries.sign_ins_of(session, actor.tenant_id, actor.person_id),
        ways=factors.ways_of(session, actor.tenant_id, actor.person_id),
        labels=ROLE_LABELS,
        devices=devices,
        new_devices=known_devices.new_among(devices),
        this_device=known_devices.device_of(session, actor),
        device_name=device_name,
        has_calendar=has_calendar,
        calendar=queries.calendar_of(session, actor) if has_calendar else None,
        address=address,
    )


@pages.post("/account/calendar")
@permission("calendar.follow")
def make_calendar() -> Response:
    """Make a calendar address for the role in which one acts, and show it this once."""
    with tenant_session(request_context()) as session:
        _feed, secret = calendars.make(session, current_actor())
        return _account(session, address=calendars.address_of(secret))


@pages.post("/account/calendar/revoke")
@permission("calendar.follow")
def revoke_calendar() -> Response:
    """Revoke the calendar address of the role in which one acts."""
    with tenant_session(request_context()) as session:
        calendars.revoke(session, current_actor())
    return redirect_to(url_for("identity.account"), say=N_("That calendar address does not work any more."))


@pages.post("/account/role")
@permission("account.use")
def switch_role() -> Response:
    """Act under another of one's roles."""
    try:
        role = RoleSwitch().load({"role": request.form.get("role")})["role"]
    except ValidationError:
        return redirect_to(url_for("identity.account"))
    with tenant_session(request_context()) as session:
        secret = commands.switch_role(session, current_actor(), role, origin=request.user_agent.string[:200])
    return set_session_cookie(redirect_to("/"), secret)


@pages.post("/account/sessions/<uuid:sign_in_id>/end")
@permission("account.use")
def end_session(sign_in_id: UUID) -> Response:
    """End one of one's own sessions."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        own = {row.id for row in queries.sign_ins_of(session, actor.tenant_id, actor.person_id)}
        if sign_in_id in own:
            commands.end_sign_in(session, actor.tenant_id, sign_in_id)
    return redirect_to(url_for("identity.account"), say=N_("That session has ended."))


@pages.post("/account/devices/<uuid:device_id>/end")
@permission("account.use")
def end_device(device_id: UUID) -> Response:
    """End every session on one of one's own devices, and know it no more."""
    with tenant_session(request_context()) as session:
        known_devices.forget(session, current_actor(), device_id)
    return redirect_to(url_for("identity.account"), say=N_("Everything on that device has ended."))


ROLE_LABELS: Final[dict[Role, Any]] = {
    Role.WORKER: N_("Worker"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.LEAD_COORDINATOR: N_("Lead coordinator"),
    Role.SUPERVISOR: N_("Direct supervisor"),
    Role.HR: N_("Human resources"),
    Role.ABSENCE_ADMIN: N_("Absence administration"),
    Role.EMPLOYER_ADMIN: N_("Employer administrator"),
    Role.SENIOR_MANAGEMENT: N_("Senior management"),
    Role.COMMITTEE: N_("Implementation committee"),
    Role.UNION: N_("Union representative"),
    Role.OCCUPATIONAL_HEALTH: N_("Occupational health"),
    Role.PROVIDER: N_("Provider"),
    Role.INSURER: N_("Insurer"),
    Role.CONSULTANCY_ADMIN: N_("Consultancy administrator"),
    Role.CONSULTANCY_MANAGER: N_("Consultancy manager"),
    Role.PRIVACY_OFFICER: N_("Privacy officer"),
    Role.AUDITOR: N_("Auditor"),
    Role.SUPPORT: N_("Support"),
    Role.OPERATOR: N_("Operator"),
}
"""What a role is called; mark the value with gettext where it is shown."""
