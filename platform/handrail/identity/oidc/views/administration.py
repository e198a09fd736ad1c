"""Setting connections up: list, add, change, check, try, open and close."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from sqlalchemy.orm import Session

from handrail.identity.oidc import checking, commands, domains, going, queries, rules, trying
from handrail.identity.oidc.attempts import Asked
from handrail.identity.oidc.codes import ConnectionState, Purpose
from handrail.identity.oidc.config import config_of
from handrail.identity.oidc.errors import Reason
from handrail.identity.oidc.models import IdentityConnection
from handrail.identity.oidc.schemas import ConnectionForm, NewConnectionForm
from handrail.identity.oidc.sentences import for_administrators
from handrail.identity.oidc.views.blueprint import pages
from handrail.identity.queries import employers_of
from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _, gettext
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

STATES = {
    ConnectionState.DRAFT: ("late", N_("being set up")),
    ConnectionState.ACTIVE: ("now", N_("open")),
    ConnectionState.OFF: ("off", N_("closed")),
}
STEPS = {
    checking.Step.SECRET: N_("There is a client secret"),
    checking.Step.METADATA: N_("The provider tells of itself, and it fits"),
    checking.Step.KEYS: N_("Its keys can be read"),
    checking.Step.DOOR: N_("Its sign-in page opens for this client and redirect address"),
}


@pages.get("/administration/sign-on")
@permission("sign_on.read")
def connections() -> Response:
    """List the connections that one looks after."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.connections(session, actor.tenant_id)
        names = _employer_names(session)
    return render("identity_oidc/connections.html", connections=found, employers=names, states=STATES)


@pages.route("/administration/sign-on/new", methods=["GET", "POST"])
@permission("sign_on.manage")
def new_connection() -> Response:
    """Add a connection, as a draft."""
    with tenant_session(request_context(read_only=True)) as session:
        form = Form.from_request(NewConnectionForm, initial=_first(), choices=_choices(session, None, new=True))
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            made = commands.create(session, current_actor(), **form.data)
            return redirect_to(url_for(".connection", connection_id=made.id), say=N_("The connection is there."))
    return render("identity_oidc/edit.html", form=form, status=form.status, connection=None)


@pages.get("/administration/sign-on/<uuid:connection_id>")
@permission("sign_on.read")
def connection(connection_id: UUID) -> Response:
    """Show a connection: how it is set up, what to register over there, and what was refused."""
    return _show(connection_id)


@pages.route("/administration/sign-on/<uuid:connection_id>/edit", methods=["GET", "POST"])
@permission("sign_on.manage")
def edit_connection(connection_id: UUID) -> Response:
    """Change a connection."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        row = commands.load(session, actor, connection_id, "sign_on.manage")
        choices = _choices(session, row.employer_id)
        form = Form.from_request(ConnectionForm, initial=_typed(row), choices=choices)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.change(session, actor, connection_id, **form.data)
            return redirect_to(
                url_for(".connection", connection_id=connection_id),
                say=N_("The connection is changed. Try it once more."),
            )
    return render("identity_oidc/edit.html", form=form, status=form.status, connection=row)


@pages.post("/administration/sign-on/<uuid:connection_id>/check")
@permission("sign_on.manage")
def check_connection(connection_id: UUID) -> Response:
    """Look at the provider, without anybody signing on."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        row = commands.load(session, actor, connection_id, "sign_on.manage")
        config, slug = config_of(session, row), queries.tenant_of(session, actor.tenant_id).slug
    return _show(connection_id, findings=checking.check(config, going.redirect_uri(slug, connection_id)))


@pages.post("/administration/sign-on/<uuid:connection_id>/try")
@permission("sign_on.manage")
def try_connection(connection_id: UUID) -> Response:
    """Look at the provider, and where nothing stands in the way sign on once, as a try."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        row = commands.load(session, actor, connection_id, "sign_on.manage")
        config, slug = config_of(session, row), queries.tenant_of(session, actor.tenant_id).slug
    findings = checking.check(config, going.redirect_uri(slug, connection_id))
    if actor.sign_in_id is None or not checking.is_well(findings):
        return _show(connection_id, findings=findings)
    return going.send(actor.tenant_id, slug, connection_id, Purpose.TRY, Asked(actor.person_id, actor.sign_in_id))


@pages.get("/administration/sign-on/<uuid:connection_id>/tries/<uuid:attempt_id>")
@permission("sign_on.read")
def tried(connection_id: UUID, attempt_id: UUID) -> Response:
    """Show what a try came to."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        result = trying.result_of(session, actor, connection_id, attempt_id)
    return _show(connection_id, result=result)


@pages.post("/administration/sign-on/<uuid:connection_id>/open")
@permission("sign_on.manage")
def open_connection(connection_id: UUID) -> Response:
    """Let people sign on through it."""
    with tenant_session(request_context()) as session:
        commands.open_connection(session, current_actor(), connection_id)
    return redirect_to(
        url_for(".connection", connection_id=connection_id), say=N_("People can sign on through it now.")
    )


@pages.post("/administration/sign-on/<uuid:connection_id>/close")
@permission("sign_on.manage")
def close_connection(connection_id: UUID) -> Response:
    """Let nobody sign on through it any more."""
    with tenant_session(request_context()) as session:
        commands.close_connection(session, current_actor(), connection_id)
    return redirect_to(
        url_for(".connection", connection_id=connection_id), say=N_("Nobody signs on through it any more.")
    )


def _show(connection_id: UUID, **more: Any) -> Response:
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        row = commands.load(session, actor, connection_id, "sign_on.read")
        slug = queries.tenant_of(session, actor.tenant_id).slug
        names = _employer_names(session)
        context: dict[str, Any] = {
            "connection": row,
            "domains": queries.domains_of(session, row),
            "refusals": queries.refusals_of(session, row),
            "was_tried": commands.was_tried(session, row),
            "employer": names.get(row.employer_id) if row.employer_id else None,
            "employers": {str(key): value for key, value in names.items()},
        }
    where: dict[str, Any] = {"slug": slug, "connection_id": row.id, "_external": True}
    result = more.get("result")
    return render(
        "identity_oidc/connection.html",
        **context,
        states=STATES,
        steps=STEPS,
        labels=ROLE_LABELS,
        role=Role,
        findings=more.get("findings"),
        result=result,
        trouble=_trouble(result),
        explain=for_administrators,
        record_name=domains.record_name,
        record_text=domains.record_text,
        redirect_uri=going.redirect_uri(slug, row.id),
        logout_uri=url_for(".back_channel", **where),
        signed_out_uri=url_for(".signed_out", **where),
        actor=actor,
    )


def _trouble(result: Any) -> str | None:
    if not result or result["well"]:
        return None
    return for_administrators(Reason(result["reason"]), result["about"])


def _employer_names(session: Session) -> dict[UUID, str]:
    return {each.id: each.name for each in employers_of(session, current_actor())}


def _choices(session: Session, employer_id: UUID | None, *, new: bool = False) -> dict[str, list[tuple[Any, object]]]:
    """Return what can be chosen: only what the connection may give, and whom the administrator looks after."""
    actor = current_actor()
    everywhere = queries.reaches(actor, None)
    names = [(key, name) for key, name in _employer_names(session).items() if employer_id in {None, key}]
    nobody: list[tuple[Any, object]] = [("", _("the whole consultancy"))] if everywhere and not employer_id else []
    owner_id = next(iter(names), (None,))[0] if new and not everywhere else employer_id
    roles = rules.roles_for(owner_id)
    found: dict[str, list[tuple[Any, object]]] = {
        "groups-role": [(role, gettext(ROLE_LABELS[role])) for role in roles],
        "groups-employer_id": [*nobody, *names],
    }
    if new:
        owner: list[tuple[Any, object]] = [("", _("Those of the consultancy"))] if everywhere else []
        found["employer_id"] = [*owner, *names]
    return found


def _first() -> dict[str, Any]:
    return {
        "client_authentication": "client_secret_basic",
        "scopes": "\n".join(commands.DEFAULT_SCOPES),
        "strong_amr": "\n".join(commands.DEFAULT_AMR),
        "groups_claim": "groups",
        "requires_mfa": True,
    }


def _typed(row: IdentityConnection) -> dict[str, Any]:
    derived = rules.issuer_of(row.discovery) == row.issuer
    return {
        "name": row.name,
        "discovery": row.discovery,
        "issuer": None if derived else row.issuer,
        "client_id": row.client_id,
        "client_authentication": row.client_authentication,
        "scopes": "\n".join(row.scopes),
        "requires_mfa": row.requires_mfa,
        "strong_acr": "\n".join(row.strong_acr),
        "strong_amr": "\n".join(row.strong_amr),
        "groups_claim": row.groups_claim,
        "groups": [dict(each) for each in row.group_map],
    }
