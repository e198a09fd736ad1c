"""Imports that were looked at or applied."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.db import Base, EmployerOwned, check
from handrail.kit.rls import ENGINE, ROLE
from handrail.tenancy.models import to

PREVIEWED, APPLIED, EXPIRED = "previewed", "applied", "expired"
RUNNING, STOPPED = "running", "stopped"


class ImportRun(EmployerOwned, Base):
    """One feed of one client organisation: what it would do, or did, and who asked.

    The file itself is never kept. `rows` holds what was read of it, without any column that does not come in, until
    it is applied or has waited too long; the fingerprint and the counts stay.

    A file that is taken in by parts is `running` from its first part on: `rows_done` of `rows_in_all` are done, as
    committed together with what they did, and `plan_digest` names what was read of the file and how, so that the next
    run of the same file finds where to go on. One that did not go on for a day has `stopped`.
    """

    __tablename__ = "import_run"
    __grants__ = ("select", "insert", "update")
    __narrow__ = f"({ENGINE} or {ROLE} in ('hr', 'absence_admin'))"
    __table_args__ = (
        to("client_organisation", "employer_id"),
        check(f"status in ('{PREVIEWED}', '{APPLIED}', '{EXPIRED}', '{RUNNING}', '{STOPPED}')", "status"),
        check(f"rows is null or status = '{PREVIEWED}'", "rows_only_while_waiting"),
        check("rows_done between 0 and rows_in_all", "rows_done"),
        Index(None, "tenant_id", "employer_id", "read_at", "id"),
        Index(
            "import_run_running_idx", "tenant_id", "employer_id", "plan_digest", unique=True,
            postgresql_where=text(f"status = '{RUNNING}'"),
        ),
    )  # fmt: skip

    profile: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[bytes]
    rows: Mapped[bytes | None]
    counts: Mapped[dict[str, Any]]
    plan_digest: Mapped[str]
    status: Mapped[str]
    person_id: Mapped[UUID | None]
    read_at: Mapped[datetime]
    applied_at: Mapped[datetime | None] = mapped_column(default=None)
    rows_in_all: Mapped[int]
    rows_done: Mapped[int]
    workers_added: Mapped[int]
    worked_at: Mapped[datetime]
    """When something was done for it last."""
