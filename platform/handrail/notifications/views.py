"""What a person wants to be sent and was sent, and the operator's delivery log."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import outbox
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_
from handrail.notifications import commands, queries
from handrail.notifications.codes import MessageKind, MessageStatus, Outcome
from handrail.notifications.rules import REASONS
from handrail.notifications.schemas import Nothing, PreferenceSchema
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("notifications", __name__, template_folder="templates")

KINDS: Final = {
    MessageKind.INVITATION: N_("An invitation"),
    MessageKind.NEWS: N_("Something new"),
    MessageKind.REMINDER: N_("A reminder"),
    MessageKind.DATE_MOVED: N_("A date has moved"),
    MessageKind.SIGN_IN_LINK: N_("A link to sign in"),
    MessageKind.SIGN_IN_INVITATION: N_("A link to the first sign-in"),
    MessageKind.WAY_ADDED: N_("A new way to sign in"),
    MessageKind.WAY_REMOVED: N_("A way to sign in that was removed"),
    MessageKind.CODE_GIVEN: N_("A code to sign in was made"),
    MessageKind.ADDRESS_CHANGED: N_("Your address was changed"),
    MessageKind.NEW_DEVICE: N_("A new device signed in"),
    MessageKind.TRIED: N_("Somebody tried to sign in as you"),
    MessageKind.ACCESS_ENDS: N_("A token of yours ends soon"),
    MessageKind.PROGRAM_ENDS: N_("A secret of a program ends soon"),
    MessageKind.WATCH: N_("Something to look at for those who watch over the consultancy"),
}
STATUSES: Final = {
    MessageStatus.QUEUED: ("now", N_("on its way")),
    MessageStatus.HELD_QUIET_HOURS: ("open", N_("waits for your morning")),
    MessageStatus.SENT: ("done", N_("sent")),
    MessageStatus.SUPPRESSED: ("off", N_("not sent")),
    MessageStatus.UNDELIVERABLE: ("late", N_("could not be delivered")),
    MessageStatus.UNANSWERED: ("open", N_("sent, not confirmed")),
}
OUTCOMES: Final = {
    None: ("now", N_("under way")),
    Outcome.ACCEPTED: ("done", N_("accepted")),
    Outcome.REFUSED: ("late", N_("refused")),
    Outcome.REFUSED_FOR_NOW: ("open", N_("later, said the server")),
    Outcome.NOT_REACHED: ("open", N_("not handed over")),
    Outcome.UNANSWERED: ("late", N_("no answer")),
}
_CAN_GO_AGAIN: Final = frozenset({Outcome.REFUSED, Outcome.UNANSWERED})


@pages.route("/account/notifications", methods=["GET", "POST"])
@permission("account.use")
def preferences() -> Response:
    """Show and keep what a person wants, with what was sent to them."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        wishes = queries.wishes_of(queries.preference_of(session, actor.tenant_id, actor.person_id))
        form = Form.from_request(
            PreferenceSchema,
            initial={
                "email": wishes.email,
                "quiet_from": wishes.quiet and wishes.quiet.begin.strftime("%H:%M"),
                "quiet_until": wishes.quiet and wishes.quiet.until.strftime("%H:%M"),
            },
        )
        if form.is_ready:
            commands.choose(session, actor, **form.data)
            return redirect_to(url_for(".preferences"), say=N_("Your choice is saved."))
        messages = queries.messages_of(session, actor.tenant_id, actor.person_id)
    return render(
        "notifications/preferences.html",
        form=form,
        status=form.status,
        messages=messages,
        kinds=KINDS,
        statuses=STATUSES,
        reasons=REASONS,
        zone=actor.time_zone,
    )


@pages.get("/operator/deliveries")
@permission("outbox.read")
def deliveries() -> Response:
    """Show the attempts to deliver: ids, times and codes."""
    actor = current_actor()
    before = request.args.get("before", type=UUID)
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.deliveries(session, actor.tenant_id, before=before)
    older = url_for(".deliveries", before=found[-1].id) if len(found) == queries.MOST else None
    return render(
        "notifications/deliveries.html",
        deliveries=found,
        outcomes=OUTCOMES,
        can_go_again=_CAN_GO_AGAIN,
        older=older,
        zone=actor.time_zone,
    )


@pages.post("/operator/deliveries/<uuid:message_id>/again")
@permission("outbox.operate")
def send_again(message_id: UUID) -> Response:
    """Ask for a message to be sent once more; the form's own key makes a double press one."""
    form = Form.from_request(Nothing)
    if form.is_ready:
        with tenant_session(request_context()) as session:
            payload: dict[str, outbox.JSON] = {"message_id": str(message_id)}
            key = f"{message_id}:{form.idempotency_key}"
            outbox.publish(session, "notifications", "notifications.send_again", payload, key=key)
    return redirect_to(url_for(".deliveries"), say=N_("It is sent once more, unless it has arrived meanwhile."))
