"""Files that people added: what is known of each, and its bytes in sealed parts."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.documents.uploads.inspecting.kinds import FileKind, Refusal
from handrail.documents.uploads.rules import FileState
from handrail.kit.codes import Role
from handrail.kit.db import Base, SubjectOwned, check, code_type
from handrail.kit.rls import ENGINE, ROLE
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to

_SHOWN: Final = (
    f"({ENGINE} or compartment in ('own', 'medical') or {ROLE} in ('worker', 'coordinator') "
    f"or (compartment = 'administrative' and {ROLE} in ('hr', 'absence_admin')) "
    "or (compartment = 'plan' and {released} is not null))"
)
"""Whom of those who know the subject a file is for: of the plan, the others see what the worker released (CON-2)."""

_OF_SHOWN: Final = f"({ENGINE} or (tenant_id, file_id) in (select f.tenant_id, f.id from case_file f))"  # noqa: S608 - constants
"""Whoever sees a file sees its parts: the files that the inner question finds are those of its own policies."""


class CaseFile(SubjectOwned, Base):
    """A file that somebody added to one compartment of a case, or to the administrative record of an employment.

    Its name is what somebody called it, and confided as its content is. `sha256` is of what is kept: what was sent
    while it is in quarantine, what was written anew once it is clean. `why` says for what it was refused.
    """

    __tablename__ = "case_file"
    __narrow__: ClassVar[str | None] = _SHOWN.format(released="released_at")
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("person", "added_by"),
        UniqueConstraint("tenant_id", "subject_id", "compartment", "idem_key"),
        Index(None, "tenant_id", "subject_id", "added_at", "id"),
        check("(state = 'refused') = (why is not null)", "refused_for_a_reason"),
        check("(state = 'quarantined') = (looked_at is null)", "looked_at"),
        check("state <> 'taken_back' or (size = 0 and released_at is null)", "taken_back_is_empty"),
        check("released_at is null or (state = 'clean' and compartment = 'plan')", "released_is_clean"),
    )

    kind: Mapped[FileKind] = mapped_column(code_type(FileKind))
    state: Mapped[FileState] = mapped_column(code_type(FileState), default=FileState.QUARANTINED)
    why: Mapped[Refusal | None] = mapped_column(code_type(Refusal), default=None)
    size: Mapped[int]
    sha256: Mapped[bytes]
    name_sealed: Mapped[bytes]
    name = Sealed("name_sealed")
    added_by: Mapped[UUID]
    added_as: Mapped[Role]
    added_at: Mapped[datetime]
    looked_at: Mapped[datetime | None] = mapped_column(default=None)
    released_at: Mapped[datetime | None] = mapped_column(default=None)
    idem_key: Mapped[str]


class CaseFilePart(SubjectOwned, Base):
    """Part of the bytes of a file, sealed with the key of its subject and compartment; `id` is its random name."""

    __tablename__ = "case_file_part"
    __narrow__: ClassVar[str | None] = _OF_SHOWN
    __grants__ = ("select", "insert", "delete")
    __table_args__ = (to("case_file", "file_id"), UniqueConstraint("tenant_id", "file_id", "number"))

    file_id: Mapped[UUID]
    number: Mapped[int]
    content_sealed: Mapped[bytes] = mapped_column(deferred=True, deferred_raiseload=True)
