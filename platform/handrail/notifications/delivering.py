"""One delivery, in short transactions around the network: decide, record the attempt, hand over, record the answer.

The rule at the edge of exactly once: an attempt that ended before the message was handed over is tried again; one that
was handed over and never answered is not, since it may have arrived (docs/adr, "mail without an answer").
"""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from handrail.identity.commands import token_of_link
from handrail.identity.models import SignInLink
from handrail.kit import clock, outbox
from handrail.kit.jobs import LeaseLost
from handrail.kit.settings import settings
from handrail.notifications import queries, rules
from handrail.notifications.codes import OPEN, MessageKind, MessageStatus, Outcome
from handrail.notifications.mail import Letter, compose
from handrail.notifications.models import Delivery, Message
from handrail.notifications.queries import Recipient
from handrail.notifications.smtp import Answer


@dataclass(frozen=True, slots=True)
class Attempt:
    """A recorded attempt and the mail to hand over."""

    delivery_id: UUID
    message_id: UUID
    tenant_id: UUID
    mail: EmailMessage


def begin(session: Session, tenant_id: UUID, message_id: UUID, asked_on: str | None = None) -> Attempt | None:
    """Decide whether the message goes now, and if so record that an attempt begins; None where nothing is to be sent.

    `asked_on` is the host and port on which somebody asked for a sign-in link: it works in that browser only there.
    Everything is decided anew: wishes, quiet hours and grants may have changed since it was queued.
    """
    message = queries.locked_message(session, tenant_id, message_id)
    if message is None or message.status not in OPEN:
        return None
    attempts = queries.attempts_of(session, message)
    if attempts and attempts[-1].outcome is None and _close_broken_off(message, attempts[-1]):
        return None
    person = queries.reached_at(session, message)
    why = _why_not(session, message, person)
    if why is not None or person is None:
        undeliverable = why in {None, rules.NO_ADDRESS}
        settle(
            message, MessageStatus.UNDELIVERABLE if undeliverable else MessageStatus.SUPPRESSED, why or rules.NO_ADDRESS
        )
        return None
    quiet_until = _quiet_until(message, person)
    if quiet_until is not None:
        hold(session, message, quiet_until)
        return None
    return _record(session, message, _letter(session, message, person, asked_on), len(attempts) + 1)


def _close_broken_off(message: Message, attempt: Delivery) -> bool:
    """Close an attempt whose worker is gone; returns whether the message may have arrived and so is settled."""
    handed_over = attempt.handed_over_at is not None
    attempt.outcome = Outcome.UNANSWERED if handed_over else Outcome.NOT_REACHED
    if handed_over:
        settle(message, MessageStatus.UNANSWERED)
    return handed_over


def _why_not(session: Session, message: Message, person: Recipient | None) -> str | None:
    """Return why the message does not go at all, or None; the first reason that holds."""
    if person is None or not person.email:
        return rules.NO_ADDRESS
    if message.kind in rules.WARNINGS:
        return None
    if message.kind in rules.LINKS:
        return None if _link_lives(session, message) else rules.OUT_OF_DATE
    if not person.wishes.email:
        return rules.NOT_WANTED
    if not queries.is_still_theirs(session, message):
        return rules.NO_LONGER_THEIRS
    return _why_not_now(session, message)


def _why_not_now(session: Session, message: Message) -> str | None:
    if message.kind is MessageKind.REMINDER and not queries.is_still_open(session, message):
        return rules.OUT_OF_DATE
    window = rules.GATHERED_FOR.get(message.kind)
    return rules.ALREADY_TOLD if window and queries.was_told_since(session, message, clock.now() - window) else None


def _link_lives(session: Session, message: Message) -> bool:
    link = session.get(SignInLink, (message.tenant_id, message.object_id))
    return link is not None and link.used_at is None and link.expires_at > clock.now()


def _quiet_until(message: Message, person: Recipient) -> datetime | None:
    if message.kind in rules.AT_ONCE:
        return None
    return rules.may_go_at(clock.now(), person.time_zone, person.wishes.quiet)


def hold(session: Session, message: Message, until: datetime) -> None:
    """Put a message off until quiet hours end, with a row of the outbox that takes it up again."""
    message.status, message.not_before = MessageStatus.HELD_QUIET_HOURS, until
    message.holds += 1
    publish(session, message, key=f"{message.id}:held-{message.holds}", not_before=until)


def publish(session: Session, message: Message, *, key: str, not_before: datetime | None = None) -> None:
    """Ask for the delivery of a message."""
    payload: dict[str, outbox.JSON] = {"message_id": str(message.id)}
    outbox.publish(session, "notifications", "notifications.deliver_message", payload, key=key, not_before=not_before)


def settle(message: Message, status: MessageStatus, why: str | None = None) -> None:
    """Bring a message to its end."""
    message.status, message.why, message.settled_at = status, why, clock.now()


def _record(session: Session, message: Message, letter: Letter, number: int) -> Attempt | None:
    message.status = MessageStatus.QUEUED
    try:
        mail = compose(letter)
    except ValueError:  # an address that no mail can be sent to
        settle(message, MessageStatus.UNDELIVERABLE, rules.NO_ADDRESS)
        return None
    delivery = Delivery(
        tenant_id=message.tenant_id,
        message_id=message.id,
        attempt=number,
        started_at=clock.now(),
        handed_over_at=None,
        answered_at=None,
        outcome=None,
        answer_code=None,
    )
    session.add(delivery)
    session.flush()
    return Attempt(delivery.id, message.id, message.tenant_id, mail)


def _letter(session: Session, message: Message, person: Recipient, asked_on: str | None) -> Letter:
    tenant = queries.tenant(session, message.tenant_id)
    link_id = message.object_id if message.kind in rules.LINKS else None
    address = _address(tenant.slug, asked_on)
    return Letter(
        to=person.email or "",
        wording=rules.wording_of(message.kind),
        locale=message.locale,
        link=f"{address}/sign-in/{token_of_link(link_id)}" if link_id else f"{address}/",
        key=message.idem_key,
        tenant_id=message.tenant_id,
        dated_at=message.composed_at,
        public_url=settings().public_url,
        consultancy="" if link_id else tenant.slug,
    )


def _address(slug: str, asked_on: str | None) -> str:
    """Return where a link leads: the public address, or the consultancy's own host under it where that was used."""
    public = settings().public_url
    scheme, _sep, host = public.partition("://")
    return f"{scheme}://{asked_on}" if asked_on == f"{slug}.{host}" else public


def mark_handed_over(session: Session, attempt: Attempt) -> None:
    """Write down that the message's last byte is about to leave; raises LeaseLost where another start closed this."""
    statement = (
        update(Delivery)
        .where(
            Delivery.tenant_id == attempt.tenant_id,
            Delivery.id == attempt.delivery_id,
            Delivery.outcome.is_(None),
            Delivery.handed_over_at.is_(None),
        )
        .values(handed_over_at=func.now())
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(statement) is None:
        raise LeaseLost(f"Attempt {attempt.delivery_id} was closed by a later start.")


def record_answer(session: Session, attempt: Attempt, answer: Answer) -> None:
    """Write down what came of an attempt, and what that means for the message."""
    message = queries.locked_message(session, attempt.tenant_id, attempt.message_id)
    delivery = session.get(Delivery, (attempt.tenant_id, attempt.delivery_id))
    if message is None or delivery is None:
        return
    delivery.outcome, delivery.answer_code = answer.outcome, answer.code
    if answer.code is not None:
        delivery.answered_at = clock.now()
    match answer.outcome:
        case Outcome.ACCEPTED:
            settle(message, MessageStatus.SENT)
        case Outcome.REFUSED:
            settle(message, MessageStatus.UNDELIVERABLE, rules.REFUSED)
        case Outcome.UNANSWERED:
            settle(message, MessageStatus.UNANSWERED)
        case _:
            pass  # not reached, or refused for now: the outbox tries again
