"""The way to a provider and back, for anybody; and the notice with which a provider ends sessions."""

from typing import Any
from uuid import UUID

from flask import Response, make_response, request, url_for

from handrail.identity.arriving import go_on
from handrail.identity.oidc import arriving, attempts, ending, going, limits, linking, queries, trying
from handrail.identity.oidc.arriving import Arrival
from handrail.identity.oidc.attempts import Attempt
from handrail.identity.oidc.codes import ConnectionState, Purpose
from handrail.identity.oidc.config import Config, config_of
from handrail.identity.oidc.errors import Reason, SignOnRefused
from handrail.identity.oidc.provider import Provider, provider_for
from handrail.identity.oidc.tokens import BadLogoutToken, read_id_token, read_logout_token
from handrail.identity.oidc.views.blueprint import pages
from handrail.identity.web import public, signed_in
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_
from handrail.web import cookies
from handrail.web.render import redirect_to, render
from handrail.web.security import exempt_from_csrf

_NOT_NOW = 400


@pages.post("/sign-on/<slug>/<uuid:connection_id>")
@public("the way in through a provider")
def start(slug: str, connection_id: UUID) -> Response:
    """Send somebody to their provider."""
    return going.send(going.tenant_of(slug), slug, connection_id, Purpose.SIGN_IN)


@pages.get("/sign-on/<slug>/<uuid:connection_id>/return")
@public("where a provider sends people back to; it is worth something once, in the browser that was sent")
def returned(slug: str, connection_id: UUID) -> Response:
    """Take somebody in who comes back from their provider."""
    tenant_id = going.tenant_of(slug)
    config, attempt, refused = _spend(tenant_id, connection_id)
    if config is None or attempt is None:
        return _refuse(config, refused or SignOnRefused(Reason.TOO_LATE))
    try:
        arrival = _arrival(config, attempt)
        return _go_on(config, attempt, arrival)
    except SignOnRefused as problem:
        if attempt.purpose is Purpose.TRY:
            trying.note_refusal(config, attempt, problem)
            return _to_try(config, attempt)
        return _refuse(config, problem)


def _refuse(config: Config | None, refused: SignOnRefused) -> Response:
    limits.came_back_wrong(request.remote_addr)
    return going.refusal(config, refused)


def _spend(tenant_id: UUID, connection_id: UUID) -> tuple[Config | None, Attempt | None, SignOnRefused | None]:
    """Spend the attempt, and commit that whatever is wrong with it."""
    with tenant_session(engine_context(tenant_id)) as session:
        connection = queries.connection_of(session, tenant_id, connection_id)
        if connection is None:
            raise NotFound
        config = config_of(session, connection)
        browser = cookies.kept(going.BROWSER_COOKIE)
        try:
            attempt = attempts.spend(session, tenant_id, connection_id, request.args.get("state", ""), browser=browser)
        except SignOnRefused as refused:
            return config, None, refused
        return config, attempt, None


def _arrival(config: Config, attempt: Attempt) -> Arrival:
    """Return who came back, after every check; asks the provider, so it runs outside transactions."""
    attempts.judge_connection(config, attempt)
    provider = provider_for(config)
    attempts.judge_answer(provider, iss=request.args.get("iss"))
    if error := request.args.get("error"):
        raise SignOnRefused(Reason.DENIED if error in _DENIALS else Reason.PROVIDER_ERROR)
    tokens = provider.exchange(
        request.args.get("code", ""), verifier=attempt.verifier, redirect_uri=attempt.redirect_uri
    )
    return arriving.judge(config, attempt, read_id_token(provider, tokens, attempt.nonce))


_DENIALS = frozenset({"access_denied", "login_required", "interaction_required", "consent_required"})


def _go_on(config: Config, attempt: Attempt, arrival: Arrival) -> Response:
    if attempt.purpose is Purpose.TRY:
        trying.note(arrival, attempt)
        return _to_try(config, attempt)
    if attempt.purpose is Purpose.LINK:
        return _link(attempt, arrival)
    if attempt.purpose is Purpose.PROVE:
        return _prove(attempt, arrival)
    return _sign_on(attempt, arrival)


def _sign_on(attempt: Attempt, arrival: Arrival) -> Response:
    with tenant_session(engine_context(arrival.config.tenant_id)) as session:
        found = arriving.sign_on(session, arrival, origin=_origin())
    if found.secret is None:
        return render("identity_oidc/no_role.html", name=arrival.config.name)
    return go_on(found.secret, attempt.target)


def _link(attempt: Attempt, arrival: Arrival) -> Response:
    actor = linking.require_asker(signed_in(), attempt)
    with tenant_session(engine_context(arrival.config.tenant_id)) as session:
        linking.link(session, actor, arrival)
    return redirect_to(url_for("identity_oidc.logins"), say=N_("That login is yours now."))


def _prove(attempt: Attempt, arrival: Arrival) -> Response:
    actor = linking.require_asker(signed_in(), attempt)
    with tenant_session(engine_context(arrival.config.tenant_id)) as session:
        secret = linking.prove(session, actor, arrival, origin=_origin())
    return go_on(secret, attempt.target)


def _to_try(config: Config, attempt: Attempt) -> Response:
    return redirect_to(url_for("identity_oidc.tried", connection_id=config.connection_id, attempt_id=attempt.id))


def _origin() -> str:
    return request.user_agent.string[:200]


@pages.get("/sign-on/<slug>/<uuid:connection_id>/signed-out")
@public("says that one is signed out, and how to sign out at the provider as well")
def signed_out(slug: str, connection_id: UUID) -> Response:
    """Say that one is signed out here, with the way to sign out over there (RP-initiated logout)."""
    tenant_id = going.tenant_of(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        connection = queries.connection_of(session, tenant_id, connection_id)
        config = config_of(session, connection) if connection else None
    if config is None or config.state is not ConnectionState.ACTIVE:
        raise NotFound
    address = None if "state" in request.args else _logout_address(provider_for(config), slug)
    return render("identity_oidc/signed_out.html", name=config.name, address=address)


def _logout_address(provider: Provider, slug: str) -> str | None:
    """Return where to sign out at the provider.

    Without `id_token_hint`: a token that is kept to be shown later would have to lie somewhere until then.
    """
    try:
        if "end_session_endpoint" not in provider.load_server_metadata():
            return None
        back = url_for(
            "identity_oidc.signed_out", slug=slug, connection_id=provider.config.connection_id, _external=True
        )
        found = provider.create_logout_url(post_logout_redirect_uri=back, client_id=provider.config.client_id)
    except SignOnRefused:
        return None
    return str(found["url"])


@pages.post("/sign-on/<slug>/<uuid:connection_id>/logout")
@public("a provider's notice that somebody signed out there; signed by the provider")
@exempt_from_csrf("a provider sends it, with a signature of its own")
def back_channel(slug: str, connection_id: UUID) -> Response:
    """End the sessions that a provider's logout token names."""
    tenant_id = going.tenant_of(slug)
    with tenant_session(engine_context(tenant_id)) as session:
        connection = queries.connection_of(session, tenant_id, connection_id)
        config = config_of(session, connection) if connection else None
    try:
        _carry_out(config, request.form.get("logout_token", ""))
    except BadLogoutToken:
        limits.bad_notice(request.remote_addr)
        return _told({"error": "invalid_request"}, _NOT_NOW)
    return _told({}, 200)


def _carry_out(config: Config | None, token: str) -> None:
    if config is None or config.state is not ConnectionState.ACTIVE:
        raise BadLogoutToken
    notice = read_logout_token(provider_for(config), token)
    with tenant_session(engine_context(config.tenant_id)) as session:
        ending.carry_out(session, config.tenant_id, config.connection_id, notice)


def _told(body: dict[str, Any], status: int) -> Response:
    return make_response(body, status, {"Cache-Control": "no-store"})
