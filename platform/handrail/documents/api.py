"""Documents over the API."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from handrail.documents import queries
from handrail.documents.delivery import as_download
from handrail.documents.models import Document
from handrail.documents.schemas import DocumentList, DocumentQuery, DocumentRead
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session

blueprint = Blueprint("documents_api", __name__, description="Letters, plans and other documents")


@blueprint.get("/documents")
@permission("document.read")
@blueprint.arguments(DocumentQuery, location="query")
@blueprint.response(200, DocumentList)
def list_documents(query: dict[str, Any]) -> dict[str, Sequence[Document]]:
    """List the documents of a subject that you may open, the newest first."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        subject = query.get("subject")
        subjects = [subject] if subject else queries.subjects_of_person(session, actor.tenant_id, actor.person_id)
        return {"items": queries.documents_of(session, actor, subjects, purpose="documents.list")}


@blueprint.get("/documents/<uuid:document_id>")
@permission("document.read")
@blueprint.response(200, DocumentRead)
def read_document(document_id: UUID) -> Document:
    """Read what is known of one document."""
    with tenant_session(request_context()) as session:
        return queries.read_document(session, current_actor(), document_id, purpose="document.read")


@blueprint.get("/documents/<uuid:document_id>/content")
@permission("document.read")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def read_content(document_id: UUID) -> Response:
    """Download the bytes of one document."""
    with tenant_session(request_context()) as session:
        return as_download(queries.open_document(session, current_actor(), document_id, purpose="document.download"))
