"""Parts of Handrail that are killed with -9, in the middle of what they do."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from tests.faults.promises import Promises, outbox
from tests.faults.proxy import Proxy
from tests.faults.running import Running, kill, until

from handrail.entrypoints.servers.embedded import EmbeddedServers

pytestmark = pytest.mark.slow


def test_nothing_happens_and_all_is_kept(running: Running, promises: Promises) -> None:
    """The yardstick: a Handrail that nobody disturbs keeps every promise that is checked after a fault."""
    for act in (promises.absence(), promises.invitation(), promises.absence()):
        assert act.send(running).acknowledged
        act.send(running)  # the same request again, as a client would that lost the answer
    promises.hold()
    doctor = running.cli("doctor")
    assert doctor.returncode == 0, doctor.stdout


def test_a_worker_killed_in_the_middle_of_a_job(running: Running, promises: Promises) -> None:
    act = promises.invitation()
    with running.holding("message"):  # the job that writes the message waits inside its transaction
        assert act.send(running).acknowledged
        until(lambda: running.waiting() > 0, running.story)
        assert running.ask("select count(*) from outbox where run_until > now() and done_at is null") != [(0,)]
        kill(running.part("worker"))
        until(lambda: "worker was killed by SIGKILL; starting it again" in running.said(), running.story)
    running.let_leases_run_out()
    promises.hold()
    assert max(row["attempts"] for row in outbox(running)) == 2


def test_web_processes_killed_in_the_middle_of_a_request(running: Running, promises: Promises) -> None:
    act = promises.absence()
    with running.holding("absence"):
        sending = act.send_aside(running)
        until(lambda: running.waiting() > 0, running.story)
        for pid in running.web_workers():
            kill(pid)
        sending.join()
    assert [answer.status for answer in act.answers] == [0]
    promises.hold()
    assert "web was killed" not in running.said()  # its parent made new ones


def test_the_parent_of_the_web_processes_killed_in_the_middle_of_a_request(
    running: Running, promises: Promises
) -> None:
    act, other = promises.absence(), promises.invitation()
    with running.holding("absence"):
        sending = act.send_aside(running)
        until(lambda: running.waiting() > 0, running.story)
        kill(running.part("web"))
        sending.join()
    assert not act.acknowledged
    other.insist(running)
    promises.hold()
    assert "web was killed by SIGKILL; starting it again" in running.said()


def test_a_queue_killed_with_jobs_in_it(running: Running, promises: Promises) -> None:
    acts = [promises.invitation() for _ in range(8)]
    with running.holding("message"), redis.Redis.from_url(running.told()["redis"]) as client:
        for act in acts:
            assert act.send(running).acknowledged
        until(lambda: client.hlen("handrail:notifications.msgs") >= len(acts), running.story)
        kill(running.part("valkey"))
        late = promises.absence()
        assert late.send(running).acknowledged  # what lies in the queue is in the outbox, and nothing else needs it
    promises.hold()
    assert "valkey was killed by SIGKILL; starting it again" in running.said()
    assert "relay.queue_was_empty" in running.log("relay")


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Proxy]:
    """A Valkey behind a network that can stop at a word."""
    servers = EmbeddedServers(tmp_path / "queue")
    servers.valkey.start()
    made = Proxy(servers.valkey.url)
    yield made
    made.close()
    servers.valkey.stop()


def test_a_relay_killed_between_the_lease_and_the_queue(start: Callable[..., Running], queue: Proxy) -> None:
    running = start(HANDRAIL_REDIS_URL=queue.url)
    promises = Promises.of(running)
    act = promises.invitation()
    until(
        lambda: running.ask("select count(*) from outbox where done_at is null and not_before <= now()") == [(0,)],
        running.story,
    )
    on_its_way = queue.stop_at(b'"actor_name"')  # the first bytes of a message, which go to nobody
    assert act.send(running).acknowledged
    assert on_its_way.wait(60)
    assert running.ask("select count(*) from outbox where sent_until > now() and done_at is null") != [(0,)]
    kill(running.part("relay"))
    queue.cut()
    running.let_leases_run_out()
    promises.hold()
    assert "relay was killed by SIGKILL; starting it again" in running.said()


def test_a_supervisor_killed_with_everything_and_started_again(start: Callable[..., Running]) -> None:
    first = start()
    promises = Promises.of(first)
    acts = [promises.absence(), promises.invitation(), promises.absence()]
    with first.holding("message"):
        for act in acts:
            assert act.send(first).acknowledged
        kill(first.supervisor())
        first.process.wait(60)
    promises.running = start()
    promises.running.let_leases_run_out()
    promises.hold()
