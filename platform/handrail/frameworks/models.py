"""Published versions of reference frameworks. Once written, a row stays as it is."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from handrail.kit.db import Base, EmployerOwned, check
from handrail.tenancy.models import to


class FrameworkVersion(EmployerOwned, Base):
    """A version of one client organisation's framework, published from a date (FRW-2).

    A published version never changes: the application's role may insert and read these rows and nothing else, and a
    draft is no row here. `layers` holds the documents it was made from, by layer, so that a site in a jurisdiction
    that joins later gets the same framework on its own floor; `resolved` holds the framework of each jurisdiction.
    """

    __tablename__ = "framework_version"
    __grants__ = ("select", "insert")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("person", "published_by_id"),
        UniqueConstraint("tenant_id", "employer_id", "number"),
        check("number > 0", "numbered_from_one"),
    )

    number: Mapped[int]
    published_on: Mapped[date]
    published_by_id: Mapped[UUID | None]
    grounds: Mapped[dict[str, Any]]
    layers: Mapped[dict[str, Any]]
    resolved: Mapped[dict[str, Any]]
