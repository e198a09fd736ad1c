"""Writing a version of a statutory document: one's own sections as a form, kept while it is written."""

import json
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from handrail.cases.drafts.commands import Place
from handrail.cases.drafts.forms import Drafted, drafted
from handrail.cases.statutory import commands, queries, rules
from handrail.cases.statutory.commands import Writing
from handrail.cases.statutory.contents import Words, plain, schema_for
from handrail.cases.statutory.errors import WrittenMeanwhile
from handrail.cases.statutory.schemas import Written
from handrail.cases.statutory.views import pages
from handrail.cases.statutory.views.around import Ground, ground
from handrail.cases.views.around import Act, Group
from handrail.cases.views.keeping import answer_draft
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _
from handrail.sdk import StatutoryDocument as Declared
from handrail.web.beside import stand_beside
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

_OURS = ("seen", "on")


@pages.route("/employments/<uuid:employment_id>/law/documents/new/<statutory_code>", methods=["GET", "POST"])
@permission("statutory_document.write")
def begin(employment_id: UUID, statutory_code: str) -> Response:
    """Write the first version of a document."""
    with tenant_session(request_context()) as session:
        found = ground(session, current_actor(), employment_id, "statutory_document.write")
        declared = queries.declared(statutory_code)
        if declared is None or declared.jurisdiction != found.where.jurisdiction:
            raise NotFound
        draft, _stored = _form(session, found, declared, statutory_code.replace(".", "-").replace("_", "-"), {})
    if (answered := answer_draft(draft)) is not None:
        return answered
    if draft.form.is_ready:
        with draft.form.absorbing(), tenant_session(request_context()) as session:
            made = commands.begin_document(
                session, found.actor, employment_id, code=statutory_code, writing=_written(draft.form)
            )
            draft.sent(session, found.actor)
            return redirect_to(f"{found.documents}/{made.document_id}", say=N_("The version is kept."))
    return _show(found, declared, draft)


@pages.route(
    "/employments/<uuid:employment_id>/law/documents/<uuid:statutory_document_id>/write", methods=["GET", "POST"]
)
@permission("statutory_document.write")
def write(employment_id: UUID, statutory_document_id: UUID) -> Response:
    """Write the next version of a document, from the newest one."""
    with tenant_session(request_context()) as session:
        found = ground(session, current_actor(), employment_id, "statutory_document.write", statutory_document_id)
        document = queries.document_of(session, found.employment, statutory_document_id)
        declared = queries.declared(document.code)
        if declared is None:
            raise NotFound
        newest = queries.version_of(session, document)
        initial = json.loads(newest.content) | {"on": newest.on, "seen": newest.number}
        draft, stored = _form(session, found, declared, str(statutory_document_id), initial)
    if (answered := answer_draft(draft)) is not None:
        return answered
    form = draft.form
    if form.is_ready:
        with form.absorbing():
            try:
                with tenant_session(request_context()) as session:
                    seen, writing = int(form.data["seen"]), _written(form)
                    commands.write_version(
                        session, found.actor, employment_id, statutory_document_id, seen=seen, writing=writing
                    )
                    draft.sent(session, found.actor)
                    return redirect_to(found.path, say=N_("The version is kept."))
            except WrittenMeanwhile:
                stand_beside(form, stored, "seen")
    return _show(found, declared, draft)


def _form(
    session: Session, found: Ground, declared: Declared, about: str, initial: dict[str, Any]
) -> tuple[Drafted, Form]:
    """Return the form of what the reader writes, and the same as it is kept; raises NotFound for nothing to write."""
    if not rules.may_make(declared, found.actor.role):
        raise NotFound
    schema = schema_for(declared, found.actor.role, Written)
    fields = [field for section in rules.sections_of(declared, found.actor.role) for field in section.fields]
    mine = {field.key for field in fields}
    begins = {key: value for key, value in initial.items() if key in mine or key in _OURS} or {"on": found.today}
    inner = {f"{field.key}-{each.key}" for field in fields for each in field.item}
    readers = dict.fromkeys(mine | inner, found.readers())
    place = Place("statutory-document", found.employment.subject(), about)
    draft = drafted(session, found.actor, schema, place, initial=begins, readers=readers)
    return draft, Form(schema, initial=begins)


def _written(form: Form) -> Writing:
    content = {key: value for key, value in form.data.items() if key not in _OURS}
    return Writing(content=plain(content), on=form.data["on"])


def _show(found: Ground, declared: Declared, draft: Drafted) -> Response:
    words = Words(declared)
    groups = [
        Group(words.of(section.key, section.title), tuple(field.key for field in section.fields))
        for section in rules.sections_of(declared, found.actor.role)
    ]
    no_illness = _("Write what is possible and what is agreed: no illness, no treatment, no reasons.")
    apart = _("The law asks for this whatever %(worker)s decides about support.", worker=found.worker.name)
    composed = _("It is put together from the documents that are complete now.")
    told = composed if declared.parts else f"{found.readers()} {no_illness}"
    act = Act(
        title=_("%(document)s for %(worker)s", document=words.title, worker=found.worker.name),
        submit=_("Put it together") if declared.parts else _("Keep this version"),
        intro=(apart, told, *words.notes),
        groups=[Group("", ("on", "seen")), *groups],
    )
    return render("cases/act.html", form=draft.form, desk=draft.desk, found=found, act=act, status=draft.form.status)
