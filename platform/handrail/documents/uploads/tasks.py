"""Looking through a file that was added: until this job is done, nobody opens it."""

from typing import Final
from uuid import UUID

from sqlalchemy import select

from handrail.documents.uploads.commands import LOOK_THROUGH, QUEUE, settle
from handrail.documents.uploads.inspecting.kinds import FileKind, Refusal, Refused
from handrail.documents.uploads.looking import looked_through
from handrail.documents.uploads.models import CaseFile
from handrail.documents.uploads.queries import content_of
from handrail.documents.uploads.rules import FileState
from handrail.documents.uploads.scanning import scan
from handrail.kit.db import tenant_session
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.subjects import System

_SECONDS: Final = 180
_PAUSES: Final = (10, 60, 300, 1800)


@outbox_actor(queue=QUEUE, name=LOOK_THROUGH, time_limit=_SECONDS, pauses=_PAUSES, max_retries=0)
def look_through(run: OutboxRun) -> None:
    """Scan a file and write it anew. Killed at any moment, it is started again from what was sent.

    The scanner being away is no outcome: the file stays in quarantine, and the job is tried again.
    """
    file_id = UUID(run.payload["file_id"])
    waiting = _waiting(run, file_id)
    if waiting is None:
        return
    outcome = _outcome(*waiting)  # outside any transaction: it takes its time
    with run.transaction() as session:
        settle(session, System(run.context.tenant_id), file_id, outcome)


def _waiting(run: OutboxRun, file_id: UUID) -> tuple[FileKind, bytes] | None:
    with tenant_session(run.context) as session:
        statement = select(CaseFile).where(CaseFile.tenant_id == run.context.tenant_id, CaseFile.id == file_id)
        file = session.scalars(statement).one_or_none()
        if file is None or file.state is not FileState.QUARANTINED:
            return None
        return file.kind, content_of(session, file)


def _outcome(kind: FileKind, data: bytes) -> bytes | Refusal:
    try:
        scan(data)
        return looked_through(kind, data)
    except Refused as refused:
        return refused.why
