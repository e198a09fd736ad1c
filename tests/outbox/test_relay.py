"""What the relay leases, in which order, and what it does when the queue is away."""

from collections import Counter
from typing import Any

import pytest
import redis

from handrail.kit.ids import new_id
from handrail.kit.outbox import Priority


def test_a_leased_row_is_not_leased_again_until_the_lease_is_over(desk: Any, make_relay: Any) -> None:
    row = desk.publish("test.note")
    relay = make_relay()
    assert [lease.row_id for lease in relay.claim()] == [row]
    assert relay.claim() == []
    desk.expire()
    assert [lease.row_id for lease in relay.claim()] == [row]
    assert desk.row(row).attempts == 0  # sending is no attempt


def test_a_flood_of_one_tenant_leaves_the_turn_to_the_others(desk: Any, make_relay: Any) -> None:
    other, third = new_id(), new_id()
    for _ in range(60):
        desk.publish("test.note")
    few = [desk.publish("test.note", tenant=tenant) for tenant in (other, third) for _ in range(2)]
    leases = make_relay(batch=9, in_flight=20).claim()
    assert Counter(lease.tenant_id for lease in leases) == {desk.tenant: 5, other: 2, third: 2}
    assert {lease.row_id for lease in leases} >= set(few)
    assert len({lease.tenant_id for lease in leases[:3]}) == 3


def test_no_more_than_the_allowed_rows_of_a_tenant_and_queue_are_in_flight(desk: Any, make_relay: Any) -> None:
    for _ in range(30):
        desk.publish("test.note")
    other_queue = desk.publish("test.note", queue="other")
    relay = make_relay(in_flight=10)
    first = relay.claim()
    assert len(first) == 11
    assert other_queue in {lease.row_id for lease in first}
    assert relay.claim() == []
    desk.superuser.execute("update outbox set done_at = now() where id = %s", [first[0].row_id])
    assert len(relay.claim()) == 1


def test_a_row_whose_message_was_lost_takes_up_no_room(desk: Any, make_relay: Any) -> None:
    row = desk.publish("test.note")
    relay = make_relay(in_flight=1)
    assert [lease.row_id for lease in relay.claim()] == [row]
    desk.expire()
    assert [lease.row_id for lease in relay.claim()] == [row]


def test_a_row_that_runs_is_not_sent_again_however_old_its_message(desk: Any, make_relay: Any) -> None:
    row = desk.publish("test.note")
    relay = make_relay(in_flight=1)
    relay.claim()
    desk.expire()
    desk.superuser.execute("update outbox set attempts = 1, run_until = now() + interval '1 minute'")
    other = desk.publish("test.note")
    assert relay.claim() == []  # it takes up its room
    assert [lease.row_id for lease in make_relay(in_flight=9).claim()] == [other]
    desk.superuser.execute("update outbox set run_until = now() - interval '1 second'")
    assert row in {lease.row_id for lease in make_relay(in_flight=9).claim()}


def test_what_is_urgent_goes_first(desk: Any, make_relay: Any) -> None:
    for _ in range(3):
        desk.publish("test.note", priority=Priority.LOW)
    urgent = desk.publish("test.note", priority=Priority.HIGH)
    assert make_relay(batch=1).claim()[0].row_id == urgent


def test_two_relays_never_lease_the_same_row(desk: Any, make_relay: Any) -> None:
    rows = {desk.publish("test.note") for _ in range(20)}
    one, two = make_relay(batch=10, in_flight=100), make_relay(batch=10, in_flight=100)
    with one.connection.transaction():
        first = {lease.row_id for lease in one.claim()}
        second = {lease.row_id for lease in two.claim()}
    assert not first & second
    assert first | second == rows


def test_a_message_carries_a_tenant_and_a_row_and_nothing_else(desk: Any, make_relay: Any, valkey: redis.Redis) -> None:
    row = desk.publish("test.note")
    assert make_relay().round() == 1
    messages = valkey.hgetall("handrail:test.msgs")
    assert [b"outbox.test" in body and str(row).encode() in body for body in messages.values()] == [True]  # type: ignore[union-attr]


def test_a_queue_that_is_away_leaves_the_rows_due(desk: Any, make_relay: Any, servers: Any) -> None:
    row = desk.publish("test.note")
    relay = make_relay()
    relay.notice_a_lost_queue()
    servers.valkey.stop()
    try:
        with pytest.raises(redis.RedisError):
            relay._send_all(relay.claim())  # noqa: SLF001 - the queue went away between claim and send
        assert not desk.row(row).sent
    finally:
        servers.valkey.start()
    assert relay.round() == 1


def test_a_queue_that_lost_its_memory_is_told_everything_again(desk: Any, make_relay: Any, valkey: redis.Redis) -> None:
    rows = [desk.publish("test.note") for _ in range(3)]
    relay = make_relay()
    assert (relay.round(), relay.round()) == (3, 0)
    valkey.flushall()
    assert relay.round() == 3
    assert all(desk.row(row).attempts == 0 for row in rows)


@pytest.mark.parametrize("lease", ["sent_until", "run_until"])
def test_a_lease_of_a_clock_that_was_days_ahead_holds_nothing_back(desk: Any, make_relay: Any, lease: str) -> None:
    row = desk.publish("test.note")
    desk.superuser.execute("update outbox set sent_until = now()")
    desk.superuser.execute(f"update outbox set {lease} = now() + interval '2 days'")  # noqa: S608 - one of two words
    assert [found.row_id for found in make_relay().claim()] == [row]


def test_a_lease_of_now_holds(desk: Any, make_relay: Any) -> None:
    desk.publish("test.note")
    relay = make_relay()
    assert len(relay.claim()) == 1
    assert relay.claim() == []
    desk.superuser.execute("update outbox set sent_until = null, run_until = now() + interval '1 hour'")
    assert relay.claim() == []


def test_what_was_due_at_once_is_due_though_the_clock_was_set_back(desk: Any, make_relay: Any) -> None:
    row, later = desk.publish("test.note"), desk.publish("test.note")
    desk.superuser.execute("update outbox set published_at = now() + interval '1 hour', not_before = now() + '1 hour'")
    desk.superuser.execute("update outbox set not_before = now() + interval '2 hours' where id = %s", [later])
    assert [found.row_id for found in make_relay().claim()] == [row]


def test_a_pause_of_a_clock_that_was_days_ahead_is_over(desk: Any, make_relay: Any) -> None:
    row, later = desk.publish("test.note"), desk.publish("test.note")
    desk.superuser.execute("update outbox set not_before = now() + interval '2 days'")  # planned for then, or paused
    desk.superuser.execute("update outbox set attempts = 1 where id = %s", [row])
    assert [found.row_id for found in make_relay().claim()] == [row]
    assert later != row
