"""Reading messages, deliveries, preferences, and whom an obligation concerns."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from handrail.identity.factors.models import FormerAddress
from handrail.identity.models import Assignment, CaseGrant, EmployerGrant, Membership
from handrail.identity.oidc.models import ExternalLogin
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.notifications.codes import MessageKind, Outcome
from handrail.notifications.models import Delivery, Message, Preference
from handrail.notifications.rules import AT_ONCE, WARNINGS, QuietHours, Wishes
from handrail.obligations.models import Obligation
from handrail.tenancy.models import Employment, Person, Tenant

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message goes to, as they are now."""

    person_id: UUID
    email: str | None
    locale: str
    time_zone: str
    wishes: Wishes


def recipient(session: Session, tenant_id: UUID, person_id: UUID) -> Recipient | None:
    """Return where and how to reach a person; None for one who is not active.

    The row stays locked until the commit, so that two messages to one person are decided one after the other.
    """
    statement = (
        select(Person, Preference)
        .outerjoin(Preference, (Preference.tenant_id == Person.tenant_id) & (Preference.person_id == Person.id))
        .where(Person.tenant_id == tenant_id, Person.id == person_id, Person.active)
        .with_for_update(of=Person)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        return None
    person, preference = row
    return Recipient(person.id, person.email, person.locale, person.time_zone, wishes_of(preference))


def reached_at(session: Session, message: Message) -> Recipient | None:
    """Return whom a message goes to, and where.

    Of a login at a provider it may be the address there; of an address that was changed it is the one before.
    """
    person = recipient(session, message.tenant_id, message.person_id)
    if person is None or message.kind not in WARNINGS or message.object_id is None:
        return person
    if message.kind is MessageKind.ADDRESS_CHANGED:
        before = session.get(FormerAddress, (message.tenant_id, message.object_id))
        return replace(person, email=before.address if before else None)
    login = session.get(ExternalLogin, (message.tenant_id, message.object_id))
    return replace(person, email=login.told_email if login else None)


def preference_of(session: Session, tenant_id: UUID, person_id: UUID) -> Preference | None:
    """Return what the person chose; None where they chose nothing."""
    return session.scalars(
        select(Preference).where(Preference.tenant_id == tenant_id, Preference.person_id == person_id)
    ).one_or_none()


def wishes_of(preference: Preference | None) -> Wishes:
    """Return what holds for a person."""
    if preference is None:
        return Wishes()
    begin, until = preference.quiet_from, preference.quiet_until
    return Wishes(preference.email, QuietHours(begin, until) if begin and until else None)


def message_by_key(session: Session, tenant_id: UUID, key: str) -> Message | None:
    """Return the message that was written under this key, or None."""
    return session.scalars(select(Message).where(Message.tenant_id == tenant_id, Message.idem_key == key)).one_or_none()


def locked_message(session: Session, tenant_id: UUID, message_id: UUID) -> Message | None:
    """Return a message, locked until the commit."""
    return session.scalars(
        select(Message).where(Message.tenant_id == tenant_id, Message.id == message_id).with_for_update()
    ).one_or_none()


def attempts_of(session: Session, message: Message) -> list[Delivery]:
    """Return the attempts to deliver a message, the first first, locked until the commit.

    Locked, since a start that was given up may be marking its attempt as handed over at this very moment.
    """
    statement = select(Delivery).where(Delivery.tenant_id == message.tenant_id, Delivery.message_id == message.id)
    return list(session.scalars(statement.order_by(Delivery.attempt).with_for_update()))


def tenant(session: Session, tenant_id: UUID) -> Tenant:
    """Return the consultancy."""
    return session.scalars(select(Tenant).where(Tenant.tenant_id == tenant_id, Tenant.id == tenant_id)).one()


def is_still_theirs(session: Session, message: Message) -> bool:
    """Say whether the person may today know what the message is about: by the projection of the policy (VOL-2)."""
    if message.subject_id is None:
        return True
    today = clock.today()
    own = select(CaseGrant.id).where(
        CaseGrant.tenant_id == message.tenant_id,
        CaseGrant.person_id == message.person_id,
        CaseGrant.subject_id == message.subject_id,
        CaseGrant.compartment == message.compartment,
        CaseGrant.during.contains(today),
    )
    wide = select(EmployerGrant.id).where(
        EmployerGrant.tenant_id == message.tenant_id,
        EmployerGrant.person_id == message.person_id,
        EmployerGrant.employer_id == message.employer_id,
        EmployerGrant.compartment == message.compartment,
        EmployerGrant.during.contains(today),
    )
    return session.scalar(own.union_all(wide).limit(1)) is not None


def is_still_open(session: Session, message: Message) -> bool:
    """Say whether the obligation that a reminder is about is still open."""
    statement = select(Obligation.closed_at).where(
        Obligation.tenant_id == message.tenant_id, Obligation.id == message.object_id
    )
    row = session.execute(statement).one_or_none()
    return row is not None and row[0] is None


def was_told_since(session: Session, message: Message, since: datetime) -> bool:
    """Say whether another message that says the same was handed over to this person since, or is about to be."""
    statement = (
        select(Delivery.id)
        .join(Message, (Message.tenant_id == Delivery.tenant_id) & (Message.id == Delivery.message_id))
        .where(
            Message.tenant_id == message.tenant_id,
            Message.person_id == message.person_id,
            Message.id != message.id,
            Message.kind.not_in(AT_ONCE),
            Delivery.started_at > since,
            or_(Delivery.outcome.is_(None), Delivery.outcome.in_((Outcome.ACCEPTED, Outcome.UNANSWERED))),
        )
        .limit(1)
    )
    return session.scalar(statement) is not None


def messages_of(session: Session, tenant_id: UUID, person_id: UUID) -> list[Message]:
    """Return what was sent to a person, or not, the newest first, at most MOST."""
    statement = select(Message).where(Message.tenant_id == tenant_id, Message.person_id == person_id)
    return list(session.scalars(statement.order_by(Message.composed_at.desc(), Message.id.desc()).limit(MOST)))


def deliveries(session: Session, tenant_id: UUID, *, before: UUID | None = None) -> list[Delivery]:
    """Return the attempts of the tenant, the newest first, at most MOST; `before` is the last id of the page before."""
    statement = select(Delivery).where(Delivery.tenant_id == tenant_id)
    if before is not None:
        statement = statement.where(Delivery.id < before)
    return list(session.scalars(statement.order_by(Delivery.id.desc()).limit(MOST)))


@dataclass(frozen=True, slots=True)
class Owed:
    """An open obligation, as far as a reminder needs it."""

    id: UUID
    rule: str
    employer_id: UUID
    subject_id: UUID
    compartment: Compartment
    employment_id: UUID
    case_id: UUID | None
    owed_by: str
    due_on: date


_OWED: Final = (
    Obligation.id, Obligation.rule, Obligation.employer_id, Obligation.subject_id, Obligation.compartment,
    Obligation.employment_id, Obligation.case_id, Obligation.owed_by, Obligation.due_on,
)  # fmt: skip


def open_obligations(session: Session, tenant_id: UUID, *, until: date) -> Iterator[Owed]:
    """Yield every open obligation due on or before `until`, missed ones too."""
    statement = (
        select(*_OWED)
        .where(
            Obligation.tenant_id == tenant_id,
            Obligation.closed_at.is_(None),
            Obligation.due_on <= until,
            Obligation.status.in_(("pending", "due", "missed")),
        )
        .order_by(Obligation.due_on, Obligation.id)
    )
    for row in session.execute(statement).mappings():
        yield Owed(**row)


def obligations(session: Session, tenant_id: UUID, obligation_ids: Collection[UUID]) -> list[Owed]:
    """Return these obligations but for those whose act was done since: nothing is left to say of them."""
    statement = select(*_OWED).where(
        Obligation.tenant_id == tenant_id,
        Obligation.id.in_(obligation_ids),
        Obligation.status != "met",
        Obligation.due_on.is_not(None),
    )
    return [Owed(**row) for row in session.execute(statement).mappings()]


def those_who_owe(session: Session, tenant_id: UUID, owed: Owed) -> Sequence[UUID]:
    """Return the people who owe an obligation today: by their part in the case, the employment, or their role there."""
    try:
        role = Role(owed.owed_by)
    except ValueError:
        return ()  # an authority or a treating physician: outside Handrail
    if role is Role.WORKER or (role is Role.SUPERVISOR and owed.compartment is Compartment.ADMINISTRATIVE):
        column = Employment.person_id if role is Role.WORKER else Employment.supervisor_id
        found = session.scalar(
            select(column).where(Employment.tenant_id == tenant_id, Employment.id == owed.employment_id)
        )
        return (found,) if found else ()
    return sorted(set(_by_part(session, tenant_id, owed, role)) or set(_by_role(session, tenant_id, owed, role)))


def _by_part(session: Session, tenant_id: UUID, owed: Owed, role: Role) -> Iterable[UUID]:
    if owed.case_id is None:
        return ()
    return session.scalars(
        select(Assignment.person_id).where(
            Assignment.tenant_id == tenant_id,
            Assignment.case_id == owed.case_id,
            Assignment.role == role,
            Assignment.during.contains(clock.today()),
        )
    ).all()


def _by_role(session: Session, tenant_id: UUID, owed: Owed, role: Role) -> Iterable[UUID]:
    """Whoever holds the role at the client organisation; none for roles that come to a case one by one."""
    if role in {Role.SUPERVISOR, Role.UNION, Role.PROVIDER, Role.COORDINATOR}:
        return ()
    return session.scalars(
        select(Membership.person_id).where(
            Membership.tenant_id == tenant_id,
            Membership.role == role,
            Membership.employer_id == owed.employer_id,
            Membership.during.contains(clock.today()),
        )
    ).all()
