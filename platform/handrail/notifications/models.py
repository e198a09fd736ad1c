"""Messages, the attempts to deliver them, and what a person prefers."""

from datetime import datetime, time
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Compartment
from handrail.kit.db import Base, TenantOwned, check, code_type
from handrail.kit.rls import ENGINE, ME
from handrail.notifications.codes import Channel, Digest, MessageKind, MessageStatus, Outcome
from handrail.tenancy.models import to

_OWN: Final = f"({ENGINE} or person_id = {ME})"


class Message(TenantOwned, Base):
    """One message to one person. That it exists may tell something, so only they (and the engine) can read the row.

    Subject and compartment (CON-1) say what it is about; a sign-in link is about nobody's absence and has none.
    `composed_at` dates the mail, so that a repeat is byte for byte the same.
    """

    __tablename__ = "message"
    __narrow__: ClassVar[str | None] = _OWN
    __grants__: ClassVar[tuple[str, ...]] = ("select", "insert", "update")
    __table_args__ = (
        to("person", "person_id"),
        to("client_organisation", "employer_id"),
        UniqueConstraint("tenant_id", "idem_key"),
        Index(None, "tenant_id", "person_id", "composed_at", "id"),
        check("(subject_id is null) = (compartment is null)", "subject"),
    )

    person_id: Mapped[UUID]
    kind: Mapped[MessageKind] = mapped_column(code_type(MessageKind))
    channel: Mapped[Channel] = mapped_column(code_type(Channel))
    locale: Mapped[str]
    employer_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    compartment: Mapped[Compartment | None]
    object_id: Mapped[UUID | None]
    """The obligation that a reminder is about, or the sign-in link that a mail carries."""
    idem_key: Mapped[str]
    composed_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    holds: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    status: Mapped[MessageStatus] = mapped_column(code_type(MessageStatus))
    why: Mapped[str | None]
    """A code: why it was suppressed or could not be delivered."""
    settled_at: Mapped[datetime | None]


class Delivery(TenantOwned, Base):
    """One attempt to hand a message over, recorded before it begins. Ids, times and codes only: operators read it."""

    __tablename__ = "delivery"
    __grants__: ClassVar[tuple[str, ...]] = ("select", "insert", "update")
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "message_id"], ["message.tenant_id", "message.id"]),
        UniqueConstraint("tenant_id", "message_id", "attempt"),
        Index(None, "tenant_id", "started_at", "id"),
    )

    message_id: Mapped[UUID]
    attempt: Mapped[int]
    started_at: Mapped[datetime]
    handed_over_at: Mapped[datetime | None]
    """Set just before the message's last byte leaves: from here on it may have arrived."""
    answered_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(code_type(Outcome))
    answer_code: Mapped[int | None]
    """The receiver's SMTP reply code (RFC 5321, section 4.2)."""


class Preference(TenantOwned, Base):
    """What a person chose. Quiet hours are on their own clock; both null: none."""

    __tablename__ = "notification_preference"
    __narrow__: ClassVar[str | None] = _OWN
    __grants__: ClassVar[tuple[str, ...]] = ("select", "insert", "update")
    __table_args__ = (
        to("person", "person_id"),
        UniqueConstraint("tenant_id", "person_id"),
        check("(quiet_from is null) = (quiet_until is null)", "quiet"),
    )

    person_id: Mapped[UUID]
    email: Mapped[bool]
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    digest: Mapped[Digest] = mapped_column(code_type(Digest), server_default=text("'none'"))
