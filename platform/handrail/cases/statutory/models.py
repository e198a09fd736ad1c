"""Statutory documents, their versions, and what worker and employer said of a version (VOL-4)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.cases.statutory.codes import Answer, Side
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import Base, SubjectOwned, check, code_type
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to


class StatutoryDocument(SubjectOwned, Base):
    """One document that the law asks for; administrative, on the employment, whatever the worker decides of support.

    `code` names what a jurisdiction declares. `completed_on` is the day from which the act that it proves counts as
    done; it stays when a newer version is made. `complete_number` is the newest version that was complete: what holds.
    """

    __tablename__ = "statutory_document"
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("employment", "subject_id"),
        Index(None, "tenant_id", "subject_id", "code"),
        check("compartment = 'administrative'", "compartment"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.ADMINISTRATIVE)
    code: Mapped[str]
    newest: Mapped[int]
    begun_at: Mapped[datetime]
    begun_by: Mapped[UUID]
    completed_on: Mapped[date | None] = mapped_column(default=None)
    complete_number: Mapped[int | None] = mapped_column(default=None)


class StatutoryVersion(SubjectOwned, Base):
    """A version as it was made; never changed.

    `content` is a JSON object by the keys of the declaration; that of a composed file has a list `parts` of the
    versions that it is put together from. `digest` is the SHA-256 that is signed (`rules.digest_of`).
    """

    __tablename__ = "statutory_version"
    __grants__ = ("select", "insert")
    __table_args__ = (
        to("employment", "subject_id"),
        ForeignKeyConstraint(["tenant_id", "document_id"], ["statutory_document.tenant_id", "statutory_document.id"]),
        UniqueConstraint("tenant_id", "document_id", "number"),
        check("compartment = 'administrative'", "compartment"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.ADMINISTRATIVE)
    document_id: Mapped[UUID]
    number: Mapped[int]
    on: Mapped[date]
    content_sealed: Mapped[bytes]
    content = Sealed("content_sealed")
    digest: Mapped[bytes]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    made_as: Mapped[Role]


class StatutoryAnswer(SubjectOwned, Base):
    """What one party said of one version, or that the worker gave no answer; never changed.

    `words` are the party's view, the reasons where it does not agree, or why there is no answer. `digest` is the
    version's own: what somebody signs, they sign as it stands there.
    """

    __tablename__ = "statutory_answer"
    __grants__ = ("select", "insert")
    __table_args__ = (
        to("employment", "subject_id"),
        ForeignKeyConstraint(["tenant_id", "version_id"], ["statutory_version.tenant_id", "statutory_version.id"]),
        UniqueConstraint("tenant_id", "version_id", "side", "given_by_side"),
        check("compartment = 'administrative'", "compartment"),
        check("(side = given_by_side) or (side = 'worker' and answer = 'unanswered')", "speaks_for_itself"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.ADMINISTRATIVE)
    version_id: Mapped[UUID]
    side: Mapped[Side] = mapped_column(code_type(Side))
    given_by_side: Mapped[Side] = mapped_column(code_type(Side))
    answer: Mapped[Answer] = mapped_column(code_type(Answer))
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    digest: Mapped[bytes]
    answered_at: Mapped[datetime]
    answered_by: Mapped[UUID]
