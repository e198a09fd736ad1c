"""Asking the scanner of the installation (clamd, INSTREAM) whether it knows something bad in a file."""

import socket
import struct
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from handrail.documents.uploads.inspecting.kinds import Refusal, Refused
from handrail.kit.errors import Unavailable
from handrail.kit.settings import settings

SECONDS: Final = 30
_STEP: Final = 65_536
_MOST_ANSWER: Final = 4_096
_PORT: Final = 3310
_FINE: Final = b"stream: OK"
_FOUND: Final = b" FOUND"


class ScannerAway(Unavailable):
    """The scanner does not answer as it should; the file waits and is looked at again."""

    slug = "scanner-away"


def scan(data: bytes) -> None:
    """Have a file scanned where a scanner is set; raises Refused for a known bad one, and ScannerAway.

    Nothing is taken for clean but what the scanner itself calls so.
    """
    if settings().scanner_url is None:
        return
    answer = _ask(str(settings().scanner_url), data)
    if answer == _FINE:
        return
    if answer.startswith(b"stream: ") and answer.endswith(_FOUND):
        raise Refused(Refusal.INFECTED)
    raise ScannerAway(retry_after=60)


def _ask(url: str, data: bytes) -> bytes:
    try:
        with _connected(url) as talking:
            talking.sendall(b"zINSTREAM\0")
            for part in _parts(data):
                talking.sendall(struct.pack(">I", len(part)) + part)
            answer = b""
            while b"\0" not in answer and len(answer) < _MOST_ANSWER and (more := talking.recv(_MOST_ANSWER)):
                answer += more
            return answer.partition(b"\0")[0].strip()
    except OSError:
        raise ScannerAway(retry_after=60) from None


def _connected(url: str) -> socket.socket:
    where = urlsplit(url)
    if where.scheme == "unix":
        talking = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            talking.settimeout(SECONDS)
            talking.connect(where.path)
        except OSError:
            talking.close()
            raise
        return talking
    return socket.create_connection((where.hostname or "localhost", where.port or _PORT), timeout=SECONDS)


def _parts(data: bytes) -> Iterator[bytes]:
    """Yield the file in parts, and the empty one that ends it."""
    for at in range(0, len(data), _STEP):
        yield data[at : at + _STEP]
    yield b""
