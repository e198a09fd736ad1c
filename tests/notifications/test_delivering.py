"""Delivery against a real mail server that accepts, refuses, hangs up or is away."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from handrail.identity import commands as identity
from handrail.identity import links, parts
from handrail.identity import queries as identity_queries
from handrail.kit import clock, jobs, outbox
from handrail.kit.codes import Compartment, Role
from handrail.kit.settings import configure, settings, with_connections
from handrail.kit.subjects import System
from handrail.notifications import commands, delivering
from handrail.notifications.codes import MessageKind, MessageStatus, Outcome
from handrail.notifications.commands import About
from handrail.notifications.models import Delivery, Message
from handrail.notifications.smtp import hand_over
from handrail.tenancy.models import Person

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
NIGHT = datetime(2026, 3, 10, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def invite(world: Any, key: str = "1", role: Role = Role.WORKER, kind: MessageKind = MessageKind.INVITATION) -> UUID:
    compartment = Compartment.PLAN if role is Role.SUPERVISOR else Compartment.COORDINATION
    with world.engine() as session:
        about = About(world.case.subject(), compartment)
        return commands.notify(session, world.tenant_id, world.people[role], kind, key=key, about=about).id


def message(world: Any, message_id: UUID) -> Message:
    with world.engine() as session:
        return session.scalars(select(Message).where(Message.id == message_id)).one()


def attempts(world: Any, message_id: UUID) -> list[Delivery]:
    with world.engine() as session:
        return list(
            session.scalars(select(Delivery).where(Delivery.message_id == message_id).order_by(Delivery.attempt))
        )


def test_a_message_reaches_its_person_once_in_their_language(world: Any, desk: Any, catcher: Any) -> None:
    message_id = invite(world)
    desk.work_off()
    (mail,) = catcher.messages()
    assert mail["To"].addresses[0].addr_spec == "worker@mail.example"
    assert mail["Content-Language"] == "nl"
    assert message(world, message_id).status is MessageStatus.SENT
    (attempt,) = attempts(world, message_id)
    assert (attempt.outcome, attempt.answer_code) == (Outcome.ACCEPTED, 250)
    assert desk.open_rows() == []


def test_the_same_key_is_one_message_however_often_it_is_asked_for(world: Any, desk: Any, catcher: Any) -> None:
    assert invite(world) == invite(world)
    desk.work_off()
    assert invite(world) == invite(world)
    desk.work_off()
    assert len(catcher.mails) == 1


def test_a_row_of_the_outbox_that_runs_again_sends_nothing(world: Any, desk: Any, catcher: Any) -> None:
    invite(world)
    ((row, _name),) = desk.open_rows()
    desk.work_off()
    desk.superuser.execute("update outbox set done_at = null where id = %s", [row])
    assert jobs.run_row(world.tenant_id, row)
    assert len(catcher.mails) == 1


def test_what_the_server_does_not_take_now_is_tried_again(world: Any, desk: Any, catcher: Any) -> None:
    catcher.rcpt_answer = "451 later"
    message_id = invite(world)
    desk.work_off()
    assert message(world, message_id).status is MessageStatus.QUEUED
    catcher.rcpt_answer = "250 OK"
    desk.work_off()
    assert message(world, message_id).status is MessageStatus.SENT
    assert [one.outcome for one in attempts(world, message_id)] == [Outcome.REFUSED_FOR_NOW, Outcome.ACCEPTED]
    assert len(catcher.mails) == 1


@pytest.mark.parametrize("where", ["rcpt_answer", "data_answer"])
def test_what_the_server_refuses_for_good_is_not_tried_again(world: Any, desk: Any, catcher: Any, where: str) -> None:
    setattr(catcher, where, "550 no such mailbox")
    message_id = invite(world)
    desk.work_off()
    found = message(world, message_id)
    assert (found.status, found.why) == (MessageStatus.UNDELIVERABLE, "refused")
    assert desk.open_rows() == []


def test_a_server_that_is_away_is_asked_again_and_nothing_is_handed_over_meanwhile(
    world: Any, desk: Any, catcher: Any
) -> None:
    configure(with_connections(settings(), smtp="smtp://127.0.0.1:9"))  # discard: nobody listens
    message_id = invite(world)
    desk.work_off()
    configure(with_connections(settings(), smtp=catcher.url))
    desk.work_off()
    assert [one.outcome for one in attempts(world, message_id)] == [Outcome.NOT_REACHED, Outcome.ACCEPTED]
    assert len(catcher.mails) == 1


def test_a_mail_whose_answer_never_comes_is_not_sent_again_by_itself(world: Any, desk: Any, catcher: Any) -> None:
    catcher.hang_up_after_data = True
    message_id = invite(world)
    desk.work_off()
    catcher.hang_up_after_data = False
    desk.work_off()
    assert message(world, message_id).status is MessageStatus.UNANSWERED
    assert len(catcher.mails) == 1
    assert desk.open_rows() == []


def test_an_operator_can_send_it_again_and_it_keeps_its_message_id(world: Any, desk: Any, catcher: Any) -> None:
    catcher.hang_up_after_data = True
    message_id = invite(world)
    desk.work_off()
    catcher.hang_up_after_data = False
    payload: dict[str, outbox.JSON] = {"message_id": str(message_id)}
    with world.session(Role.OPERATOR) as session:
        outbox.publish(session, "notifications", "notifications.send_again", payload, key="again")
    desk.work_off()
    assert message(world, message_id).status is MessageStatus.SENT
    first, second = catcher.mails
    assert first == second


def test_a_worker_that_died_before_handing_over_is_made_up_for(world: Any, desk: Any, catcher: Any) -> None:
    message_id = invite(world)
    with world.engine() as session:
        assert delivering.begin(session, world.tenant_id, message_id) is not None
    desk.work_off()
    assert [one.outcome for one in attempts(world, message_id)] == [Outcome.NOT_REACHED, Outcome.ACCEPTED]
    assert len(catcher.mails) == 1


def test_a_slow_start_that_was_given_up_can_not_hand_over_any_more(world: Any, desk: Any, catcher: Any) -> None:
    message_id = invite(world)
    with world.engine() as session:
        slow = delivering.begin(session, world.tenant_id, message_id)
    assert slow is not None
    desk.work_off()

    def mark() -> None:
        with world.engine() as session:
            delivering.mark_handed_over(session, slow)

    with pytest.raises(jobs.LeaseLost):
        hand_over(slow.mail, catcher.url, mark)
    assert len(catcher.mails) == 1


def test_a_start_that_hands_over_while_another_begins_is_seen_by_it(world: Any, desk: Any, catcher: Any) -> None:
    message_id = invite(world)
    with world.engine() as session:
        slow = delivering.begin(session, world.tenant_id, message_id)
    assert slow is not None
    with ThreadPoolExecutor(1) as other:
        with world.engine() as session:
            delivering.mark_handed_over(session, slow)
            begun = other.submit(_begin, world, message_id)
            with pytest.raises(FutureTimeout):
                begun.result(timeout=0.5)  # it waits for the mark to be committed
        result = begun.result()
    assert result is None
    assert message(world, message_id).status is MessageStatus.UNANSWERED
    assert desk.open_rows()
    assert catcher.mails == []


def _begin(world: Any, message_id: UUID) -> object:
    with world.engine() as session:
        return delivering.begin(session, world.tenant_id, message_id)


def test_quiet_hours_put_it_off_until_the_persons_morning(world: Any, desk: Any, catcher: Any) -> None:
    with clock.frozen(NIGHT):
        message_id = invite(world)
        assert message(world, message_id).status is MessageStatus.HELD_QUIET_HOURS
        due = desk.one("select not_before from outbox where tenant_id = %s and done_at is null", world.tenant_id)
    assert due == datetime(2026, 3, 11, 7, tzinfo=UTC)  # 08:00 in Amsterdam
    with clock.frozen(due):
        desk.work_off()
    assert len(catcher.mails) == 1


def test_quiet_hours_chosen_meanwhile_hold_what_is_queued(world: Any, desk: Any, catcher: Any) -> None:
    message_id = invite(world)
    with world.session(Role.WORKER) as session:
        commands.choose(session, world.actor(Role.WORKER), email=True, quiet_from=time(9), quiet_until=time(18))
    ((row, _name),) = desk.open_rows()
    jobs.run_row(world.tenant_id, row)
    assert catcher.mails == []
    assert message(world, message_id).status is MessageStatus.HELD_QUIET_HOURS
    with clock.frozen(NOON + timedelta(hours=6)):
        desk.work_off()
    assert len(catcher.mails) == 1


def test_who_wants_no_mail_gets_none_and_sees_why(world: Any, desk: Any, catcher: Any) -> None:
    with world.session(Role.WORKER) as session:
        commands.choose(session, world.actor(Role.WORKER), email=False, quiet_from=None, quiet_until=None)
    message_id = invite(world)
    desk.work_off()
    found = message(world, message_id)
    assert (found.status, found.why) == (MessageStatus.SUPPRESSED, "not_wanted")
    assert catcher.mails == []


@pytest.mark.parametrize("email", [None, "", "no address"])
def test_without_an_address_it_is_undeliverable(world: Any, desk: Any, catcher: Any, email: str | None) -> None:
    with world.engine() as session:
        session.get_one(Person, (world.tenant_id, world.people[Role.WORKER])).email = email
    message_id = invite(world)
    desk.work_off()
    assert message(world, message_id).status is MessageStatus.UNDELIVERABLE
    assert catcher.mails == []


@pytest.mark.rule("VOL-2")
def test_what_was_queued_for_a_supervisor_does_not_go_once_the_worker_has_withdrawn(
    world: Any, desk: Any, catcher: Any
) -> None:
    message_id = invite(world, role=Role.SUPERVISOR)
    with world.engine() as session:
        part = identity_queries.current_assignment(session, world.case, Role.SUPERVISOR)
        assert part is not None
        parts.end_assignment(session, System(world.tenant_id), world.case, part, NOON.date())
    desk.work_off()
    found = message(world, message_id)
    assert (found.status, found.why) == (MessageStatus.SUPPRESSED, "no_longer_theirs")
    assert catcher.mails == []


@pytest.mark.rule("VOL-3")
def test_many_moved_dates_in_an_hour_are_one_mail(world: Any, desk: Any, catcher: Any) -> None:
    for number in range(5):
        invite(world, key=str(number), kind=MessageKind.DATE_MOVED)
    desk.work_off()
    assert len(catcher.mails) == 1
    with clock.frozen(NOON + timedelta(hours=2)):
        invite(world, key="later", kind=MessageKind.DATE_MOVED)
        desk.work_off()
    assert len(catcher.mails) == 2


def test_the_sign_in_link_goes_at_once_whatever_was_chosen(world: Any, desk: Any, catcher: Any) -> None:
    with world.session(Role.WORKER) as session:
        commands.choose(session, world.actor(Role.WORKER), email=False, quiet_from=time(0), quiet_until=time(23))
    with world.engine() as session:
        links.ask_for_link(session, world.tenant_id, "worker@mail.example", "browser", host="localhost")
    desk.work_off()
    (mail,) = catcher.messages()
    link_id = desk.one("select id from sign_in_link where tenant_id = %s", world.tenant_id)
    assert f"http://localhost:8080/sign-in/{identity.token_of_link(link_id)}" in mail.get_body(("plain",)).get_content()
    stored = desk.one("select row_to_json(m)::text from message m where tenant_id = %s", world.tenant_id)
    assert identity.token_of_link(link_id) not in stored


@pytest.mark.parametrize(
    ("slug", "leads_to"), [("own", "http://{}.localhost:8080/"), ("evil", "http://localhost:8080/")]
)
def test_the_link_leads_to_the_host_it_was_asked_on_and_to_no_stranger(
    world: Any, desk: Any, catcher: Any, slug: str, leads_to: str
) -> None:
    own = f"t-{world.tenant_id}"
    host = f"{own if slug == 'own' else slug}.localhost:8080"
    with world.engine() as session:
        link = identity.make_link(session, world.tenant_id, world.people[Role.WORKER])
        payload: dict[str, outbox.JSON] = {"link_id": str(link.id), "host": host}
        outbox.publish(session, "notifications", "notifications.send_sign_in_link", payload, key="1")
    desk.work_off()
    text = catcher.messages()[0].get_body(("plain",)).get_content()
    assert leads_to.format(own) + "sign-in/" in text


def test_a_link_that_has_run_out_is_not_mailed(world: Any, desk: Any, catcher: Any) -> None:
    with world.engine() as session:
        links.ask_for_link(session, world.tenant_id, "worker@mail.example", "browser", host="localhost")
    with clock.frozen(NOON + timedelta(minutes=11)):
        desk.work_off()
    assert catcher.mails == []


@pytest.mark.rule("CON-1")
def test_the_queue_and_the_delivery_log_hold_ids_only(world: Any, desk: Any, catcher: Any) -> None:
    invite(world)
    desk.work_off()
    assert catcher.mails
    for table in ("outbox", "delivery"):
        text = desk.one(f"select json_agg(t)::text from {table} t where tenant_id = %s", world.tenant_id)  # noqa: S608 - two names of ours
        assert "mail.example" not in text
        assert "Person" not in text
    assert "invitation" not in desk.one(
        "select json_agg(t)::text from delivery t where tenant_id = %s", world.tenant_id
    )


def test_lines_that_begin_with_a_dot_arrive_as_they_were(catcher: Any) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "a@mail.example", "b@mail.example"
    mail.set_content(".\n..two\nthree\n")
    marked = threading.Event()
    assert hand_over(mail, catcher.url, marked.set).outcome is Outcome.ACCEPTED
    assert marked.is_set()
    assert catcher.messages()[0].get_content().replace("\r\n", "\n") == ".\n..two\nthree\n"


def test_an_act_below_asks_through_the_outbox_for_a_message(world: Any, desk: Any, catcher: Any) -> None:
    about: dict[str, outbox.JSON] = {
        "person_id": str(world.people[Role.WORKER]),
        "kind": "invitation",
        "employer_id": str(world.employer_id),
        "subject_id": str(world.case.id),
        "compartment": "coordination",
    }
    with world.session(Role.COORDINATOR) as session:
        outbox.publish(session, "notifications", "notifications.tell", about, key=f"invitation:{world.case.id}")
    desk.work_off()
    assert len(catcher.mails) == 1
