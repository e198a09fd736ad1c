"""Who makes this request: cookie or bearer token in, an Actor out, and the guard at every route's door."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, Literal, ParamSpec, TypeVar, cast
from uuid import UUID

from flask import Response, current_app, g, request

from handrail.identity import commands, known_devices, limits, queries
from handrail.identity.access import denied
from handrail.identity.actor import Actor
from handrail.identity.errors import InsufficientScope
from handrail.identity.policies import (
    ACTIONS,
    asks_for_own_proof,
    asks_for_proof,
    is_in_scope,
    may_change,
    may_ever,
    scope_of,
)
from handrail.identity.programs import noting
from handrail.kit import clock
from handrail.kit.db import Context, engine_context, tenant_session
from handrail.kit.errors import Misconfigured, SignInRequired, StepUpRequired
from handrail.web import cookies, language

P = ParamSpec("P")
T = TypeVar("T")

_UNASKED: Final = object()
PERMISSION: Final = "handrail_permission"
PUBLIC: Final = "handrail_public"
OWN: Final = frozenset({"account.use", "support.end"})
"""What somebody who only looks may still do: it is about themselves."""


def cookie_name() -> str:
    """Return the name of the session cookie; the plain one only over http on a loopback name."""
    return "__Host-hr" if request.is_secure else "hr"


def signed_in() -> Actor | None:
    """Return who makes this request, or None; asked once a request."""
    found = g.get("actor", _UNASKED)
    if found is _UNASKED:
        g.actor = None  # where this raises, the page that says so asks again: then it is nobody
        found = g.actor = _actor_of_request()
    return cast("Actor | None", found)


def current_actor() -> Actor:
    """Return who makes this request; raises SignInRequired."""
    actor = signed_in()
    if actor is None:
        raise SignInRequired
    return actor


def request_context(*, read_only: bool = False) -> Context:
    """Return the context to open a tenant session with: from the verified login, never from what was sent."""
    return current_actor().context(read_only=read_only)


def half_signed_in() -> Actor | None:
    """Return who came with a link alone and has not shown a second factor yet; for the pages that ask for it."""
    secret = request.cookies.get(cookie_name())
    return _by_cookie(secret, "half") if secret else None


def stay_nobody() -> None:
    """Answer this request as if nobody were signed in: no session is looked for, and so none is used."""
    g.actor = None


def become(secret: str) -> None:
    """Go on with this request as the session that just began, so that the forms of its answer are bound to it."""
    found = queries.who_is("sign_in", commands.digest(secret))
    g.actor = found.actor if found else None


def session_id() -> str | None:
    """Return the id of the browser session, which forms are bound to; None for API clients and nobody."""
    actor = signed_in()
    return str(actor.sign_in_id) if actor and actor.sign_in_id else None


def _actor_of_request() -> Actor | None:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if token:
        return _by_token(token.strip()) if scheme.lower() == "bearer" else None
    secret = request.cookies.get(cookie_name())
    return _by_cookie(secret) if secret else None


def _by_token(secret: str) -> Actor | None:
    found = queries.who_is("api_token", commands.digest(secret))
    if found is None:
        return None
    limits.asks_api(found.actor.tenant_id, found.credential_id)
    if noting.is_due(found.seen_at):
        with tenant_session(engine_context(found.actor.tenant_id)) as session:
            noting.note_token(session, found.actor.tenant_id, found.credential_id)
    return found.actor


def _by_cookie(secret: str, kind: Literal["sign_in", "half"] = "sign_in") -> Actor | None:
    found = queries.who_is(kind, commands.digest(secret))
    if found is None or found.seen_at is None or found.seen_at < clock.now() - commands.idle_of(found.actor.role):
        return None
    if commands.is_due(found.seen_at):
        with tenant_session(engine_context(found.actor.tenant_id)) as session:
            commands.touch(session, found.actor)
    return found.actor


def permission(action: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a route with the act it serves, and let in only roles that can ever do it: the rest find nothing here.

    Which thing the act may be done to is decided by the command or query, with the thing in hand.
    """
    if action not in ACTIONS:
        raise Misconfigured(f"The act {action!r} is not in the policy.")

    def mark(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            actor = current_actor()
            if not may_ever(actor.role, action) or (actor.only_looks and may_change(action) and action not in OWN):
                raise denied(action)
            if not is_in_scope(actor.scopes, action):
                raise InsufficientScope(scope=scope_of(action))
            if asks_for_proof(action) and not actor.is_fresh():
                raise StepUpRequired
            if asks_for_own_proof(action) and actor.is_vouched_for:
                raise StepUpRequired
            limits.keeps_pace(actor, request.method, str(request.url_rule), request.args)
            return view(*args, **kwargs)

        guarded.__dict__[PERMISSION] = action
        return guarded

    return mark


def public(reason: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a route that anybody may open, and say why."""

    def mark(view: Callable[P, T]) -> Callable[P, T]:
        view.__dict__[PUBLIC] = reason
        return view

    return mark


def declared(view: Any, method: str) -> str | None:
    """Return what a view declares for an HTTP method: the act, "public", or None where it declares nothing."""
    handler = view
    if (view_class := getattr(view, "view_class", None)) is not None:
        handler = getattr(view_class, method.lower(), None)
    marks = getattr(handler, "__dict__", {})
    return marks.get(PERMISSION) or ("public" if PUBLIC in marks else None)


def set_session_cookie(response: Response, secret: str) -> Response:
    """Hand the browser its session: nothing but a random id, gone when the browser closes.

    Every session that begins or goes on passes here, so here it is noticed where a whole one is in a new browser.
    """
    response.set_cookie(cookie_name(), secret, secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    found = queries.who_is("sign_in", commands.digest(secret))
    if found is not None:
        device = known_devices.secret_of(cookies.kept(known_devices.COOKIE))
        with tenant_session(engine_context(found.actor.tenant_id)) as session:
            known_devices.recognise(session, found.actor, device, origin=request.user_agent.string[:200])
        cookies.keep(response, known_devices.COOKIE, device, seconds=int(known_devices.KEPT.total_seconds()))
    return response


def clear_session_cookie(response: Response) -> Response:
    """Take the session away, with everything this browser kept of us.

    What stays says nothing of anybody: the language, and by what the device is known again.
    """
    stays = {cookies.cookie_name(known_devices.COOKIE), cookies.cookie_name(language.COOKIE)}
    for name in {cookie_name(), *request.cookies} - stays:
        response.delete_cookie(name, secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def tenant_of_host() -> UUID | None:
    """Return the tenant that the host names (``kade.example.org``, ``kade.localhost``), or None."""
    label, dot, rest = request.host.partition(":")[0].partition(".")
    if not dot or rest not in (current_app.config.get("HANDRAIL_HOST"), "localhost"):
        return None
    return tenant_of_slug(label)


def tenant_of_slug(slug: str) -> UUID | None:
    """Return the tenant with this short name, or None."""
    found = queries.resolve_credential("tenant", hashlib.sha256(slug.strip().lower().encode()).digest())
    return found.tenant_id if found else None
