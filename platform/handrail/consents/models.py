"""Consents, and the exact texts that were shown."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, TenantOwned, check, code_type
from handrail.tenancy.models import to


class ConsentText(TenantOwned, Base):
    """One wording in one language; never changed, so a consent always shows what was agreed to."""

    __tablename__ = "consent_text"
    __grants__ = ("select", "insert")
    __table_args__ = (UniqueConstraint("tenant_id", "purpose", "locale", "digest"),)

    purpose: Mapped[ConsentPurpose] = mapped_column(code_type(ConsentPurpose))
    locale: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    digest: Mapped[bytes]  # SHA-256 of title and body


class Consent(SubjectOwned, Base):
    """The worker's answer about one use of their data; a given one can be withdrawn, none is ever deleted (CON-7).

    `about` tells apart consents of one purpose, such as each referral; empty where there is only one. `given_by` is
    the worker; `recorded_by` whoever wrote it down.
    """

    __tablename__ = "consent"
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("cases", "subject_id"),
        to("consent_text", "text_id"),
        to("person", "given_by"),
        Index(None, "tenant_id", "subject_id", "purpose"),
        Index(
            "consent_live_idx", "tenant_id", "subject_id", "purpose", "about", unique=True,
            postgresql_where=text("answer = 'given' and withdrawn_at is null"),
        ),
        check("withdrawn_at is null or answer = 'given'", "only_what_was_given_is_withdrawn"),
    )  # fmt: skip

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    purpose: Mapped[ConsentPurpose] = mapped_column(code_type(ConsentPurpose))
    about: Mapped[str] = mapped_column(default="")
    answer: Mapped[Answer] = mapped_column(code_type(Answer))
    text_id: Mapped[UUID]
    given_by: Mapped[UUID]
    given_how: Mapped[GivenHow] = mapped_column(code_type(GivenHow))
    given_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_recorded_by: Mapped[UUID | None] = mapped_column(default=None)
