"""Conflicts, offers and referrals, in coordination; what a provider keeps, one slice a referral; invitations.

A provider of a case reads the rows that name them and no others: two providers share a compartment and never a slice.
"""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.interventions.rules import AskedBy, HelpKind, Progress, State, Wish
from handrail.kit.codes import Compartment
from handrail.kit.db import Base, SubjectOwned, check, code_type
from handrail.kit.rls import ENGINE, ME, ROLE
from handrail.kit.sealed import Sealed
from handrail.plans.models.places import in_case
from handrail.plans.rules.codes import Party
from handrail.tenancy.models import to

OWN_SLICE: Final = f"({ENGINE} or {ROLE} <> 'provider' or provider_id = {ME})"
OWN_INVITATION: Final = f"({ENGINE} or person_id = {ME})"
THEIR_AGREEMENT: Final = f"({ENGINE} or {ROLE} in ('worker', 'coordinator') or supervisor_id = {ME})"


class ConflictNote(SubjectOwned, Base):
    """The coordinator noted that there is a major conflict with the supervisor (S3-4); one a day."""

    __tablename__ = "conflict_note"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(Compartment.COORDINATION, UniqueConstraint("tenant_id", "subject_id", "noted_on"))

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    noted_on: Mapped[date]
    note_sealed: Mapped[bytes]
    note = Sealed("note_sealed")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID]


class HelpOffer(SubjectOwned, Base):
    """What help was offered, and what the worker wishes (S3-2); another wish is another row, and the newest counts.

    `resource` is the key of the framework's support resource; there is no field for why, and none for health.
    """

    __tablename__ = "help_offer"
    __grants__ = ("select", "insert")
    __table_args__ = in_case(Compartment.COORDINATION)

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    resource: Mapped[str]
    kind: Mapped[HelpKind] = mapped_column(code_type(HelpKind))
    offered_on: Mapped[date]
    wish: Mapped[Wish] = mapped_column(code_type(Wish))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID]


class Referral(SubjectOwned, Base):
    """That the worker was referred, to whom, and under which consent (CON-7). Worker and coordinator read it.

    `about` is the name under which the consent was asked. `provider_id`: a provider who works with Handrail; None: the
    worker goes there themselves. `progress` is all that the coordinator learns of what happens there.
    """

    __tablename__ = "referral"
    __grants__ = ("select", "insert", "update")
    __table_args__ = in_case(
        Compartment.COORDINATION,
        to("consent", "consent_id"),
        to("person", "provider_id"),
        check("(progress = 'ended') = (ended_on is not null)", "ended_on_a_day"),
        check("kind <> 'physician' or asked_by is not null", "physician_was_asked_for"),
        check("kind <> 'mediation' or provider_id is not null", "mediation_has_a_mediator"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.COORDINATION)
    kind: Mapped[HelpKind] = mapped_column(code_type(HelpKind))
    resource: Mapped[str | None] = mapped_column(default=None)
    provider_id: Mapped[UUID | None] = mapped_column(default=None)
    about: Mapped[str]
    consent_id: Mapped[UUID]
    asked_by: Mapped[AskedBy | None] = mapped_column(code_type(AskedBy), default=None)
    made_on: Mapped[date]
    progress: Mapped[Progress] = mapped_column(code_type(Progress), default=Progress.MADE)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID]


class Engagement(SubjectOwned, Base):
    """One provider's slice of one referral: where it stands, and for a mediation the agreement while both look at it.

    Not what was said, and not why. `*_agreed`: whether each wants the mediation. `*_released`: whether each lets the
    agreement out; a no removes its text (IVN-3).
    """

    __tablename__ = "engagement"
    __grants__ = ("select", "insert", "update")
    __narrow__ = OWN_SLICE
    __table_args__ = in_case(
        Compartment.PROVIDER,
        to("referral", "referral_id"),
        to("person", "provider_id"),
        to("person", "supervisor_id"),
        to("person", "worker_id"),
        UniqueConstraint("tenant_id", "referral_id"),
        Index(None, "tenant_id", "provider_id"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PROVIDER)
    referral_id: Mapped[UUID]
    provider_id: Mapped[UUID]
    worker_id: Mapped[UUID]
    supervisor_id: Mapped[UUID | None] = mapped_column(default=None)
    kind: Mapped[HelpKind] = mapped_column(code_type(HelpKind))
    state: Mapped[State] = mapped_column(code_type(State), default=State.OFFERED)
    offered_on: Mapped[date]
    began_on: Mapped[date | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    worker_agreed: Mapped[bool | None] = mapped_column(default=None)
    supervisor_agreed: Mapped[bool | None] = mapped_column(default=None)
    agreement_sealed: Mapped[bytes | None] = mapped_column(default=None)
    agreement = Sealed("agreement_sealed")
    worker_released: Mapped[bool | None] = mapped_column(default=None)
    supervisor_released: Mapped[bool | None] = mapped_column(default=None)


class EngagementSession(SubjectOwned, Base):
    """A day on which the provider met the parties, and who came. Nothing of what was said."""

    __tablename__ = "engagement_session"
    __narrow__ = OWN_SLICE
    __table_args__ = in_case(
        Compartment.PROVIDER,
        to("engagement", "engagement_id"),
        to("person", "provider_id"),
        UniqueConstraint("tenant_id", "engagement_id", "on"),
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PROVIDER)
    engagement_id: Mapped[UUID]
    provider_id: Mapped[UUID]
    on: Mapped[date]
    present: Mapped[list[Any]]
    recorded_at: Mapped[datetime]


class Invitation(SubjectOwned, Base):
    """What one party of a mediation sees of it: that they are invited, their answer, the agreement to look at.

    The worker's lies in provider, the supervisor's in plan, and nobody else reads either. The supervisor's is out of
    reach from the moment they have no part in the case any more (S3-4).
    """

    __tablename__ = "mediation_invitation"
    __grants__ = ("select", "insert", "update")
    __narrow__ = OWN_INVITATION
    __table_args__ = (
        to("cases", "subject_id"),
        to("engagement", "engagement_id"),
        to("person", "person_id"),
        to("person", "provider_id"),
        UniqueConstraint("tenant_id", "engagement_id", "party"),
        Index(None, "tenant_id", "person_id"),
        Index(None, "tenant_id", "subject_id"),
        check("(party = 'worker') = (compartment = 'provider')", "each_in_their_compartment"),
    )

    engagement_id: Mapped[UUID]
    person_id: Mapped[UUID]
    party: Mapped[Party] = mapped_column(code_type(Party))
    provider_id: Mapped[UUID]
    invited_on: Mapped[date]
    agreed: Mapped[bool | None] = mapped_column(default=None)
    answered_on: Mapped[date | None] = mapped_column(default=None)
    agreement_sealed: Mapped[bytes | None] = mapped_column(default=None)
    agreement = Sealed("agreement_sealed")
    released: Mapped[bool | None] = mapped_column(default=None)


class MediationAgreement(SubjectOwned, Base):
    """The agreement that both released (IVN-3): for the two of them and the coordinator, and for nobody after them."""

    __tablename__ = "mediation_agreement"
    __grants__ = ("select", "insert")
    __narrow__ = THEIR_AGREEMENT
    __table_args__ = in_case(
        Compartment.PLAN, to("person", "supervisor_id"), UniqueConstraint("tenant_id", "engagement_id")
    )

    compartment: Mapped[Compartment] = mapped_column(default=Compartment.PLAN)
    engagement_id: Mapped[UUID]
    supervisor_id: Mapped[UUID]
    words_sealed: Mapped[bytes]
    words = Sealed("words_sealed")
    released_on: Mapped[date]
