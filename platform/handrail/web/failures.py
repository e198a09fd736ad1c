"""Answers when something did not work: a page for people, problem+json (RFC 9457) for programs, one shape each.

What one may not know of and what does not exist look the same, byte for byte but for the nonce. A fault of ours shows
one correlation id and nothing else; the log has the same id.
"""

import json
import logging
from typing import Any, Final

from flask import Flask, Response, g, make_response, request
from werkzeug.exceptions import HTTPException

from handrail.kit.errors import HandrailError, NotFound
from handrail.kit.i18n import _, gettext
from handrail.kit.ids import new_id
from handrail.web.language import is_unspoken, speak
from handrail.web.render import is_htmx, render
from handrail.web.shell import Shell

_PLAIN: Final = {"Content-Type": "text/plain; charset=utf-8"}
PROBLEM_JSON: Final = "application/problem+json"
_NOT_FOUND: Final = 404
_FAULT: Final = 500
_log = logging.getLogger("handrail.web")


def correlation_id() -> str:
    """Return the id under which this request is found in the log."""
    found: str | None = g.get("correlation_id")
    if found is None:
        found = g.correlation_id = new_id().hex
    return found


def register(app: Flask) -> None:
    """Answer for every error; call it after flask-smorest's Api, whose own default body this replaces."""
    app.register_error_handler(HandrailError, answer)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def wants_problem() -> bool:
    """Whether a program asked: by the address of the API, or because it prefers JSON."""
    if request.path.startswith(("/api/", "/scim/")):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json", PROBLEM_JSON], default="text/html")
    return best != "text/html"


def answer(error: HandrailError) -> Response:
    """Return the answer to an expected outcome: a page, or a problem."""
    note_problem(error)
    return _answer(error.as_problem())


def note_problem(error: HandrailError) -> None:
    """Have the request's line in the log say why it was refused, by its type and nothing that came with it."""
    g.problem = error.slug


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    problem = {"type": "about:blank", "title": error.name, "status": error.code or _FAULT}
    if errors := _schema_errors(error):
        problem |= {"type": "/problems/invalid", "title": _INVALID, "errors": errors}
    response = _answer(problem)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate", "Location"}:
            response.headers[name] = value
    return response


_INVALID: Final = "Some of what was entered is not right yet"


def _fault(error: Exception) -> Response:
    _log.error("request_failed", exc_info=error, extra={"correlation_id": correlation_id()})
    title = "Something went wrong on our side"
    problem = {"type": "/problems/fault", "title": title, "status": _FAULT, "correlation_id": correlation_id()}
    return _answer(problem)


def _schema_errors(error: HTTPException) -> list[dict[str, str]]:
    """Return webargs' messages as pointers into the body; `data` is what flask-smorest hangs on the exception."""
    messages = (getattr(error, "data", None) or {}).get("messages")
    if not isinstance(messages, dict):
        return []
    found: list[dict[str, str]] = []
    for body in messages.values():
        _collect(body, "", found)
    return found


def _collect(messages: Any, pointer: str, found: list[dict[str, str]]) -> None:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            step = "" if key == "_schema" else f"/{str(key).replace('~', '~0').replace('/', '~1')}"
            _collect(inner, pointer + step, found)
    elif isinstance(messages, (list, tuple)):
        found.extend({"pointer": pointer, "detail": str(message)} for message in messages)
    else:
        found.append({"pointer": pointer, "detail": str(messages)})


def _answer(problem: dict[str, Any]) -> Response:
    response = _body(problem)
    if "retry_after" in problem:
        response.headers["Retry-After"] = str(problem["retry_after"])
    return response


def _body(problem: dict[str, Any]) -> Response:
    status = int(problem["status"])
    if status == _NOT_FOUND:  # one answer, whoever says it and whatever they know
        problem = NotFound().as_problem()
    if wants_problem():
        return make_response(json.dumps(problem, default=str), status, {"Content-Type": PROBLEM_JSON})
    if status >= _FAULT:  # what failed may be what the frame needs
        g.shell = Shell()
    try:
        return _page(_in_their_language(problem), status)
    except Exception:  # noqa: BLE001 - whatever else fails, the person gets an answer; the log has both faults
        _log.exception("error_page_failed", extra={"correlation_id": correlation_id()})
        return make_response(f"Something went wrong on our side. {correlation_id()}", _FAULT, _PLAIN)


def _in_their_language(problem: dict[str, Any]) -> dict[str, Any]:
    """Choose the language where the request failed before it had one; what was said until then is English."""
    if not is_unspoken():
        return problem
    speak()
    return {name: gettext(value) if name == "detail" else value for name, value in problem.items()}


def _page(problem: dict[str, Any], status: int) -> Response:
    heading, advice = _words(problem)
    part = "notice" if is_htmx() else None
    response = render(
        "web/error.html", block=part, status=status, shell_kind="plain", heading=heading, advice=advice, problem=problem
    )
    if part:  # never into the place where the content was expected
        response.headers["HX-Retarget"] = "#flash"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _words(problem: dict[str, Any]) -> tuple[str, str]:
    """Return heading and advice for a person; what a slice said in its own error comes first."""
    status = int(problem["status"])
    heading, advice = {
        401: (_("Sign in first"), _("Your session has ended, or you are not signed in yet.")),
        403: (_("This is not yours to do"), _("If you need it for your work, ask whoever runs Handrail for you.")),
        404: (_("There is nothing here"), _("The address may be wrong, or what was here is no longer shown.")),
        405: (_("There is nothing here"), _("This address does not open as a page.")),
        409: (_("This can not be done now"), _("Something has changed. Load the page again and look.")),
        413: (_("This file is too large"), _("Choose a file of at most 20 MB.")),
        422: (_("Something is not right yet"), _("Go back and look at what you filled in.")),
        429: (_("Not so fast"), _("Wait a few minutes and try again.")),
        503: (_("Back in a moment"), _("Handrail is being looked after. Try again in a few minutes.")),
    }.get(
        status,
        (_("Something went wrong on our side"), _("Nothing you typed was at fault. Try again in a few minutes.")),
    )
    return heading, str(problem.get("detail") or advice)
