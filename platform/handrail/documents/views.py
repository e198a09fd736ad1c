"""A worker's own documents, and the download of any document by whoever may open it."""

from uuid import UUID

from flask import Blueprint, Response

from handrail.documents import queries
from handrail.documents.delivery import as_download
from handrail.documents.rules import title_of
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.web.render import render

pages = Blueprint("documents", __name__, template_folder="templates")


@pages.get("/my-documents")
@permission("document.read")
def my_documents() -> Response:
    """Show a worker what was written to them and about their return."""
    actor = current_actor()
    if actor.role is not Role.WORKER:
        raise NotFound
    with tenant_session(request_context()) as session:
        subjects = queries.subjects_of_person(session, actor.tenant_id, actor.person_id)
        found = queries.documents_of(session, actor, subjects, purpose="documents.list")
    return render("documents/mine.html", documents=found, title_of=title_of, zone=actor.time_zone)


@pages.get("/documents/<uuid:document_id>")
@permission("document.read")
def download(document_id: UUID) -> Response:
    """Give the document as a file."""
    with tenant_session(request_context()) as session:
        opened = queries.open_document(session, current_actor(), document_id, purpose="document.download")
    return as_download(opened)
