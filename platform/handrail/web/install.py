"""Put the page shell on an app; `entrypoints` calls this once, after the API is registered."""

import json
import logging
from typing import Final

from flask import Blueprint, Flask, Response, request
from jinja2 import StrictUndefined

from handrail.kit.i18n import gettext, ngettext
from handrail.web import failures, gallery, security
from handrail.web.assets import asset
from handrail.web.language import choose_language, speak, speak_as_before
from handrail.web.render import forget_said, redirect_whole_page
from handrail.web.shell import Hooks, register
from handrail.web.template_helpers import HELPERS, Macros

_LONGEST_REPORT: Final = 8_192  # bytes; browsers send a few hundred
_log = logging.getLogger("handrail.web")


def install(app: Flask, hooks: Hooks) -> None:
    """Register templates, static files, languages, headers, the forgery check and the error pages."""
    register(app, hooks)
    _set_up_templates(app)
    app.before_request(speak)
    app.teardown_request(speak_as_before)
    app.before_request(security.refuse_forgery)
    app.after_request(security.keep_browser_id)
    app.after_request(forget_said)
    app.after_request(redirect_whole_page)
    app.after_request(security.add_headers)
    app.register_blueprint(_blueprint())
    if hooks.development:
        app.register_blueprint(gallery.pages)
    failures.register(app)


def _set_up_templates(app: Flask) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # by the extension
    env.globals.update(HELPERS, ui=Macros(env))


def _blueprint() -> Blueprint:
    web = Blueprint("web", __name__, template_folder="templates")
    web.add_url_rule("/static/<version>/<name>", "asset", asset)
    web.add_url_rule("/language", "language", choose_language, methods=["POST"])
    for view in (asset, choose_language, _csp_report):
        security.mark_public(view, "the page shell itself, the same for everybody")
    web.add_url_rule("/csp-reports", "csp_report", _csp_report, methods=["POST"])
    return web


@security.exempt_from_csrf("browsers send reports by themselves, without our token; nothing is stored")
def _csp_report() -> Response:
    size = min(request.content_length or 0, _LONGEST_REPORT)
    _log.warning("csp_report", extra={"directive": _directive(request.stream.read(size))})
    return Response(status=204)


def _directive(report: bytes) -> str | None:
    """Return which directive stopped something; the rest of a report may quote addresses with secrets in them."""
    try:
        found = json.loads(report)
        first = found[0] if isinstance(found, list) else found
        body = first.get("body") or first.get("csp-report") or {}
        said = body.get("effectiveDirective") or body.get("effective-directive")
    except (ValueError, LookupError, AttributeError):
        return None
    return said if isinstance(said, str) else None
