"""A Handrail as `handrail up` runs it, whose parts a test may kill; and a client that knows what it was promised."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from handrail.entrypoints.servers.leftovers import postgres_processes
from handrail.entrypoints.servers.postgres import SUPERUSER
from handrail.kit.settings import RUNNING, Settings

PATIENCE_SECONDS: Final = 180  # bounded, and long enough for a machine that many work on
CLIENT_SECONDS: Final = 120
PAUSE_SECONDS: Final = 0.1
_OK: Final = range(200, 300)
_LATER: Final = 500


def until(holds: Callable[[], Any], why: Callable[[], str], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for a condition; a server that is away does not fulfil it."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError, psycopg.Error, StopIteration, http.client.HTTPException):
            if holds():
                return
        assert time.monotonic() < deadline, why()
        time.sleep(PAUSE_SECONDS)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request came to; status 0 where no answer came."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def acknowledged(self) -> bool:
        return self.status in _OK

    def json(self) -> Any:
        return json.loads(self.body)


class Running:
    """One `handrail up` with a state folder of its own; `wrap` is put before its command line."""

    def __init__(self, folder: Path, *, wrap: Sequence[str] = (), **variables: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
        self.state = folder / "state"
        self.output = folder / f"output-{uuid4()}"
        self.environment = kept | {
            "HANDRAIL_STATE_DIR": str(self.state),
            "HANDRAIL_TENANTS_DIR": str(folder / "tenants"),
            **variables,
        }
        self.wrap = tuple(wrap)
        self.process = self._start()
        if wrap:  # it may live on disks of its own: this is how they look from here
            self.state = Path(f"/proc/{self.process.pid}/root{self.state}")
            self.environment = self.environment | {"HANDRAIL_STATE_DIR": str(self.state)}

    def _start(self) -> "subprocess.Popen[bytes]":
        with self.output.open("ab") as output:
            return subprocess.Popen(
                [*self.wrap, sys.executable, "-m", "handrail.entrypoints.cli", "up"],
                env=self.environment,
                stdout=output,
                stderr=output,
            )

    def ready(self) -> "Running":
        until(lambda: "Ctrl-C stops everything" in self.said() or self.process.poll() is not None, self.story)
        assert self.process.poll() is None, self.story()
        return self

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()  # the kernel ends its children; the next test finds none of them
                self.process.wait(60)
                raise

    # --- what it says ---------------------------------------------------------------------------------------------

    def said(self) -> str:
        return self.output.read_text("utf-8", "replace")

    def log(self, part: str) -> str:
        return (self.state / "log" / f"{part}.log").read_text("utf-8", "replace")

    def story(self) -> str:
        """All that an operator could read, for a test that fails."""
        logs = sorted((self.state / "log").glob("*.log"))
        parts = [f"--- {log.name}\n{log.read_text('utf-8', 'replace')[-3000:]}" for log in logs]
        return "\n".join([f"--- supervisor\n{self.said()[-6000:]}", *parts])

    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.state / RUNNING).read_text("utf-8"))
        return found

    def settings(self) -> Settings:
        """The settings of another process of this installation, such as this test."""
        return Settings.from_environment(self.environment)

    def cli(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run a command as the operator."""
        return subprocess.run(
            [sys.executable, "-m", "handrail.entrypoints.cli", *arguments],
            env=self.environment | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )

    # --- its processes --------------------------------------------------------------------------------------------

    def supervisor(self) -> int:
        """The process that forks the parts: the one we started, or the one it became behind `wrap`."""
        return self.process.pid

    def part(self, name: str) -> int:
        """The process that writes the log of this part and was forked by the supervisor itself."""
        log = f"{name}.log"
        return next(pid for pid in children_of(self.supervisor()) if _writes_to(pid) == log)

    def web_workers(self) -> list[int]:
        return children_of(self.part("web"))

    def postgres(self) -> list[int]:
        """All processes of the embedded PostgreSQL, the postmaster among them."""
        return postgres_processes(self.state / "postgres" / "data")

    def kill_postgres(self) -> None:
        """Kill -9 the postmaster and every backend at once, as a machine that loses its power would."""
        for pid in self.postgres():
            kill(pid)

    def superuser(self) -> psycopg.Connection[Any]:
        """Look at the tables as they are, past the policies."""
        secrets = json.loads((self.state / "secrets.json").read_text("utf-8"))
        parts = urlsplit(self.told()["migrate"])
        url = f"postgresql://{SUPERUSER}:{secrets['bootstrap']}@{parts.hostname}:{parts.port}{parts.path}"
        return psycopg.connect(url, autocommit=True, connect_timeout=5)

    @contextlib.contextmanager
    def holding(self, table: str) -> Iterator[None]:
        """Let whoever needs this table wait, in the middle of their transaction, until the block ends or we die too."""
        with contextlib.suppress(psycopg.OperationalError), self.superuser() as connection:
            connection.autocommit = False
            connection.execute(sql.SQL("lock table {} in access exclusive mode").format(sql.Identifier(table)))
            yield
            connection.rollback()

    def waiting(self) -> int:
        """How many backends wait for a lock."""
        ((number,),) = self.ask("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
        return int(number)

    def let_leases_run_out(self) -> None:
        """Let every lease be over, as time would; pauses too."""
        self.run(
            "update outbox set sent_until = case when sent_until is not null then now() - interval '1 s' end, "
            "run_until = case when run_until is not null then now() - interval '1 s' end, "
            "not_before = case when attempts > 0 then least(not_before, now()) else not_before end "
            "where done_at is null"
        )

    def run(self, statement: str) -> None:
        with self.superuser() as connection:
            connection.execute(statement)

    def ask(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        with self.superuser() as connection:
            return connection.execute(statement, parameters).fetchall()

    # --- its pages ------------------------------------------------------------------------------------------------

    def request(self, method: str, path: str, headers: Mapping[str, str] | None = None, body: object = None) -> Answer:
        """Send one request; whatever goes wrong on the way is an answer of status 0."""
        port = int(self.told()["public"].rpartition(":")[2])
        content = None if body is None else json.dumps(body)
        try:
            with closing(http.client.HTTPConnection("localhost", port, timeout=CLIENT_SECONDS)) as connection:
                kind = {} if content is None else {"Content-Type": "application/json"}
                connection.request(method, path, content, {**kind, **(headers or {})})
                answer = connection.getresponse()
                text = answer.read().decode()
                return Answer(answer.status, text, dict(answer.getheaders()))
        except (OSError, http.client.HTTPException):
            return Answer(0)

    def mails(self) -> list[str]:
        return [path.read_text("utf-8", "replace") for path in sorted((self.state / "mail").glob("*.eml"))]


def children_of(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):  # it ended just now
        return []
    return [int(child) for child in found]


def kill(pid: int) -> None:
    """Kill -9 a process that this test has started, if it still lives."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _writes_to(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/fd/2").readlink().name
    except OSError:
        return ""


@dataclass
class Act:
    """One request with its Idempotency-Key, which is the same however often it is sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: object = None
    answers: list[Answer] = field(default_factory=list)
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def acknowledged(self) -> bool:
        return any(answer.acknowledged for answer in self.answers)

    def send(self, running: Running) -> Answer:
        answer = running.request(self.method, self.path, {**self.headers, "Idempotency-Key": self.key}, self.body)
        # Whatever fails, the client is told nothing else than "not now".
        assert answer.acknowledged or answer.status in {0, 503}, (self.path, answer.status, answer.body)
        self.answers.append(answer)
        return answer

    def send_aside(self, running: Running) -> threading.Thread:
        """Send it in a thread, so that the test can do something meanwhile."""
        made = threading.Thread(target=self.send, args=(running,))
        made.start()
        return made

    def insist(self, running: Running) -> Answer:
        """Send the same request until it is acknowledged."""
        until(lambda: self.acknowledged or self.send(running).acknowledged, running.story)
        return self.answers[-1]
