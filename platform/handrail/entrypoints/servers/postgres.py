"""One PostgreSQL in one folder: made on first start, ours alone, ready when `start` returns."""

from __future__ import annotations

import shutil
import signal
import time
from typing import IO, TYPE_CHECKING, Final

import psycopg

from handrail.entrypoints.errors import StartError
from handrail.entrypoints.servers import binaries, children, leftovers, memory
from handrail.kit.settings import write_private

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping
    from pathlib import Path

SUPERUSER: Final = "handrail_bootstrap"
READY_SECONDS: Final = 120  # a large database recovers after a crash before it answers
STOP_SECONDS: Final = 20
POLL_SECONDS: Final = 0.02

# For tests: a crash of the machine may lose everything, and nobody minds.
FORGETFUL: Final[Mapping[str, str]] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
}


class EmbeddedPostgres:
    """A PostgreSQL server over loopback TCP with a password, as a foreground child of this process."""

    name = "postgresql"

    def __init__(self, folder: Path, log: Path, password: str, options: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = log
        self.password = password
        self.options = dict(options or {})
        self.port: int | None = None
        self.child: subprocess.Popen[bytes] | None = None

    def url(self, user: str = SUPERUSER, password: str | None = None, database: str = "postgres") -> str:
        """Return the address for a role; the port is known once the server was started."""
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Make the data folder where there is none, and return when the server answers; keeps its port on a restart."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.data.exists():
            self._initialise()
        self._check_version()
        leftovers.clear(self.data)
        if self.port is None:
            self.port = children.retried_on_new_ports(self._up_on, "PostgreSQL", self.log)
        elif not self._up_on(self.port):
            raise StartError(f"PostgreSQL did not start again. Its last words:\n{children.last_lines(self.log)}")

    def stop(self) -> None:
        """End the server: connections are closed, everything committed is on disk."""
        if self.child is not None:
            children.stop(self.child, signal.SIGINT, STOP_SECONDS)

    def _initialise(self) -> None:
        draft = self.folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        secret = self.folder / "first-password"
        write_private(secret, self.password)
        prefix = children.unprivileged(self.folder)
        argv: list[str | Path] = [
            *prefix,
            binaries.postgres_program("initdb"),
            "-D",
            draft,
            "-U",
            SUPERUSER,
            f"--pwfile={secret}",
        ]
        # Code-point order, as the C locale has it, but with upper and lower case beyond ASCII.
        argv += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        with self.log.open("ab") as log:
            code = children.spawn(argv, log=log, death_signal=signal.SIGTERM).wait()
        secret.unlink()
        if code != 0:
            raise StartError(
                f"The database folder {self.data} could not be made. Check that the disk has room and the folder "
                f"can be written. initdb said:\n{children.last_lines(self.log)}",
            )
        with (draft / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("include 'handrail.conf'\n")
        write_private(draft / "handrail.conf", _first_settings())
        draft.rename(self.data)
        children.hand_over(self.folder)

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text("ascii").strip()
        shipped = binaries.postgres_major()
        if made_by != shipped:
            raise StartError(
                f"{self.data} was made by PostgreSQL {made_by}, and this Handrail brings {shipped}. Make a backup with "
                f"the release that made it, move {self.folder} away, and restore the backup into a new one.",
            )

    def _up_on(self, port: int) -> bool:
        with self.log.open("ab") as log:
            self.child = self._launch(port, log)
        url = f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{port}/postgres"
        deadline = time.monotonic() + READY_SECONDS
        while self.child.poll() is None and time.monotonic() < deadline:
            try:
                psycopg.connect(url, connect_timeout=2).close()
            except psycopg.OperationalError as problem:
                if "password authentication failed" in str(problem):
                    self.stop()
                    raise StartError(_lost_password(self.folder)) from problem
                time.sleep(POLL_SECONDS)
            else:
                return True
        self.stop()
        return False

    def _launch(self, port: int, log: IO[bytes]) -> subprocess.Popen[bytes]:
        options = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": ""} | self.options
        argv: list[str | Path] = [
            *children.unprivileged(self.folder),
            binaries.postgres_program("postgres"),
            "-D",
            self.data,
        ]
        for name, value in options.items():
            argv += ["-c", f"{name}={value}"]
        # SIGINT is PostgreSQL's fast, clean shutdown: what the kernel sends when we are killed.
        return children.spawn(argv, log=log, death_signal=signal.SIGINT)


def _first_settings() -> str:
    return (
        "# Written once, at the first start; yours to change. https://www.postgresql.org/docs/18/runtime-config.html\n"
        f"shared_buffers = {memory.shared_buffers_mb()}MB\n"
        "password_encryption = scram-sha-256\n"
        "timezone = UTC\n"
        "log_timezone = UTC\n"
        "jit = off\n"  # compiling costs more than these short statements
        "lc_messages = C\n"
        # An error quotes values, and so what somebody confided; whoever sent the statement is told.
        "log_min_messages = log\n"
        "log_min_error_statement = panic\n"
        "idle_session_timeout = 0\n"
    )


def _lost_password(folder: Path) -> str:
    return (
        f"The database in {folder} was made with another password than secrets.json of the state folder holds. "
        f"Put the old secrets.json back; or, if the data may go, remove {folder} and start again."
    )
