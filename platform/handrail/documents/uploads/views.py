"""Pages of files: of a case, of a worker's own, of the administration; and the download of one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.documents.queries import subjects_of_person
from handrail.documents.uploads import commands, queries
from handrail.documents.uploads.delivery import as_download, sent_of
from handrail.documents.uploads.errors import reason_of
from handrail.documents.uploads.models import CaseFile
from handrail.documents.uploads.queries import Listed
from handrail.documents.uploads.rules import ADDING
from handrail.documents.uploads.schemas import AdministrativeFileForm, FileForm, PlacedFileForm
from handrail.identity.access import load_case, load_employment, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _
from handrail.tenancy.models import Case, Employment, Person
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("files", __name__, template_folder="../templates")
_TAKEN = N_("The file is taken in. It can be opened as soon as it was looked through.")


@pages.route("/cases/<uuid:case_id>/files", methods=["GET", "POST"])
@permission("file.add")
def of_case(case_id: UUID) -> Response:
    """Show the files of a case, and add one."""
    actor = current_actor()
    if actor.role is Role.WORKER:
        raise NotFound  # a worker's files have a page of their own
    places = [each for each in ADDING.get(actor.role, ()) if each is not Compartment.ADMINISTRATIVE]
    with tenant_session(request_context(read_only=True)) as session:
        worker = _worker_of_case(session, case_id)
    words = {
        Compartment.COORDINATION: _("%(name)s and you", name=worker),
        Compartment.PLAN: _("Everybody at the plan, once %(name)s has agreed to it", name=worker),
        Compartment.MEDICAL: _("%(name)s and occupational health", name=worker),
    }
    form = Form.from_request(
        PlacedFileForm,
        choices={"compartment": [(each.value, words[each]) for each in places]},
        initial={"compartment": places[0].value} if places else {},
    )
    if form.is_ready:
        place, sent = Compartment(form.data["compartment"]), form.data["file"]
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.add_to_case(session, actor, case_id, place, sent_of(sent), key=str(form.idempotency_key))
            return redirect_to(url_for(".of_case", case_id=case_id), say=_TAKEN)
    with tenant_session(request_context()) as session:
        files = _listed(queries.files_of(session, actor, [case_id], purpose="files.list"))
    crumbs = [(_("Cases"), "/cases"), (worker, f"/cases/{case_id}")] if actor.role is Role.COORDINATOR else []
    return _page(form, files, crumbs=crumbs, names=["compartment", "file"])


@pages.route("/my-files", methods=["GET", "POST"])
@permission("file.add_own")
def mine() -> Response:
    """Show a worker the files of their own and those shared with them, and add one of their own."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        subjects = subjects_of_person(session, actor.tenant_id, actor.person_id)
        case_id = session.scalars(
            select(Case.id)
            .where(Case.tenant_id == actor.tenant_id, Case.id.in_(subjects))
            .order_by(Case.opened_on.desc(), Case.id.desc())
            .limit(1)
        ).one_or_none()
    form = Form.from_request(FileForm)
    if form.is_ready and case_id is not None:
        sent, key = form.data["file"], str(form.idempotency_key)
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.add_to_case(session, actor, case_id, Compartment.OWN, sent_of(sent), key=key)
            return redirect_to(url_for(".mine"), say=_TAKEN)
    with tenant_session(request_context()) as session:
        files = _listed(queries.files_of(session, actor, subjects, purpose="files.list"))
    return _page(form if case_id else None, files, crumbs=[(_("My return"), "/my-return")], names=["file"])


@pages.route("/employments/<uuid:employment_id>/files", methods=["GET", "POST"])
@permission("file.read_administrative")
def of_employment(employment_id: UUID) -> Response:
    """Show the files of the administrative record, and let HR add one."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        load_employment(session, employment_id, require(actor, "file.read_administrative"))
    may_add = Compartment.ADMINISTRATIVE in ADDING.get(actor.role, ())
    form = Form.from_request(AdministrativeFileForm)
    if form.submitted and not may_add:
        raise NotFound
    if form.is_ready:
        sent, key = form.data["file"], str(form.idempotency_key)
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.add_to_employment(session, actor, employment_id, sent_of(sent), key=key)
            return redirect_to(url_for(".of_employment", employment_id=employment_id), say=_TAKEN)
    with tenant_session(request_context()) as session:
        files = _listed(queries.files_of(session, actor, [employment_id], purpose="files.list"))
    return _page(form if may_add else None, files, crumbs=[], names=["file"])


@pages.get("/files/<uuid:file_id>")
@permission("file.read")
def download(file_id: UUID) -> Response:
    """Give the file as a file."""
    with tenant_session(request_context()) as session:
        opened = queries.open_file(session, current_actor(), file_id)
    return as_download(opened)


@pages.post("/files/<uuid:file_id>/release")
@permission("file.release")
def release(file_id: UUID) -> Response:
    """Let the others at the plan open a file of it."""
    with tenant_session(request_context()) as session:
        commands.release(session, current_actor(), file_id)
    return redirect_to(url_for(".mine"), say=N_("The others at your plan can open it now."))


@pages.post("/files/<uuid:file_id>/take-back")
@permission("file.add")
def take_back(file_id: UUID) -> Response:
    """Take back a file that one added by mistake."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        commands.take_back(session, actor, file_id)
    return redirect_to(request.form.get("back"), say=N_("The file is gone. That it was there stays in the record."))


def _page(form: Form | None, files: Sequence[Listed], **more: Any) -> Response:
    actor = current_actor()
    return render(
        "documents/files.html",
        form=form,
        files=files,
        reason_of=reason_of,
        actor=actor,
        is_worker=actor.role is Role.WORKER,
        asks_for_proof=queries.has_more_after_proof(actor),
        zone=actor.time_zone,
        status=form.status if form else 200,
        **more,
    )


def _worker_of_case(session: Session, case_id: UUID) -> str:
    case = load_case(session, case_id, require(current_actor(), "file.add"))
    statement = (
        select(Person.name)
        .join(Employment, (Employment.tenant_id == Person.tenant_id) & (Employment.person_id == Person.id))
        .where(Employment.tenant_id == case.tenant_id, Employment.id == case.employment_id)
    )
    return session.scalars(statement).one()


def _listed(files: Sequence[CaseFile]) -> list[Listed]:
    return [Listed.of(file) for file in files]
