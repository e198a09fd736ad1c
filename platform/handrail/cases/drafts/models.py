"""Drafts: what stands in a form that was not sent yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.db import Base, SubjectOwned, check
from handrail.kit.rls import ENGINE, ME
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import to

ITS_WRITER = f"({ENGINE} or person_id = {ME})"


class FormDraft(SubjectOwned, Base):
    """One form that one person has not sent yet, where its record will lie; nobody else reads it, whatever their role.

    `form` and `about` name the form and what it is for. `typed` is a JSON object from the name of an input to what
    stands in it. `form_key` is the form's own key: the window that saved last may save again, any other one only from
    the `revision` that it began with.
    """

    __tablename__ = "form_draft"
    __narrow__ = ITS_WRITER
    __private__ = True
    __table_args__ = (
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "subject_id", "person_id", "form", "about"),
        Index(None, "tenant_id", "saved_at"),
        check("revision > 0", "counts_from_one"),
    )

    person_id: Mapped[UUID]
    form: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    form_key: Mapped[UUID]
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    typed_sealed: Mapped[bytes]
    typed = Sealed("typed_sealed")
