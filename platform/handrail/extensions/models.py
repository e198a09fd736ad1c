"""Which plugin is on for whom, with which settings, and what it was allowed to touch."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.extensions.standing import State
from handrail.kit.db import Base, TenantOwned, check, code_type
from handrail.kit.rls import EMPLOYERS, ENGINE, ROLE
from handrail.tenancy.models import to

_WITHIN = EMPLOYERS.format(column="employer_id")


class PluginActivation(TenantOwned, Base):
    """One plugin for a consultancy (employer_id null) or for one of its client organisations.

    Everybody of the consultancy reads its own row, since what is on decides what their pages hold; the row of a
    client organisation is read by whoever reaches that organisation.
    """

    __tablename__ = "plugin_activation"
    __narrow__ = f"({ENGINE} or employer_id is null or {_WITHIN})"
    __grants__ = ("select", "insert", "update")
    __table_args__ = (
        to("client_organisation", "employer_id"),
        UniqueConstraint("tenant_id", "employer_id", "plugin", postgresql_nulls_not_distinct=True),
        check("employer_id is null or not employers_default", "default_is_the_tenants"),
        check("version > 0", "version_counts_up"),
    )

    employer_id: Mapped[UUID | None]
    plugin: Mapped[str]
    state: Mapped[State] = mapped_column(code_type(State))
    employers_default: Mapped[bool] = mapped_column(default=False)
    """Whether it is on at the client organisations that have no row of their own."""
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The values that were chosen, by key; what was left as it is has none. Never a secret."""
    grants: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The capabilities that were agreed to, each with the reason that was shown: {"document.read": "..."}."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)


class PluginSecret(TenantOwned, Base):
    """A secret setting of a plugin, for a consultancy (employer_id null) or one of its client organisations.

    It is written by an administrator and read by jobs of the plugin alone. What was there before is kept until the new
    one worked for the first time, so that a key can be exchanged on both sides one after the other.
    """

    __tablename__ = "plugin_secret"
    __narrow__ = f"({ENGINE} or ({ROLE} in ('consultancy_admin', 'employer_admin') and {_WITHIN}))"
    __table_args__ = (
        to("client_organisation", "employer_id"),
        UniqueConstraint("tenant_id", "employer_id", "plugin", "key", postgresql_nulls_not_distinct=True),
    )

    employer_id: Mapped[UUID | None]
    plugin: Mapped[str]
    key: Mapped[str]
    sealed: Mapped[bytes]
    """What counts, sealed (`extensions.secret_store`)."""
    previous_sealed: Mapped[bytes | None]
    """What counted before, until what counts now has worked."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]
