"""The sockets the pages are served on, bound before anything is forked, so that nobody takes the port in between."""

from __future__ import annotations

import errno
import socket
from typing import Final

from handrail.entrypoints.errors import StartError
from handrail.kit.settings import DEFAULT_PORT

TRIES: Final = 100
BACKLOG: Final = 512


def listen(bind: str, port: int | None) -> tuple[int, list[socket.socket]]:
    """Return the port and its sockets; without a given port 8080, or the next one that is free.

    On 127.0.0.1 also ::1 is taken: a browser may try either for "localhost".
    """
    if port is not None:
        return port, _listen_on(bind, port, given=True)
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + TRIES):
        found = _listen_on(bind, candidate, given=False)
        if found:
            return candidate, found
    raise StartError(
        f"All ports from {DEFAULT_PORT} to {DEFAULT_PORT + TRIES - 1} are taken. Set HANDRAIL_PORT to a free one."
    )


def _listen_on(bind: str, port: int, *, given: bool) -> list[socket.socket]:
    found: list[socket.socket] = []
    for address in _addresses(bind):
        try:
            found.append(_bound(address, port))
        except OSError as problem:
            if problem.errno == errno.EADDRNOTAVAIL and found:  # this machine has no IPv6
                continue
            for other in found:
                other.close()
            if problem.errno == errno.EADDRINUSE and not given:
                return []
            raise StartError(_why(bind, port, problem)) from problem
    return found


def _addresses(bind: str) -> tuple[str, ...]:
    return ("127.0.0.1", "::1") if bind in {"127.0.0.1", "localhost"} and socket.has_ipv6 else (bind,)


def _bound(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        made = socket.socket(family)
    except OSError as problem:
        raise OSError(errno.EADDRNOTAVAIL, "no such address family") from problem
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((address, port))
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    return made


def _why(bind: str, port: int, problem: OSError) -> str:
    match problem.errno:
        case errno.EADDRINUSE:
            return (
                f"Port {port} is taken by another program. Stop that program, set HANDRAIL_PORT to another number, or "
                "leave HANDRAIL_PORT out: then the next free port is used."
            )
        case errno.EACCES:
            return f"Port {port} is not open to this user. Set HANDRAIL_PORT to a number above 1023."
        case _:
            return f"Can not listen on {bind}, port {port}: {problem.strerror}. Check HANDRAIL_BIND and HANDRAIL_PORT."
