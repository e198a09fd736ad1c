"""Statutory documents over the API: what is asked for, versions, answers, paper."""

from uuid import UUID

import msgspec
from flask import Response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.cases.api.answering import Body, answer, carry_out, version_of
from handrail.cases.errors import ChangedSince
from handrail.cases.schemas import IfMatchHeader
from handrail.cases.shapes import page
from handrail.cases.statutory import commands, queries
from handrail.cases.statutory.commands import Writing
from handrail.cases.statutory.contents import read_content
from handrail.cases.statutory.delivery import as_paper
from handrail.cases.statutory.errors import WrittenMeanwhile
from handrail.cases.statutory.models import StatutoryDocument, StatutoryVersion
from handrail.cases.statutory.off_sick import off_sick
from handrail.cases.statutory.schemas import (
    StatutoryAnswerWrite,
    StatutoryDocumentBegin,
    StatutoryPaperQuery,
    StatutoryVersionWrite,
)
from handrail.cases.statutory.shapes import KindShape, OffSickShape, StatutoryDocumentShape, VersionShape
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.idempotency import IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.tenancy.models import Employment

blueprint = Blueprint("statutory_api", __name__, description="Documents that the law asks for during an absence")
_ONE = "/employments/<uuid:employment_id>/statutory-documents/<uuid:statutory_document_id>"


@blueprint.get("/off-sick")
@permission("off_sick.list")
@blueprint.response(200)
def list_off_sick() -> Response:
    """List who is off at the employers whom you look after, with the first thing that is due of you."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = off_sick(session, actor, clock.today(actor.time_zone))
        return answer(page([OffSickShape.of(each) for each in found], None))


@blueprint.get("/employments/<uuid:employment_id>/statutory-document-kinds")
@permission("statutory_document.read")
@blueprint.response(200)
def list_kinds(employment_id: UUID) -> Response:
    """List the documents that the law of the worker's site asks for, with their fields."""
    with tenant_session(request_context(read_only=True)) as session:
        employment = _read(session, employment_id)
        declared = queries.declared_in(queries.here(session, employment).jurisdiction)
        return answer(page([KindShape.of(each) for each in declared], None))


@blueprint.get("/employments/<uuid:employment_id>/statutory-documents")
@permission("statutory_document.read")
@blueprint.response(200)
def list_documents(employment_id: UUID) -> Response:
    """List a worker's statutory documents with their newest versions, the newest first."""
    with tenant_session(request_context(read_only=True)) as session:
        employment = _read(session, employment_id)
        documents = queries.documents_of(session, employment)
        newest = queries.newest_versions(session, documents)
        answers = queries.answers_to(session, [*newest.values()])
        found = [
            StatutoryDocumentShape.of(queries.declared(each.code), each, newest[each.id], answers[newest[each.id].id])
            for each in documents
        ]
        return answer(page(found, None))


@blueprint.get(_ONE)
@permission("statutory_document.read")
@blueprint.response(200)
def read_document(employment_id: UUID, statutory_document_id: UUID) -> Response:
    """Read one statutory document with its newest version; the ETag is the number of that."""
    with tenant_session(request_context(read_only=True)) as session:
        document = queries.document_of(session, _read(session, employment_id), statutory_document_id)
        found = _shape(session, document, queries.version_of(session, document))
        return answer(msgspec.json.encode(found), version=document.newest)


@blueprint.get(f"{_ONE}/versions/<int:number>")
@permission("statutory_document.read")
@blueprint.response(200)
def read_version(employment_id: UUID, statutory_document_id: UUID, number: int) -> Response:
    """Read one version of a statutory document with what was said of it."""
    with tenant_session(request_context(read_only=True)) as session:
        document = queries.document_of(session, _read(session, employment_id), statutory_document_id)
        version = queries.version_of(session, document, number)
        return answer(msgspec.json.encode(_version(session, document, version)))


@blueprint.get(f"{_ONE}/versions/<int:number>/paper")
@permission("statutory_document.read")
@blueprint.arguments(StatutoryPaperQuery, location="query")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def read_paper(query: Body, employment_id: UUID, statutory_document_id: UUID, number: int) -> Response:
    """Download one version as an accessible PDF, in your language or in the one you name."""
    with tenant_session(request_context(read_only=True)) as session:
        employment = _read(session, employment_id)
        document = queries.document_of(session, employment, statutory_document_id)
        return as_paper(session, employment, document, number, query["language"])


@blueprint.post("/employments/<uuid:employment_id>/statutory-documents")
@permission("statutory_document.write")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(StatutoryDocumentBegin)
@blueprint.response(201)
def begin_document(headers: Body, body: Body, employment_id: UUID) -> Response:
    """Begin a document that the law asks for, whatever the worker decided about support."""

    def act(session: Session, actor: Actor) -> StatutoryDocumentShape:
        made = commands.begin_document(
            session, actor, employment_id, code=body["code"], writing=_writing(actor, body["code"], body)
        )
        return _shape_of(session, actor, employment_id, made.document_id)

    return carry_out(headers["key"], act, status=201)


@blueprint.put(_ONE)
@permission("statutory_document.write")
@blueprint.arguments(IfMatchHeader, location="headers")
@blueprint.arguments(StatutoryVersionWrite)
@blueprint.response(200)
def write_version(headers: Body, body: Body, employment_id: UUID, statutory_document_id: UUID) -> Response:
    """Make the next version of your own sections. If-Match names the version that you read."""
    seen = version_of(headers["version"]) or 0

    def act(session: Session, actor: Actor) -> StatutoryDocumentShape:
        employment = load_employment(session, employment_id, require(actor, "statutory_document.write"))
        code = queries.document_of(session, employment, statutory_document_id).code
        writing = _writing(actor, code, body)
        try:
            commands.write_version(session, actor, employment_id, statutory_document_id, seen=seen, writing=writing)
        except WrittenMeanwhile as error:
            raise ChangedSince from error
        return _shape_of(session, actor, employment_id, statutory_document_id)

    return carry_out(None, act)


@blueprint.post(f"{_ONE}/answers")
@permission("statutory_document.sign")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(StatutoryAnswerWrite)
@blueprint.response(200)
def answer_version(headers: Body, body: Body, employment_id: UUID, statutory_document_id: UUID) -> Response:
    """Say for your side whether you agree to the version that you read."""

    def act(session: Session, actor: Actor) -> StatutoryDocumentShape:
        commands.answer_version(session, actor, employment_id, statutory_document_id, **body)
        return _shape_of(session, actor, employment_id, statutory_document_id)

    return carry_out(headers["key"], act)


def _read(session: Session, employment_id: UUID) -> Employment:
    return load_employment(session, employment_id, require(current_actor(), "statutory_document.read"))


def _writing(actor: Actor, code: str, body: Body) -> Writing:
    """Return what was sent, checked against its declaration; the command refuses a document that nobody declares."""
    declared = queries.declared(code)
    content = read_content(declared, actor.role, body["content"]) if declared else {}
    return Writing(content=content, on=body["on"])


def _shape_of(session: Session, actor: Actor, employment_id: UUID, document_id: UUID) -> StatutoryDocumentShape:
    employment = load_employment(session, employment_id, require(actor, "statutory_document.read"))
    document = queries.document_of(session, employment, document_id)
    return _shape(session, document, queries.version_of(session, document))


def _shape(session: Session, document: StatutoryDocument, version: StatutoryVersion) -> StatutoryDocumentShape:
    answers = queries.answers_to(session, [version])[version.id]
    return StatutoryDocumentShape.of(queries.declared(document.code), document, version, answers)


def _version(session: Session, document: StatutoryDocument, version: StatutoryVersion) -> VersionShape:
    answers = queries.answers_to(session, [version])[version.id]
    return VersionShape.of(queries.declared(document.code), version, answers)
