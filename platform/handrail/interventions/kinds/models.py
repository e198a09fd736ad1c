"""What people record of an intervention that a plugin declares, and the declarations it can be read by for good.

Where an item stands lies in one compartment, its fields in those that the type names: one part each, sealed with that
compartment's key. So nobody who may read the states reads a field that is not theirs, and erasing a compartment takes
its fields along. A provider reads the rows that name them and no others.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.interventions.models import OWN_SLICE
from handrail.kit.codes import Role
from handrail.kit.db import Base, SubjectOwned, TenantOwned, check
from handrail.kit.sealed import Sealed
from handrail.sdk.interventions import KEEPERS
from handrail.tenancy.models import to

_PLACES: Final = ", ".join(f"'{each}'" for each in sorted(KEEPERS))


def _kept(*more: Any) -> tuple[Any, ...]:
    return (
        to("cases", "subject_id"),
        to("person", "provider_id"),
        check(f"compartment in ({_PLACES})", "compartment"),
        check("(compartment = 'provider') <= (provider_id is not null)", "slice_has_a_provider"),
        *more,
    )


class Intervention(SubjectOwned, Base):
    """One intervention in a case: of which type it is and where it stands (IVN-1).

    `type` is the plugin's name, a slash and the type's key. `type_version` is that of the machine it follows.
    `unchecked`: the plugin's own check could not be asked when it was last written. `engagement_id` is the slice of the
    referral that a provider's intervention belongs to: without a live consent nobody reads it there (CON-7).
    """

    __tablename__ = "intervention"
    __grants__ = ("select", "insert", "update")
    __narrow__ = OWN_SLICE
    __table_args__ = _kept(to("engagement", "engagement_id"), Index(None, "tenant_id", "subject_id", "type"))

    type: Mapped[str]
    type_version: Mapped[int]
    state: Mapped[str]
    provider_id: Mapped[UUID | None] = mapped_column(default=None)
    engagement_id: Mapped[UUID | None] = mapped_column(default=None)
    began_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)
    unchecked: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID]


class InterventionPart(SubjectOwned, Base):
    """The fields of one compartment, as a JSON object by the keys of the declaration.

    `type` stands here too: who may read a part and not the item itself still reads what it is.
    """

    __tablename__ = "intervention_part"
    __grants__ = ("select", "insert", "update")
    __narrow__ = OWN_SLICE
    __table_args__ = _kept(
        to("intervention", "intervention_id"),
        UniqueConstraint("tenant_id", "intervention_id", "compartment"),
        Index(None, "tenant_id", "subject_id"),
    )

    intervention_id: Mapped[UUID]
    provider_id: Mapped[UUID | None] = mapped_column(default=None)
    type: Mapped[str]
    type_version: Mapped[int]
    content_sealed: Mapped[bytes]
    content = Sealed("content_sealed")
    written_at: Mapped[datetime]
    written_by: Mapped[UUID]


class InterventionChange(SubjectOwned, Base):
    """A transition that somebody made; written once. `before` is empty for the beginning."""

    __tablename__ = "intervention_change"
    __grants__ = ("select", "insert")
    __narrow__ = OWN_SLICE
    __table_args__ = _kept(
        to("intervention", "intervention_id"), Index(None, "tenant_id", "intervention_id", "changed_at")
    )

    intervention_id: Mapped[UUID]
    provider_id: Mapped[UUID | None] = mapped_column(default=None)
    act: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    on: Mapped[date]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID]
    changed_as: Mapped[Role]


class InterventionFact(SubjectOwned, Base):
    """A code, a number or a day of an item, in the open, where filters and reports find it over all versions.

    Only what the declaration names for it, and never a text (see `extensions.interventions.COUNTED`). It lies in the
    compartment of its field, so it is found by those who may read the field.
    """

    __tablename__ = "intervention_fact"
    __narrow__ = OWN_SLICE
    __table_args__ = _kept(
        to("intervention", "intervention_id"),
        Index(None, "tenant_id", "intervention_id"),
        Index(None, "tenant_id", "type", "key"),
    )

    intervention_id: Mapped[UUID]
    provider_id: Mapped[UUID | None] = mapped_column(default=None)
    type: Mapped[str]
    key: Mapped[str]
    text: Mapped[str | None] = mapped_column(default=None)
    num: Mapped[Decimal | None] = mapped_column(Numeric(14, 2), default=None)
    day: Mapped[date | None] = mapped_column(default=None)


class PluginTypeVersion(TenantOwned, Base):
    """A version of a type as it was declared when this consultancy first used it, with its words in every language.

    With it an item is read, exported and printed when the plugin is gone, in another installation too.
    """

    __tablename__ = "plugin_type_version"
    __grants__ = ("select", "insert")
    __table_args__ = (UniqueConstraint("tenant_id", "type", "version"),)

    type: Mapped[str]
    version: Mapped[int]
    declaration: Mapped[dict[str, Any]]
    first_used_at: Mapped[datetime]
