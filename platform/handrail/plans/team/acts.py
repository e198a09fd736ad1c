"""What a supervisor asks the coordinator: may I be in touch, please call me."""

from uuid import UUID

from flask import Response, url_for
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from handrail.cases import commands as cases
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.neutrality import Why
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _, lazy
from handrail.plans import commands as plans
from handrail.plans.schemas.carrying_out import TalkWrite
from handrail.plans.team import pages, reading
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

WHYS = {
    Why.WORK_HANDOVER: N_("Handing over work, keys, access"),
    Why.PLANNING: N_("Planning work"),
    Why.GREETING: N_("A greeting from the team"),
}


class ContactAsk(Schema):
    """A wish to be in touch with the worker."""

    __compartment__ = Compartment.ADMINISTRATIVE

    why = fields.Enum(Why, by_value=True, required=True, metadata={"label": lazy("What is it about?")})
    channel = fields.Enum(Channel, by_value=True, required=True, metadata={"label": lazy("How?")})


@pages.route("/team/<uuid:employment_id>/contact", methods=["GET", "POST"])
@permission("contact_request.make")
def contact(employment_id: UUID) -> Response:
    """Ask the coordinator whether one may contact the worker (NEU-2)."""
    actor = current_actor()
    choices = {"why": [(why.value, _(words)) for why, words in WHYS.items()], "channel": channels()}
    form = Form.from_request(ContactAsk, choices=choices)
    with tenant_session(request_context()) as session:
        page = reading.member_page(session, actor, employment_id)
        if form.is_ready:
            with form.absorbing():
                cases.request_contact(session, actor, employment_id, **form.data)
                say = N_("The coordinator has your request. Please wait for the answer before you get in touch.")
                return redirect_to(url_for("team.member", employment_id=employment_id), say=say)
        return render("team/contact.html", form=form, status=form.status, page=page)


@pages.post("/team/<uuid:employment_id>/call")
@permission("supervisor.call")
def call(employment_id: UUID) -> Response:
    """Ask the coordinator to call (S7-4)."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        cases.request_call(session, actor, _case(session, actor, employment_id), channel=Channel.TELEPHONE)
    return redirect_to(url_for("team.member", employment_id=employment_id), say=N_("The coordinator will be in touch."))


@pages.route("/team/<uuid:employment_id>/talks", methods=["GET", "POST"])
@permission("talk.plan")
def talk(employment_id: UUID) -> Response:
    """Plan a talk with the worker (S7-6): its day, and nothing of what it is about."""
    actor = current_actor()
    form = Form.from_request(TalkWrite)
    with tenant_session(request_context()) as session:
        page = reading.member_page(session, actor, employment_id)
        case_id = _case(session, actor, employment_id)
        if form.is_ready:
            with form.absorbing():
                plans.plan_talk(session, actor, case_id, **form.data)
                return redirect_to(_member(employment_id), say=N_("The talk is planned."))
        return render("team/talk.html", form=form, status=form.status, page=page)


@pages.post("/team/<uuid:employment_id>/talks/<uuid:talk_id>/held")
@permission("talk.plan")
def talk_held(employment_id: UUID, talk_id: UUID) -> Response:
    """Record that a talk was held today."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        plans.record_talk_held(session, actor, _case(session, actor, employment_id), talk_id)
    return redirect_to(_member(employment_id), say=N_("It is recorded that you talked."))


@pages.post("/team/<uuid:employment_id>/talks/<uuid:talk_id>/remove")
@permission("talk.plan")
def talk_dropped(employment_id: UUID, talk_id: UUID) -> Response:
    """Take a planned talk off the list."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        plans.drop_talk(session, actor, _case(session, actor, employment_id), talk_id)
    return redirect_to(_member(employment_id), say=N_("The talk is off the list."))


def _member(employment_id: UUID) -> str:
    return url_for("team.member", employment_id=employment_id)


def channels() -> list[tuple[str, str]]:
    """Return the ways to be in touch."""
    return [
        (Channel.TELEPHONE.value, _("Telephone")),
        (Channel.EMAIL.value, _("E-mail")),
        (Channel.LETTER.value, _("Letter")),
        (Channel.IN_PERSON.value, _("In person")),
    ]


def _case(session: Session, actor: Actor, employment_id: UUID) -> UUID:
    """Return the case in which the supervisor has a part today; raises NotFound without one."""
    case_id = reading.parts_of(session, actor).get(employment_id)
    if case_id is None:
        raise NotFound
    return case_id
