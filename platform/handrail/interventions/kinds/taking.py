"""Pages on which a worker takes an item along, and brings one in from a file."""

from typing import Final
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields

from handrail.cases.records import person_of
from handrail.documents.rules import PDF, file_name
from handrail.identity.web import current_actor, permission, request_context
from handrail.interventions.kinds import commands, portable, queries
from handrail.interventions.kinds.api import read
from handrail.interventions.kinds.ground import Ground, stand
from handrail.interventions.kinds.queries import Item
from handrail.interventions.kinds.views import crumbs_of, pages
from handrail.interventions.kinds.words import Words
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _, lazy
from handrail.kit.labels import Apart
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render
from handrail.web.security import SANDBOX

_ALL: Final = "/cases/<uuid:case_id>/interventions"
_JSON: Final = "application/json"


class BroughtFile(Schema):
    """A file that was taken along from elsewhere."""

    __compartment__ = Apart.ITS_RECORD

    file = fields.Raw(
        required=True,
        metadata={
            "label": lazy("Your file"),
            "hint": lazy("The one that ends in .json, as you took it along."),
            "widget": "file",
            "attributes": {"accept": _JSON},
        },
    )


@pages.get(f"{_ALL}/<uuid:intervention_id>/take.json")
@permission("intervention.take")
def take_file(case_id: UUID, intervention_id: UUID) -> Response:
    """Give the worker what is theirs as a file that another Handrail reads."""
    with tenant_session(request_context()) as session:
        _ground, item = _mine(read(session, current_actor(), case_id, "intervention.take"), intervention_id)
        return _download(portable.as_file(item, clock.now()), _JSON, item)


@pages.get(f"{_ALL}/<uuid:intervention_id>/take.pdf")
@permission("intervention.take")
def take_paper(case_id: UUID, intervention_id: UUID) -> Response:
    """Give the worker what is theirs on paper."""
    with tenant_session(request_context()) as session:
        ground, item = _mine(read(session, current_actor(), case_id, "intervention.take"), intervention_id)
        keeper = person_of(session, ground.subject.tenant_id, ground.actor.person_id).name
        made_at = max([each.written_at for each in item.parts.values()], default=clock.now())
        return _download(portable.on_paper(item, keeper, made_at), PDF, item)


@pages.route(f"{_ALL}/bring/<plugin_name>/<type_key>", methods=["GET", "POST"])
@permission("intervention.record")
def bring(case_id: UUID, plugin_name: str, type_key: str) -> Response:
    """Begin an item with what a file from elsewhere holds."""
    actor, name = current_actor(), f"{plugin_name}/{type_key}"
    with tenant_session(request_context()) as session:
        ground = stand(session, actor, case_id)
        kind = next((each for each in commands.startable(ground) if each.name == name and each.shape.portable), None)
        if kind is None:
            raise NotFound
        label, crumbs = Words(kind).label, crumbs_of(ground)
    form = Form.from_request(BroughtFile)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            body: bytes = form.data["file"].stream.read(portable.MOST_BYTES + 1)
            made = commands.bring(session, actor, case_id, type=name, body=body)
            return redirect_to(f"/cases/{case_id}/interventions/{made.id}", say=N_("It is here now, and it is yours."))
    return render(
        "kinds/act.html",
        form=form,
        status=form.status,
        path=f"/cases/{case_id}/interventions",
        title=_("Bring in a file"),
        submit=_("Bring it in"),
        intro=_("What the file holds becomes the beginning of your own. Nobody else reads it until you share it."),
        groups=[("", ("file",))],
        crumbs=crumbs,
        kind_label=label,
    )


def _mine(ground: Ground, intervention_id: UUID) -> tuple[Ground, Item]:
    item = queries.item_of(ground, intervention_id)
    if item.head is None or not item.kind.shape.portable:
        raise NotFound
    return ground, item


def _download(body: bytes, content_type: str, item: Item) -> Response:
    response = Response(body, mimetype=content_type)
    name = file_name(content_type, item.written_on).replace(".bin", ".json")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
