"""Accepted corrections, for the pages on which the records are read that they are about."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit.beside import PutRight
from handrail.kit.i18n import gettext
from handrail.privacy.corrections.models import CorrectionNote, CorrectionRequest
from handrail.privacy.corrections.queries import MOST, RECORDS
from handrail.privacy.corrections.rules import About
from handrail.privacy.corrections.words import KEPT, record_in_words


def put_right(session: Session, tenant_id: UUID, subjects: Sequence[UUID]) -> list[PutRight]:
    """Return what was noted beside records of these subjects, as far as this session sees it."""
    statement = (
        select(CorrectionNote, CorrectionRequest.about)
        .join(
            CorrectionRequest,
            (CorrectionRequest.tenant_id == CorrectionNote.tenant_id)
            & (CorrectionRequest.id == CorrectionNote.request_id),
        )
        .where(CorrectionNote.tenant_id == tenant_id, CorrectionNote.subject_id.in_(subjects))
        .order_by(CorrectionNote.noted_at.desc(), CorrectionNote.id.desc())
        .limit(MOST)
    )
    return [
        PutRight(_named(session, note, About(about)), note.words, note.noted_at)
        for note, about in session.execute(statement)
    ]


def _named(session: Session, note: CorrectionNote, about: About) -> str:
    """Return what the record is called; where it is none of its own, what was put right."""
    record = (
        session.get(RECORDS[about], (note.tenant_id, note.object_id)) if about in RECORDS and note.object_id else None
    )
    return record_in_words(about, record) if record is not None else gettext(KEPT[about])
