"""The parts a supervisor watches: forked Python processes, and the servers that are programs of their own."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from handrail.entrypoints import logs
from handrail.entrypoints.servers.children import die_with_parent
from handrail.kit.errors import HandrailError
from handrail.kit.settings import SettingError

if TYPE_CHECKING:
    import subprocess

POLL_SECONDS: Final = 0.02


class Part(Protocol):
    """Something that runs, may die, and can be started again and ended."""

    @property
    def name(self) -> str:
        """How it is called in messages."""

    @property
    def log(self) -> Path | None:
        """Where its output goes."""

    def start(self) -> None:
        """Start it; may be called again after it died."""

    def alive(self) -> bool:
        """Whether it runs."""

    @property
    def end(self) -> int | None:
        """How it ended: its exit code, or the signal that ended it as a negative number; None where nobody knows."""

    def stop(self, *, hurry: bool = False) -> None:
        """End it and wait for its end."""


class EmbeddedServer(Protocol):
    """PostgreSQL or Valkey, as `servers` has them."""

    name: str
    log: Path
    child: subprocess.Popen[bytes] | None

    def start(self) -> None:
        """Return when it answers."""

    def stop(self) -> None:
        """End it cleanly."""


@dataclass(slots=True)
class ServerPart:
    """A server program that was started before it is watched."""

    server: EmbeddedServer

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return self.server.name

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self.server.log

    def start(self) -> None:
        """Start it again, at the address it had."""
        self.server.start()

    def alive(self) -> bool:
        """Whether it runs."""
        return self.server.child is not None and self.server.child.poll() is None

    @property
    def end(self) -> int | None:
        """How it ended."""
        return None if self.server.child is None else self.server.child.returncode

    def stop(self, *, hurry: bool = False) -> None:
        """End it; also in a hurry the database is given its seconds, for it has data to keep."""
        del hurry
        self.server.stop()


@dataclass(slots=True)
class ForkedPart:
    """A function that runs in a fork of this process until it returns or is told to stop with SIGTERM.

    What it says goes to `log`, or, where that is None, to where we speak ourselves.
    """

    name: str
    run: Callable[[], None]
    log: Path | None
    stop_seconds: float = 10
    pid: int | None = field(default=None, init=False)
    end: int | None = field(default=None, init=False)

    def start(self) -> None:
        """Fork; the child never returns from here."""
        parent = os.getpid()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):  # a full disk, a terminal that is gone: no reason to run nothing
                stream.flush()
        pid = os.fork()
        if pid == 0:
            _live_as_child(self, parent)
        self.pid = pid

    def alive(self) -> bool:
        """Whether it runs; collects it when it does not."""
        if self.pid is None:
            return False
        try:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            ended, status = self.pid, None
        if ended:
            self.pid, self.end = None, None if status is None else os.waitstatus_to_exitcode(status)
        return self.pid is not None

    def stop(self, *, hurry: bool = False) -> None:
        """Ask it to end, and after `stop_seconds` make it."""
        if not self.alive() or self.pid is None:
            return
        deadline = time.monotonic() + (0 if hurry else self.stop_seconds)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        while self.alive():
            if time.monotonic() > deadline and self.pid is not None:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(POLL_SECONDS)


def _live_as_child(part: ForkedPart, parent: int) -> None:
    """Run the part as a process of its own, and end that process whatever happens."""
    code = 1
    try:
        os.setsid()  # Ctrl-C in the terminal is the supervisor's to handle
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(signum, signal.SIG_DFL)
        die_with_parent(parent)
        if part.log is not None:
            _write_output_to(part.log)
        logs.configure(part.name)
        part.run()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(bool(ending.code))
    except BaseException as problem:  # noqa: BLE001 - the last chance to say why, in a process that ends here
        _say_why(problem)
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _say_why(problem: BaseException) -> None:
    """Say what is meant for an operator in its own words, and of anything else its kind and frames."""
    if isinstance(problem, (HandrailError, SettingError)):
        sys.stderr.write(f"{problem}\n")
    else:
        logs.crashed(problem)


def _write_output_to(log: Path) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
