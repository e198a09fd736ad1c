"""Adding a file, releasing one to the others at the plan, and what comes of looking through it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.documents.rules import EXTENSIONS
from handrail.documents.uploads import queries
from handrail.documents.uploads.errors import FileStays, NotLookedThrough, reason_of
from handrail.documents.uploads.inspecting.kinds import CONTENT_TYPES, FileKind, Refusal, Refused, kind_of
from handrail.documents.uploads.models import CaseFile, CaseFilePart
from handrail.documents.uploads.rules import ADDING, MOST_FILES, FileState, add_action, can_be_taken_back, clean_name
from handrail.identity.access import load_case, load_employment, require
from handrail.identity.actor import Actor
from handrail.kit import clock, crypto, outbox
from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.ids import new_id
from handrail.kit.limits import Limit, spend
from handrail.kit.sealed import place_of
from handrail.kit.subjects import Acting, SubjectRef

QUEUE: Final = "documents"
LOOK_THROUGH: Final = "documents.look_through"
_PART_BYTES: Final = 1_048_576
_CONTENT: Final = "content_sealed"
UPLOADS: Final = Limit("uploads", 60, 3600)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came in: its name and its type as the sender says them."""

    data: bytes
    name: str
    declared: str


def add_to_case(
    session: Session, actor: Actor, case_id: UUID, compartment: Compartment, sent: Sent, *, key: str
) -> CaseFile:
    """Add a file to a compartment of a case; adding under the same `key` again returns the first one.

    Raises NotFound where the actor may not, as for an unknown case, and Invalid where the file is not taken.
    """
    if compartment not in ADDING.get(actor.role, ()) or compartment is Compartment.ADMINISTRATIVE:
        raise NotFound
    case = load_case(session, case_id, require(actor, add_action(compartment)), lock=True)
    return _add(session, actor, case.subject(), compartment, sent, key=key)


def add_to_employment(session: Session, actor: Actor, employment_id: UUID, sent: Sent, *, key: str) -> CaseFile:
    """Add a file to the administrative record of an employment; as `add_to_case`."""
    requirement = require(actor, add_action(Compartment.ADMINISTRATIVE))
    employment = load_employment(session, employment_id, requirement)
    return _add(session, actor, employment.subject(), Compartment.ADMINISTRATIVE, sent, key=key)


def release(session: Session, actor: Actor, file_id: UUID) -> CaseFile:
    """Let the others at the plan open a file of it; only the worker does this (CON-2). Again changes nothing.

    Raises NotLookedThrough for a file that nobody may open.
    """
    file = queries.load_file(session, actor, file_id, "file.release")
    if file.compartment is not Compartment.PLAN:
        raise NotFound
    if file.state is not FileState.CLEAN:
        raise NotLookedThrough(_("This file was not looked through yet, or it was refused."))
    if file.released_at is None:
        file.released_at = clock.now()
        changes = {"released_at": (None, file.released_at.isoformat())}
        _note(session, actor, file, "file.released", changes)
    return file


def take_back(session: Session, actor: Actor, file_id: UUID) -> None:
    """Take back a file that one added by mistake: its bytes and its name are gone, that it was there stays noted.

    Raises NotFound where somebody else added it or it is gone already, FileStays where it is released or too old, and
    where a legal hold keeps whatever there is of the case.
    """
    compartment = queries.load_file(session, actor, file_id).compartment
    file = queries.load_file(session, actor, file_id, add_action(compartment))
    if (file.added_by, file.added_as) != (actor.person_id, actor.role):
        raise NotFound
    if not can_be_taken_back(compartment, file.added_at, released=file.released_at is not None, now=clock.now()):
        raise FileStays(_("It can be taken back for seven days, and not once it was released to the others."))
    if queries.is_held(session, file):
        raise FileStays(_("For now everything in this case has to be kept as it is. Ask again when that is over."))
    session.execute(
        delete(CaseFilePart).where(CaseFilePart.tenant_id == file.tenant_id, CaseFilePart.file_id == file.id)
    )
    before = file.state
    file.state, file.why, file.size, file.name = FileState.TAKEN_BACK, None, 0, "-"
    file.sha256, file.looked_at = hashlib.sha256(b"").digest(), file.looked_at or clock.now()
    _note(session, actor, file, "file.taken_back", {"state": (before.value, file.state.value)})


def settle(session: Session, actor: Acting, file_id: UUID, outcome: bytes | Refusal) -> CaseFile | None:
    """Write down what came of looking through a file: what is kept of it, or why it is refused.

    What was sent is gone afterwards in either case. A file that was settled before is left as it is.
    """
    statement = select(CaseFile).where(CaseFile.tenant_id == actor.tenant_id, CaseFile.id == file_id).with_for_update()
    file = session.scalars(statement).one_or_none()
    if file is None or file.state is not FileState.QUARANTINED:
        return None
    session.execute(
        delete(CaseFilePart).where(CaseFilePart.tenant_id == file.tenant_id, CaseFilePart.file_id == file.id)
    )
    file.looked_at = clock.now()
    if isinstance(outcome, Refusal):
        file.state, file.why, file.size = FileState.REFUSED, outcome, 0
    else:
        file.state, file.size = FileState.CLEAN, len(outcome)
        file.sha256 = hashlib.sha256(outcome).digest()
        _keep(session, file, outcome)
    verb = "file.refused" if file.why else "file.looked_through"
    _note(session, actor, file, verb, {"state": (FileState.QUARANTINED.value, file.state.value)})
    return file


def _add(
    session: Session, actor: Actor, subject: SubjectRef, compartment: Compartment, sent: Sent, *, key: str
) -> CaseFile:
    before = queries.file_by_key(session, subject, compartment, key)
    if before is not None:
        return before
    spend(UPLOADS, actor.tenant_id, actor.person_id)
    kind = _kind(sent)
    if queries.count_of(session, subject, compartment) >= MOST_FILES:
        raise Invalid(
            problems=[FieldProblem("/file", _("There are %(most)d files here; no more can be added.", most=MOST_FILES))]
        )
    file = CaseFile(
        tenant_id=subject.tenant_id,
        id=new_id(),
        employer_id=subject.employer_id,
        subject_id=subject.subject_id,
        compartment=compartment,
        kind=kind,
        size=len(sent.data),
        sha256=hashlib.sha256(sent.data).digest(),
        added_by=actor.person_id,
        added_as=actor.role,
        added_at=clock.now(),
        idem_key=key,
    )
    file.name = clean_name(sent.name, EXTENSIONS[CONTENT_TYPES[kind]])
    session.add(file)
    session.flush()
    _keep(session, file, sent.data)
    changes = {"kind": (None, kind.value), "sha256": (None, file.sha256.hex())}
    _note(session, actor, file, "file.added", changes)
    outbox.publish(session, QUEUE, LOOK_THROUGH, {"file_id": str(file.id)}, key=str(file.id))
    return file


def _kind(sent: Sent) -> FileKind:
    try:
        return kind_of(sent.data, sent.name, sent.declared)
    except Refused as refused:
        raise Invalid(problems=[FieldProblem("/file", reason_of(refused.why))]) from None


def _keep(session: Session, file: CaseFile, data: bytes) -> None:
    """Keep bytes in sealed parts, each under a random name."""
    for number, at in enumerate(range(0, len(data), _PART_BYTES)):
        part = CaseFilePart(
            tenant_id=file.tenant_id,
            id=new_id(),
            employer_id=file.employer_id,
            subject_id=file.subject_id,
            compartment=file.compartment,
            file_id=file.id,
            number=number,
        )
        part.content_sealed = crypto.seal(session, place_of(part, _CONTENT), data[at : at + _PART_BYTES])
        session.add(part)
    session.flush()


def _note(
    session: Session, actor: Acting, file: CaseFile, verb: str, changes: Mapping[str, tuple[str | None, str | None]]
) -> None:
    subject = queries.subject_of(file)
    timeline.append(session, subject, actor, verb, compartment=file.compartment, record=file, changes=changes)
