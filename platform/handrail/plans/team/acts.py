"""What a supervisor does: accept, confirm, answer, ask, call."""

from uuid import UUID

from flask import Response, url_for
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from handrail.cases import commands as cases
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.neutrality import Why
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import Conflict, NotFound
from handrail.kit.i18n import N_, _, lazy
from handrail.plans import commands
from handrail.plans.team import pages, reading
from handrail.web.fields import Text
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

WHYS = {
    Why.WORK_HANDOVER: N_("Handing over work, keys, access"),
    Why.PLANNING: N_("Planning work"),
    Why.GREETING: N_("A greeting from the team"),
}


class ContactAsk(Schema):
    """A wish to be in touch with the worker."""

    why = fields.Enum(Why, by_value=True, required=True, metadata={"label": lazy("What is it about?")})
    channel = fields.Enum(Channel, by_value=True, required=True, metadata={"label": lazy("How?")})


class AnswerGiven(Schema):
    """The answer to a question that was asked before committing (S5-3)."""

    answer = Text(
        required=True,
        validate=validate.Length(min=1, max=4000),
        metadata={"label": lazy("Your answer"), "widget": "textarea", "compartment": "plan"},
    )


@pages.post("/team/<uuid:employment_id>/plan/<int:number>/accept")
@permission("plan.accept")
def accept(employment_id: UUID, number: int) -> Response:
    """Say yes to a version; only the newest can be accepted (S5-6)."""
    actor = current_actor()
    try:
        with tenant_session(request_context()) as session:
            commands.accept_version(session, actor, _case(session, actor, employment_id), number=number)
    except NotFound:
        raise
    except Conflict:
        return redirect_to(url_for("team.plan", employment_id=employment_id, moved=1))
    return redirect_to(url_for("team.plan", employment_id=employment_id), say=N_("You said yes to this version."))


@pages.post("/team/<uuid:employment_id>/promises/<key>/<any(done, notyet):how>")
@permission("promise.confirm")
def confirm(employment_id: UUID, key: str, how: str) -> Response:
    """Say of one action that it is in place, or not yet (S6-1)."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case_id = _case(session, actor, employment_id)
        commands.confirm_promise(session, actor, case_id, key=key, in_place=how == "done")
    return redirect_to(url_for("team.plan", employment_id=employment_id), say=N_("Noted. Thank you."))


@pages.route("/team/<uuid:employment_id>/questions/<key>", methods=["GET", "POST"])
@permission("question.answer")
def answer(employment_id: UUID, key: str) -> Response:
    """Answer a question that was to be checked first."""
    actor = current_actor()
    form = Form.from_request(AnswerGiven, readers={"answer": _("The worker, the coordinator and you.")})
    with tenant_session(request_context()) as session:
        page = reading.member_page(session, actor, employment_id)
        if form.is_ready:
            with form.absorbing():
                commands.answer_question(session, actor, _case(session, actor, employment_id), key=key, **form.data)
                return redirect_to(
                    url_for("team.plan", employment_id=employment_id), say=N_("Your answer is in the plan.")
                )
        return render("team/answer.html", form=form, status=form.status, page=page)


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
