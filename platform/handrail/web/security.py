"""The browser's safety net: content security policy, headers, forgery check, redirect targets."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Final, TypeVar
from urllib.parse import urlsplit

from flask import Response, current_app, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from handrail.kit.errors import HandrailError
from handrail.web.shell import hooks

CSRF_FIELD: Final = "csrf_token"
CSRF_HEADER: Final = "X-Handrail-Token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_YEAR: Final = 31_536_000  # seconds
_REFUSED_SIGNS: Final = 0x20

HEADERS: Final = {
    "Strict-Transport-Security": f"max-age={_YEAR}; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=()"
    ),
}
"""On every answer. Passkeys need no entry: publickey-credentials-get is allowed to the page itself by default."""

SANDBOX: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy of a file that leaves: nothing in it runs, loads anything, or stands in a page of somebody else."""

F = TypeVar("F", bound=Callable[..., object])


class ForgedRequest(HandrailError):
    """A change was asked for by a page that is not ours, or by one that is too old."""

    status, slug, title = 403, "forged-request", "This page is too old"


def csp_nonce() -> str:
    """Return the nonce of this answer: 128 random bits."""
    nonce: str | None = g.get("csp_nonce")
    if nonce is None:
        nonce = g.csp_nonce = secrets.token_urlsafe(16)
    return nonce


def allow_form_action(origin: str) -> None:
    """Let a form of this answer lead to `origin` (https://...): the start of a sign-on at the tenant's provider."""
    g.setdefault("form_actions", []).append(origin)


def content_security_policy(nonce: str, form_actions: tuple[str, ...] = ()) -> str:
    """Return the policy: only our own files, one nonce, and the one Trusted Types policy of htmx."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            " ".join(("form-action 'self'", *form_actions)),
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types htmx",
            "report-to csp",
        ),
    )


def add_headers(response: Response) -> Response:
    """Set every header that the answer did not set itself; nothing but static files may be kept."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault(
        "Content-Security-Policy",
        content_security_policy(csp_nonce(), tuple(g.get("form_actions", ()))),
    )
    response.headers.setdefault("Reporting-Endpoints", 'csp="/csp-reports"')
    return response


# --- Forged requests ------------------------------------------------------------------------------------------


def csrf_token() -> str:
    """Return the token of this session for a hidden field; signed out, of this browser."""
    return _token_of(hooks().session_id() or f"browser:{_browser_id()}")


def exempt_from_csrf(reason: str) -> Callable[[F], F]:
    """Mark a view that no browser page posts to: a webhook, a back-channel call. The reason is for the reader."""

    def mark(view: F) -> F:
        view.__dict__["csrf_exempt"] = reason
        return view

    return mark


def mark_public(view: Callable[..., object], reason: str) -> None:
    """Mark a view of ours as open to anybody, as identity's own decorator does."""
    view.__dict__["handrail_public"] = reason


def refuse_forgery() -> None:
    """Stop an unsafe request that is not from a page of ours; raises ForgedRequest.

    A request that carries its own credential and no session (an API client) can not be forged by a page.
    """
    if request.method in SAFE_METHODS or _is_exempt():
        return
    if "Authorization" in request.headers and hooks().session_id() is None:
        return
    if not (is_same_origin() and _has_token()):
        raise ForgedRequest("Go back, load the page again and send it once more. What you typed is still there.")


def _is_exempt() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and "csrf_exempt" in getattr(view, "__dict__", {})


def is_same_origin() -> bool:
    """Whether a page of ours asks, as the browser itself says."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def _has_token() -> bool:
    given = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    is_of_session = hmac.compare_digest(given.encode("utf-8", "replace"), csrf_token().encode())
    return is_of_session or hooks().may_send_again(given)


def _token_of(session_id: str) -> str:
    return hmac.new(hooks().secret_key, b"csrf|" + session_id.encode(), hashlib.sha256).hexdigest()


def _cookie_name() -> str:
    return "__Host-hr-browser" if request.is_secure else "hr-browser"


def _browser_id() -> str:
    """Return a random name for a browser that has no session yet; it means nothing and is sent back as a cookie."""
    given = request.cookies.get(_cookie_name()) or g.get("new_browser_id")
    if given is None:
        given = g.new_browser_id = secrets.token_urlsafe(24)
    return str(given)


def keep_browser_id(response: Response) -> Response:
    """Send the cookie where this answer made a token for a browser without a session."""
    if new := g.get("new_browser_id"):
        response.set_cookie(_cookie_name(), new, secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    return response


# --- Where to go next -----------------------------------------------------------------------------------------


def safe_target(target: str | None, default: str = "/") -> str:
    """Return `target` where it is the path of a page of ours that can be opened, else `default`."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(sign) <= _REFUSED_SIGNS for sign in target) or "\\" in target:
        return default
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return default
    try:
        current_app.create_url_adapter(request).match(parts.path, method="GET")  # type: ignore[union-attr]
    except (RequestRedirect, HTTPException):
        return default
    return target
