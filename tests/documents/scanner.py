"""A scanner as clamd is: takes a file in parts over a socket, and answers."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

HARMFUL = b"harmful-test-sign"


class Scanner:
    """What it was sent, and what it answers instead of the truth, where that is set."""

    def __init__(self, path: Path) -> None:
        self.url = f"unix://{path}"
        self.scanned: list[bytes] = []
        self.says: bytes | None = None
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no more files."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                talking, _address = self._listening.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), talking, talking.makefile("rb") as coming:
                assert coming.read(10) == b"zINSTREAM\0"
                data = b""
                while length := struct.unpack(">I", coming.read(4))[0]:
                    data += coming.read(length)
                self.scanned.append(data)
                truth = b"stream: Test-Sign FOUND\0" if HARMFUL in data else b"stream: OK\0"
                talking.sendall(truth if self.says is None else self.says)


@contextlib.contextmanager
def scanning(path: Path) -> Iterator[Scanner]:
    """Run a scanner while the block runs."""
    scanner = Scanner(path)
    try:
        yield scanner
    finally:
        scanner.stop()
