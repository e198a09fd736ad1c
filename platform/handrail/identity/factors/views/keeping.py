"""Looking after one's own ways to sign in; a part of it is offered at the first sign-in, and can wait."""

import base64
from typing import Final
from uuid import UUID

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Response, request, url_for

from handrail.identity.actor import Actor
from handrail.identity.devices import device_name
from handrail.identity.factors import ceremony, codes, keeping, queries
from handrail.identity.factors.errors import LastWay, NotShown
from handrail.identity.factors.rules import grouped
from handrail.identity.factors.schemas import AppCode, PasskeyNamed
from handrail.identity.factors.views.blueprint import pages, purpose, site
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render
from handrail.web.security import safe_target

_LAST: Final = N_("Not removed: it is your only way to sign in. Add another first.")


@pages.route("/account/passkeys/new", methods=["GET", "POST"])
@permission("account.factors")
def new_passkey() -> Response:
    """Make a passkey in this browser; at the first sign-in it can wait."""
    actor = current_actor()
    form = Form.from_request(PasskeyNamed, initial={"name": str(device_name(origin_of_request()))})
    not_shown = False
    if form.is_ready:
        answer = request.form.get("credential", "")
        try:
            with tenant_session(request_context()) as session:
                keeping.add_passkey(session, actor, answer, site(), purpose("enrol", actor), name=form.data["name"])
            return redirect_to(_next_step(), say=N_("Saved. Next time you can sign in with it."))
        except NotShown:
            not_shown = True
    return render(
        "factors/new_passkey.html",
        status=422 if not_shown else form.status,
        form=form,
        options=_enrolment(actor),
        not_shown=not_shown,
        first=_is_first(),
        target=_target() or None,
        later=_next_step(),
    )


def _enrolment(actor: Actor) -> str | None:
    if not site().knows_passkeys:
        return None
    with tenant_session(request_context(read_only=True)) as session:
        ways = queries.ways_of(session, actor.tenant_id, actor.person_id)
        known = [each for each in ways.passkeys if each.rp_id == site().rp_id]
    return ceremony.enrolment(site(), actor.person_id, actor.name, known, purpose("enrol", actor))


@pages.post("/account/passkeys/<uuid:passkey_id>/remove")
@permission("account.factors")
def remove_passkey(passkey_id: UUID) -> Response:
    """Forget a passkey."""
    try:
        with tenant_session(request_context()) as session:
            keeping.remove_passkey(session, current_actor(), passkey_id)
    except LastWay:
        return _account(_LAST)
    return _account(N_("That passkey does not work any more."))


@pages.post("/account/authenticator")
@permission("account.factors")
def begin_authenticator() -> Response:
    """Make the secret for an app, and go on to the page that shows it."""
    with tenant_session(request_context()) as session:
        keeping.begin_authenticator(session, current_actor())
    return redirect_to(url_for("identity_factors.authenticator"))


@pages.route("/account/authenticator/confirm", methods=["GET", "POST"])
@permission("account.factors")
def authenticator() -> Response:
    """Show the secret as a picture and in letters until the app's first code was typed, and never again."""
    actor = current_actor()
    form = Form.from_request(AppCode)
    if form.is_ready:
        with tenant_session(request_context()) as session:
            is_right = keeping.confirm_authenticator(session, actor, form.data["code"])
        if is_right:
            return _account(N_("Your app is set up. From now on its codes work here."))
        form.add_error("/code", _("That is not the code of this moment. Look again: it changes every half minute."))
    with tenant_session(request_context(read_only=True)) as session:
        row = queries.authenticator_of(session, actor.tenant_id, actor.person_id)
        if row is None or row.confirmed_at is not None:
            return redirect_to(url_for("identity.account"))
        secret = codes.secret_of(session, row)
    return render(
        "factors/authenticator.html",
        status=form.status,
        form=form,
        key=grouped(base64.b32encode(secret).decode()),
        picture=_picture(secret, actor),
    )


def _picture(secret: bytes, actor: Actor) -> str:
    """Return the code to scan as an image in the page itself; it holds the secret and is kept nowhere."""
    address = TOTP(secret, codes.DIGITS, SHA1(), codes.STEP).get_provisioning_uri(actor.name or "Handrail", "Handrail")  # noqa: S303 - RFC 6238's
    return segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")


@pages.post("/account/authenticator/remove")
@permission("account.factors")
def remove_authenticator() -> Response:
    """Forget one's authenticator."""
    try:
        with tenant_session(request_context()) as session:
            keeping.remove_authenticator(session, current_actor())
    except LastWay:
        return _account(_LAST)
    return _account(N_("The codes of that app do not work any more."))


@pages.get("/account/recovery-codes")
@permission("account.factors")
def recovery_codes() -> Response:
    """Offer ten codes for a sheet of paper."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        left = queries.ways_of(session, actor.tenant_id, actor.person_id).recovery_codes
    return render("factors/recovery_codes.html", made=None, left=left, first=_is_first(), target=_target() or None)


@pages.post("/account/recovery-codes")
@permission("account.factors")
def make_recovery_codes() -> Response:
    """Make ten codes and show them this once."""
    with tenant_session(request_context()) as session:
        made = keeping.make_recovery_codes(session, current_actor())
    shown = [grouped(code) for code in made]
    return render("factors/recovery_codes.html", made=shown, left=0, first=_is_first(), target=_target() or None)


@pages.post("/account/recovery-codes/remove")
@permission("account.factors")
def forget_recovery_codes() -> Response:
    """Make the codes on one's sheet worthless."""
    try:
        with tenant_session(request_context()) as session:
            keeping.forget_recovery_codes(session, current_actor())
    except LastWay:
        return _account(_LAST)
    return _account(N_("Those recovery codes do not work any more."))


def _account(say: str) -> Response:
    return redirect_to(url_for("identity.account", _anchor="ways"), say=say)


def origin_of_request() -> str:
    """Return what this browser says it is."""
    return request.user_agent.string


def _is_first() -> bool:
    return request.args.get("first") == "1"


def _target() -> str:
    return safe_target(request.args.get("then"), "")


def _next_step() -> str:
    """Return what comes after this: at the first sign-in the sheet of codes, then what the person came for."""
    if not _is_first():
        return url_for("identity.account", _anchor="ways")
    return url_for("identity_factors.recovery_codes", first=1, then=_target() or None)
