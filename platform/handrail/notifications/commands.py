"""Writing messages and what people prefer. Called with the engine's context, from jobs; preferences by their person.

Slices below ask through the outbox: `outbox.publish(session, "notifications", "notifications.tell", about, key=...)`.
"""

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity import links
from handrail.identity.actor import Actor
from handrail.identity.models import SignInLink
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.ids import new_id
from handrail.kit.subjects import SubjectRef
from handrail.notifications import delivering, queries, rules
from handrail.notifications.codes import Channel, Digest, MessageKind, MessageStatus
from handrail.notifications.models import Message, Preference


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about (CON-1). `object_id`: the obligation of a reminder, the link of a sign-in mail."""

    subject: SubjectRef | None = None
    compartment: Compartment | None = None
    object_id: UUID | None = None


def notify(session: Session, tenant_id: UUID, person_id: UUID, kind: MessageKind, *, key: str, about: About) -> Message:
    """Queue a message, with its row in the outbox; `key` names it for ever: the same key gives the first message.

    Whether it is delivered is decided when it is its turn. Quiet hours that hold now put it off at once.
    """
    before = queries.message_by_key(session, tenant_id, f"{kind}:{key}")
    if before is not None:
        return before
    person = queries.recipient(session, tenant_id, person_id)
    message = _message(tenant_id, person_id, kind, key, about)
    session.add(message)
    if person is None:
        delivering.settle(message, MessageStatus.UNDELIVERABLE, rules.NO_ADDRESS)
        session.flush()
        return message
    message.locale = person.locale
    session.flush()
    until = None
    if kind not in rules.AT_ONCE:
        until = rules.may_go_at(clock.now(), person.time_zone, person.wishes.quiet)
    if until is None:
        delivering.publish(session, message, key=str(message.id))
    else:
        delivering.hold(session, message, until)
    return message


def message_for_link(session: Session, tenant_id: UUID, link_id: UUID) -> Message | None:
    """Return the message that carries a sign-in link, written at the first call; None where the link is gone."""
    link = session.get(SignInLink, (tenant_id, link_id))
    is_short = link is None or link.browser is not None
    kind = MessageKind.SIGN_IN_LINK if is_short else MessageKind.SIGN_IN_INVITATION
    before = queries.message_by_key(session, tenant_id, f"{kind}:{link_id}")
    if before is not None:
        return before
    person_id = links.whose(session, link) if link else None
    person = queries.recipient(session, tenant_id, person_id) if person_id else None
    if person is None:
        return None
    message = _message(tenant_id, person.person_id, kind, str(link_id), About(object_id=link_id))
    message.locale = person.locale
    session.add(message)
    session.flush()
    return message


def _message(tenant_id: UUID, person_id: UUID, kind: MessageKind, key: str, about: About) -> Message:
    return Message(
        tenant_id=tenant_id,
        id=new_id(),
        person_id=person_id,
        kind=kind,
        channel=Channel.EMAIL,
        locale="en",
        employer_id=about.subject.employer_id if about.subject else None,
        subject_id=about.subject.subject_id if about.subject else None,
        compartment=about.compartment,
        object_id=about.object_id,
        idem_key=f"{kind}:{key}",
        composed_at=clock.now(),
        not_before=None,
        holds=0,
        status=MessageStatus.QUEUED,
        why=None,
        settled_at=None,
    )


def send_again(session: Session, tenant_id: UUID, message_id: UUID) -> bool:
    """Queue a message once more that was refused or never answered; returns whether there was one.

    It keeps its Message-ID, so that a receiver who has it already can tell.
    """
    message = queries.locked_message(session, tenant_id, message_id)
    if message is None or message.status not in {MessageStatus.UNANSWERED, MessageStatus.UNDELIVERABLE}:
        return False
    message.status, message.why, message.settled_at = MessageStatus.QUEUED, None, None
    delivering.publish(session, message, key=f"{message.id}:again-{len(queries.attempts_of(session, message))}")
    return True


def choose(
    session: Session, actor: Actor, *, email: bool, quiet_from: time | None, quiet_until: time | None
) -> Preference:
    """Keep what a person wants; it holds for every message that is not on its way yet."""
    preference = queries.preference_of(session, actor.tenant_id, actor.person_id)
    before = queries.wishes_of(preference)
    if preference is None:
        preference = Preference(tenant_id=actor.tenant_id, id=new_id(), person_id=actor.person_id, digest=Digest.NONE)
        session.add(preference)
    preference.email = email
    preference.quiet_from, preference.quiet_until = quiet_from, quiet_until
    session.flush()
    changes = {"email": (before.email, email)}
    timeline.append_tenant_act(session, actor, "notification_preference.chosen", record=preference, changes=changes)
    return preference
