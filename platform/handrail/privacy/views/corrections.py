"""Asking to have something put right, and answering: the worker's pages, and those of whoever keeps the record."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, url_for
from marshmallow import Schema
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.idempotency import once
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.privacy.corrections import commands, queries
from handrail.privacy.corrections.models import CorrectionState
from handrail.privacy.corrections.rules import OF_THE_COORDINATOR, OF_THE_EMPLOYER, About
from handrail.privacy.corrections.words import STATES, about_in_words, record_in_words
from handrail.privacy.mine import Mine, mine_of
from handrail.privacy.schemas import (
    CoordinatorCorrectionAnswer,
    CoordinatorCorrectionAsk,
    EmployerCorrectionAnswer,
    EmployerCorrectionAsk,
)
from handrail.privacy.views import pages
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.get("/my-return/privacy/corrections")
@permission("correction.read_own")
def my_corrections() -> Response:
    """Show what the worker asked for and what was answered."""
    with tenant_session(request_context(read_only=True)) as session:
        mine = mine_of(session, current_actor())
        requests = queries.mine(session, mine)
        return render(
            "privacy/corrections.html",
            mine=mine,
            requests=requests,
            notes=queries.notes_of(session, requests),
            states=STATES,
            about_in_words=about_in_words,
        )


@pages.route("/my-return/privacy/corrections/employer", methods=["GET", "POST"])
@permission("correction.ask")
def ask_employer() -> Response:
    """Ask human resources to put right what the employer keeps."""
    readers = {"words": _("You and human resources. Not your supervisor.")}
    return _ask(EmployerCorrectionAsk, OF_THE_EMPLOYER, readers, _("What your employer keeps"))


@pages.route("/my-return/privacy/corrections/coordinator", methods=["GET", "POST"])
@permission("correction.ask")
def ask_coordinator() -> Response:
    """Ask the coordinator to put right what they wrote down."""
    readers = {"words": _("Only you and your coordinator.")}
    return _ask(CoordinatorCorrectionAsk, OF_THE_COORDINATOR, readers, _("What your coordinator wrote down"))


def _ask(schema: type[Schema], abouts: Sequence[About], readers: dict[str, str], title: str) -> Response:
    actor = current_actor()
    with tenant_session(request_context()) as session:
        mine = mine_of(session, actor)
        form = Form.from_request(
            schema, choices={"record_id": _records(session, mine, abouts)}, readers={**readers, **_readers(readers)}
        )
        if form.is_ready:
            with form.absorbing():
                _once(session, actor, form, lambda: commands.ask(session, actor, **form.data).id)
                return redirect_to(url_for(".my_corrections"), say=N_("Asked. You are told when it is answered."))
        return render("privacy/ask.html", form=form, status=form.status, mine=mine, title=title)


def _readers(readers: dict[str, str]) -> dict[str, str]:
    return dict.fromkeys(("about", "record_id"), readers["words"])


def _records(session: Session, mine: Mine, abouts: Sequence[About]) -> list[tuple[str, str]]:
    """Return the records to choose from, in words."""
    found = [
        (str(record.id), record_in_words(about, record))
        for about in abouts
        for record in queries.records_about(session, mine, about)
    ]
    return [("", _("None of these")), *found]


# --- Whoever keeps the record ---------------------------------------------------------------------------------------


@pages.get("/corrections")
@permission("correction.read")
def corrections() -> Response:
    """Show what workers asked to have put right, what waits first."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = queries.to_answer(session, actor)
        return render(
            "privacy/to_answer.html",
            found=found,
            states=STATES,
            about_in_words=about_in_words,
            zone=actor.time_zone,
            is_coordinator=actor.role is Role.COORDINATOR,
        )


@pages.route("/corrections/<uuid:correction_id>", methods=["GET", "POST"])
@permission("correction.read")
def correction(correction_id: UUID) -> Response:
    """Answer one request, in words for the worker."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        request = queries.open_request(session, actor, correction_id)
        employer_keeps = request.compartment is Compartment.ADMINISTRATIVE
        readers = {"words": _("The worker and human resources.") if employer_keeps else _("Only the worker and you.")}
        schema = EmployerCorrectionAnswer if employer_keeps else CoordinatorCorrectionAnswer
        form = Form.from_request(schema, readers=readers | {"state": readers["words"]})
        if form.is_ready:
            with form.absorbing():
                _once(session, actor, form, lambda: _answer(session, actor, correction_id, form.data))
                return redirect_to(url_for(".corrections"), say=N_("The worker is told."))
        return render(
            "privacy/answer.html",
            form=form,
            status=form.status,
            request=request,
            worker=queries.worker_of(session, request),
            states=STATES,
            about=about_in_words(request.about),
            zone=actor.time_zone,
        )


def _answer(session: Session, actor: Actor, correction_id: UUID, data: dict[str, Any]) -> UUID:
    if data["state"] is CorrectionState.ACCEPTED:
        return commands.accept(session, actor, correction_id, words=data["words"]).id
    return commands.decline(session, actor, correction_id, reason=data["words"]).id


def _once(session: Session, actor: Actor, form: Form, act: Any) -> None:
    """Carry one filled-in form out once, however often it is sent."""
    once(session, actor, str(form.idempotency_key), form.fingerprint, lambda: (303, {"id": str(act())}))
