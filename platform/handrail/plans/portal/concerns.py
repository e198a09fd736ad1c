"""My concerns: three places, each with its reader in words (CON-2, CON-3)."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from marshmallow import Schema, fields, validate

from handrail.cases.drafts.commands import Place
from handrail.cases.drafts.forms import drafted
from handrail.cases.views.keeping import answer_draft
from handrail.identity.access import load_case, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _, lazy
from handrail.plans import commands
from handrail.plans.portal import pages, reading
from handrail.plans.portal.home import mine_or_not_found
from handrail.plans.presenting.concerns import cards
from handrail.plans.queries.concerns import concern_of, concerns_of, own_concern_of, own_concerns_of
from handrail.plans.queries.preparation import summaries_of
from handrail.plans.rules.codes import Topic
from handrail.plans.schemas.concerns import ConcernMove, ConcernReview
from handrail.plans.wording import TOPICS
from handrail.web.fields import Text
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

LONGEST = 4000


class Words(Schema):
    """What the worker writes for themselves."""

    text = Text(
        required=True,
        validate=validate.Length(min=1, max=LONGEST),
        metadata={
            "label": lazy("What is on your mind about work?"),
            "hint": lazy("In your own words. You decide later whether anybody else reads it."),
            "widget": "textarea",
            "compartment": "own",
            "readers": lazy("Only you can read this."),
        },
    )


class ChangedWords(Words):
    """The same with the state that the worker changed."""

    __compartment__ = Compartment.OWN

    revision = fields.Integer(required=True, metadata={"widget": "hidden"})


class Telling(Schema):
    """A concern as the coordinator gets it."""

    __compartment__ = Compartment.COORDINATION

    words = Text(
        required=True,
        validate=validate.Length(min=1, max=LONGEST),
        metadata={
            "label": lazy("What your coordinator will read"),
            "widget": "textarea",
            "compartment": "coordination",
        },
    )
    topic = fields.Enum(
        Topic,
        by_value=True,
        required=True,
        metadata={"label": lazy("What is it about?"), "choices": lambda: [(t.value, _(TOPICS[t])) for t in Topic]},
    )


class Releasing(Schema):
    """The exact words that the supervisor will read."""

    words = Text(
        required=True,
        validate=validate.Length(min=1, max=LONGEST),
        metadata={"label": lazy("The exact words"), "widget": "textarea", "compartment": "plan"},
    )


@pages.route("/my-return/concerns", methods=["GET", "POST"])
@permission("concern.draft")
def concerns() -> Response:
    """Show what the worker keeps, told and released, and a box to write in."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        mine = reading.my_return(session, actor, mine_or_not_found(session, actor))
        draft = drafted(session, actor, Words, Place("concern", mine.case.subject()))
    if (answered := answer_draft(draft)) is not None:
        return answered
    form = draft.form
    with tenant_session(request_context()) as session:
        if form.is_ready:
            with form.absorbing():
                commands.keep_concern(session, actor, mine.case.id, text=form.data["text"])
                draft.sent(session, actor)
                return redirect_to(url_for("portal.concerns"), say=N_("Kept. Only you can read it."))
        summaries = summaries_of(session, mine.case)
        return render(
            "portal/concerns.html",
            status=form.status,
            form=form,
            desk=draft.desk,
            mine=mine,
            own=own_concerns_of(session, mine.case),
            concerns=cards(session, mine.case),
            summary=summaries[0] if summaries else None,
        )


@pages.route("/my-return/concerns/<uuid:concern_id>/change", methods=["GET", "POST"])
@permission("concern.draft")
def change(concern_id: UUID) -> Response:
    """Change what the worker keeps for themselves."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        case_id = mine_or_not_found(session, actor)
        own = own_concern_of(session, load_case(session, case_id, require(actor, "concern.draft")), concern_id)
        form = Form.from_request(ChangedWords, initial={"text": own.text, "revision": own.revision})
        if form.is_ready:
            with form.absorbing():
                commands.change_own_concern(session, actor, case_id, concern_id, **form.data)
                return redirect_to(url_for("portal.concerns"), say=N_("Kept. Only you can read it."))
        return render("portal/change.html", status=form.status, form=form)


@pages.route("/my-return/concerns/<uuid:concern_id>/review", methods=["GET", "POST"])
@permission("concern.note")
def review(concern_id: UUID) -> Response:
    """Say whether a concern is still there, changed or gone (S4-2)."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        mine = reading.my_return(session, actor, mine_or_not_found(session, actor))
        row = concern_of(session, mine.case, concern_id)
        initial = {"state": row.state, "topic": row.topic, "wording": row.wording}
        form = Form.from_request(ConcernReview, initial=initial, readers={"wording": _readers(mine)})
        if form.is_ready:
            with form.absorbing():
                commands.review_concern(session, actor, mine.case.id, concern_id, **form.data)
                return redirect_to(url_for("portal.concerns"), say=N_("It is noted how it is now."))
        name = mine.coordinator.name if mine.coordinator else _("your coordinator")
        return render("portal/review.html", status=form.status, form=form, name=name)


@pages.post("/my-return/concerns/<uuid:concern_id>/move")
@permission("concern.note")
def move(concern_id: UUID) -> Response:
    """Move a concern one place up or down; the page comes back where it stands now."""
    actor, form = current_actor(), Form.from_request(ConcernMove)
    if form.is_ready:
        with tenant_session(request_context()) as session:
            commands.move_concern(session, actor, mine_or_not_found(session, actor), concern_id, **form.data)
    return redirect_to(f"{url_for('portal.concerns')}#concern-{concern_id}")


@pages.route("/my-return/concerns/<uuid:concern_id>/tell", methods=["GET", "POST"])
@permission("concern.tell")
def tell(concern_id: UUID) -> Response:
    """Give the coordinator a copy, in the words shown."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        mine = reading.my_return(session, actor, mine_or_not_found(session, actor))
        own = next((each for each in own_concerns_of(session, mine.case) if each.id == concern_id), None)
        if own is None:
            return redirect_to(url_for("portal.concerns"))
        form = Form.from_request(Telling, initial={"words": own.text}, readers={"words": _readers(mine)})
        if form.is_ready:
            with form.absorbing():
                commands.tell_concern(session, actor, mine.case.id, concern_id, **form.data)
                return redirect_to(url_for("portal.concerns"), say=N_("Your coordinator can read it now."))
        return render("portal/tell.html", status=form.status, form=form, mine=mine)


@pages.route("/my-return/concerns/<uuid:concern_id>/release", methods=["GET", "POST"])
@permission("concern.release")
def release(concern_id: UUID) -> Response:
    """Let words go to the meeting with the supervisor; what they will read is shown first."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        mine = reading.my_return(session, actor, mine_or_not_found(session, actor))
        told = next((each for each in concerns_of(session, mine.case) if each.id == concern_id), None)
        if told is None:
            return redirect_to(url_for("portal.concerns"))
        name = mine.head.supervisor.name if mine.head.supervisor else _("your supervisor")
        readers = {"words": _("You, your coordinator and, from the meeting on, %(name)s.", name=name)}
        form = Form.from_request(Releasing, initial={"words": told.approved or told.wording}, readers=readers)
        if form.is_ready:
            with form.absorbing():
                commands.release_concern(session, actor, mine.case.id, concern_id, words=form.data["words"])
                return redirect_to(url_for("portal.concerns"), say=N_("These words go to the meeting."))
        return render("portal/release.html", status=form.status, form=form, mine=mine, name=name, told=told.wording)


@pages.post("/my-return/concerns/<uuid:concern_id>/take-back")
@permission("concern.release")
def take_back(concern_id: UUID) -> Response:
    """Keep words back that were not raised yet."""
    return _then(commands.take_back_concern, concern_id, N_("These words stay between you and your coordinator."))


@pages.post("/my-return/concerns/<uuid:concern_id>/remove")
@permission("concern.draft")
def remove(concern_id: UUID) -> Response:
    """Take away what the worker kept for themselves."""
    return _then(commands.remove_own_concern, concern_id, N_("Removed."))


@pages.post("/my-return/summary/<int:number>/validate")
@permission("summary.validate")
def validate_summary(number: int) -> Response:
    """Say that the summary is right and that these concerns may be discussed with the supervisor (S4-4)."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        commands.validate_summary(session, actor, mine_or_not_found(session, actor), number=number)
    return redirect_to(url_for("portal.concerns"), say=N_("Your coordinator knows that the summary is right."))


def _then(command: Any, concern_id: UUID, say: str) -> Response:
    actor = current_actor()
    with tenant_session(request_context()) as session:
        command(session, actor, mine_or_not_found(session, actor), concern_id)
    return redirect_to(url_for("portal.concerns"), say=say)


def _readers(mine: reading.MyReturn) -> str:
    return _("Only you and %(name)s.", name=mine.coordinator.name if mine.coordinator else _("your coordinator"))
