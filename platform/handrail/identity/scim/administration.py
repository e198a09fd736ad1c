"""The pages on which an administrator of the consultancy connects directories and sees to what they bring."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session

from handrail.identity.access import check, require
from handrail.identity.oidc.rules import GroupGrant, roles_for
from handrail.identity.queries import employers_of
from handrail.identity.schemas import Nothing
from handrail.identity.scim import matching, persons, queries, roles, tokens
from handrail.identity.scim.models import ScimConnection
from handrail.identity.scim.schemas import DirectoryForm, LineForm, TokenForm
from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _, gettext
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

administration = Blueprint("administration", __name__, url_prefix="/administration/provisioning")

_HALF_A_YEAR: Final = 180


@administration.get("")
@permission("provisioning.read")
def directories() -> Response:
    """List the directories."""
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.overviews(session, current_actor().tenant_id)
        employers = _employers(session)
    return render("identity_scim/directories.html", directories=found, employers=employers)


@administration.route("/new", methods=["GET", "POST"])
@permission("provisioning.manage")
def new() -> Response:
    """Connect a directory."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        signing_on = queries.sign_on_connections(session, actor.tenant_id)
        form = Form.from_request(DirectoryForm, choices=_choices_of_new(session, signing_on))
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            made = tokens.connect(session, actor, **_of_sign_on(form.data, signing_on))
            return redirect_to(_page(made.id), say=N_("The directory is connected. Make a token for it."))
    return render("identity_scim/new.html", form=form, status=form.status)


@administration.get("/<uuid:directory_id>")
@permission("provisioning.read")
def one(directory_id: UUID) -> Response:
    """Show a directory: tokens, what groups give, who came, what waits to be decided."""
    with tenant_session(request_context(read_only=True)) as session:
        return _show(session, directory_id)


@administration.post("/<uuid:directory_id>/tokens")
@permission("provisioning.manage")
def make_token(directory_id: UUID) -> Response:
    """Make a token, and show it this once."""
    form = Form.from_request(TokenForm, id="token")
    secret = None
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            _load(session, directory_id, "provisioning.manage")
            _row, secret = tokens.make_token(session, current_actor(), directory_id, days=form.data["days"])
    with tenant_session(request_context(read_only=True)) as session:
        return _show(session, directory_id, form=form, secret=secret)


@administration.post("/<uuid:directory_id>/tokens/<uuid:directory_token_id>/revoke")
@permission("provisioning.end")
def revoke_token(directory_id: UUID, directory_token_id: UUID) -> Response:
    """Revoke a token."""
    with tenant_session(request_context()) as session:
        _load(session, directory_id, "provisioning.end")
        tokens.revoke_token(session, current_actor(), directory_id, directory_token_id)
    return redirect_to(_page(directory_id), say=N_("That token lets nobody in any more."))


@administration.post("/<uuid:directory_id>/end")
@permission("provisioning.end")
def end(directory_id: UUID) -> Response:
    """End the connection of a directory."""
    with tenant_session(request_context()) as session:
        _load(session, directory_id, "provisioning.end")
        tokens.disconnect(session, current_actor(), directory_id)
    return redirect_to(_page(directory_id), say=N_("The directory is not connected any more."))


# --- What groups give -------------------------------------------------------------------------------------------------


@administration.route("/<uuid:directory_id>/groups/new", methods=["GET", "POST"])
@permission("provisioning.manage")
def new_line(directory_id: UUID) -> Response:
    """Have a group give a role."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        connection = _load(session, directory_id, "provisioning.manage")
        form = Form.from_request(LineForm, choices=_choices_of_line(session, connection))
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            refused = tokens.add_line(session, actor, directory_id, GroupGrant(**form.data))
            said = N_("The group gives the role now.")
            if refused:
                said = N_("The group gives the role now, but not to everybody in it. See below what a rule forbids.")
            return redirect_to(_page(directory_id), say=said)
    return render("identity_scim/new_line.html", form=form, status=form.status, connection=connection)


@administration.post("/<uuid:directory_id>/groups/remove")
@permission("provisioning.end")
def remove_line(directory_id: UUID) -> Response:
    """Have a group give a role no more."""
    form = Form.from_request(LineForm)
    with tenant_session(request_context()) as session:
        _load(session, directory_id, "provisioning.end")
        if form.is_ready:
            tokens.remove_line(session, current_actor(), directory_id, GroupGrant(**form.data))
    return redirect_to(_page(directory_id), say=N_("The group gives that role no more."))


@administration.post("/<uuid:directory_id>/groups/apply")
@permission("provisioning.manage")
def apply_map(directory_id: UUID) -> Response:
    """Give everybody what their groups give by the map as it is now."""
    with tenant_session(request_context()) as session:
        _load(session, directory_id, "provisioning.manage")
        connection = tokens.load(session, current_actor().tenant_id, directory_id, lock=True)
        tokens.apply_map(session, current_actor(), connection)
    return redirect_to(_page(directory_id), say=N_("Everybody has what their groups give."))


# --- Matches ----------------------------------------------------------------------------------------------------------


@administration.route("/<uuid:directory_id>/matches/<uuid:match_id>/confirm", methods=["GET", "POST"])
@permission("provisioning.manage")
def confirm(directory_id: UUID, match_id: UUID) -> Response:
    """Ask whether they are one person, and make them one."""
    form = Form.from_request(Nothing)
    with tenant_session(request_context(read_only=True)) as session:
        connection = _load(session, directory_id, "provisioning.manage")
        found = queries.proposal(session, connection, match_id)
    if found is None:
        raise NotFound
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            matching.confirm(session, current_actor(), match_id)
            return redirect_to(_page(directory_id), say=N_("They are one person from now on."))
    return render(
        "identity_scim/confirm.html", form=form, status=form.status, proposal=found, connection=connection,
        name_of=persons.name_of_said,
    )  # fmt: skip


@administration.post("/<uuid:directory_id>/matches/<uuid:match_id>/refuse")
@permission("provisioning.end")
def refuse(directory_id: UUID, match_id: UUID) -> Response:
    """Say that they are two people."""
    with tenant_session(request_context()) as session:
        connection = _load(session, directory_id, "provisioning.end")
        if queries.proposal(session, connection, match_id) is None:
            raise NotFound
        matching.refuse(session, current_actor(), match_id)
    return redirect_to(_page(directory_id), say=N_("They stay two people."))


# --- Parts ------------------------------------------------------------------------------------------------------------


def _load(session: Session, directory_id: UUID, act: str) -> ScimConnection:
    actor = current_actor()
    check(require(actor, act))
    return tokens.load(session, actor.tenant_id, directory_id)


def _page(directory_id: UUID) -> str:
    return url_for("identity_scim.administration.one", directory_id=directory_id)


def _show(session: Session, directory_id: UUID, *, form: Form | None = None, secret: str | None = None) -> Response:
    actor = current_actor()
    connection = _load(session, directory_id, "provisioning.read")
    found = queries.people(session, connection, request.args.get("after", type=UUID))
    shown = found[: queries.PEOPLE]
    more = url_for(".one", directory_id=directory_id, after=shown[-1][0].id) if len(found) > len(shown) else None
    asked = form if form is not None and form.errors else Form(TokenForm, id="token", initial={"days": _HALF_A_YEAR})
    return render(
        "identity_scim/directory.html",
        status=form.status if form is not None else 200,
        connection=connection,
        address=request.host_url + "scim/v2",
        tokens=queries.tokens(session, connection),
        lines=roles.map_of(session, connection),
        people=shown,
        more=more,
        refusals=queries.refusals(session, connection),
        proposals=queries.proposals(session, connection),
        employers=_employers(session),
        labels=ROLE_LABELS,
        name_of=persons.name_of_said,
        form=asked,
        secret=secret,
        zone=actor.time_zone,
    )


def _employers(session: Session) -> dict[UUID, str]:
    return {each.id: each.name for each in employers_of(session, current_actor())}


def _choices_of_new(session: Session, signing_on: Any) -> dict[str, list[tuple[Any, object]]]:
    return {
        "employer_id": [("", _("Those of the consultancy")), *_employers(session).items()],
        "identity_connection_id": [("", _("none")), *((each.id, each.name) for each in signing_on)],
    }


def _of_sign_on(data: dict[str, Any], signing_on: Any) -> dict[str, Any]:
    """Have a directory that belongs to a sign-on know the same people as that one."""
    chosen = next((each for each in signing_on if each.id == data["identity_connection_id"]), None)
    return data | {"employer_id": chosen.employer_id} if chosen else data


def _choices_of_line(session: Session, connection: ScimConnection) -> dict[str, list[tuple[Any, object]]]:
    names = [(key, name) for key, name in _employers(session).items() if connection.employer_id in {None, key}]
    nowhere: list[tuple[Any, object]] = [] if connection.employer_id else [("", _("the whole consultancy"))]
    return {
        "role": [(role, gettext(ROLE_LABELS[role])) for role in roles_for(connection.employer_id)],
        "employer_id": [*nowhere, *names],
    }
