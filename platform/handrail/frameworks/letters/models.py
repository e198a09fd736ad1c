"""Wordings of letters, as they were published. Rows are only added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from handrail.frameworks.letters.codes import Origin
from handrail.kit.db import Base, TenantOwned, check, code_type
from handrail.kit.rls import EMPLOYERS, ENGINE
from handrail.tenancy.models import to

_WITHIN = EMPLOYERS.format(column="employer_id")


class LetterWording(TenantOwned, Base):
    """One wording of one letter in one language, from the moment it was published (FRW-1, FRW-2).

    `employer_id` is None for what a consultancy words for all its client organisations; everybody in the tenant may
    read that, and a client organisation's own only who reaches that organisation. A row that does not `adapts` has no
    words: from it on the wording below counts again. Rows of origin `delivered` are no adaptation: they hold what a
    framework came with, word for word, from the first letter that was made of it on.
    """

    __tablename__ = "letter_wording"
    __grants__ = ("select", "insert")
    __narrow__ = f"({ENGINE} or employer_id is null or {_WITHIN})"
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("person", "written_by"),
        Index(
            "letter_wording_number_key",
            "tenant_id",
            "employer_id",
            "origin",
            "key",
            "locale",
            "number",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        check("number > 0", "numbered_from_one"),
        check("(origin = 'consultancy') = (employer_id is null)", "of_all_or_of_one"),
        check("adapts = (title is not null) and adapts = (body is not null)", "has_words"),
    )

    employer_id: Mapped[UUID | None]
    origin: Mapped[Origin] = mapped_column(code_type(Origin))
    key: Mapped[str]
    locale: Mapped[str]
    number: Mapped[int]
    adapts: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str | None]
    body: Mapped[str | None]
    """Markdown with ``{placeholders}``."""
    written_by: Mapped[UUID | None]
    """None: the operator, at the command line, or the program itself for what a framework came with."""
    written_at: Mapped[datetime]
