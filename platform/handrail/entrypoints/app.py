"""The one place that puts the slices together into an application."""

import importlib
import json
from importlib.util import find_spec
from typing import Any

from flask import Flask, Response, redirect, request, url_for
from flask_smorest import Api
from werkzeug.middleware.proxy_fix import ProxyFix

from handrail.audit import beside
from handrail.entrypoints import keeping, mail_page
from handrail.entrypoints.describing import DescribedApi
from handrail.entrypoints.observing import pages as machines
from handrail.entrypoints.observing import requests
from handrail.entrypoints.operating import api as operating_api
from handrail.entrypoints.operating import views as operating_views
from handrail.entrypoints.shell import home_of, shell
from handrail.identity import resuming
from handrail.identity.commands import choose_locale
from handrail.identity.errors import InsufficientScope
from handrail.identity.factors.views.proving import ask_before_sending
from handrail.identity.granting import looking
from handrail.identity.proofs import FRESH
from handrail.identity.scim import persons
from handrail.identity.web import declared, half_signed_in, public, session_id, signed_in
from handrail.interventions.kinds import schemas as kinds
from handrail.kit.db import tenant_session
from handrail.kit.errors import Misconfigured, SignInRequired, StepUpRequired, TooManyRequests
from handrail.kit.settings import settings
from handrail.privacy.corrections.beside import put_right
from handrail.web.failures import answer, note_problem, wants_problem
from handrail.web.install import install
from handrail.web.security import ForgedRequest
from handrail.web.shell import Hooks

SLICES = (
    "identity", "identity.factors", "identity.oidc", "identity.scim", "identity.programs", "identity.granting",
    "identity.admin", "extensions", "frameworks", "frameworks.letters", "documents", "documents.uploads", "consents",
    "obligations",
    "cases", "cases.supervisors", "cases.drafts", "cases.interviews", "cases.handover", "cases.team", "cases.filters",
    "cases.statutory", "cases.review",
    "plans", "interventions", "interventions.kinds", "notifications", "prevention", "reports", "privacy",
    "privacy.retention", "exchange",
)  # fmt: skip
"""Slices with edges, in the order of the tree: `api.blueprint` is mounted at /api/v1, `views.pages` at the root."""

PORTALS = ("handrail.plans.portal", "handrail.plans.team")
"""Pages of one kind of reader that draw on several slices."""

MAX_BODY = 20 * 1024 * 1024
_IN_NO_LANGUAGE = requests.UNTOLD | {"identity.state"}
"""What is the same for everybody; nobody's session is looked for to choose a language, nor thereby used."""
_OWN_ROUTES = ("web.", "static", "gallery.", "api-docs.")


def create_app() -> Flask:
    """Build the application: slices, page shell, API, guards. Opens no connection."""
    app = Flask("handrail", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        API_TITLE="Handrail",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    requests.install(app)
    api = DescribedApi(app)
    kinds.describe(api.spec, api.ma_plugin.converter)
    _register(app, api)
    _register_portals(app)
    machines.register(app)
    api.register_blueprint(operating_api.blueprint, url_prefix="/api/v1")
    api.finish()
    app.register_blueprint(operating_views.pages)
    if settings().loopback:
        app.register_blueprint(mail_page.pages)
    app.add_url_rule("/", "home", home)
    install(
        app,
        Hooks(
            secret_key=settings().secret_key,
            shell=shell,
            session_id=session_id,
            chosen_locale=_chosen_locale,
            remember_locale=_remember_locale,
            may_send_again=resuming.may_send_again,
            development=settings().loopback,
        ),
    )
    app.after_request(looking.note)
    persons.keep_names_where(keeping.is_accompanied)
    beside.read_by(put_right)
    app.register_error_handler(SignInRequired, _ask_to_sign_in)
    app.register_error_handler(StepUpRequired, _ask_for_proof)
    app.register_error_handler(TooManyRequests, _ask_to_wait)
    app.register_error_handler(InsufficientScope, _name_scope)
    app.register_error_handler(ForgedRequest, _explain_refusal)
    _refuse_undeclared(app)
    requests.learn_routes(app)
    _believe_proxies(app)
    return app


def _believe_proxies(app: Flask) -> None:
    """Take client and scheme from as many proxies as there are; without any, a client's claims count for nothing."""
    if number := settings().proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number)  # type: ignore[method-assign]


def _register(app: Flask, api: Api) -> None:
    for name in SLICES:
        for edge in ("api", "views"):
            module_name = f"handrail.{name}.{edge}"
            if find_spec(f"handrail.{name}") is None or find_spec(module_name) is None:
                continue
            module = importlib.import_module(module_name)
            if edge == "api":
                api.register_blueprint(module.blueprint, url_prefix="/api/v1")
            else:
                app.register_blueprint(module.pages)


def _register_portals(app: Flask) -> None:
    for name in PORTALS:
        if find_spec(name) is not None:
            app.register_blueprint(importlib.import_module(name).pages)


@public("sends everybody to the page on which their day starts")
def home() -> Any:
    """Send the signed-in person home, anybody else to the sign-in page."""
    actor = signed_in()
    return redirect(home_of(actor) if actor else url_for("identity.sign_in"))


def _chosen_locale() -> str | None:
    if request.endpoint in _IN_NO_LANGUAGE:
        return None
    actor = signed_in()
    return actor.locale if actor else None


def _remember_locale(code: str) -> None:
    actor = signed_in()
    if actor:
        with tenant_session(actor.context()) as session:
            choose_locale(session, actor, code)


def _ask_to_sign_in(error: SignInRequired) -> Any:
    note_problem(error)
    if not wants_problem() and resuming.was_ended():
        return resuming.page()
    if wants_problem() or request.method != "GET":
        return Response(
            response=json.dumps(error.as_problem()),
            status=error.status,
            mimetype="application/problem+json",
            headers={"WWW-Authenticate": "Bearer"},
        )
    half = half_signed_in()
    way_in = "identity_factors.second" if half else "identity.sign_in"
    return redirect(url_for(way_in, next=request.full_path.rstrip("?")))


def _ask_for_proof(error: StepUpRequired) -> Any:
    """Send a person to the page that asks for a strong proof, and tell a program that one is missing (RFC 9470)."""
    note_problem(error)
    if not wants_problem() and request.method == "POST":
        return ask_before_sending()
    if wants_problem() or request.method != "GET":
        challenge = f'Bearer error="insufficient_user_authentication", max_age="{int(FRESH.total_seconds())}"'
        return Response(
            response=json.dumps(error.as_problem()),
            status=error.status,
            mimetype="application/problem+json",
            headers={"WWW-Authenticate": challenge},
        )
    return redirect(url_for("identity_factors.prove", then=request.full_path.rstrip("?")))


def _ask_to_wait(error: TooManyRequests) -> Any:
    """Tell a person in how long they can go on, and give back what they typed; tell a program by Retry-After."""
    if wants_problem():
        return answer(error)
    note_problem(error)
    return resuming.page_to_wait(int(error.members["retry_after"]))


def _name_scope(error: InsufficientScope) -> Any:
    """Tell a program what its token lacks (RFC 6750)."""
    response = answer(error)
    response.headers["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{error.members["scope"]}"'
    return response


def _explain_refusal(error: ForgedRequest) -> Any:
    """Give back what was typed where it is the session that ended, and not a page of others that asked."""
    note_problem(error)
    if not wants_problem() and resuming.was_ended():
        return resuming.page()
    return answer(error)


def _refuse_undeclared(app: Flask) -> None:
    """Fail the boot when a route declares neither an act of the policy nor that it is public."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(_OWN_ROUTES):
            continue
        view = app.view_functions[rule.endpoint]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if declared(view, method) is None:
                raise Misconfigured(f"{method} {rule.rule} ({rule.endpoint}) declares no permission.")
