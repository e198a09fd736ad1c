"""Aspects of the work that are noted for prevention, with the worker's consent and not without it (S4-3)."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from sqlalchemy.orm import Session

from handrail.consents import queries as consents
from handrail.consents.rules import ConsentPurpose
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.plans import commands
from handrail.plans.queries.aspects import aspects_for_prevention, aspects_of
from handrail.plans.schemas.aspects import AspectWrite
from handrail.plans.schemas.parts import Nothing
from handrail.plans.views import pages
from handrail.plans.views.around import around
from handrail.plans.wording import ASPECTS, EFFECTS
from handrail.tenancy.models import Case
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.route("/cases/<uuid:case_id>/aspects", methods=["GET", "POST"])
@permission("aspect.note")
def aspects(case_id: UUID) -> Response:
    """Show what was noted, and a form for one more where the worker agreed to this use."""
    actor, form = current_actor(), Form.from_request(AspectWrite)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.note_aspect(session, actor, case_id, **form.data)
            return redirect_to(url_for("plans.aspects", case_id=case_id), say=N_("It is noted."))
    mine = actor.role is Role.WORKER
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "aspect.read")
        return render(
            "plans/aspects.html",
            status=form.status,
            form=form,
            found=found,
            found_aspects=url_for("plans.aspects", case_id=case_id),
            readers=_("Only the worker and the coordinator read this page."),
            consent=consents.live(session, found.case, ConsentPurpose.PREVENTION),
            consent_href="/my-return/privacy" if mine else f"{found.path}/consents",
            consent_text=_("What you allowed") if mine else _("Consents"),
            aspects=_shown(session, found.case),
        )


def _shown(session: Session, case: Case) -> list[dict[str, Any]]:
    """Return what was noted, with its texts, which are read while the session is open."""
    counting = {aspect.id for aspect in aspects_for_prevention(session, case)}
    return [
        {
            "id": aspect.id,
            "category": _(ASPECTS[aspect.category]),
            "effect": _(EFFECTS[aspect.effect]),
            "words": aspect.words,
            "on": aspect.noted_on,
            "counts": aspect.id in counting,
        }
        for aspect in aspects_of(session, case)
    ]


@pages.post("/cases/<uuid:case_id>/aspects/<uuid:aspect_id>/remove")
@permission("aspect.note")
def remove_aspect(case_id: UUID, aspect_id: UUID) -> Response:
    """Take an aspect away."""
    form = Form.from_request(Nothing)
    if form.is_ready:
        with tenant_session(request_context()) as session:
            commands.remove_aspect(session, current_actor(), case_id, aspect_id)
    return redirect_to(url_for("plans.aspects", case_id=case_id), say=N_("Removed."))
