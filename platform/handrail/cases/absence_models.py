"""Absences as facts of the employment, with or without a case, and what was believed of them before."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, check
from handrail.tenancy.models import to


class Absence(SubjectOwned, Base):
    """One spell of absence of one employment, which is its subject: administrative facts only (S1-1, CON-4).

    `first_day_fit` is the day after the last sick day, null while the worker is still absent. `percent` is how far the
    worker can not work, null where nobody said; `expected_days` counts from the first day on. `external_key` is the
    absence's name in the system it came from. The `*_fact_id` are the facts in force that say the same to the
    obligations. No day lies in two absences of one employment; an import lets the check wait until all its rows are in,
    so that corrections can change places.
    """

    __tablename__ = "absence"
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("employment", "subject_id"),
        ForeignKeyConstraint(["tenant_id", "started_fact_id"], ["fact.tenant_id", "fact.id"]),
        ForeignKeyConstraint(["tenant_id", "recovered_fact_id"], ["fact.tenant_id", "fact.id"]),
        ForeignKeyConstraint(["tenant_id", "prognosis_fact_id"], ["fact.tenant_id", "fact.id"]),
        UniqueConstraint("tenant_id", "employer_id", "external_key"),
        ExcludeConstraint(
            ("tenant_id", "="), ("subject_id", "="), (text("daterange(first_day, first_day_fit, '[)')"), "&&"),
            name="absence_no_overlap", using="gist", deferrable=True, initially="IMMEDIATE",
        ),
        check("first_day_fit > first_day", "ends_after_its_start"),
        check("hours >= 0", "hours"),
        check("expected_days > 0", "expected_days"),
        check("percent between 1 and 100", "percent"),
        check("compartment = 'administrative'", "compartment"),
        Index(
            None, "tenant_id", "employer_id", "first_day", "id",
            postgresql_include=["first_day_fit", "subject_id", "compartment"],
        ),
        Index("absence_open_idx", "tenant_id", "first_day", postgresql_where=text("first_day_fit is null")),
    )  # fmt: skip

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.ADMINISTRATIVE)
    external_key: Mapped[str]
    first_day: Mapped[date]
    first_day_fit: Mapped[date | None]
    hours: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    expected_days: Mapped[int | None]
    percent: Mapped[int | None]
    source: Mapped[str]
    recorded_at: Mapped[datetime]
    started_fact_id: Mapped[UUID]
    recovered_fact_id: Mapped[UUID | None]
    prognosis_fact_id: Mapped[UUID | None]


class AbsenceCorrection(SubjectOwned, Base):
    """What was believed of an absence before a correction or its end, who said otherwise, when and why (ACC-3).

    `before` and `after` hold the changed facts only, dates as ISO texts. Of an absence that was recorded by mistake and
    taken back `before` holds all that was recorded, and nothing else of it is left.
    """

    __tablename__ = "absence_correction"
    __grants__ = ("select", "insert")
    __table_args__ = (to("employment", "subject_id"), Index(None, "tenant_id", "absence_id", "at"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.ADMINISTRATIVE)
    absence_id: Mapped[UUID]
    at: Mapped[datetime]
    person_id: Mapped[UUID | None]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    why: Mapped[str]
    source: Mapped[str]
