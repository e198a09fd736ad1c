"""Putting a package together: records, files, the page to read, in one archive. Writes nothing."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path as FilePath
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from handrail.cases.overview import names_of
from handrail.documents.models import Document
from handrail.documents.uploads.inspecting.kinds import CONTENT_TYPES
from handrail.documents.uploads.models import CaseFile
from handrail.documents.uploads.queries import content_of
from handrail.documents.uploads.rules import FileState
from handrail.identity.actor import Actor
from handrail.kit import clock, crypto
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.i18n import current_locale, use_locale
from handrail.kit.sealed import place_of
from handrail.privacy.mine import Mine, mine_of
from handrail.privacy.package import gathering, paper
from handrail.privacy.package.contents import File, Package, document_of, hold_back, hold_back_values, to_bytes
from handrail.privacy.package.gathering import Gathered, Held, Record
from handrail.privacy.package.models import HeldState, HeldText
from handrail.privacy.package.paper import Reading
from handrail.privacy.package.ways import paths
from handrail.privacy.package.wording import Speaker
from handrail.privacy.seeing.access import Part, parts_of
from handrail.privacy.seeing.disclosures import Disclosure, disclosures_of
from handrail.privacy.seeing.reads import Look, apart_of, looks_of

SCHEMA: Final = FilePath(__file__).with_name("package.schema.json")
_MOST_LOOKS: Final = 2000
_ENDINGS: Final = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "text/plain": ".txt"} | {
    CONTENT_TYPES[kind]: f".{kind.value}" for kind in CONTENT_TYPES if kind.value == "docx"
}


@dataclass(frozen=True, slots=True)
class Composed:
    """A package: its archive, and the texts in it that a person looks at first."""

    archive: bytes
    records: int
    held: Sequence[tuple[Record, Held]]


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read as the worker."""

    mine: Mine
    gathered: Gathered
    files: Sequence[File]
    parts: Sequence[Part]
    looks: Sequence[Look]
    disclosures: Sequence[Disclosure]


def compose(actor: Actor, locale: str) -> Composed:
    """Put everything together that is this worker's, in their language, as of now."""
    made_at = clock.now()
    with use_locale(locale):
        with tenant_session(actor.context(read_only=True)) as session:
            read = _read(session, actor)
        with tenant_session(engine_context(actor.tenant_id)) as engine:
            hidden = gathering.hidden_from(engine, read.mine, read.gathered)
            decided = _decided(engine, read.mine)
            gathering.leave_out_what_names(read.gathered, hidden)
            people = names_of(engine, actor.tenant_id, _people_in(read.gathered))
        for record in read.gathered.all():
            hold_back(record, decided)
        hold_back_values(read.gathered)
        held = [(record, each) for record in read.gathered.all() for each in record.held]
        named = {str(person_id): name for person_id, name in people.items()}
        return Composed(_archive(actor, read, named, made_at, len(held)), read.gathered.count, held)


def _read(session: Session, actor: Actor) -> _Read:
    mine = mine_of(session, actor)
    gathered = gathering.gather(session, actor, mine)
    looks, _more = looks_of(session, mine, size=_MOST_LOOKS)
    return _Read(
        mine=mine,
        gathered=gathered,
        files=list(_files(session, actor, gathered)),
        parts=parts_of(session, mine, clock.today(mine.zone)),
        looks=[*apart_of(session, mine), *looks],
        disclosures=disclosures_of(session, mine),
    )


def _archive(actor: Actor, read: _Read, people: dict[str, str], made_at: datetime, held: int) -> bytes:
    package = Package(
        mine=read.mine,
        consultancy=actor.tenant_name,
        locale=current_locale(),
        made_at=made_at,
        gathered=read.gathered,
        people=people,
        parts=read.parts,
        disclosures=read.disclosures,
        files=read.files,
    )
    reading = Reading(
        name=read.mine.person.name,
        consultancy=actor.tenant_name,
        made_at=made_at,
        gathered=read.gathered,
        parts=read.parts,
        looks=read.looks,
        disclosures=read.disclosures,
        held=held,
        speaker=Speaker(paths(), people, read.mine.zone),
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readable.pdf", paper.render(reading))
        archive.writestr("package.json", to_bytes(document_of(package)))
        archive.writestr("package.schema.json", SCHEMA.read_bytes())
        for file in read.files:
            archive.writestr(file.path, file.data)
    return made.getvalue()


# --- Files --------------------------------------------------------------------------------------------------------


def _files(session: Session, actor: Actor, gathered: Gathered) -> Iterator[File]:
    """Yield the letters that were issued, and the files that the worker added or that they were shown."""
    for document in _rows(session, Document, gathered, undefer(Document.content_sealed)):
        with suppress(crypto.Erased):
            data = crypto.unseal(session, place_of(document, "content_sealed"), document.content_sealed)
            yield _file(document.id, document.content_type, data)
    for file in _rows(session, CaseFile, gathered):
        if file.state is FileState.CLEAN and is_given(file, actor.person_id):
            with suppress(crypto.Erased):
                yield _file(file.id, CONTENT_TYPES[file.kind], content_of(session, file))


def is_given(file: CaseFile, person_id: UUID) -> bool:
    """Say whether a file goes along: one that somebody else added may tell of others, unless it was released."""
    return file.added_by == person_id or file.released_at is not None


def _rows(session: Session, model: Any, gathered: Gathered, *options: Any) -> Iterator[Any]:
    for row in gathered.records.get(model.__tablename__, []):
        statement = select(model).where(model.id == row.id).options(*options)
        yield session.scalars(statement.execution_options(populate_existing=True)).one()


def _file(row_id: UUID, content_type: str, data: bytes) -> File:
    where = f"files/{row_id}{_ENDINGS.get(content_type, '.bin')}"
    return File(where, str(row_id), content_type, hashlib.sha256(data).hexdigest(), data)


# --- Names and decisions ------------------------------------------------------------------------------------------


def _people_in(gathered: Gathered) -> set[UUID]:
    return {UUID(each) for row in gathered.all() for each in gathering.ids_in(row.values)}


def _decided(engine: Session, mine: Mine) -> dict[tuple[str, str, bytes], tuple[HeldState, str]]:
    statement = select(HeldText).where(
        HeldText.tenant_id == mine.person.tenant_id, HeldText.subject_id.in_(mine.subjects)
    )
    return {
        (str(row.object_id), row.name, bytes(row.sealed_sha256)): (row.state, row.words)
        for row in engine.scalars(statement)
    }
