"""Pages: one's own tokens, and the programs that an administrator looks after."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session

from handrail.identity.programs import commands, queries, tokens
from handrail.identity.programs.api import employer_named
from handrail.identity.programs.rules import PROGRAM_ROLES, roles_at, scopes_for
from handrail.identity.programs.schemas import ProgramAtEmployerForm, ProgramForm, SecretForm, TokenForm
from handrail.identity.queries import employers_of
from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("identity_programs", __name__, template_folder="templates")

_A_MONTH: Final = 30
_HALF_A_YEAR: Final = 180


@pages.get("/account/tokens")
@permission("token.read")
def own_tokens() -> Response:
    """List one's own tokens."""
    with tenant_session(request_context(read_only=True)) as session:
        return _own(session)


@pages.post("/account/tokens")
@permission("token.make")
def make_token() -> Response:
    """Make a token, and show it this once."""
    form = Form.from_request(TokenForm, id="token")
    secret = None
    if form.is_ready:
        given = form.data
        with form.absorbing(), tenant_session(request_context()) as session:
            _row, secret = tokens.make_token(
                session, current_actor(), name=given["name"], days=given["days"],
                only_reading=given["reach"] == "reading",
            )  # fmt: skip
    with tenant_session(request_context(read_only=True)) as session:
        return _own(session, form=form, secret=secret)


@pages.post("/account/tokens/<uuid:token_id>/revoke")
@permission("token.revoke")
def revoke_token(token_id: UUID) -> Response:
    """Take back one of one's own tokens."""
    with tenant_session(request_context()) as session:
        tokens.revoke_token(session, current_actor(), token_id)
    return redirect_to(url_for(".own_tokens"), say=N_("That token opens nothing any more."))


def _own(session: Session, *, form: Form | None = None, secret: str | None = None) -> Response:
    actor = current_actor()
    fresh = Form(TokenForm, id="token", initial={"reach": "reading", "days": _A_MONTH})
    return render(
        "programs/tokens.html",
        status=form.status if form else 200,
        form=form if form and form.errors else fresh,
        tokens=queries.tokens_of(session, actor),
        secret=secret,
        actor=actor,
        labels=ROLE_LABELS,
        zone=actor.time_zone,
    )


# --- Programs ---------------------------------------------------------------------------------------------------------


@pages.get("/administration/programs")
@permission("program.read")
def programs() -> Response:
    """List the programs that one looks after."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.clients(session, actor)
        names = {each.id: each.name for each in employers_of(session, actor)}
    return render("programs/programs.html", programs=found, employers=names, labels=ROLE_LABELS, zone=actor.time_zone)


@pages.route("/administration/programs/new", methods=["GET", "POST"])
@permission("program.manage")
def new_program() -> Response:
    """Ask for the role of a program, then for the rest, and make it."""
    actor = current_actor()
    roles = [role for role in PROGRAM_ROLES if role in _roles_that_can_be_given()]
    role = next((each for each in roles if each.value == request.args.get("role")), None)
    if role is None:
        return render("programs/choose_role.html", roles=roles, labels=ROLE_LABELS)
    at_employer = role in roles_at(employer=True)
    with tenant_session(request_context(read_only=True)) as session:
        employers = [(each.key, each.name) for each in employers_of(session, actor)] if at_employer else []
    choices: dict[str, list[tuple[Any, object]]] = {
        "employer": [*employers] if at_employer else [("", _("the whole consultancy"))],
        "scopes": [(scope, scope) for scope in scopes_for(role)],
    }
    initial = {"days": _HALF_A_YEAR, "employer": employers[0][0] if len(employers) == 1 else ""}
    asked = ProgramAtEmployerForm if at_employer else ProgramForm
    form = Form.from_request(asked, choices=choices, initial=initial)
    if form.is_ready:
        with form.absorbing():
            with tenant_session(request_context()) as session:
                given = dict(form.data)
                employer_id = employer_named(session, actor, given.pop("employer"))
                made, secret = commands.make_client(session, actor, employer_id=employer_id, role=role, **given)
                made_id = made.id
            return _one(made_id, secret=secret)
    return render("programs/new.html", status=form.status, form=form, role=role, labels=ROLE_LABELS)


def _roles_that_can_be_given() -> tuple[Role, ...]:
    everywhere = commands.reaches(current_actor(), None)
    return (*roles_at(employer=True), *(roles_at(employer=False) if everywhere else ()))


@pages.get("/administration/programs/<uuid:program_id>")
@permission("program.read")
def program(program_id: UUID) -> Response:
    """Show a program."""
    return _one(program_id)


@pages.post("/administration/programs/<uuid:program_id>/secrets")
@permission("program.manage")
def rotate_secret(program_id: UUID) -> Response:
    """Make another secret, and show it this once."""
    form = Form.from_request(SecretForm, id="secret")
    secret = None
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            secret = commands.rotate_secret(session, current_actor(), program_id, days=form.data["days"])
    return _one(program_id, form=form, secret=secret)


@pages.post("/administration/programs/<uuid:program_id>/secrets/<uuid:secret_id>/end")
@permission("program.manage")
def end_secret(program_id: UUID, secret_id: UUID) -> Response:
    """End a secret at once."""
    with tenant_session(request_context()) as session:
        commands.end_secret(session, current_actor(), program_id, secret_id)
    return redirect_to(url_for(".program", program_id=program_id), say=N_("That secret opens nothing any more."))


@pages.post("/administration/programs/<uuid:program_id>/end")
@permission("program.manage")
def end_program(program_id: UUID) -> Response:
    """End a program with its tokens and its role."""
    with tenant_session(request_context()) as session:
        commands.end_client(session, current_actor(), program_id)
    return redirect_to(url_for(".program", program_id=program_id), say=N_("The program is let in no more."))


def _one(program_id: UUID, *, form: Form | None = None, secret: str | None = None) -> Response:
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        client = commands.load(session, actor, program_id, "program.read")
        names = {each.id: each.name for each in employers_of(session, actor)}
        return render(
            "programs/program.html",
            status=form.status if form else 200,
            program=client,
            employer=names.get(client.employer_id) if client.employer_id else None,
            secrets=queries.secrets_of(session, client),
            form=form if form and form.errors else Form(SecretForm, id="secret", initial={"days": _HALF_A_YEAR}),
            secret=secret,
            address=url_for("identity_programs_api.give_token", _external=True),
            labels=ROLE_LABELS,
            zone=actor.time_zone,
        )
