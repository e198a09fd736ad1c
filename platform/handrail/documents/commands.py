"""Issuing documents. Whether the act that issues one is allowed was decided by that act."""

import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.documents import queries
from handrail.documents.models import Document
from handrail.documents.rules import PDF
from handrail.documents.typst.letter import LetterModel, render_letter
from handrail.documents.typst.plan import PlanModel, render_plan
from handrail.kit import clock, crypto
from handrail.kit.codes import Compartment
from handrail.kit.ids import new_id
from handrail.kit.sealed import place_of
from handrail.kit.subjects import Acting, SubjectRef

_CONTENT: Final = "content_sealed"


@dataclass(frozen=True, slots=True)
class TemplateRef:
    """Which template, in which version, a document was made from: ``invitation_letter`` of framework version 3."""

    key: str
    version: str


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a document and what they are."""

    data: bytes
    locale: str
    content_type: str = PDF


def issue_letter(
    session: Session,
    actor: Acting,
    subject: SubjectRef,
    letter: LetterModel,
    *,
    compartment: Compartment,
    key: str,
    title_key: str = "letter.other",
    template: TemplateRef | None = None,
) -> Document:
    """Print a letter and keep it (S1-4). Issuing with the same `key` again returns the first document, as it was."""
    before = queries.document_by_key(session, subject, compartment, key)
    if before is not None:
        return before
    content = Content(render_letter(letter), letter.locale)
    return keep(
        session, actor, subject, content, compartment=compartment, key=key, title_key=title_key, template=template
    )


def issue_plan(session: Session, actor: Acting, subject: SubjectRef, plan: PlanModel, *, key: str) -> Document:
    """Print a version of the return-to-work plan and keep it (S5-6); retry safe by `key`, as `issue_letter`."""
    before = queries.document_by_key(session, subject, Compartment.PLAN, key)
    if before is not None:
        return before
    content = Content(render_plan(plan), plan.locale)
    return keep(session, actor, subject, content, compartment=Compartment.PLAN, key=key, title_key="plan.version")


def keep(
    session: Session,
    actor: Acting,
    subject: SubjectRef,
    content: Content,
    *,
    compartment: Compartment,
    key: str,
    title_key: str,
    template: TemplateRef | None = None,
) -> Document:
    """Keep bytes as a document of this subject and compartment, sealed, with an entry in the timeline."""
    document = Document(
        tenant_id=subject.tenant_id,
        id=new_id(),
        employer_id=subject.employer_id,
        subject_id=subject.subject_id,
        compartment=compartment,
        title_key=title_key,
        locale=content.locale,
        content_type=content.content_type,
        size=len(content.data),
        sha256=hashlib.sha256(content.data).digest(),
        template_ref=template.key if template else None,
        template_version=template.version if template else None,
        idem_key=key,
        created_at=clock.now(),
        created_by=actor.person_id,
    )
    document.content_sealed = crypto.seal(session, place_of(document, _CONTENT), content.data)
    session.add(document)
    session.flush()
    timeline.append(
        session,
        subject,
        actor,
        "document.issued",
        compartment=compartment,
        record=document,
        changes={"title": (None, title_key), "locale": (None, content.locale), "sha256": (None, document.sha256.hex())},
    )
    return document
