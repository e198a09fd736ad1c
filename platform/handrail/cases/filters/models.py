"""A filter of the case list that somebody keeps for themselves."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Role
from handrail.kit.db import Base, TenantOwned
from handrail.kit.rls import ENGINE, ME, ROLE
from handrail.tenancy.models import to


class SavedFilter(TenantOwned, Base):
    """What somebody narrows their list to, in one role; nobody else can read that it exists.

    It holds no name of a worker: whoever hands a case over keeps nothing of it.
    """

    __tablename__ = "saved_filter"
    __narrow__: ClassVar[str | None] = f"({ENGINE} or (person_id = {ME} and role = {ROLE}))"
    __table_args__ = (
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "person_id", "role", "name"),
        Index(
            "saved_filter_default_key", "tenant_id", "person_id", "role", unique=True,
            postgresql_where=text("is_default"),
        ),
    )  # fmt: skip

    person_id: Mapped[UUID]
    role: Mapped[Role]
    name: Mapped[str]
    query: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """The parts of the list's address, such as {"participation": "undecided", "sort": "due"}."""
    is_default: Mapped[bool]
    """Whether the list begins with it."""
    saved_at: Mapped[datetime]
