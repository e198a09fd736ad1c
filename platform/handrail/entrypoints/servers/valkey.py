"""One Valkey over loopback TCP with a password; it keeps nothing on disk, since the outbox is the truth."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING, Final

import redis

from handrail.entrypoints.errors import StartError
from handrail.entrypoints.servers import binaries, children

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

READY_SECONDS: Final = 20
STOP_SECONDS: Final = 10
POLL_SECONDS: Final = 0.02


class EmbeddedValkey:
    """A Valkey server as a foreground child of this process."""

    name = "valkey"

    def __init__(self, folder: Path, log: Path, password: str) -> None:
        self.folder = folder
        self.log = log
        self.password = password
        self.port: int | None = None
        self.child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address; the port is known once the server was started."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Return when the server answers; keeps its port on a restart."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.port is None:
            self.port = children.retried_on_new_ports(self._up_on, "Valkey", self.log)
        elif not self._up_on(self.port):
            raise StartError(f"Valkey did not start again. Its last words:\n{children.last_lines(self.log)}")

    def stop(self) -> None:
        """End the server; what it held is sent again from the outbox."""
        if self.child is not None:
            children.stop(self.child, signal.SIGTERM, STOP_SECONDS)

    def _configuration(self, port: int) -> bytes:
        lines = (
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {self.password}",
            f'dir "{self.folder}"',
            'save ""',
            "appendonly no",
            "daemonize no",
            "maxmemory-policy noeviction",  # a queue must never lose a message to make room
        )
        return "\n".join(lines).encode() + b"\n"

    def _up_on(self, port: int) -> bool:
        argv: list[str | Path] = [
            *children.unprivileged(self.folder),
            binaries.valkey_program(),
            "-",
        ]  # "-": told on standard input
        with self.log.open("ab") as log:
            self.child = children.spawn(argv, log=log, death_signal=signal.SIGTERM, stdin=self._configuration(port))
        client = redis.Redis(host="127.0.0.1", port=port, password=self.password, socket_timeout=2)
        deadline = time.monotonic() + READY_SECONDS
        try:
            while self.child.poll() is None and time.monotonic() < deadline:
                try:
                    client.ping()
                except redis.RedisError:
                    time.sleep(POLL_SECONDS)
                else:
                    return True
        finally:
            client.close()
        self.stop()
        return False
