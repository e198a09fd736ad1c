"""Where a process finds what it was told, and what it says when it was not."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from handrail.kit.settings import (
    RUNNING,
    VARIABLES,
    SettingError,
    Settings,
    ensure_state_dir,
    sqlalchemy_url,
    write_private,
)

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "operating.md"


def told(folder: Path, **more: str) -> Settings:
    return Settings.from_environment({"HANDRAIL_STATE_DIR": str(folder)} | more)


def test_what_is_missing_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"HANDRAIL_DATABASE_URL is not set.*make up"):
        _ = told(tmp_path).database_url


def test_the_usual_spellings_of_an_address_are_understood(tmp_path: Path) -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        found = told(tmp_path, HANDRAIL_DATABASE_URL=f"{scheme}://me@h/db").database_url
        assert (found, sqlalchemy_url(found)) == ("postgresql://me@h/db", "postgresql+psycopg://me@h/db")


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8080.5"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    with pytest.raises(SettingError, match="a number from 1 to 65535"):
        told(tmp_path, HANDRAIL_PORT=port)


def test_an_address_of_another_kind_is_refused_without_quoting_it(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="must look like postgresql://") as refused:
        told(tmp_path, HANDRAIL_DATABASE_URL="mysql://me:hush@h/db")
    assert "hush" not in str(refused.value)


def test_people_are_sent_to_localhost_by_name(tmp_path: Path) -> None:
    assert told(tmp_path).public_url == "http://localhost:8080"
    assert told(tmp_path, HANDRAIL_PORT="9000").public_url == "http://localhost:9000"
    assert told(tmp_path, HANDRAIL_PUBLIC_URL="https://h.example/").public_url == "https://h.example"


@pytest.mark.parametrize(
    ("bind", "only_here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - not bound, only judged
        ("10.1.2.3", False),
        ("h.example", False),
    ],
)
def test_only_loopback_counts_as_this_machine(tmp_path: Path, bind: str, only_here: bool) -> None:  # noqa: FBT001
    assert told(tmp_path, HANDRAIL_BIND=bind).loopback is only_here


def test_another_command_finds_the_servers_of_a_running_supervisor(tmp_path: Path) -> None:
    written = {"pid": os.getpid(), "database": "postgresql://app@h/db", "public": "http://localhost:8081"}
    write_private(tmp_path / RUNNING, json.dumps(written))
    assert told(tmp_path).database_url == "postgresql://app@h/db"
    assert told(tmp_path).public_url == "http://localhost:8081"
    assert told(tmp_path, HANDRAIL_DATABASE_URL="postgresql://x@y/z").database_url == "postgresql://x@y/z"


def test_what_a_killed_supervisor_left_behind_is_not_believed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    write_private(tmp_path / RUNNING, json.dumps({"pid": gone.pid, "database": "postgresql://app@h/db"}))
    assert told(tmp_path).connections.database is None


def test_keys_are_made_once_and_only_this_user_can_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    first, again = told(folder).master_key, told(folder).master_key
    assert (len(first), first) == (32, again)
    assert first != told(folder).secret_key
    assert stat.S_IMODE((folder / "master.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_given_key_must_be_whole(tmp_path: Path) -> None:
    assert told(tmp_path, HANDRAIL_MASTER_KEY="ab" * 32).master_key == b"\xab" * 32
    for wrong in ("ab" * 31, "zz" * 32):
        with pytest.raises(SettingError, match="64 hexadecimal digits"):
            _ = told(tmp_path, HANDRAIL_MASTER_KEY=wrong).master_key


def test_a_state_folder_that_can_not_be_written_is_told_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match=r"cannot be written.*HANDRAIL_STATE_DIR"):
        ensure_state_dir(tmp_path / "file" / "state")


def test_passwords_do_not_appear_when_settings_are_printed(tmp_path: Path) -> None:
    assert "hush" not in repr(told(tmp_path, HANDRAIL_DATABASE_URL="postgresql://me:hush@h/db"))


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_variable_is_in_the_operating_guide(variable: str) -> None:
    assert f"`{variable}`" in GUIDE.read_text("utf-8")
