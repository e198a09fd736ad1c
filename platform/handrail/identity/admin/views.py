"""Pages of administration: people, what they hold, where they are signed in; and the register."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.admin import commands, queries
from handrail.identity.admin.rules import GIVES, against
from handrail.identity.admin.saying import said
from handrail.identity.admin.schemas import PeopleQuery, PersonAdd, RegisterQuery, RoleGive
from handrail.identity.admin.words import ACTS, RULES, VERBS
from handrail.identity.devices import device_name
from handrail.identity.policies import may_ever
from handrail.identity.queries import employers_of
from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import LOCALES, N_, _, language_name
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("identity_admin", __name__, template_folder="templates")


@pages.get("/administration/people")
@permission("people.read")
def people() -> Response:
    """List people by name, with their roles of today."""
    actor = current_actor()
    asked = _query(PeopleQuery())
    with tenant_session(request_context(read_only=True)) as session:
        found, after = queries.people(session, actor, **asked)
    return _shown(
        "admin/people.html",
        found=found,
        asked=asked,
        roles=[(role.value, _(ROLE_LABELS[role])) for role in Role],
        more=url_for(".people", **_again(asked, after=after)) if after else None,
        shows_addresses=actor.employers == "*",
    )


@pages.route("/administration/people/new", methods=["GET", "POST"])
@permission("people.change")
def add() -> Response:
    """Add somebody with their first role."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        choices = _choices(session, actor)
    choices["locale"] = [(code, language_name(code)) for code in LOCALES]
    form = Form.from_request(PersonAdd, choices=choices, initial={"locale": actor.locale})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            given = form.data
            made = commands.add_person(
                session, actor,
                name=given["name"], email=given["email"], phone=given["phone"], locale=given["locale"],
                role=given["role"], employer_id=queries.employer_or_all(session, actor, given["employer"]),
            )  # fmt: skip
            return redirect_to(url_for(".person", member_id=made.id), say=N_("The person is added."))
    return _shown("admin/add.html", status=form.status, form=form)


@pages.get("/administration/people/<uuid:member_id>")
@permission("people.read")
def person(member_id: UUID) -> Response:
    """Show one person: what they hold, what they can not hold and why, where they are signed in."""
    return _person(member_id)


def _person(member_id: UUID, form: Form | None = None) -> Response:
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.person(session, actor, member_id)
        held = queries.held_by(session, actor, member_id)
        sessions, tokens = queries.open_sessions(session, actor, member_id)
        choices = _choices(session, actor)
    may_change = may_ever(actor.role, "people.change") and member_id != actor.person_id and not actor.only_looks
    if form is None and may_change:
        form = Form(RoleGive, choices=choices, initial={"first_day": clock.today(actor.time_zone)})
    now_held = frozenset(each.membership.role for each in held)
    return _shown(
        "admin/person.html",
        status=form.status if form else 200,
        found=found,
        held=held,
        against=against(now_held, actor.role),
        rules=RULES,
        sessions=sessions,
        tokens=tokens,
        form=form if may_change else None,
        gives=GIVES.get(actor.role, frozenset()),
        may_shut_out=may_change and may_ever(actor.role, "people.shut_out"),
        is_self=member_id == actor.person_id,
        device_name=device_name,
        shows_addresses=actor.employers == "*",
    )


@pages.post("/administration/people/<uuid:member_id>/roles")
@permission("people.change")
def give_role(member_id: UUID) -> Response:
    """Give a role."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        choices = _choices(session, actor)
    form = Form.from_request(RoleGive, choices=choices)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            given = dict(form.data)
            employer_id = queries.employer_or_all(session, actor, given.pop("employer"))
            commands.give_role(session, actor, member_id, commands.Terms(employer_id=employer_id, **given))
            return redirect_to(url_for(".person", member_id=member_id), say=N_("The role is given."))
    return _person(member_id, form)


@pages.post("/administration/people/<uuid:member_id>/roles/<uuid:role_id>/end")
@permission("people.change")
def end_role(member_id: UUID, role_id: UUID) -> Response:
    """End a role."""
    with tenant_session(request_context()) as session:
        commands.end_role(session, current_actor(), member_id, role_id)
    return redirect_to(url_for(".person", member_id=member_id), say=N_("The role has ended."))


@pages.post("/administration/people/<uuid:member_id>/sessions/end")
@permission("people.shut_out")
def end_sessions(member_id: UUID) -> Response:
    """Sign somebody out everywhere."""
    with tenant_session(request_context()) as session:
        commands.end_sessions(session, current_actor(), member_id)
    return redirect_to(url_for(".person", member_id=member_id), say=N_("They are signed out everywhere."))


@pages.post("/administration/people/<uuid:member_id>/shut-out")
@permission("people.shut_out")
def shut_out(member_id: UUID) -> Response:
    """Shut somebody out, or let them in again."""
    out = request.form.get("out") == "yes"
    with tenant_session(request_context()) as session:
        commands.shut_out(session, current_actor(), member_id, out=out)
    said = N_("They are shut out.") if out else N_("They may sign in again.")
    return redirect_to(url_for(".person", member_id=member_id), say=said)


@pages.get("/administration/register")
@permission("register.read")
def register() -> Response:
    """Look through the register of acts outside cases."""
    actor = current_actor()
    asked = _query(RegisterQuery())
    given = {**asked, "person_id": asked["person"]}
    given.pop("person")
    with tenant_session(request_context(read_only=True)) as session:
        rows, before = queries.entries(session, actor, **given)
        named = queries.names(session, actor, _ids_in(rows))
    return _shown(
        "admin/register.html",
        rows=[(entry, name, said(entry.detail.get("changes", {}), named)) for entry, name in rows],
        asked=asked,
        acts=[(code, _(text)) for code, text in ACTS.items()],
        verbs=VERBS,
        more=url_for(".register", **_again(asked, before=before)) if before else None,
    )


def _ids_in(rows: Any) -> set[str]:
    found = set()
    for entry, _name in rows:
        for values in entry.detail.get("changes", {}).values():
            for value in values if isinstance(values, list) else ():
                if _is_id(value):
                    found.add(value)
    return found


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _query(schema: PeopleQuery | RegisterQuery) -> dict[str, Any]:
    """Return what the address asks for; what is empty or wrong there asks for nothing."""
    given = {name: value for name, value in request.args.items() if value}
    try:
        asked = schema.load(given)
    except ValidationError as problem:
        asked = schema.load({name: value for name, value in given.items() if name not in problem.messages_dict})
    return dict(asked)


def _again(asked: dict[str, Any], **more: Any) -> dict[str, Any]:
    kept = {name: getattr(value, "value", value) for name, value in (asked | more).items() if value is not None}
    return {name: str(value) for name, value in kept.items()}


def _choices(session: Session, actor: Actor) -> dict[str, Any]:
    gives = sorted(GIVES.get(actor.role, frozenset()), key=list(Role).index)
    return {
        "role": [(role.value, _(ROLE_LABELS[role])) for role in gives],
        "employer": [(each.key, each.name) for each in employers_of(session, actor)],
    }


def _shown(template: str, *, status: int = 200, **given: Any) -> Response:
    return render(template, status=status, labels=ROLE_LABELS, zone=current_actor().time_zone, **given)
