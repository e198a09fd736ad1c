"""Correcting an absence in three steps: what is right, what would move and why, and yes (ACC-3)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from handrail.cases.absence_correcting import (
    Foreseen,
    confirm_correction,
    foresee_correction,
    foresee_taking_back,
    take_back_absence,
)
from handrail.cases.absence_writing import Origin
from handrail.exchange.intake.absence_list import ListedAbsence, read_correction
from handrail.exchange.intake.showing import FACTS, fact_text
from handrail.exchange.schemas import AbsenceChange, AbsenceTakeBack
from handrail.exchange.told import names_told
from handrail.exchange.views import pages
from handrail.exchange.views.showing import shown_absence
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_
from handrail.obligations.looking import note_reading
from handrail.obligations.moving import KINDS, moved_by, moves_of
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

DIGEST = "digest"
BACK = "back"


def corrected(actor: Actor, absence_id: UUID, shown: ListedAbsence) -> tuple[Form, Response | None]:
    """Take what was sent: a form to be drawn, and an answer where the form is not what is to be drawn.

    An absence that goes on is ended at once; every other correction is shown first, and made when it is confirmed.
    """
    form = Form.from_request(AbsenceChange, initial=asdict(shown))
    if not form.is_ready or BACK in request.form:
        return form, None
    answer = None
    changes = dict(form.data)
    origin = Origin("screen", changes.pop("why"))
    with form.absorbing(), tenant_session(request_context()) as session:
        foreseen = foresee_correction(session, actor, absence_id, changes)
        if foreseen.is_end or foreseen.changes_nothing or request.form.get(DIGEST) == foreseen.digest:
            confirm_correction(session, actor, absence_id, changes, origin=origin, digest=foreseen.digest)
            say = N_("The absence is ended.") if foreseen.is_end else N_("The absence is corrected.")
            answer = redirect_to(url_for(".absence", absence_id=absence_id), say=say)
        else:
            answer = _preview(session, actor, shown, foreseen, form)
    return form, answer


@pages.route("/absences/<uuid:absence_id>/take-back", methods=["GET", "POST"])
@permission("absence.record")
def take_back(absence_id: UUID) -> Response:
    """Take back an absence that was recorded by mistake: what would move, and yes."""
    actor = current_actor()
    form = Form.from_request(AbsenceTakeBack)
    with tenant_session(request_context()) as session:
        shown = shown_absence(session, actor, absence_id)
        foreseen = foresee_taking_back(session, actor, absence_id)
        if form.is_ready and request.form.get(DIGEST) == foreseen.digest:
            origin = Origin("screen", form.data["why"])
            correction_id = take_back_absence(session, actor, absence_id, origin=origin, digest=foreseen.digest)
            say = N_("The absence is taken back.")
            return redirect_to(url_for(".correction", absence_correction_id=correction_id), say=say)
        return _preview(session, actor, shown, foreseen, form)


@pages.get("/absence-corrections/<uuid:absence_correction_id>")
@permission("absence.read")
def correction(absence_correction_id: UUID) -> Response:
    """Show what a correction of an absence moved, and why, to those whom it concerns; each sees what they may know."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = read_correction(session, actor.tenant_id, absence_correction_id)
        if found is None:
            raise NotFound
        load_employment(session, found.employment_id, require(actor, "absence.read"))
        moves, looked_at = moved_by(session, actor, absence_correction_id)
        note_reading(session, actor, looked_at, "obligations.list")
        return render(
            "exchange/correction.html",
            correction=found,
            changes=_changes(found.changes),
            moves=moves,
            kinds=KINDS,
            zone=actor.time_zone,
            is_worker=actor.role is Role.WORKER,
            is_staff=actor.role in {Role.HR, Role.ABSENCE_ADMIN},
        )


def _preview(session: Session, actor: Actor, shown: ListedAbsence, foreseen: Foreseen, form: Form) -> Response:
    given = request.form.get(DIGEST)
    after = foreseen.after
    return render(
        "exchange/preview.html",
        absence=shown,
        changes=_changes(foreseen.before.differences(after)) if after else [],
        takes_back=after is None,
        moves=moves_of(foreseen.outcomes, foreseen.employment, actor.role),
        kinds=KINDS,
        told=names_told(session, actor, foreseen),
        digest=foreseen.digest,
        is_new=bool(given) and given != foreseen.digest,
        form=form,
        kept=[(view.name, text) for view in form.fields for text in view.typed],
        status=form.status,
    )


def _changes(found: Mapping[str, tuple[Any, Any]]) -> list[tuple[str, str, str]]:
    return [(str(FACTS[name]), fact_text(before), fact_text(after)) for name, (before, after) in found.items()]
