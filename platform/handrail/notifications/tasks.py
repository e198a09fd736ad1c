"""The jobs of this slice: ids in, safe to run twice, the outbox is the only retry."""

from datetime import date, time
from typing import Final
from uuid import UUID

from handrail.kit import clock, observing
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.kit.jobs import OutboxRun, outbox_actor
from handrail.kit.schedules import Daily, schedule
from handrail.kit.settings import settings
from handrail.kit.subjects import SubjectRef
from handrail.notifications import commands, delivering, queries, reminding
from handrail.notifications.codes import MessageKind, Outcome
from handrail.notifications.commands import About
from handrail.notifications.smtp import hand_over

_QUEUE: Final = "notifications"
_SECONDS: Final = 180  # longer than every time limit of one SMTP conversation together
_PAUSES: Final = (60, 600, 3600, 6 * 3600)  # seconds: a mail server may be away for a night
_SOON: Final = (5, 15, 60, 120)  # a sign-in link lives ten minutes
_MORNING: Final = time(7)
_SETTLED: Final = frozenset({Outcome.ACCEPTED, Outcome.REFUSED, Outcome.UNANSWERED})


class NotDeliveredYet(Exception):
    """The mail server could not be reached or said "later"; nothing was handed over, the outbox tries again."""


@outbox_actor(queue=_QUEUE, time_limit=_SECONDS, pauses=_PAUSES, max_retries=0)
def deliver_message(run: OutboxRun) -> None:
    """Deliver one message, or settle that it does not go."""
    _deliver(run, UUID(run.payload["message_id"]))


@outbox_actor(queue=_QUEUE, time_limit=_SECONDS, pauses=_SOON, max_retries=0)
def send_sign_in_link(run: OutboxRun) -> None:
    """Mail the link that somebody asked for: at once, whatever their wishes for other mail are.

    The payload: `link_id`, and `host` (with port) where it was asked for on the consultancy's own host.
    """
    link_id = UUID(run.payload["link_id"])
    tenant_id = run.context.tenant_id
    with tenant_session(run.context) as session:
        message = commands.message_for_link(session, tenant_id, link_id)
    if message is not None:
        _deliver(run, message.id, run.payload.get("host"))


def _deliver(run: OutboxRun, message_id: UUID, asked_on: str | None = None) -> None:
    """Hand a message over between two transactions; see `delivering` for what happens when this is killed."""
    with tenant_session(run.context) as session:
        attempt = delivering.begin(session, run.context.tenant_id, message_id, asked_on)
    if attempt is None:
        return

    def mark() -> None:
        with tenant_session(run.context) as session:
            delivering.mark_handed_over(session, attempt)

    watch = observing.observer()
    with watch.span("mail", attributes={"message": str(message_id)}, kind="client"):
        answer = hand_over(attempt.mail, settings().smtp_url, mark)
    watch.mail_answered(answer.outcome)
    with tenant_session(run.context) as session:  # the answer is a fact, even where this start has lost its lease
        delivering.record_answer(session, attempt, answer)
    if answer.outcome not in _SETTLED:
        raise NotDeliveredYet(f"{answer.outcome} {answer.code or ''}")


@outbox_actor(queue=_QUEUE, max_retries=0)
def tell(run: OutboxRun) -> None:
    """Queue one message that an act below asked for.

    The payload: `person_id`, `kind` (invitation, news, reminder, date_moved), and what it is about: `employer_id`,
    `subject_id`, `compartment`, and `object_id` where it is an obligation.
    """
    given = run.payload
    tenant_id = run.context.tenant_id
    subject = SubjectRef(tenant_id, UUID(given["employer_id"]), UUID(given["subject_id"]))
    about = About(
        subject, Compartment(given["compartment"]), UUID(given["object_id"]) if given.get("object_id") else None
    )
    with run.transaction() as session:
        commands.notify(
            session, tenant_id, UUID(given["person_id"]), MessageKind(given["kind"]), key=run.idem_key, about=about
        )


@outbox_actor(queue=_QUEUE, max_retries=0)
def tell_of_account(run: OutboxRun) -> None:
    """Queue a message about how a person signs in, whatever their wishes for other mail are.

    The payload: `person_id` and `kind` (one of `rules.WARNINGS`); with `login_id` it goes to the address that the
    provider of that login named, and with `address_id` to that one of before, and not to the person's own.
    """
    given = run.payload
    elsewhere = given.get("login_id") or given.get("address_id")
    with run.transaction() as session:
        commands.notify(
            session,
            run.context.tenant_id,
            UUID(given["person_id"]),
            MessageKind(given["kind"]),
            key=run.idem_key,
            about=About(object_id=UUID(elsewhere) if elsewhere else None),
        )


@outbox_actor(queue=_QUEUE, max_retries=0)
def tell_dates_moved(run: OutboxRun) -> None:
    """Tell those who owe obligations that their dates moved, each person once (ACC-3).

    The payload: `obligation_ids`; after a correction also `worker_too`, and `but`, the person who made it.
    """
    given = run.payload
    moved = reminding.Moved(
        tuple(UUID(each) for each in given["obligation_ids"]),
        worker_too=bool(given.get("worker_too")),
        but=UUID(given["but"]) if given.get("but") else None,
    )
    with run.transaction() as session:
        reminding.tell_dates_moved(session, run.context.tenant_id, moved, run.idem_key)


@outbox_actor(queue=_QUEUE, max_retries=0)
def send_again(run: OutboxRun) -> None:
    """Queue a message once more, because an operator decided to."""
    with run.transaction() as session:
        commands.send_again(session, run.context.tenant_id, UUID(run.payload["message_id"]))


@outbox_actor(queue=_QUEUE, time_limit=600, max_retries=0)
def remind(run: OutboxRun) -> None:
    """Queue the reminders of the day; a day that has passed meanwhile is left alone."""
    day = date.fromisoformat(run.payload["period"])
    with run.transaction() as session:
        zone = queries.tenant(session, run.context.tenant_id).time_zone
        if day == clock.today(zone):
            reminding.remind(session, run.context.tenant_id, day)


schedule("notifications.remind", queue=_QUEUE, rhythm=Daily(_MORNING))
