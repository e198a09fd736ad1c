"""Files that people add, over the API."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.documents.uploads import commands, queries
from handrail.documents.uploads.commands import Sent
from handrail.documents.uploads.delivery import as_download, sent_of
from handrail.documents.uploads.models import CaseFile
from handrail.documents.uploads.queries import Listed
from handrail.documents.uploads.schemas import FileBody, FileList, FileQuery, FileRead
from handrail.identity.access import load_case, load_employment, require
from handrail.identity.idempotency import IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session

blueprint = Blueprint("files_api", __name__, description="Files that people add to a case")
_BINARY = {"type": "string", "format": "binary"}


@blueprint.get("/cases/<uuid:case_id>/files")
@permission("file.read")
@blueprint.response(200, FileList)
def list_case_files(case_id: UUID) -> dict[str, Any]:
    """List the files of a case that you may open, the newest first."""
    return _listed(lambda session: load_case(session, case_id, require(current_actor(), "file.read")).id)


@blueprint.get("/employments/<uuid:employment_id>/files")
@permission("file.read_administrative")
@blueprint.response(200, FileList)
def list_employment_files(employment_id: UUID) -> dict[str, Any]:
    """List the files in the administrative record of an employment, the newest first."""
    wanted = "file.read_administrative"
    return _listed(lambda session: load_employment(session, employment_id, require(current_actor(), wanted)).id)


@blueprint.post("/cases/<uuid:case_id>/files")
@permission("file.add")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(FileQuery, location="query")
@blueprint.arguments(FileBody, location="files")
@blueprint.response(201, FileRead)
def add_case_file(headers: dict[str, Any], query: dict[str, Any], files: dict[str, Any], case_id: UUID) -> Listed:
    """Add a file to a case. It opens for nobody before it was looked through: ask for its `state`."""
    sent, compartment = sent_of(files["file"]), Compartment(query["compartment"])

    def add(session: Session, key: str) -> CaseFile:
        return commands.add_to_case(session, current_actor(), case_id, compartment, sent, key=key)

    return _added(headers["key"], sent, add)


@blueprint.post("/employments/<uuid:employment_id>/files")
@permission("file.add_administrative")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(FileBody, location="files")
@blueprint.response(201, FileRead)
def add_employment_file(headers: dict[str, Any], files: dict[str, Any], employment_id: UUID) -> Listed:
    """Add a file to the administrative record of an employment. No health information here."""
    sent = sent_of(files["file"])

    def add(session: Session, key: str) -> CaseFile:
        return commands.add_to_employment(session, current_actor(), employment_id, sent, key=key)

    return _added(headers["key"], sent, add)


@blueprint.get("/files/<uuid:file_id>")
@permission("file.read")
@blueprint.response(200, FileRead)
def read_file(file_id: UUID) -> Listed:
    """Read what is known of one file."""
    with tenant_session(request_context()) as session:
        return Listed.of(queries.read_file(session, current_actor(), file_id))


@blueprint.get("/files/<uuid:file_id>/content")
@permission("file.read")
@blueprint.response(200, _BINARY, content_type="application/octet-stream")
def read_content(file_id: UUID) -> Response:
    """Download the bytes of one file."""
    with tenant_session(request_context()) as session:
        return as_download(queries.open_file(session, current_actor(), file_id))


@blueprint.post("/files/<uuid:file_id>/release")
@permission("file.release")
@blueprint.response(200, FileRead)
def release(file_id: UUID) -> Listed:
    """Let the others at the plan open a file of it."""
    with tenant_session(request_context()) as session:
        return Listed.of(commands.release(session, current_actor(), file_id))


@blueprint.delete("/files/<uuid:file_id>")
@permission("file.add")
@blueprint.response(204)
def take_back(file_id: UUID) -> None:
    """Take back a file that you added by mistake, within seven days and before it is released; your own always.

    Its bytes and its name are gone. That it was there stays in the timeline.
    """
    with tenant_session(request_context()) as session:
        commands.take_back(session, current_actor(), file_id)


def _listed(subject: Callable[[Session], UUID]) -> dict[str, Any]:
    with tenant_session(request_context()) as session:
        found = queries.files_of(session, current_actor(), [subject(session)], purpose="files.list")
        return {"items": [Listed.of(file) for file in found]}


def _added(key: str | None, sent: Sent, add: Callable[[Session, str], CaseFile]) -> Listed:
    with tenant_session(request_context()) as session:
        return Listed.of(add(session, _key(key, sent)))


def _key(given: str | None, sent: Sent) -> str:
    """Return under which key a file is added once: the sender's own, else the file itself, with whoever sends it."""
    actor = current_actor()
    told = f"{request.path}|{actor.person_id}|{given}" if given else f"{actor.person_id}|{sent.name}|"
    return hashlib.sha256(told.encode() + (b"" if given else sent.data)).hexdigest()
