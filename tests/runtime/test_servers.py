"""The embedded servers: made once, alone in their folder, back after any end."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from handrail.entrypoints.errors import StartError
from handrail.entrypoints.servers import children, leftovers, memory
from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.entrypoints.servers.postgres import FORGETFUL

pytestmark = pytest.mark.slow


@pytest.fixture
def own(tmp_path: Path) -> Iterator[EmbeddedServers]:
    made = EmbeddedServers(tmp_path / "state", FORGETFUL)
    yield made
    made.stop()


def remembered(servers: EmbeddedServers) -> object:
    with psycopg.connect(servers.connections().migrate or "") as connection:
        connection.execute("set role handrail_owner")
        connection.execute("create table if not exists kept (at timestamptz)")
        connection.execute("insert into kept values (now())")
        found = connection.execute("select count(*) from kept").fetchone()
    assert found is not None
    return found[0]


def test_rows_and_passwords_outlive_a_restart(tmp_path: Path, own: EmbeddedServers) -> None:
    own.start()
    assert remembered(own) == 1
    own.stop()
    again = EmbeddedServers(tmp_path / "state", FORGETFUL)
    try:
        again.start()
        assert remembered(again) == 2
    finally:
        again.stop()


def test_rows_outlive_a_kill_and_what_it_left_behind(tmp_path: Path) -> None:
    made = EmbeddedServers(tmp_path / "state")
    try:
        made.start()
        assert remembered(made) == 1
        assert made.postgres.child is not None
        made.postgres.child.kill()  # leaves postmaster.pid, and for a moment its processes
        made.postgres.child.wait()
        assert (made.postgres.data / "postmaster.pid").exists()
        made.postgres.start()
        assert remembered(made) == 2
    finally:
        made.stop()


def test_nothing_in_the_state_folder_can_be_read_by_others(tmp_path: Path, own: EmbeddedServers) -> None:
    own.start()
    state = tmp_path / "state"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert stat.S_IMODE((state / "secrets.json").stat().st_mode) == 0o600
    assert not (state / "postgres" / "first-password").exists()


def test_no_password_appears_in_a_command_line_or_a_log(tmp_path: Path, own: EmbeddedServers) -> None:
    own.start()
    assert own.postgres.child is not None
    assert own.valkey.child is not None
    told = [
        Path(f"/proc/{server.child.pid}/{kind}").read_bytes()
        for server in (own.postgres, own.valkey)
        for kind in ("cmdline", "environ")
        if server.child
    ]
    told += [log.read_bytes() for log in (tmp_path / "state" / "log").iterdir()]
    for password in own.passwords.values():
        assert not any(password.encode() in one for one in told)


def test_the_servers_listen_on_loopback_only(own: EmbeddedServers) -> None:
    own.start()
    with psycopg.connect(own.postgres.url()) as connection:
        found = connection.execute(
            "select current_setting('listen_addresses'), current_setting('unix_socket_directories')"
        ).fetchone()
    assert found == ("127.0.0.1", "")


def test_a_password_is_needed(own: EmbeddedServers) -> None:
    own.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(own.postgres.url(password="guessed"))


@pytest.mark.slow
def test_two_checkouts_run_side_by_side(tmp_path: Path, own: EmbeddedServers) -> None:
    other = EmbeddedServers(tmp_path / "other", FORGETFUL)
    own.start()
    other.start()
    try:
        assert (remembered(own), remembered(other)) == (1, 1)
    finally:
        other.stop()


def test_a_pid_file_of_a_process_that_is_no_postgres_is_removed(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n")
    leftovers.clear(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()


def test_a_second_server_is_not_started_beside_a_live_one(
    own: EmbeddedServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.start()
    monkeypatch.setattr(leftovers, "PATIENCE_SECONDS", 0.3)
    assert own.postgres.child is not None
    with pytest.raises(StartError, match=rf"process {own.postgres.child.pid}\) still uses.*kill -INT"):
        leftovers.clear(own.postgres.data)
    assert (own.postgres.data / "postmaster.pid").exists()


def test_a_data_folder_with_another_password_is_told(tmp_path: Path, own: EmbeddedServers) -> None:
    own.start()
    own.stop()
    (tmp_path / "state" / "secrets.json").unlink()
    with pytest.raises(StartError, match="Put the old secrets"):
        EmbeddedServers(tmp_path / "state", FORGETFUL).postgres.start()


def test_a_data_folder_of_another_release_is_told(tmp_path: Path, own: EmbeddedServers) -> None:
    own.start()
    own.stop()
    (tmp_path / "state" / "postgres" / "data" / "PG_VERSION").write_text("17\n")
    with pytest.raises(StartError, match="made by PostgreSQL 17"):
        own.postgres.start()


def test_a_first_start_that_was_interrupted_begins_again(tmp_path: Path, own: EmbeddedServers) -> None:
    half = tmp_path / "state" / "postgres" / "draft"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    own.start()
    assert remembered(own) == 1


def test_servers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib\n"
        "from handrail.entrypoints.servers.embedded import EmbeddedServers\n"
        "made = EmbeddedServers(pathlib.Path(sys.argv[1]))\n"
        "made.start()\n"
        "print(made.postgres.child.pid, made.valkey.child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "state")], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 15
    while any(_alive(pid) for pid in pids):
        assert time.monotonic() < deadline, "A server outlived its parent."
        time.sleep(0.05)
    assert leftovers.postgres_processes(tmp_path / "state" / "postgres" / "data") == []


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user starts the servers as itself")
def test_without_user_namespaces_root_starts_the_servers_as_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_NAMESPACE", ("false",))
    children.unprivileged.cache_clear()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        made = EmbeddedServers(Path(folder) / "state", FORGETFUL)
        try:
            made.start()
            assert made.postgres.child is not None
            assert Path(f"/proc/{made.postgres.child.pid}").stat().st_uid == children.NOBODY
            assert remembered(made) == 1
        finally:
            made.stop()
            children.unprivileged.cache_clear()


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user starts the servers as itself")
def test_root_that_may_not_step_down_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(children, "_works", lambda _: False)
    children.unprivileged.cache_clear()
    (tmp_path / "state" / "postgres").mkdir(parents=True)
    with pytest.raises(StartError, match="Run Handrail as an ordinary user"):
        children.unprivileged(tmp_path / "state" / "postgres")


@pytest.mark.parametrize(("gigabytes", "megabytes"), [(0.25, 64), (2, 256), (4, 512), (64, 1024)])
def test_the_database_keeps_an_eighth_of_the_memory_within_bounds(
    monkeypatch: pytest.MonkeyPatch, gigabytes: float, megabytes: int
) -> None:
    monkeypatch.setattr(memory, "memory_bytes", lambda: int(gigabytes * 1024**3))
    assert memory.shared_buffers_mb() == megabytes
