"""Backups that end in the middle, and the whole way by the commands into a server that never was (slow)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.backup.conftest import Installation

from handrail.entrypoints.backup import manifest, taking
from handrail.entrypoints.backup.taking import Taken
from handrail.entrypoints.errors import StartError
from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit.settings import Settings

HANDRAIL = Path(sys.executable).parent / "handrail"

KILLED = """
import os, signal, sys
from pathlib import Path
from handrail.entrypoints.backup import taking, writing

after, steps = int(sys.argv[4]), 0

def counted(function):
    def step(*args):
        global steps
        steps += 1
        if steps > after:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args)
    return step

writing.copy_out, writing.complete = counted(writing.copy_out), counted(writing.complete)
os.fsync, Path.rename = counted(os.fsync), counted(Path.rename)
taking.take(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), bytes(32))
print(steps)
"""
"""Takes a backup and ends by SIGKILL after so many steps: a table, an fsync, a name given."""


def run(source: Installation, folder: Path, after: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", KILLED, source.chosen.backup_url, folder / "data", folder / "keys", str(after)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.slow
def test_a_backup_that_is_killed_at_any_step_looks_like_none(source: Installation, tmp_path: Path) -> None:
    steps = int(run(source, tmp_path / "whole", 10_000).stdout)
    assert steps > 130  # tables, files, manifests and names
    ends = [*range(0, steps, steps // 6), *range(steps - 8, steps)]
    for after in ends:
        ended = run(source, tmp_path / "killed", after)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        for path in (tmp_path / "killed" / "data").glob("2*"):  # one that has its name is whole
            made = manifest.read(path)
            manifest.check(path, made, [made.key])
            keys = tmp_path / "killed" / "keys" / path.name
            manifest.check(keys, manifest.read(keys), [made.key])
    taken = source.backup_to(tmp_path / "killed" / "data", tmp_path / "killed" / "keys")
    assert taken.rows > 300
    assert list((tmp_path / "killed").glob("*/.*.partial")) == []


@pytest.mark.slow
def test_what_a_killed_backup_left_is_not_restored(source: Installation, tmp_path: Path) -> None:
    run(source, tmp_path, 40)
    (left,) = (tmp_path / "data").glob(".*.partial")
    with pytest.raises(StartError, match="was not completed"):
        source.plan(left, left)


def commanded(state: Path, *words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
    return subprocess.run(
        [HANDRAIL, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        cwd=cwd,
        env=kept | {"HANDRAIL_STATE_DIR": str(state)},
    )


@pytest.mark.slow
def test_a_backup_is_restored_into_a_server_that_never_was(source: Installation, backup: Taken, tmp_path: Path) -> None:
    """Another machine, whose state folder holds the key files and nothing else: the command starts a server."""
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    (state / "master.key").write_text(source.chosen.master_key.hex(), "ascii")
    (state / "seal.key").write_text(source.chosen.seal_key.hex(), "ascii")
    restored = commanded(state, "restore", backup.data, "--keys", backup.keys, cwd=tmp_path)
    assert restored.returncode == 1, restored.stdout + restored.stderr  # without the seals, which are missed
    assert "is not in" in restored.stdout
    again = commanded(state, "restore", backup.data, "--keys", backup.keys, cwd=tmp_path)
    assert (again.returncode, "not empty" in again.stderr) == (1, True)
    taken = commanded(state, "backup", tmp_path / "data", "--keys", tmp_path / "keys", cwd=tmp_path)
    assert taken.returncode == 0, taken.stderr
    servers = EmbeddedServers(state)
    servers.postgres.start()
    try:
        target = Installation(Settings(state_dir=state, tenants_dir=tmp_path, connections=servers.connections()))
        before, after = source.digests(), target.digests()
    finally:
        servers.postgres.stop()
    assert {name for name in before if before[name] != after[name]} <= {"outbox", "sign_in", "sign_in_link"}
    (folder,) = (tmp_path / "data").glob("2*")
    assert manifest.read(folder).rows >= manifest.read(backup.data).rows
    assert taking.expire(tmp_path / "data", 1) == []
