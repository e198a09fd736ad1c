"""The second factor after a link, and a passkey as the way in without any."""

from flask import Response, request, url_for

from handrail.identity import limits
from handrail.identity import queries as identity
from handrail.identity.actor import Actor
from handrail.identity.arriving import asked_for, go_on
from handrail.identity.factors import ceremony, proving, queries
from handrail.identity.factors.errors import NotShown
from handrail.identity.factors.queries import Ways
from handrail.identity.factors.schemas import CodeShown
from handrail.identity.factors.views.blueprint import origin, pages, purpose, question, site
from handrail.identity.web import half_signed_in, public, signed_in, tenant_of_host
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import SignInRequired
from handrail.kit.i18n import _
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render
from handrail.web.security import csrf_token

_HALF = "a session from a link alone opens nothing but this"


@pages.route("/sign-in/second", methods=["GET", "POST"])
@public(_HALF)
def second() -> Response:
    """Ask whoever came with a link for the other half: a code, or a passkey."""
    actor = half_signed_in()
    if actor is None:
        return _nothing_to_ask()
    form = Form.from_request(CodeShown)
    if form.is_ready:
        limits.types_code(actor.tenant_id, actor.person_id, request.remote_addr)
        try:
            with tenant_session(actor.context()) as session:
                secret = proving.by_code(session, actor, form.data["code"], origin=origin())
                ways = queries.ways_of(session, actor.tenant_id, actor.person_id)
        except SignInRequired:
            return _nothing_to_ask()
        if secret is not None:
            return _welcome(secret, ways)
        form.add_error("/code", _("That code did not work. Look again, or ask for a new one."))
    return _second(actor, form)


@pages.post("/sign-in/second/passkey")
@public(_HALF)
def second_by_passkey() -> Response:
    """Take a passkey as the other half."""
    actor = half_signed_in()
    if actor is None:
        return _nothing_to_ask()
    limits.shows_passkey(request.remote_addr)
    try:
        with tenant_session(actor.context()) as session:
            secret = proving.by_passkey(session, actor, _answer(), site(), purpose("second", actor), origin=origin())
    except NotShown:
        secret = None
    except SignInRequired:
        return _nothing_to_ask()
    return go_on(secret) if secret else _second(actor, Form(CodeShown), not_shown=True)


def _second(actor: Actor, form: Form, *, not_shown: bool = False) -> Response:
    with tenant_session(actor.context(read_only=True)) as session:
        ways = queries.ways_of(session, actor.tenant_id, actor.person_id)
        options = question("second", actor, queries.usable_here(ways, site().rp_id))
    return render(
        "factors/second.html",
        status=422 if not_shown else form.status,
        form=form,
        ways=ways,
        options=options,
        not_shown=not_shown,
        target=asked_for() or None,
    )


def _nothing_to_ask() -> Response:
    """Send on whoever is whole already, and back whoever's half session is over."""
    return redirect_to(asked_for() or "/" if signed_in() else url_for("identity.sign_in", next=asked_for() or None))


def _welcome(secret: str, ways: Ways) -> Response:
    """Offer an easier way in to whoever has none of their own yet; the session is theirs in any case."""
    if ways.number:
        return go_on(secret)
    return go_on(secret, url_for("identity_factors.new_passkey", first=1, then=asked_for() or None))


# --- Without a link -------------------------------------------------------------------------------------------


def way_in() -> str | None:
    """Return what the button "sign in with a passkey" asks the browser for; None where browsers make none."""
    return ceremony.question(site(), (), _anybody()) if site().knows_passkeys else None


@pages.post("/sign-in/passkey")
@public("a passkey is the way in; it is whole by itself")
def sign_in_with_passkey() -> Response:
    """Sign in whoever shows a passkey of theirs, made on this host."""
    limits.shows_passkey(request.remote_addr)
    try:
        secret = _signed_in_by(_answer())
    except NotShown:
        secret = None
    if secret is None:
        return redirect_to(url_for("identity.sign_in", passkey="unknown", next=asked_for() or None))
    return go_on(secret)


def _signed_in_by(answer: str) -> str | None:
    credential = ceremony.shown(answer)
    found = identity.resolve_credential("passkey", ceremony.digest_of(credential.raw_id))
    if found is None or tenant_of_host() not in {None, found.tenant_id}:
        raise NotShown
    with tenant_session(engine_context(found.tenant_id)) as session:
        return proving.sign_in_with_passkey(session, found.tenant_id, answer, site(), _anybody(), origin=origin())


def _anybody() -> str:
    """Return what a challenge is for before it is known who answers: coming in, in this browser."""
    return f"sign-in|{csrf_token()}"


def _answer() -> str:
    return request.form.get("credential", "")
