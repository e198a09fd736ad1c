"""Texts that may tell of others: the coordinator looks at them before the worker gets them in their package."""

from uuid import UUID

from flask import Response, url_for

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.privacy.package import reviewing
from handrail.privacy.package.labels import FIELDS, TITLES_OF_TABLES
from handrail.privacy.schemas import Redaction
from handrail.privacy.views import pages
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.get("/held-texts")
@permission("package.review")
def texts() -> Response:
    """Show which texts wait, without a word of them."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = reviewing.to_look_at(session, actor)
    return render("privacy/texts.html", found=found, titles=TITLES_OF_TABLES, fields=FIELDS, zone=actor.time_zone)


@pages.route("/held-texts/<uuid:held_id>", methods=["GET", "POST"])
@permission("package.review")
def text(held_id: UUID) -> Response:
    """Show one text, and give the worker what tells of nobody else."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        held, words = reviewing.open_text(session, actor, held_id)
        form = Form.from_request(
            Redaction, initial={"words": words}, readers={"words": _("You, and the worker when you give it to them.")}
        )
        if form.is_ready:
            with form.absorbing():
                if form.data["words"].split() == words.split():
                    reviewing.release(session, actor, held_id)
                else:
                    reviewing.redact(session, actor, held_id, words=form.data["words"])
                return redirect_to(url_for(".texts"), say=N_("The worker gets it with the next package."))
        return render(
            "privacy/text.html",
            form=form,
            status=form.status,
            held=held,
            title=TITLES_OF_TABLES.get(held.object_table, held.object_table),
            words=words,
        )


@pages.post("/held-texts/<uuid:held_id>/release")
@permission("package.review")
def release(held_id: UUID) -> Response:
    """Give a text to the worker as it is."""
    with tenant_session(request_context()) as session:
        reviewing.release(session, current_actor(), held_id)
    return redirect_to(url_for(".texts"), say=N_("The worker gets it with the next package."))
