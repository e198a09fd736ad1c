"""Reading files: lists of what there is, and one file's bytes, each only for who may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from handrail.audit import read_log
from handrail.documents.uploads.errors import NotLookedThrough
from handrail.documents.uploads.inspecting.kinds import FileKind, Refusal
from handrail.documents.uploads.models import CaseFile, CaseFilePart
from handrail.documents.uploads.rules import (
    READABLE,
    FileState,
    can_be_taken_back,
    is_open_to,
    read_action,
)
from handrail.identity.access import check_record, require
from handrail.identity.actor import Actor
from handrail.identity.policies import asks_for_proof, may_ever
from handrail.kit import clock, crypto
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import NotFound
from handrail.kit.i18n import _
from handrail.kit.sealed import place_of
from handrail.kit.subjects import SubjectRef

MOST: Final = 200
_CONTENT: Final = "content_sealed"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file and its plain bytes."""

    file: CaseFile
    data: bytes


@dataclass(frozen=True, slots=True)
class Listed:
    """What is known of a file besides its bytes, as plain values: it outlives the session that opened its name."""

    id: UUID
    subject_id: UUID
    compartment: Compartment
    name: str
    kind: FileKind
    size: int
    sha256: bytes
    state: FileState
    why: Refusal | None
    added_at: datetime
    added_as: Role
    added_by: UUID
    released_at: datetime | None

    @classmethod
    def of(cls, file: CaseFile) -> "Listed":
        """Return a row as plain values, while its session is open."""
        return cls(**{each.name: getattr(file, each.name) for each in fields(cls)})

    def can_be_taken_back(self, actor: Actor) -> bool:
        """Whether this actor added it, in this role, and can take it back."""
        is_theirs = (self.added_by, self.added_as) == (actor.person_id, actor.role) and not actor.only_looks
        released = self.released_at is not None
        return is_theirs and can_be_taken_back(self.compartment, self.added_at, released=released, now=clock.now())

    @property
    def is_open(self) -> bool:
        """Whether it can be opened."""
        return self.state is FileState.CLEAN

    @property
    def is_waiting(self) -> bool:
        """Whether it is still being looked through."""
        return self.state is FileState.QUARANTINED

    @property
    def waits_for_worker(self) -> bool:
        """Whether it is of the plan and the worker has not released it to the others yet."""
        return self.compartment is Compartment.PLAN and self.is_open and self.released_at is None


def subject_of(file: CaseFile) -> SubjectRef:
    """Return what a file hangs on."""
    return SubjectRef(file.tenant_id, file.employer_id, file.subject_id)


def compartments_for(actor: Actor) -> list[Compartment]:
    """Return whose files this actor may be shown in a list now; medical ones only after a fresh proof."""
    return [
        each
        for each in READABLE
        if may_ever(actor.role, read_action(each)) and (actor.is_fresh() or not asks_for_proof(read_action(each)))
    ]


def has_more_after_proof(actor: Actor) -> bool:
    """Say whether a fresh proof would let this actor ask for files of more compartments."""
    return any(may_ever(actor.role, read_action(each)) for each in READABLE if each not in compartments_for(actor))


def files_of(session: Session, actor: Actor, subjects: Sequence[UUID], *, purpose: str) -> list[CaseFile]:
    """Return the files of these subjects that the actor may open, the newest first, at most MOST.

    The rows come through the need-to-know policy; that the actor looked is logged (CON-5) under `purpose`, a code.
    """
    require(actor, "file.read")
    statement = (
        select(CaseFile)
        .where(
            CaseFile.tenant_id == actor.tenant_id,
            CaseFile.subject_id.in_(subjects),
            CaseFile.compartment.in_(compartments_for(actor)),
            CaseFile.state != FileState.TAKEN_BACK,
        )
        .order_by(CaseFile.added_at.desc(), CaseFile.id.desc())
        .limit(MOST)
    )
    found = [
        file
        for file in session.scalars(statement)
        if is_open_to(actor.role, file.compartment, released=file.released_at is not None)
    ]
    for subject_id in sorted({file.subject_id for file in found}):
        of_one = [file for file in found if file.subject_id == subject_id]
        read_log.record(session, actor, subject_of(of_one[0]), {file.compartment for file in of_one}, purpose)
    return found


def read_file(session: Session, actor: Actor, file_id: UUID, *, purpose: str = "file.read") -> CaseFile:
    """Return what is known of a file besides its bytes, and log that it was looked at (CON-5).

    Raises NotFound where the actor may not know it, as for an unknown id.
    """
    file = load_file(session, actor, file_id)
    read_log.record(session, actor, subject_of(file), {file.compartment}, purpose)
    return file


def open_file(session: Session, actor: Actor, file_id: UUID) -> Opened:
    """Return a file with its bytes and log that it was read (CON-5).

    Raises NotFound where the actor may not know it, and NotLookedThrough where nobody may open it.
    """
    file = load_file(session, actor, file_id)
    if file.state is not FileState.CLEAN:
        raise NotLookedThrough(_("This file was not looked through yet, or it was refused."))
    read_log.record(session, actor, subject_of(file), {file.compartment}, "file.download")
    return Opened(file, content_of(session, file))


def load_file(session: Session, actor: Actor, file_id: UUID, action: str | None = None) -> CaseFile:
    """Return a file where the actor may do this with it, by default open it; raises NotFound otherwise.

    With an `action` its row is locked until the commit. One that was taken back is not there.
    """
    require(actor, action or "file.read")
    statement = select(CaseFile).where(CaseFile.tenant_id == actor.tenant_id, CaseFile.id == file_id)
    if action:
        statement = statement.with_for_update()
    file = session.scalars(statement).one_or_none()
    if (
        file is None
        or file.state is FileState.TAKEN_BACK
        or not is_open_to(actor.role, file.compartment, released=file.released_at is not None)
    ):
        raise NotFound
    check_record(session, require(actor, action or read_action(file.compartment)), file)
    return file


def is_held(session: Session, file: CaseFile) -> bool:
    """Say whether a legal hold keeps the file: asked of the database, since whoever keeps a file sees no holds."""
    return bool(session.scalar(select(func.is_held(file.employer_id, file.subject_id))))


def content_of(session: Session, file: CaseFile) -> bytes:
    """Return the bytes of a file, opened part by part."""
    statement = (
        select(CaseFilePart)
        .where(CaseFilePart.tenant_id == file.tenant_id, CaseFilePart.file_id == file.id)
        .order_by(CaseFilePart.number)
        .options(undefer(CaseFilePart.content_sealed))
    )
    parts: Iterable[CaseFilePart] = session.scalars(statement)
    return b"".join(crypto.unseal(session, place_of(part, _CONTENT), part.content_sealed) for part in parts)


def count_of(session: Session, subject: SubjectRef, compartment: Compartment) -> int:
    """Return how many files lie in this compartment of a subject."""
    statement = select(func.count()).where(
        CaseFile.tenant_id == subject.tenant_id,
        CaseFile.subject_id == subject.subject_id,
        CaseFile.compartment == compartment,
        CaseFile.state != FileState.TAKEN_BACK,
    )
    return session.scalars(statement).one()


def file_by_key(session: Session, subject: SubjectRef, compartment: Compartment, key: str) -> CaseFile | None:
    """Return the file that was added under this key, or None."""
    statement = select(CaseFile).where(
        CaseFile.tenant_id == subject.tenant_id,
        CaseFile.subject_id == subject.subject_id,
        CaseFile.compartment == compartment,
        CaseFile.idem_key == key,
    )
    return session.scalars(statement).one_or_none()
