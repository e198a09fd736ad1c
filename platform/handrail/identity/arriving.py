"""What every way in does to a browser: the session before is dead, the new one is handed over, and where to go on."""

from typing import Final

from flask import Response, request, url_for

from handrail.identity import commands, queries
from handrail.identity.web import cookie_name, set_session_cookie
from handrail.kit.db import engine_context, tenant_session
from handrail.web import cookies
from handrail.web.render import redirect_to
from handrail.web.security import safe_target

THEN_COOKIE: Final = "hr-then"
_HALF_AN_HOUR: Final = 1800


def arrive(response: Response, secret: str) -> Response:
    """Hand this browser its new session with an answer; what it held before is worth nothing from now on."""
    before = request.cookies.get(cookie_name())
    credential = queries.resolve_credential("sign_in", commands.digest(before)) if before else None
    if credential is not None:
        with tenant_session(engine_context(credential.tenant_id)) as session:
            commands.end_sign_in(session, credential.tenant_id, credential.id)
    return set_session_cookie(response, secret)


def ask_for_second_factor(secret: str) -> Response:
    """Hand over a half session, and ask for the other half."""
    return arrive(redirect_to(url_for("identity_factors.second", next=asked_for() or None)), secret)


def go_on(secret: str, target: str | None = None) -> Response:
    """Hand over a whole session, and lead to `target` or where the person wanted to go before they had to sign in."""
    return forget_target(arrive(redirect_to(target or asked_for() or "/"), secret))


def remember_target(response: Response) -> Response:
    """Keep in this browser, while somebody looks for their mail, which page of ours they wanted."""
    target = safe_target(request.args.get("next"), "")
    if target:
        cookies.keep(response, THEN_COOKIE, target, seconds=_HALF_AN_HOUR)
    return response


def asked_for() -> str:
    """Return the page that this browser wanted, or nothing; only ever a page of ours."""
    return safe_target(request.args.get("next") or cookies.kept(THEN_COOKIE), "")


def forget_target(response: Response) -> Response:
    """Forget which page was wanted, once it is reached."""
    if cookies.kept(THEN_COOKIE) is not None:
        cookies.drop(response, THEN_COOKIE)
    return response
