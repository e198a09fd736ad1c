"""`handrail up` as a process: what it starts, what it survives, and that it leaves nothing running."""

import http.client
import json
import os
import re
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from handrail.entrypoints import mailbox
from handrail.kit import outbox
from handrail.kit.ids import new_id
from handrail.kit.settings import RUNNING

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 300  # many may work on this machine


class Up:
    """One `handrail up` in a state folder of its own."""

    def __init__(self, folder: Path, **variables: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
        self.state = folder / "state"
        self.output = folder / "output"
        # No consultancies, unless a test asks for some: the demo takes its time.
        self.given = {"HANDRAIL_STATE_DIR": str(self.state), "HANDRAIL_TENANTS_DIR": str(folder / "tenants")}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "handrail.entrypoints.cli", "up"],
                env=kept | self.given | variables,
                stdout=output,
                stderr=output,
            )

    def said(self) -> str:
        return self.output.read_text("utf-8")

    def ready(self) -> "Up":
        until(lambda: "Ctrl-C stops everything" in self.said() or self.process.poll() is not None, self.said)
        assert self.process.poll() is None, self.said()
        return self

    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.state / RUNNING).read_text("utf-8"))
        return found

    def get(self, path: str) -> int:
        port = int(self.told()["public"].rpartition(":")[2])
        with closing(http.client.HTTPConnection("localhost", port, timeout=10)) as connection:
            connection.request("GET", path)
            return connection.getresponse().status

    def processes(self) -> set[int]:
        return descendants(self.process.pid)

    def part(self, name: str) -> int:
        """The process that writes the log of this part and was forked by the supervisor itself."""
        log = str(self.state / "log" / f"{name}.log")
        return next(pid for pid in children_of(self.process.pid) if _writes(pid, log))

    def end(self, signum: int = signal.SIGTERM) -> int:
        self.process.send_signal(signum)
        return self.process.wait(30)


def children_of(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):  # it ended just now
        return []
    return [int(child) for child in found]


def descendants(pid: int) -> set[int]:
    direct = set(children_of(pid))
    return direct.union(*(descendants(child) for child in direct))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _writes(pid: int, log: str) -> bool:
    try:
        return str(Path(f"/proc/{pid}/fd/2").readlink()) == log
    except OSError:
        return False


def until(holds: Callable[[], bool], why: Callable[[], str] = lambda: "It did not come about in time.") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, why()
        time.sleep(0.05)


def holds_without_error(check: Callable[[], Any]) -> bool:
    try:
        return bool(check())
    except (OSError, psycopg.OperationalError, StopIteration):
        return False


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def run(folder: str = "one", **variables: str) -> Up:
        (tmp_path / folder).mkdir(exist_ok=True)
        started.append(Up(tmp_path / folder, **variables))
        return started[-1]

    yield run
    for one in started:
        if one.process.poll() is None:
            one.end()


@pytest.mark.slow
def test_a_day_of_the_supervisor(start: Callable[..., Up]) -> None:
    first = start().ready()
    assert (first.get("/healthz"), first.get("/readyz")) == (200, 200)
    assert len(first.processes()) >= 10  # two servers, mail, worker, relay, scheduler, web and its workers

    said = subprocess.run(
        [sys.executable, "-m", "handrail.entrypoints.cli", "up"],
        env=os.environ | {"HANDRAIL_STATE_DIR": str(first.state)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert f"Handrail already runs in this folder ({first.told()['public']}" in said.stderr

    running = first.processes()
    assert first.end(signal.SIGINT) == 0
    assert not [pid for pid in running if alive(pid)]
    assert not (first.state / RUNNING).exists()

    second = start().ready()
    running = second.processes()
    second.end(signal.SIGKILL)
    until(lambda: not [pid for pid in running if alive(pid)])

    third = start().ready()  # over the stale pid file, lock and address file of the one that was killed
    assert third.get("/readyz") == 200
    running = third.processes()
    assert third.end(signal.SIGTERM) == 0
    assert not [pid for pid in running if alive(pid)]


@pytest.mark.slow
def test_a_dead_part_is_started_again(start: Callable[..., Up]) -> None:
    running = start().ready()
    for name in ("worker", "relay", "scheduler", "mail", "web"):
        before = running.part(name)
        os.kill(before, signal.SIGKILL)
        until(lambda name=name, before=before: holds_without_error(lambda: running.part(name) != before), running.said)
    until(lambda: holds_without_error(lambda: running.get("/healthz") == 200), running.said)


@pytest.mark.slow
def test_killed_servers_come_back_at_their_address(start: Callable[..., Up]) -> None:
    running = start().ready()
    told = running.told()
    postmaster = int((running.state / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    until(lambda: holds_without_error(lambda: psycopg.connect(told["database"]).close() or True), running.said)
    until(lambda: holds_without_error(lambda: running.get("/readyz") == 200), running.said)
    os.kill(running.part("valkey"), signal.SIGKILL)
    port = int(told["redis"].rpartition(":")[2].partition("/")[0])
    until(lambda: holds_without_error(lambda: socket.create_connection(("127.0.0.1", port)).close() or True))
    assert running.told() == told
    row = ask_for_work(told["database"])
    until(lambda: holds_without_error(lambda: is_done(told["relay"], row)), running.said)


def ask_for_work(url: str) -> UUID:
    tenant, row = new_id(), new_id()
    with psycopg.connect(url) as connection:
        connection.execute("select set_config('app.tenant_id', %s, true)", [str(tenant)])
        connection.execute(
            "insert into outbox (tenant_id, id, queue, name, payload, idem_key, priority) "
            "values (%s, %s, 'housekeeping', 'kit.sweep_outbox', '{}', 'now', 5)",
            [tenant, row],
        )
        connection.execute("select pg_notify(%s, '')", [outbox.CHANNEL])
    return row


def is_done(url: str, row: UUID) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute("select done_at is not null from outbox where id = %s", [row]).fetchone()
    return bool(found and found[0])


@pytest.mark.slow
def test_sent_mail_is_kept_and_not_sent(start: Callable[..., Up]) -> None:
    running = start().ready()
    port = int(running.told()["smtp"].rpartition(":")[2])
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.sendmail("h@example.org", ["saar@example.org"], "Subject: Iets nieuws é\n\nHallo\n".encode())
    until(lambda: bool(mailbox.caught(running.state / "mail")))
    (kept,) = mailbox.caught(running.state / "mail")
    assert (kept.recipient, kept.text().strip()) == ("saar@example.org", "Hallo")


@pytest.mark.slow
def test_the_demo_is_applied_once_and_a_printed_link_signs_in(start: Callable[..., Up]) -> None:
    first = start(HANDRAIL_TENANTS_DIR=str(ROOT / "tenants")).ready()
    links = re.findall(r"^  (\w+) +(.+?)  +(http://localhost:\d+)(/sign-in/\w+)$", first.said(), re.MULTILINE)
    assert {"coordinator", "worker", "supervisor", "hr"} <= {role for role, *_ in links}
    assert len({role for role, *_ in links}) == len(links)
    assert first.get(links[0][3]) == 200
    first.end()

    second = start(HANDRAIL_TENANTS_DIR=str(ROOT / "tenants")).ready()
    assert "Applying" not in second.said()
    assert "/sign-in/" in second.said()


@pytest.mark.slow
def test_two_checkouts_serve_side_by_side_on_ports_of_their_own(start: Callable[..., Up]) -> None:
    one, other = start("one"), start("other")
    one.ready()
    other.ready()
    assert one.told()["public"] != other.told()["public"]
    assert (one.get("/readyz"), other.get("/readyz")) == (200, 200)


def test_a_taken_port_that_was_asked_for_is_told_and_nothing_is_left(start: Callable[..., Up]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        up = start(HANDRAIL_PORT=str(port))
        assert up.process.wait(30) == 1
    assert f"Port {port} is taken by another program" in up.said()
    assert "Traceback" not in up.said()


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("HANDRAIL_DATABASE_URL", "postgresql://handrail_app:hush@127.0.0.1:9/handrail", "does not answer as handrail"),
        ("HANDRAIL_REDIS_URL", "redis://:hush@127.0.0.1:9/0", "The queue at HANDRAIL_REDIS_URL does not answer"),
        ("HANDRAIL_STATE_DIR", "/dev/null/state", "cannot be written"),
        ("HANDRAIL_PORT", "http", "must be a number from 1 to 65535"),
    ],
)
def test_what_can_not_work_is_told_in_a_paragraph(
    start: Callable[..., Up], variable: str, value: str, message: str
) -> None:
    up = start(**{variable: value})
    assert up.process.wait(30) == 1
    assert message in up.said()
    assert "Traceback" not in up.said()
    assert "hush" not in up.said()
