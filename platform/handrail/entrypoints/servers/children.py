"""Start a program as a child that dies with us, without root's powers where we have them."""

from __future__ import annotations

import ctypes
import functools
import os
import shutil
import signal
import socket
import subprocess
import sys
from typing import IO, TYPE_CHECKING, Final

from handrail.entrypoints.errors import StartError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

PR_SET_PDEATHSIG: Final = 1
UNPRIVILEGED: Final = 1000  # inside the user namespace; nobody outside it is meant
NOBODY: Final = 65534

_NAMESPACE: Final = ("unshare", "--user", f"--map-user={UNPRIVILEGED}", f"--map-group={UNPRIVILEGED}")
_AS_NOBODY: Final = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(parent: int, signum: int = signal.SIGTERM) -> None:
    """Ask the kernel to send `signum` to this process when `parent` ends, however it ends (Linux only).

    Called in the child. The kernel watches the parent's *thread*, so children are started from the main thread.
    """
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, int(signum))
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def spawn(
    argv: Sequence[str | Path], *, log: IO[bytes], death_signal: int, stdin: bytes | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in its own session (Ctrl-C reaches only us), its output in `log`."""
    prepare = functools.partial(_in_child, os.getpid(), death_signal)
    child = subprocess.Popen(
        [str(part) for part in argv],
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=log,
        stderr=log,
        env=_quiet_environment(),
        start_new_session=True,
        preexec_fn=prepare,  # noqa: PLW1509 - only system calls, and nothing else can set the death signal
    )
    if stdin is not None and child.stdin is not None:
        child.stdin.write(stdin)
        child.stdin.close()
    return child


def _in_child(parent: int, death_signal: int) -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_DFL)
    die_with_parent(parent, death_signal)


def _quiet_environment() -> dict[str, str]:
    """Return an environment in which no PG variable of the developer's reaches our server."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "HANDRAIL_", "LC_"))} | {
        "LC_ALL": "C"
    }


@functools.cache
def unprivileged(folder: Path) -> tuple[str, ...]:
    """Return the words to put before a server's command line so that it does not run as root.

    PostgreSQL refuses root. In a user namespace we appear as an ordinary user and still own our files: no new user,
    no change of any folder's rights. Where namespaces are refused, the server runs as nobody and gets `folder`.
    """
    if os.geteuid() != 0:
        return ()
    if _works((*_NAMESPACE, "true")):
        return _NAMESPACE
    folder.parent.chmod(0o711)  # may be walked through; what lies in it stays 0600 and 0700
    _give(folder)
    if _works((*_AS_NOBODY, "test", "-w", str(folder))):
        return _AS_NOBODY
    raise StartError(
        "The servers do not run as root, and this machine allows neither a user namespace nor another user for "
        f"{folder}. Run Handrail as an ordinary user, or set HANDRAIL_DATABASE_URL and HANDRAIL_REDIS_URL.",
    )


def hand_over(folder: Path) -> None:
    """Let the server own what we have written into its folder, where it does not run as us."""
    if unprivileged(folder) == _AS_NOBODY:
        _give(folder)


def _works(argv: Sequence[str]) -> bool:
    if shutil.which(argv[0]) is None:
        return False
    return subprocess.run(argv, check=False, capture_output=True).returncode == 0


def _give(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def free_port() -> int:
    """Return a loopback port that was free just now; whoever uses it tries another when it was taken since."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def stop(child: subprocess.Popen[bytes], signum: int, seconds: float) -> None:
    """End a child: politely, then by force after `seconds`."""
    if child.poll() is not None:
        return
    child.send_signal(signum)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def retried_on_new_ports(start: Callable[[int], bool], what: str, log: Path, tries: int = 5) -> int:
    """Call `start` with free ports until it says that the server is up; returns the port."""
    for _ in range(tries):
        port = free_port()
        if start(port):
            return port
    raise StartError(f"{what} did not start. Its last words are in {log}:\n{last_lines(log)}")


def last_lines(log: Path, count: int = 8) -> str:
    """Return the end of a log, indented, for a message."""
    try:
        lines = log.read_text("utf-8", errors="replace").splitlines()[-count:]
    except OSError:
        lines = []
    return "\n".join(f"    {line}" for line in lines)
