"""PostgreSQL killed, cut off, or silent, while somebody's act is under way."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from tests.faults.promises import Promises
from tests.faults.proxy import Proxy
from tests.faults.running import Act, Running, kill, until
from tests.plans.steps import Journey, at_the_table, proposed

from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit.codes import Role

pytestmark = pytest.mark.slow

RECOVERY: Final = "starting it again"
ROWS: Final = 600


def _days(number: int) -> list[str]:
    return [(date(2026, 10, 1) - timedelta(days=2 * step)).isoformat() for step in range(number)]


class Acceptance(Promises):
    """A plan that waits for its two acceptances, beside the other acts."""

    journey: Journey
    number: int

    @classmethod
    def waiting(cls, running: Running) -> "Acceptance":
        journey = at_the_table()
        made = cls(running, journey.world)
        made.journey, made.number = journey, proposed(journey)
        return made

    def accept(self, role: Role) -> Act:
        path = f"/api/v1/cases/{self.journey.case_id}/plan/versions/{self.number}/acceptances"
        return self.act("POST", path, role, {})

    def is_a_contract_once(self) -> None:
        rows = self.running.ask("select party, count(*) from plan_acceptance group by party order by party")
        assert rows == [("supervisor", 1), ("worker", 1)]
        ((entries,),) = self.running.ask("select count(*) from timeline_entry where object_table = 'plan_acceptance'")
        assert entries == 2


def test_postgres_killed_in_the_middle_of_an_acceptance(running: Running) -> None:
    promises = Acceptance.waiting(running)
    assert promises.accept(Role.SUPERVISOR).send(running).acknowledged
    act = promises.accept(Role.WORKER)
    with running.holding("plan_acceptance"):
        sending = act.send_aside(running)
        until(lambda: running.waiting() > 0, running.story)
        running.kill_postgres()
        sending.join()
    (answer,) = act.answers
    assert (answer.status, answer.json()["type"]) == (503, "/problems/database-away")
    assert int(answer.headers["Retry-After"]) > 0
    promises.hold()
    promises.is_a_contract_once()
    assert "postgresql was killed by SIGKILL; starting it again" in running.said()


def test_one_backend_killed_in_the_middle_of_an_acceptance(running: Running) -> None:
    """PostgreSQL then ends all others and recovers, since memory they share may be spoilt."""
    promises = Acceptance.waiting(running)
    acts = [promises.accept(Role.SUPERVISOR), promises.accept(Role.WORKER)]
    with running.holding("plan_acceptance"):
        sending = [act.send_aside(running) for act in acts]
        until(lambda: running.waiting() == len(acts), running.story)
        ((backend,),) = running.ask("select min(pid) from pg_stat_activity where wait_event_type = 'Lock'")
        # Behind a user namespace the server knows itself by the same numbers: it is no namespace of processes.
        kill(backend)
        for each in sending:
            each.join()
    assert {answer.status for act in acts for answer in act.answers} == {503}
    promises.hold()
    promises.is_a_contract_once()
    assert "was terminated by signal 9" in running.log("postgresql")


@pytest.fixture
def servers_of_their_own(tmp_path: Path) -> Iterator[EmbeddedServers]:
    made = EmbeddedServers(tmp_path / "state")
    made.postgres.start()
    made.prepare()
    yield made
    made.postgres.stop()


@pytest.fixture
def network(servers_of_their_own: EmbeddedServers) -> Iterator[Proxy]:
    """What lies between Handrail and its PostgreSQL."""
    made = Proxy(servers_of_their_own.postgres.url())
    yield made
    made.close()


@pytest.fixture
def behind(network: Proxy, servers_of_their_own: EmbeddedServers, start: Callable[..., Running]) -> Running:
    """A Handrail that reaches its database through that network only."""
    told = servers_of_their_own.connections()
    return start(
        HANDRAIL_DATABASE_URL=network.through(told.database or ""),
        HANDRAIL_RELAY_URL=network.through(told.relay or ""),
        HANDRAIL_ADMIN_URL=network.through(told.admin or ""),
        HANDRAIL_MIGRATE_URL=told.migrate or "",
    )


def test_the_answer_to_the_commit_of_an_acceptance_is_lost(behind: Running, network: Proxy) -> None:
    """The one moment in which nobody can know: it is there, the worker is told to ask again, and it is there once."""
    promises = Acceptance.waiting(behind)
    assert promises.accept(Role.SUPERVISOR).send(behind).acknowledged
    act = promises.accept(Role.WORKER)
    lost = network.lose_the_answer_to(b"COMMIT", on_the_connection_of=act.key.encode())
    answer = act.send(behind)
    assert lost.is_set()
    assert (answer.status, answer.json()["type"]) == (503, "/problems/database-away")
    promises.is_a_contract_once()
    promises.hold()
    promises.is_a_contract_once()


def test_a_database_that_takes_everything_and_says_nothing(behind: Running, network: Proxy) -> None:
    promises = Acceptance.waiting(behind)
    acts = [promises.absence(), promises.invitation(), promises.accept(Role.WORKER)]
    later = promises.absence()
    assert acts[0].send(behind).acknowledged
    network.fall_silent()
    for each in [act.send_aside(behind) for act in acts[1:]]:
        each.join()
    late = later.send(behind)  # by now it is known, and nobody waits long
    for answer in [act.answers[-1] for act in acts[1:]] + [late]:
        assert answer.status == 503
        assert answer.json()["type"] == "/problems/database-away"
        assert int(answer.headers["Retry-After"]) > 0
    page = behind.request("GET", "/sign-in", {"Cookie": "hr=somebody"})
    assert page.status == 503
    assert "can not reach its database" in page.body
    ready = behind.request("GET", "/readyz")
    assert (ready.status, behind.request("GET", "/healthz").status) == (503, 200)
    until(lambda: "relay.waiting" in behind.log("relay"), behind.story)
    until(lambda: "scheduler.waiting" in behind.log("scheduler"), behind.story)
    network.speak()
    promises.hold()
    assert not [line for line in behind.said().splitlines() if RECOVERY in line]  # no process had to end for it


def test_postgres_killed_in_the_middle_of_an_import(running: Running, tmp_path: Path) -> None:
    promises = Promises.of(running)
    slug, employer, worker = promises.keys()
    file = tmp_path / "feed.csv"
    rows = [f"import-{number},{worker},{day},{day},," for number, day in enumerate(_days(ROWS))]
    file.write_text("absence_id,worker_id,first_day,last_day,expected_days,percent\n" + "\n".join(rows) + "\n", "utf-8")
    arguments = ("absence", "import", str(file), "--tenant", slug, "--employer", employer, "--profile", "generic")
    network = Proxy(running.told()["database"])
    reached = network.after(200_000)  # bytes: in the middle of the rows
    said: list[Any] = []
    importing = threading.Thread(target=lambda: said.append(running.cli(*arguments, HANDRAIL_DATABASE_URL=network.url)))
    importing.start()
    assert reached.wait(120)
    running.kill_postgres()
    network.speak()
    importing.join()
    assert said[0].returncode != 0
    assert "database" in said[0].stderr, said[0].stderr  # what is away; a part that was done stays done
    assert "Traceback" not in said[0].stderr
    network.close()
    until(lambda: running.ask("select 1"), running.story)
    again = running.cli(*arguments)
    assert again.returncode == 0, again.stdout + again.stderr
    stored = running.ask(
        "select count(*), count(distinct external_key) from absence where external_key like 'import-%%'"
    )
    assert stored == [(ROWS, ROWS)]
    third = running.cli(*arguments)
    assert f"{ROWS} Unchanged" in " ".join(third.stdout.split()), third.stdout
    promises.hold()
