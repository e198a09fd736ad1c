"""What was issued: one row a document, its bytes sealed with the key of its subject and compartment."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.db import Base, SubjectOwned
from handrail.tenancy.models import to


class Document(SubjectOwned, Base):
    """A document as it was issued; it is never changed, a newer one is another document.

    `title_key` names what it is (``letter.invitation``) in a code that tells nothing of its content; the words of the
    letter, its subject line too, are in the sealed bytes only. `sha256` is of the plain bytes.
    """

    __tablename__ = "document"
    __grants__: ClassVar[tuple[str, ...]] = ("select", "insert")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("person", "created_by"),
        UniqueConstraint("tenant_id", "subject_id", "compartment", "idem_key"),
        Index(None, "tenant_id", "subject_id", "created_at", "id"),
    )

    title_key: Mapped[str]
    locale: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    template_ref: Mapped[str | None]
    template_version: Mapped[str | None]
    idem_key: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    content_sealed: Mapped[bytes] = mapped_column(deferred=True, deferred_raiseload=True)
