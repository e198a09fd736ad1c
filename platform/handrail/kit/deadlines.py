"""Connections to PostgreSQL that never wait for ever: whoever does not answer in time is taken for gone.

A limit of the server (`statement_timeout`) helps only while the server can still speak. A network that swallows
packets, a frozen machine or a proxy that holds on to a connection leave a client waiting on its socket without end, so
each exchange has a deadline here too. See docs/adr/0018.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import PQGen

RV = TypeVar("RV")

CONNECT_SECONDS: Final = 5
STATEMENT_SECONDS: Final = 30
"""How long the server lets a statement of the roles that serve run (kit.roles)."""
GRACE_SECONDS: Final = 5
ANSWER_SECONDS: Final[float] = STATEMENT_SECONDS + GRACE_SECONDS
"""How long an exchange with the server may take: longer than the server itself allows, or slow would look like gone."""

# What the kernel does of itself: a machine that acknowledges nothing is gone after ten seconds, an idle connection is
# asked for a sign of life. Neither notices a peer that acknowledges and says nothing; that is what `wait` is for.
_KERNEL: Final = {
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
}


class NoAnswer(psycopg.OperationalError):
    """The server took a request and did not answer within the deadline; the connection is closed.

    Whether what was asked has happened is unknown, as after any lost connection.
    """


class TimedConnection(psycopg.Connection[Any]):
    """A connection on which each exchange has `answer_seconds`."""

    answer_seconds: float = ANSWER_SECONDS

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait as psycopg does, but no longer than the deadline; a `timeout` that psycopg gives itself is kept."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        began, limit = time.monotonic(), self.answer_seconds
        try:
            return super().wait(gen, interval, limit)
        except psycopg.OperationalError as problem:
            if time.monotonic() - began < limit:
                raise
            self.pgconn.finish()  # what comes late must answer nothing else
            raise NoAnswer(f"The server did not answer within {limit:g} s.") from problem


def connect(url: str, *, autocommit: bool = False, **parameters: Any) -> TimedConnection:
    """Open a connection with deadlines; `parameters` are libpq's. Raises psycopg.OperationalError."""
    chosen: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "application_name": "handrail"} | _KERNEL | parameters
    return TimedConnection.connect(url, autocommit=autocommit, **chosen)


class Door:
    """Opens connections to one server for many threads, and while it is away lets one of them at a time try.

    Otherwise every thread of a process would spend its seconds at a closed door, and nobody would be told anything.
    """

    def __init__(self, open_one: Callable[[], TimedConnection]) -> None:
        self._open_one = open_one
        self._away: psycopg.OperationalError | None = None
        self._trying = threading.Lock()

    def open(self) -> TimedConnection:
        """Open a connection; raises psycopg.OperationalError, at once where another thread is finding out."""
        away = self._away
        if away is None:
            return self._open()
        if not self._trying.acquire(blocking=False):
            raise psycopg.OperationalError(f"The server was away a moment ago: {type(away).__name__}.")
        try:
            return self._open()
        finally:
            self._trying.release()

    def _open(self) -> TimedConnection:
        try:
            made = self._open_one()
        except psycopg.OperationalError as problem:
            self._away = problem
            raise
        self._away = None
        return made
