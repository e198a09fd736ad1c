"""Packages that workers asked for, and texts in them that somebody looks at first."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.db import Base, SubjectOwned, check, code_type
from handrail.kit.rls import ENGINE, ME, ROLE
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to

THEIRS_ALONE: Final = f"({ENGINE} or ({ROLE} = 'worker' and person_id = {ME}))"
"""Whoever asked for it, as the worker that they are; nobody else, whatever they may read of the case."""
_WORKER_AND_COORDINATOR: Final = f"({ENGINE} or {ROLE} in ('worker', 'coordinator'))"


class PackageState(StrEnum):
    """How far a package is."""

    ASKED = "asked"
    READY = "ready"
    GONE = "gone"


class DataPackage(SubjectOwned, Base):
    """Everything that one worker owns here, as one file, for some days.

    `content_sealed` is a ZIP archive, sealed with the key of the worker's own compartment; null before it is made and
    after `ends_at`. The row stays, so that it shows when a package was taken. `records` counts the records inside,
    `held` the texts that are looked at first; `size` is bytes of the plain archive, and `sha256` theirs.
    """

    __tablename__ = "data_package"
    __grants__ = ("select", "insert", "update")
    __narrow__ = THEIRS_ALONE
    __table_args__ = (
        to("person", "person_id"),
        Index(None, "tenant_id", "person_id", "asked_at"),
        Index(None, "tenant_id", "subject_id"),
        check("(state = 'ready') = (content_sealed is not null)", "ready_has_content"),
    )

    person_id: Mapped[UUID]
    locale: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[PackageState] = mapped_column(code_type(PackageState), default=PackageState.ASKED)
    ready_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    fetched_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was downloaded first."""
    records: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[bytes | None] = mapped_column(default=None)
    content_sealed: Mapped[bytes | None] = mapped_column(default=None, deferred=True, deferred_raiseload=True)


class HeldState(StrEnum):
    """What became of a text that may tell of others."""

    WAITING = "waiting"
    RELEASED = "released"
    REDACTED = "redacted"


class HeldText(SubjectOwned, Base):
    """A text that may tell of somebody else, and what a person decided about giving it to the worker.

    It is named by the row it stands in, the name of the text there, and the SHA-256 of its sealed form: written anew
    it is looked at anew. `words` is what the worker gets in its place where a part was taken out.
    """

    __tablename__ = "held_text"
    __grants__ = ("select", "insert", "update")
    __narrow__ = _WORKER_AND_COORDINATOR
    __table_args__ = (
        to("cases", "subject_id"),
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "object_id", "name", "sealed_sha256"),
        Index(None, "tenant_id", "subject_id", "state"),
        check("(state = 'waiting') = (decided_at is null)", "decided"),
        check("(state = 'redacted') = (words_sealed is not null)", "redacted_has_words"),
        check("compartment in ('coordination', 'plan')", "the_coordinator_reads_it"),
    )

    person_id: Mapped[UUID]
    """The worker, who gets it."""
    object_table: Mapped[str]
    object_id: Mapped[UUID]
    name: Mapped[str]
    sealed_sha256: Mapped[bytes]
    state: Mapped[HeldState] = mapped_column(code_type(HeldState), default=HeldState.WAITING)
    asked_at: Mapped[datetime]
    words_sealed: Mapped[bytes | None] = mapped_column(default=None)
    words = Sealed("words_sealed")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[UUID | None] = mapped_column(default=None)
