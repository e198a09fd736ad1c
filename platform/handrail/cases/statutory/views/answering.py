"""Answering on one version: the worker's view and signature, the employer's, and that there was no answer."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from handrail.cases.drafts.commands import Place
from handrail.cases.drafts.forms import Desk, Drafted, drafted
from handrail.cases.statutory import commands, queries, rules, words
from handrail.cases.statutory.codes import Answer, Side
from handrail.cases.statutory.presenting import Shown, shown
from handrail.cases.statutory.schemas import Answered, Unanswered
from handrail.cases.statutory.views import pages
from handrail.cases.statutory.views.around import Ground, ground
from handrail.cases.views.keeping import answer_draft
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

_ONE = "/employments/<uuid:employment_id>/law/documents/<uuid:statutory_document_id>"


@pages.route(f"{_ONE}/answer", methods=["GET", "POST"])
@permission("statutory_document.sign")
def answer(employment_id: UUID, statutory_document_id: UUID) -> Response:
    """Say for one's own side whether one agrees to the newest version, and how one sees it."""
    with tenant_session(request_context()) as session:
        found, one = _ground(session, employment_id, statutory_document_id)
        options: dict[str, Any] = {
            "initial": {"number": one.number},
            "readers": {"words": found.readers()},
            "choices": {"answer": [(each.value, _(label)) for each, label in words.OWN_ANSWERS.items()]},
        }
        draft: Drafted | None = None
        if found.is_worker:
            place = Place("statutory-answer", found.employment.subject(), str(statutory_document_id))
            draft = drafted(session, found.actor, Answered, place, **options)
        form = draft.form if draft else Form.from_request(Answered, **options)
    if draft is not None and (answered := answer_draft(draft)) is not None:
        return answered
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.answer_version(session, found.actor, employment_id, statutory_document_id, **form.data)
            if draft is not None:
                draft.sent(session, found.actor)
            return redirect_to(found.path, say=N_("Your answer is kept with this version."))
    return _show(found, one, form, draft.desk if draft else None)


@pages.route(f"{_ONE}/no-answer", methods=["GET", "POST"])
@permission("statutory_document.sign")
def no_answer(employment_id: UUID, statutory_document_id: UUID) -> Response:
    """Note that the worker gave no answer; they can still give one."""
    with tenant_session(request_context()) as session:
        found, one = _ground(session, employment_id, statutory_document_id)
        if rules.side_of(found.actor.role) is not Side.EMPLOYER:
            raise NotFound
        form = Form.from_request(Unanswered, initial={"number": one.number}, readers={"words": found.readers()})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.answer_version(
                session, found.actor, employment_id, statutory_document_id, answer=Answer.UNANSWERED, **form.data
            )
            return redirect_to(found.path, say=N_("Noted. An answer of the worker is still welcome."))
    return _show(found, one, form, None)


def _ground(session: Session, employment_id: UUID, document_id: UUID) -> tuple[Ground, Shown]:
    """Return what the form stands on and the newest version in words; raises NotFound for whoever does not sign it."""
    found = ground(session, current_actor(), employment_id, "statutory_document.sign", document_id)
    document = queries.document_of(session, found.employment, document_id)
    declared, side = queries.declared(document.code), rules.side_of(found.actor.role)
    if declared is None or side is None or side.value not in declared.signed_by:
        raise NotFound
    version = queries.version_of(session, document)
    return found, shown(declared, version, queries.answers_to(session, [version])[version.id])


def _show(found: Ground, one: Shown, form: Form, desk: Desk | None) -> Response:
    return render("statutory/answer.html", found=found, one=one, form=form, desk=desk, status=form.status)
