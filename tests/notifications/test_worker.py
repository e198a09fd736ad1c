"""From the commit through relay, Valkey and a worker process to the mailbox; and the worker killed on the way."""

import signal
import threading
from typing import Any

import pytest
from sqlalchemy import select
from tests.workers import Start, relay, start_worker, until

from handrail.entrypoints.relay import Relay
from handrail.identity import links
from handrail.kit import outbox
from handrail.kit.codes import Role
from handrail.notifications import commands
from handrail.notifications.codes import MessageStatus
from handrail.notifications.models import Message

__all__ = ["relay", "start_worker"]


def invite_at_any_hour(world: Any) -> None:
    """Ask for an invitation as the coordinator's act does; the worker has no quiet hours."""
    with world.session(Role.WORKER) as session:
        commands.choose(session, world.actor(Role.WORKER), email=True, quiet_from=None, quiet_until=None)
    about: dict[str, outbox.JSON] = {
        "person_id": str(world.people[Role.WORKER]),
        "kind": "invitation",
        "employer_id": str(world.employer_id),
        "subject_id": str(world.case.id),
        "compartment": "coordination",
    }
    with world.session(Role.COORDINATOR) as session:
        outbox.publish(session, "notifications", "notifications.tell", about, key=str(world.case.id))


def status(world: Any) -> MessageStatus | None:
    with world.engine() as session:
        return session.scalars(select(Message.status).where(Message.tenant_id == world.tenant_id)).one_or_none()


@pytest.mark.slow
@pytest.mark.rule("ACC-4")
def test_from_the_commit_to_the_mailbox(world: Any, desk: Any, catcher: Any, relay: Relay, start_worker: Start) -> None:
    invite_at_any_hour(world)
    with world.engine() as session:
        links.ask_for_link(session, world.tenant_id, "worker@mail.example", "browser", host="localhost")
    start_worker(threads=2)
    until(lambda: len(catcher.mails) == 2, relay.round)
    until(lambda: not desk.open_rows(), relay.round)
    subjects = {str(mail["Message-ID"]) for mail in catcher.messages()}
    assert len(subjects) == 2
    assert all(mail["Content-Language"] == "nl" for mail in catcher.messages())


@pytest.mark.slow
def test_a_worker_killed_while_the_server_has_the_mail_sends_no_second_one(
    world: Any, desk: Any, catcher: Any, relay: Relay, start_worker: Start
) -> None:
    catcher.pause_after_data = threading.Event()
    invite_at_any_hour(world)
    worker = start_worker(threads=2)
    until(catcher.reached.is_set, relay.round)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert len(catcher.mails) == 1
    catcher.pause_after_data.set()
    start_worker(threads=2)
    until(lambda: status(world) is MessageStatus.UNANSWERED, lambda: (desk.expire(), relay.round()))
    until(lambda: not desk.open_rows(), relay.round)
    assert len(catcher.mails) == 1


@pytest.mark.slow
def test_a_worker_killed_before_it_handed_the_mail_over_is_made_up_for(
    world: Any, desk: Any, catcher: Any, relay: Relay, start_worker: Start
) -> None:
    catcher.pause_at_rcpt = threading.Event()
    invite_at_any_hour(world)
    worker = start_worker(threads=2)
    until(catcher.reached.is_set, relay.round)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert catcher.mails == []
    catcher.pause_at_rcpt.set()
    catcher.pause_at_rcpt = None
    start_worker(threads=2)
    until(lambda: status(world) is MessageStatus.SENT, lambda: (desk.expire(), relay.round()))
    until(lambda: not desk.open_rows(), relay.round)
    assert len(catcher.mails) == 1
