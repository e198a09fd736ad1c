"""What is checked before a start, and how light a start is."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from handrail.entrypoints import cli, provisioning, schema
from handrail.entrypoints.errors import StartError
from handrail.entrypoints.supervisor import ports, preflight
from handrail.kit import settings
from handrail.kit.settings import DEFAULT_PORT, Connections, Settings

ROOT = Path(__file__).parents[2]
HEAVY = ("flask", "sqlalchemy", "dramatiq", "alembic", "psycopg", "redis", "gunicorn")


def test_an_old_python_is_refused_with_what_to_do() -> None:
    with pytest.raises(StartError, match=r"needs Python 3\.11 or newer; this is 3\.10.*make install PYTHON="):
        preflight.check_python((3, 10))
    preflight.check_python((3, 11))


def test_make_refuses_an_old_python_with_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.1 && exit 0\nexit 1\n')
    old.chmod(0o755)
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "requirements", checkout / "requirements")
    shutil.copy(ROOT / "pyproject.toml", checkout)
    said = subprocess.run(
        [checkout / "requirements" / "install", "run"],
        env=os.environ | {"PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "Python 3.11 or newer" in said.stderr
    assert "Python 3.9.1" in said.stderr
    assert not (checkout / ".venv").exists()


def test_a_full_disk_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=50 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StartError, match=r"has 50 MB left.*HANDRAIL_STATE_DIR"):
        preflight.check_space(tmp_path)


def test_one_supervisor_a_folder(tmp_path: Path) -> None:
    held = preflight.Lock(tmp_path)
    held.describe("http://localhost:8080, process 1")
    with pytest.raises(StartError, match=r"already runs in this folder \(http://localhost:8080"):
        preflight.Lock(tmp_path)
    held.release()
    preflight.Lock(tmp_path).release()


def test_without_a_wish_the_next_free_port_is_taken() -> None:
    port, sockets = ports.listen("127.0.0.1", None)
    following, others = ports.listen("127.0.0.1", None)
    for each in (*sockets, *others):
        each.close()
    assert DEFAULT_PORT <= port < following


def test_a_port_of_which_one_address_is_taken_is_not_used() -> None:
    port, sockets = ports.listen("127.0.0.1", None)
    try:
        assert {each.getsockname()[0] for each in sockets} == {"127.0.0.1", "::1"}
        sockets[0].close()  # only ::1 is taken now
        with pytest.raises(StartError, match=f"Port {port} is taken"):
            ports.listen("127.0.0.1", port)
    finally:
        for each in sockets:
            each.close()


def test_a_machine_without_ipv6_is_served_on_ipv4(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ports._bound  # noqa: SLF001 - the one call that knows of address families

    def refuse_ipv6(address: str, port: int) -> socket.socket:
        if ":" in address:
            raise OSError(ports.errno.EADDRNOTAVAIL, "no IPv6 here")
        return whole(address, port)

    monkeypatch.setattr(ports, "_bound", refuse_ipv6)
    _, sockets = ports.listen("127.0.0.1", None)
    assert [each.getsockname()[0] for each in sockets] == ["127.0.0.1"]
    sockets[0].close()


def test_the_newest_revision_is_found_without_alembic(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('revision = "a1"\ndown_revision = None\n')
    (tmp_path / "b.py").write_text('revision: str = "b2"\ndown_revision: str | None = "a1"\n')
    assert schema.newest(tmp_path) == "b2"
    (tmp_path / "c.py").write_text('revision = "c3"\ndown_revision = "a1"\n')
    with pytest.raises(StartError, match="several ends: b2, c3"):
        schema.newest(tmp_path)


def test_a_migrated_database_is_found_up_to_date(database: Any) -> None:
    assert schema.is_newest(database.database_url)
    assert schema.current(database.database_url) == schema.newest()


def test_a_changed_tenant_folder_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "tenant.toml").write_text("a = 1")
    before = provisioning._digest(tmp_path)  # noqa: SLF001
    assert provisioning._digest(tmp_path) == before  # noqa: SLF001
    (tmp_path / "demo" / "tenant.toml").write_text("a = 2")
    assert provisioning._digest(tmp_path) != before  # noqa: SLF001


def test_the_command_line_loads_nothing_heavy_until_a_command_is_called() -> None:
    script = f"import sys, handrail.entrypoints.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_help_comes_at_once_and_names_every_command_once() -> None:
    began = time.monotonic()
    argv = [sys.executable, "-m", "handrail.entrypoints.cli", "--help"]
    said = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert time.monotonic() - began < 2
    names = re.findall(r"^  (\w+)  ", said.stdout, re.MULTILINE)
    assert len(names) == len(set(names))
    assert {"up", "serve", "worker", "relay", "scheduler", "doctor", "db", "outbox"} <= set(names)


def test_a_command_of_a_slice_that_is_not_installed_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(cli.COMMANDS, "sundial", ("handrail.sundial.cli:sundial", "Tell the time."))
    with pytest.raises(SystemExit) as ended:
        cli.main(["sundial"])
    assert ended.value.code == 1
    assert "`handrail sundial` is not part of this installation" in capsys.readouterr().err


def test_a_missing_setting_ends_a_command_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "_configured", [Settings(tmp_path, tmp_path, Connections())])
    with pytest.raises(SystemExit) as ended:
        cli.main(["outbox", "parked"])
    assert ended.value.code == 1
    assert "HANDRAIL_RELAY_URL is not set" in capsys.readouterr().err
