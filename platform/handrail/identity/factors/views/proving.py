"""A fresh proof before an act that weighs more; what was typed for it goes through this page and is sent on."""

from typing import Final

from flask import Response, current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from handrail.identity import limits, resuming
from handrail.identity.actor import Actor
from handrail.identity.arriving import arrive
from handrail.identity.factors import proving, queries
from handrail.identity.factors.errors import NotShown
from handrail.identity.factors.schemas import CodeShown
from handrail.identity.factors.views.blueprint import origin, pages, purpose, question, site
from handrail.identity.oidc import home
from handrail.identity.resuming import Again
from handrail.identity.web import become, current_actor, declared, permission
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _, gettext
from handrail.web.forms import Form
from handrail.web.render import is_htmx, redirect_to, render
from handrail.web.security import CSRF_FIELD, safe_target

_FOR: Final = {
    "account.factors": N_("You are about to change how you sign in."),
    "plan.accept": N_("You are about to accept the plan."),
    "sign_in.help": N_("You are about to help somebody to sign in."),
}
"""What an act that asks for a proof is called here; others are asked for in general words."""
_SOMETHING: Final = N_("What you are about to do weighs more than other things here.")


@pages.route("/account/prove", methods=["GET", "POST"])
@permission("account.use")
def prove() -> Response:
    """Ask for a fresh proof, by a code; then go on to the page that asked, or send what was typed."""
    actor, again = current_actor(), resuming.of_form()
    form = Form.from_request(CodeShown)
    if form.is_ready:
        limits.types_code(actor.tenant_id, actor.person_id, request.remote_addr)
        with tenant_session(actor.context()) as session:
            secret = proving.by_code(session, actor, form.data["code"], origin=origin())
        if secret is not None:
            return _proven(secret, again)
        form.add_error("/code", _("That code did not work. Look again, or ask for a new one."))
    return _asking(actor, form, again)


@pages.post("/account/prove/passkey")
@permission("account.use")
def prove_by_passkey() -> Response:
    """Take a passkey as a fresh proof."""
    actor, again = current_actor(), resuming.of_form()
    limits.shows_passkey(request.remote_addr)
    answer = request.form.get("credential", "")
    try:
        with tenant_session(actor.context()) as session:
            secret = proving.by_passkey(session, actor, answer, site(), purpose("prove", actor), origin=origin())
    except NotShown:
        secret = None
    return _proven(secret, again) if secret else _asking(actor, Form(CodeShown), again, not_shown=True)


def ask_before_sending() -> Response:
    """Answer a form whose act asks for a fresh proof: with the page that asks, and what was typed inside it."""
    actor = current_actor()
    response = _asking(actor, Form(CodeShown), resuming.of_request(actor), status=401)
    if is_htmx():  # in place of the page, never in place of a part of it
        response.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"})
    return response


def _asking(
    actor: Actor, form: Form, again: Again | None, *, not_shown: bool = False, status: int | None = None
) -> Response:
    target = "" if again else safe_target(request.args.get("then"), "")
    if again and not again.is_whole:  # too long or a file: afterwards back to where it was sent from
        target = safe_target(request.path, "")
    with tenant_session(actor.context(read_only=True)) as session:
        ways = queries.ways_of(session, actor.tenant_id, actor.person_id)
        options = question("prove", actor, queries.usable_here(ways, site().rp_id))
    return render(
        "factors/prove.html",
        status=status or (422 if not_shown else form.status),
        form=form,
        ways=ways,
        options=options,
        not_shown=not_shown,
        why=_why(again.target if again else target, "POST" if again else "GET"),
        target=target or None,
        again=again,
        names=resuming,
        provider=None if again else home.door_of_session(actor),  # what was typed can not travel there and back
    )


def _proven(secret: str, again: Again | None) -> Response:
    """Go on with the new session: to the page that asked, or to the one press that sends what was typed."""
    if again is None:
        return arrive(redirect_to(request.args.get("then"), default=url_for("identity.account")), secret)
    become(secret)
    return arrive(render("factors/send_on.html", again=again, field=CSRF_FIELD), secret)


def _why(target: str, method: str) -> str:
    """Say what the page at this address is for, as far as its act tells."""
    act = None
    try:
        endpoint, _values = current_app.create_url_adapter(request).match(  # type: ignore[union-attr]
            target.partition("?")[0] or "/", method=method
        )
        act = declared(current_app.view_functions[str(endpoint)], method)
    except (RequestRedirect, HTTPException):
        pass  # no page of ours: then in general words
    return gettext(_FOR.get(act or "", _SOMETHING))
