"""Reading documents: lists of what there is, and one document's bytes, each only for who may."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from handrail.audit import read_log
from handrail.documents.models import Document
from handrail.identity.access import check_record, require
from handrail.identity.actor import Actor
from handrail.identity.policies import MATRIX
from handrail.kit import crypto
from handrail.kit.codes import Compartment
from handrail.kit.errors import NotFound
from handrail.kit.sealed import place_of
from handrail.kit.subjects import SubjectRef
from handrail.tenancy.models import Case, Employment

MOST: Final = 200
# To open a document is to read what it is of; a compartment without an act of its own falls under the general one.
_ACTS: Final = {
    Compartment.ADMINISTRATIVE: "absence.read",
    Compartment.COORDINATION: "contact.read",
    Compartment.PLAN: "plan.read",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and its plain bytes."""

    document: Document
    data: bytes


def document_by_key(session: Session, subject: SubjectRef, compartment: Compartment, key: str) -> Document | None:
    """Return what was issued under this key, or None."""
    return session.scalars(
        select(Document).where(
            Document.tenant_id == subject.tenant_id,
            Document.subject_id == subject.subject_id,
            Document.compartment == compartment,
            Document.idem_key == key,
        )
    ).one_or_none()


def documents_of(session: Session, actor: Actor, subjects: Sequence[UUID], *, purpose: str) -> list[Document]:
    """Return the documents of these subjects that the actor may open, the newest first, at most MOST.

    The rows come through the need-to-know policy; that the actor looked is logged (CON-5) under `purpose`, a code.
    """
    readable = [compartment for compartment, cell in MATRIX[actor.role].items() if cell.read and cell.content]
    statement = (
        select(Document)
        .where(
            Document.tenant_id == actor.tenant_id,
            Document.subject_id.in_(subjects),
            Document.compartment.in_(readable),
        )
        .order_by(Document.created_at.desc(), Document.id.desc())
        .limit(MOST)
    )
    found = list(session.scalars(statement))
    for subject_id in sorted({row.subject_id for row in found}):
        rows = [row for row in found if row.subject_id == subject_id]
        read_log.record(session, actor, subject_of(rows[0]), {row.compartment for row in rows}, purpose)
    return found


def subjects_of_person(session: Session, tenant_id: UUID, person_id: UUID) -> list[UUID]:
    """Return what a worker's own documents hang on: their employments and cases."""
    employments = select(Employment.id).where(Employment.tenant_id == tenant_id, Employment.person_id == person_id)
    cases = select(Case.id).where(Case.tenant_id == tenant_id, Case.employment_id.in_(employments))
    return list(session.scalars(employments.union_all(cases)))


def open_document(session: Session, actor: Actor, document_id: UUID, *, purpose: str) -> Opened:
    """Return a document with its bytes and log that it was read (CON-5).

    Raises NotFound where the actor may not know it, as for an unknown id.
    """
    document = _load(session, actor, document_id, with_content=True)
    data = crypto.unseal(session, place_of(document, "content_sealed"), document.content_sealed)
    read_log.record(session, actor, subject_of(document), {document.compartment}, purpose)
    return Opened(document, data)


def read_document(session: Session, actor: Actor, document_id: UUID, *, purpose: str) -> Document:
    """Return what is known of a document besides its bytes; as `open_document`."""
    document = _load(session, actor, document_id, with_content=False)
    read_log.record(session, actor, subject_of(document), {document.compartment}, purpose)
    return document


def subject_of(document: Document) -> SubjectRef:
    """Return what a document hangs on."""
    return SubjectRef(document.tenant_id, document.employer_id, document.subject_id)


def _load(session: Session, actor: Actor, document_id: UUID, *, with_content: bool) -> Document:
    requirement = require(actor, "document.read")
    statement = select(Document).where(Document.tenant_id == actor.tenant_id, Document.id == document_id)
    if with_content:
        statement = statement.options(undefer(Document.content_sealed))
    document = session.scalars(statement).one_or_none()
    if document is None:
        raise NotFound
    check_record(session, require(actor, _ACTS.get(document.compartment, requirement.action)), document)
    if not MATRIX[actor.role][document.compartment].content:
        raise NotFound  # a role that sees facts only reads no letters
    return document
