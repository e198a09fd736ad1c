"""How a view answers: a page, a part of it for htmx, or "go there", with a word about what was done."""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any, Final

import jinja2_fragments.flask as fragments
from flask import Response, g, make_response, redirect, render_template, request

from handrail.kit.i18n import gettext
from handrail.web import cookies
from handrail.web.security import safe_target
from handrail.web.shell import hooks

SAID_COOKIE: Final = "hr-said"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SAID_FOR: Final = 60  # seconds: the answer to the next request shows it


def is_htmx() -> bool:
    """Whether htmx asked, and wants a part of the page."""
    return request.headers.get("HX-Request") == "true"


def render(template: str, *, block: str | None = None, status: int = 200, **context: Any) -> Response:
    """Return the page; where htmx asked and `block` names one of its blocks, that part alone.

    Without `block` htmx gets the whole page and picks what it needs by `hx-select`: the template is written once.
    """
    if block is not None and is_htmx():
        html = fragments.render_block(template, block, **context)
    else:
        html = render_template(template, **context)
    response = make_response(html, status)
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def redirect_to(target: str | None, *, default: str = "/", say: str | None = None, undo: str | None = None) -> Response:
    """Send the browser to a page of ours (anything else becomes `default`), after a form was carried out.

    `say` is a msgid (mark it with N_) without names or facts, shown once as a toast: it travels in a cookie.
    `undo` is the path of a form that takes the act back.
    """
    response = make_response(redirect(safe_target(target, default), 303))
    if say:
        cookies.keep(response, SAID_COOKIE, _sealed({"say": say, "undo": undo}), seconds=_SAID_FOR)
    return response


@dataclass(frozen=True, slots=True)
class Said:
    """What was done on the page before, in the reader's language, and where it can be undone."""

    text: str
    undo: str | None


def said() -> Said | None:
    """Return what the answer before wanted to say, once."""
    found = _opened(cookies.kept(SAID_COOKIE))
    if found is None:
        return None
    g.said_was_shown = True
    undo = found.get("undo")
    return Said(gettext(str(found["say"])), safe_target(undo, "") or None if undo else None)


def forget_said(response: Response) -> Response:
    """Take the word back once a page has shown it."""
    if g.get("said_was_shown"):
        cookies.drop(response, SAID_COOKIE)
    return response


def redirect_whole_page(response: Response) -> Response:
    """Have htmx carry out a redirect for the whole page; by itself it would swap the new page into a part of this."""
    if is_htmx() and response.location and response.status_code in _REDIRECTS:
        response.headers["HX-Redirect"] = response.headers.pop("Location")
        response.status_code = 200
        response.set_data(b"")
    return response


def next_target() -> str:
    """Return the address of this page for a form that comes back to it."""
    return request.full_path.rstrip("?")


def _sealed(content: dict[str, str | None]) -> str:
    body = base64.urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode()
    return f"{body}.{_seal(body)}"


def _opened(cookie: str | None) -> dict[str, str | None] | None:
    body, _dot, seal = (cookie or "").partition(".")
    if not body or not hmac.compare_digest(seal.encode("utf-8", "replace"), _seal(body).encode()):
        return None
    try:
        return dict(json.loads(base64.urlsafe_b64decode(body)))
    except (ValueError, binascii.Error):
        return None


def _seal(body: str) -> str:
    return hmac.new(hooks().secret_key, b"said|" + body.encode(), hashlib.sha256).hexdigest()
