"""The disk under everything is full: who writes is told so, nothing is half done, and with room again it goes on."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from tests.faults.promises import Promises
from tests.faults.running import Running, until

pytestmark = pytest.mark.slow

DISK_MB: Final = 480
MEGABYTE: Final = 1024 * 1024
MOST_ACTS: Final = 60
_AS_ROOT: Final = ("unshare", "--mount")
_AS_ANYBODY: Final = ("unshare", "--user", "--map-root-user", "--mount")
_ON_A_SMALL_DISK: Final = f'mount -t tmpfs -o size={DISK_MB}m,mode=700 handrail "$0" && exec "$@"'


@pytest.fixture
def running(start: Callable[..., Running], tmp_path: Path) -> Running:
    """A Handrail whose state folder is a small disk of its own, seen by its processes only and gone with them."""
    state = tmp_path / "state"
    state.mkdir()
    alone = _AS_ROOT if os.geteuid() == 0 else _AS_ANYBODY
    return start(wrap=(*alone, "sh", "-c", _ON_A_SMALL_DISK, str(state)))


def fill(folder: Path) -> Path:
    """Write a file until nothing more can be written."""
    made = folder / "somebody-elses"
    with made.open("wb", buffering=0) as file:
        for size in (MEGABYTE, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return made


def test_a_full_disk_under_everything(running: Running) -> None:
    promises = Promises.of(running)
    invited = promises.invitation()
    acts = [promises.absence() for _ in range(MOST_ACTS)]
    assert acts[0].send(running).acknowledged
    filler = fill(running.state)
    assert shutil.disk_usage(running.state).free < MEGABYTE
    refused = next(act for act in [invited, *acts] if not act.send(running).acknowledged)
    answer = refused.answers[-1]
    assert answer.status == 503
    assert answer.json()["type"] in {"/problems/no-room", "/problems/database-away"}
    assert int(answer.headers["Retry-After"]) > 0
    assert running.request("GET", "/healthz").status == 200
    doctor = running.cli("doctor")  # no log on that disk could tell it any more
    assert doctor.returncode == 1
    assert " has 0 MB left" in doctor.stdout, doctor.stdout
    filler.unlink()
    promises.acts = [act for act in promises.acts if act.answers]
    for act in promises.acts:
        act.insist(running)
    running.let_leases_run_out()
    until(lambda: running.request("GET", "/readyz").status == 200, running.story)
    promises.hold()
    doctor = running.cli("doctor")
    assert " has 0 MB left" not in doctor.stdout
