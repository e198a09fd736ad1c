"""Pages of interventions: one set for everybody, each reader with their own fields and acts."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from handrail.cases.overview import head_of
from handrail.identity.policies import may_ever
from handrail.identity.web import current_actor, permission, request_context
from handrail.interventions.kinds import commands, queries, rules
from handrail.interventions.kinds.api import read
from handrail.interventions.kinds.commands import Asked, asked_of
from handrail.interventions.kinds.declared import Kind
from handrail.interventions.kinds.ground import Ground, people_of, stand
from handrail.interventions.kinds.payload import plain, schema_of
from handrail.interventions.kinds.presenting import readers_of, shown
from handrail.interventions.kinds.words import Words
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _
from handrail.kit.labels import Apart
from handrail.sdk import BEGIN, CORRECT
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("intervention_kinds", __name__, template_folder="templates")
_ALL: Final = "/cases/<uuid:case_id>/interventions"
_ONE: Final = f"{_ALL}/<uuid:intervention_id>"


class Seen(Schema):
    """What every form of an item has: the revision that was read."""

    __compartment__ = Apart.ITS_RECORD

    revision = fields.Integer(load_default=0, metadata={"widget": "hidden"})


@pages.get(_ALL)
@permission("intervention.read")
def overview(case_id: UUID) -> Response:
    """Show the interventions of a case, side by side, and what can be begun."""
    with tenant_session(request_context()) as session:
        ground = read(session, current_actor(), case_id, "interventions.list")
        items = [shown(ground, each, whole=False) for each in queries.items_of(ground)]
        kinds = [(kind.name, Words(kind), kind.shape.portable) for kind in commands.startable(ground)]
        return render(
            "kinds/overview.html",
            items=items,
            kinds=kinds,
            path=f"/cases/{case_id}/interventions",
            crumbs=_back(ground),
        )


@pages.get(_ONE)
@permission("intervention.read")
def one(case_id: UUID, intervention_id: UUID) -> Response:
    """Show one intervention."""
    with tenant_session(request_context()) as session:
        ground = read(session, current_actor(), case_id, "intervention.read")
        item = queries.item_of(ground, intervention_id)
        return render(
            "kinds/one.html",
            one=shown(ground, item),
            path=f"/cases/{case_id}/interventions/{intervention_id}",
            crumbs=crumbs_of(ground),
            weeks=_weeks_path(ground, item.kind),
        )


@pages.route(f"{_ALL}/begin/<plugin_name>/<type_key>", methods=["GET", "POST"])
@permission("intervention.record")
def begin(case_id: UUID, plugin_name: str, type_key: str) -> Response:
    """Begin an intervention."""
    actor, name = current_actor(), f"{plugin_name}/{type_key}"
    with tenant_session(request_context(read_only=actor.role is Role.COORDINATOR)) as session:
        ground = stand(session, actor, case_id)
        kind = next((each for each in commands.startable(ground) if each.name == name), None)
        if kind is None:
            raise NotFound
        known = queries.known_of(ground, kind)
        asked = asked_of(ground, kind, BEGIN, None, known, known)
        form, page = _form(ground, kind, BEGIN, asked, {})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            made = commands.begin(session, actor, case_id, type=name, given=_given(form))
            return redirect_to(f"/cases/{case_id}/interventions/{made.id}", say=N_("It has begun."))
    return render("kinds/act.html", form=form, status=form.status, path=f"/cases/{case_id}/interventions", **page)


@pages.route(f"{_ONE}/do/<act_name>", methods=["GET", "POST"])
@permission("intervention.record")
def act(case_id: UUID, intervention_id: UUID, act_name: str) -> Response:
    """Carry out an act on an intervention, or put right what was recorded."""
    actor, path = current_actor(), f"/cases/{case_id}/interventions/{intervention_id}"
    with tenant_session(request_context()) as session:
        ground = read(session, actor, case_id, "intervention.read")
        form, page = _act_form(ground, intervention_id, act_name)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            _carry_out(session, case_id, intervention_id, act_name, form)
            return redirect_to(path, say=N_("It is recorded."))
    return render("kinds/act.html", form=form, status=form.status, path=path, **page)


def _act_form(ground: Ground, intervention_id: UUID, name: str) -> tuple[Form, dict[str, Any]]:
    """Return the form of an act; raises NotFound for one that is not theirs or does not follow now."""
    item = queries.item_of(ground, intervention_id)
    where, shape, role = item.where, item.kind.shape, ground.actor.role
    if where is None or item.head is None or not item.is_active:
        raise NotFound
    transition = next((each for each in rules.acts(shape, where, role) if each.name == name), None)
    if transition is None and not (name == CORRECT and not item.is_over and rules.may_correct(shape, where, role)):
        raise NotFound
    asked = asked_of(ground, item.kind, name, transition, item.values, item.known)
    initial = {field.key: item.stored[field.key] for field in asked.fields if field.key in item.stored}
    return _form(ground, item.kind, name, asked, initial | {"revision": item.head.revision})


def _form(ground: Ground, kind: Kind, name: str, asked: Asked, initial: dict[str, Any]) -> tuple[Form, dict[str, Any]]:
    words = Words(kind)
    places = {each.compartment for each in asked.fields}
    schema = schema_of(kind, asked.fields, asked.required, people=people_of(ground), base=Seen)
    groups = [
        ("", ("revision",)),
        *((words.group(title), tuple(each.key for each in group)) for title, group in asked.groups),
    ]
    page = {
        "title": words.label if name == BEGIN else words.act(name),
        "submit": words.act(name),
        "intro": words.intro(name) or (words.sentence if name == BEGIN else ""),
        "groups": groups,
        "sees": readers_of(places.pop()) if len(places) == 1 else None,
        "crumbs": crumbs_of(ground),
        "kind_label": words.label,
    }
    return Form.from_request(schema, initial=initial), page


def _carry_out(session: Session, case_id: UUID, intervention_id: UUID, name: str, form: Form) -> None:
    actor, revision, given = current_actor(), int(form.data["revision"]), _given(form)
    if name == CORRECT:
        commands.correct(session, actor, case_id, intervention_id, revision=revision, given=given)
    else:
        commands.move(session, actor, case_id, intervention_id, act=name, revision=revision, given=given)


def _given(form: Form) -> dict[str, Any]:
    found: dict[str, Any] = plain({key: value for key, value in form.data.items() if key != "revision"})
    return found


def crumbs_of(ground: Ground) -> list[tuple[str, str]]:
    """Return the way back from one item."""
    here = (_("Interventions"), f"/cases/{ground.subject.subject_id}/interventions")
    return [*_back(ground), here]


def _back(ground: Ground) -> list[tuple[str, str]]:
    """Return the way back of each reader: nobody is sent to a page that is not theirs."""
    role = ground.actor.role
    if role is Role.WORKER:
        return [(_("My return"), "/my-return")]
    if role is Role.PROVIDER and ground.engagement is not None:
        return [(_("Referrals to you"), "/referrals")]
    if ground.case is None:
        return []
    worker = head_of(ground.session, ground.case).worker.name
    if role is Role.SUPERVISOR:
        return [(_("Your team"), "/team"), (worker, f"/team/{ground.case.employment_id}")]
    if role is Role.COORDINATOR:
        return [(_("Cases"), "/cases"), (worker, f"/cases/{ground.case.id}")]
    return []


def _weeks_path(ground: Ground, kind: Kind) -> str:
    """Return where the weeks are recorded as they went, for whoever does; it is the plan's page (S6-3)."""
    wanted = any(field.reading == "plan.actual_weeks" for field in kind.shape.data)
    records = wanted and may_ever(ground.actor.role, "week.record")
    return f"/cases/{ground.subject.subject_id}/weeks" if records else ""


from handrail.interventions.kinds import taking  # noqa: E402, F401 - it registers itself
