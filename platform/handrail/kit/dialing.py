"""Connections that go to the very address that was checked, and that end when their time is up."""

import contextlib
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any, Final

import httpcore
from httpcore import ConnectError, ConnectTimeout, NetworkBackend, NetworkStream, ReadTimeout, WriteTimeout

from handrail.kit.addresses import is_public

_TCP: Final = httpcore.SyncBackend()
_SocketOption = tuple[Any, ...]


class NotPublic(Exception):
    """The name leads to an address that is not of the public internet; which one is not said."""


class Deadline:
    """A moment by which all must be done, by the clock that nobody sets."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self, late: type[Exception]) -> float:
        """Return the seconds that are left, more than 0; raises `late` where none are."""
        seconds = self._ends - time.monotonic()
        if seconds <= 0:
            raise late
        return seconds


class CheckedBackend(NetworkBackend):
    """Resolves a name once, checks every address it leads to, and connects to one of those addresses.

    `trusted`: somebody who runs Handrail named this host and port, so it may lie inside a network.
    """

    def __init__(self, deadline: Deadline, *, trusted: bool) -> None:
        self._deadline = deadline
        self._trusted = trusted

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is for all of it
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> NetworkStream:
        """Connect to the first address that answers; raises NotPublic where one of them may not be asked."""
        addresses = resolve(host, port, self._deadline)
        if not self._trusted and not all(is_public(address) for address in addresses):
            raise NotPublic
        refusal: Exception = ConnectError("The name leads nowhere.")
        for address in addresses:
            left = self._deadline.left(ConnectTimeout)
            try:
                stream = _TCP.connect_tcp(address, port, left, local_address, socket_options)
            except (ConnectError, ConnectTimeout) as problem:
                refusal = problem
            else:
                return TimedStream(stream, self._deadline)
        raise refusal


class TimedStream(NetworkStream):
    """A connection on which nothing waits past the deadline, however often a little arrives."""

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline is for all
        """Read what has arrived."""
        return self._stream.read(max_bytes, self._deadline.left(ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - the deadline is for all
        """Write all of it."""
        self._stream.write(buffer, self._deadline.left(WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is for all of it
    ) -> NetworkStream:
        """Shake hands with whoever has a certificate for the name, not for the address."""
        left = self._deadline.left(ConnectTimeout)
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection tells of itself."""
        return self._stream.get_extra_info(info)


def resolve(host: str, port: int, deadline: Deadline) -> list[str]:
    """Return the numeric addresses a name leads to, in the order to try them; a literal leads to itself.

    The system's resolver knows no deadline, so it is asked in a thread that is left behind when it is late.
    """
    answers: queue.SimpleQueue[list[Any] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as problem:
            answers.put(problem)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    found: list[Any] | OSError | UnicodeError | None = None
    with contextlib.suppress(queue.Empty):
        found = answers.get(timeout=deadline.left(ConnectTimeout))
    if found is None:
        raise ConnectTimeout
    if not isinstance(found, list):
        raise ConnectError("The name leads nowhere.") from found
    return list(dict.fromkeys(str(each[4][0]) for each in found))
