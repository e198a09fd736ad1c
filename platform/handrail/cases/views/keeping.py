"""A form that is kept while it is written becomes an act, or stays the draft of whoever writes it."""

from typing import Any

from flask import Response, request
from marshmallow import Schema

from handrail.cases.drafts import commands as drafts
from handrail.cases.drafts.commands import Place
from handrail.cases.drafts.forms import Drafted, drafted
from handrail.cases.views.around import Act, Around, Run
from handrail.identity.web import current_actor, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_
from handrail.web.render import redirect_to, render


def open_form(schema: type[Schema] | Schema, place: Place, **options: Any) -> Drafted:
    """Return the form of this request with the person's draft in it; the caller has loaded its subject."""
    with tenant_session(request_context()) as session:
        return drafted(session, current_actor(), schema, place, **options)


def answer_draft(found: Drafted) -> Response | None:
    """Keep the draft, or throw it away, where that was asked; None where the form is to be judged or drawn."""
    if not found.form.keeping:
        return None
    with tenant_session(request_context()) as session:
        if found.form.keeping == "away":
            drafts.throw_away(session, current_actor(), found.place)
            return redirect_to(request.path, say=N_("The draft is gone."))
        if found.keep(session, current_actor()):
            return redirect_to(request.path, say=N_("Kept. It is your private draft until you send it."))
    return None


def carry_out_kept(draft: Drafted, found: Around, act: Act, run: Run, *, say: str, then: str | None = None) -> Response:
    """Carry the act out where the form is ready, and remove the draft with it; keep the draft where that was asked."""
    if (answered := answer_draft(draft)) is not None:
        return answered
    form = draft.form
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            run(session, current_actor(), form.data)
            draft.sent(session, current_actor())
            return redirect_to(then or found.path, say=say)
    return render("cases/act.html", form=form, desk=draft.desk, found=found, act=act, status=form.status, **act.more)
