"""Having a file looked through by a process that holds no secret and ends when it takes too much."""

import subprocess
import sys
from typing import Final

from handrail.documents.uploads.inspecting.kinds import FileKind, Refusal, Refused

SECONDS: Final = 90
_PROGRAM: Final = "handrail.documents.uploads.inspecting"
_REFUSED: Final = 3


def looked_through(kind: FileKind, data: bytes) -> bytes:
    """Return the file written anew; raises Refused, also where the process that looked at it did not survive it.

    The process has no environment, so no address of a server and no key, and starts in a folder that says nothing.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", _PROGRAM, kind.value],
            input=data,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        raise Refused(Refusal.PACKED) from None
    if done.returncode == 0 and done.stdout:
        return done.stdout
    said = done.stdout.decode("ascii", "replace")
    if done.returncode == _REFUSED and said in set(Refusal):
        raise Refused(Refusal(said))
    raise Refused(Refusal.UNREADABLE)
