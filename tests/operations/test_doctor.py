"""`handrail doctor` on an installation that is well and on ones that are not; each trouble comes with its remedy."""

import json
import socket
import sys
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from aiosmtpd.controller import Controller
from click.testing import CliRunner, Result
from sqlalchemy import text
from tests.builders import build_world

from handrail.audit import sealing
from handrail.audit.folder import SealFolder
from handrail.entrypoints import schema
from handrail.entrypoints.backup.manifest import Manifest
from handrail.entrypoints.doctor import checks, doctor, servers, standing
from handrail.entrypoints.observing import beats
from handrail.kit import clock, db, outbox
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.settings import Settings, configure

Look = Callable[..., dict[str, str]]
_OTHERS = """
select count(*) from pg_stat_activity
where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
"""


class Takes:
    """A mail server; `refused` is a sender it does not know."""

    refused = ""

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's name and signature
        del server, session, options
        if self.refused and self.refused in address:
            return "550 Ms Bakker is not known here"
        envelope.mail_from = address
        return "250 OK"


@pytest.fixture(scope="module")
def mail_url() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(Takes(), hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def examine(database: Settings, valkey: redis.Redis, mail_url: str, tmp_path: Path) -> Iterator[Callable[..., Result]]:
    """Run the doctor on an installation that is well but for the `changes`."""
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    for process in ("relay", "worker", "scheduler"):
        beats.beat(process)()
    assert len(valkey.keys("handrail:beat:*")) == 3

    def look(*arguments: str, **changes: Any) -> Result:
        told = replace(database.connections, **{"smtp": mail_url} | changes.pop("connections", {}))
        configure(replace(database, **{"state_dir": state} | changes, connections=told))
        return CliRunner().invoke(doctor, list(arguments))

    yield look
    configure(database)


@pytest.fixture
def ailments(examine: Callable[..., Result]) -> Look:
    """Return what is wrong, by the name of the check; all else must be well."""

    def look(*arguments: str, **changes: Any) -> dict[str, str]:
        result = examine(*arguments, **changes)
        found = [line.partition(": ") for line in result.output.splitlines() if line[0] in "+!"]
        ill = {name[2:]: said for name, _colon, said in found if name[0] == "!"}
        assert len(found) == len(checks()), result.output
        assert result.exit_code == (1 if ill else 0), result.output
        assert "hush" not in result.output
        return ill

    return look


def test_a_well_installation_is_told_to_be_well(examine: Callable[..., Result]) -> None:
    said = examine()
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "All is well.")


def document_of(result: Result) -> Any:
    """Return what the doctor says; lines of a log that another test turned on may stand before it."""
    return json.loads("{\n" + result.output.split("{\n", 1)[1])


def test_a_program_gets_json(examine: Callable[..., Result]) -> None:
    well, ill = examine("--json"), examine("--json", connections={"redis": "redis://:hush@127.0.0.1:9/0"})
    assert (document_of(well)["is_well"], well.exit_code) == (True, 0)
    found = document_of(ill)
    assert (found["is_well"], ill.exit_code) == (False, 1)
    assert {each["check"] for each in found["checks"] if not each["is_well"]} == {"queue", "processes"}
    assert all(each["remedy"] for each in found["checks"] if not each["is_well"])
    assert "hush" not in ill.output


# --- The machine ----------------------------------------------------------------------------------------------------


def test_an_old_python_is_named(ailments: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    assert "needs Python 3.11" in ailments()["python"]


def test_a_state_folder_that_others_can_enter_is_named(ailments: Look, tmp_path: Path) -> None:
    (tmp_path / "state").chmod(0o755)
    assert ailments() == {
        "state": f"Others on this machine can look into {tmp_path}/state. Run: chmod 700 {tmp_path}/state"
    }


def test_a_full_disk_is_named(ailments: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - the shape of shutil's own
    monkeypatch.setattr(standing.shutil, "disk_usage", lambda _path: usage(1, 1, 5_000_000))
    assert "has 4 MB left. Make room" in ailments()["state"]


def test_a_state_folder_that_is_none_is_named(ailments: Look, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "is no folder" in ailments(state_dir=tmp_path / "file")["state"]


def test_a_key_that_others_can_read_or_that_is_cut_off_is_named(ailments: Look, tmp_path: Path) -> None:
    key = tmp_path / "state" / "master.key"
    key.write_text("ab" * 32 + "\n", "ascii")
    key.chmod(0o644)
    assert ailments()["keys"] == f"Others on this machine can read {key}. Run: chmod 600 {key}"
    key.chmod(0o600)
    assert ailments() == {}
    key.write_text("ab" * 31, "ascii")
    assert "is not whole" in ailments()["keys"]


def test_a_seal_key_that_others_can_read_or_that_is_gone_is_named(ailments: Look, tmp_path: Path) -> None:
    key, seals = tmp_path / "state" / "seal.key", tmp_path / "state" / "seals" / str(new_id())
    assert ailments() == {}  # nothing was sealed yet
    key.write_text("ab" * 32 + "\n", "ascii")
    key.chmod(0o640)
    assert ailments()["keys"] == f"Others on this machine can read {key}. Run: chmod 600 {key}"
    key.chmod(0o600)
    assert ailments() == {}
    key.write_text("ab" * 31, "ascii")
    assert "older seals do not verify with a new one" in ailments()["keys"]
    key.unlink()
    seals.mkdir(parents=True)
    (seals / "2026-03-01.json").touch()
    assert f"The seal key {key} is not there." in ailments()["keys"]
    assert "HANDRAIL_SEAL_KEY_FILE names" in ailments(given_seal_key_file=tmp_path / "none")["keys"]


def test_a_given_key_that_is_none_is_named(ailments: Look) -> None:
    assert "64 hexadecimal digits" in ailments(given_keys={"HANDRAIL_MASTER_KEY": "zz"})["keys"]
    assert "zz" not in ailments(given_keys={"HANDRAIL_MASTER_KEY": "zz"})["keys"]


def test_an_address_for_others_without_tls_is_named(ailments: Look) -> None:
    said = ailments(bind="10.0.0.1", given_public_url="http://h.example")
    assert "Put a proxy with TLS in front" in said["address"]


def test_a_proxy_that_is_not_counted_is_named(ailments: Look) -> None:
    assert "Set HANDRAIL_PROXIES" in ailments(given_public_url="https://h.example")["address"]
    assert ailments(given_public_url="https://h.example", proxies=1) == {}


# --- The servers ----------------------------------------------------------------------------------------------------


def test_a_setting_that_is_missing_is_named(ailments: Look) -> None:
    assert "HANDRAIL_RELAY_URL is not set" in ailments(connections={"relay": None})["outbox"]


def test_a_database_that_is_away_is_named(ailments: Look) -> None:
    said = ailments(connections={"database": "postgresql://handrail_app:hush@127.0.0.1:9/handrail"})
    assert "does not answer as handrail_app" in said["database"]
    assert said.keys() >= {"database", "clocks", "schema", "policies"}


def test_a_superuser_in_the_settings_is_named(ailments: Look, servers: Any, database: Settings) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"])
    url = servers.postgres.url(database=name)
    assert "is a superuser" in ailments(connections={"database": url})["database"]
    assert ailments(connections={"relay": url})["roles"].startswith("HANDRAIL_RELAY_URL: ")


def test_an_old_server_is_named(ailments: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "LEAST_POSTGRES", 990000)
    assert "Move to 17 or 18." in ailments()["database"]


def test_clocks_that_differ_are_named(ailments: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "MOST_SKEW_SECONDS", -1)
    assert "Run NTP on both." in ailments()["clocks"]


def test_an_older_schema_is_named(ailments: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "newest", lambda: "29990101_0001")
    assert "this release needs 29990101_0001: run `handrail db upgrade`." in ailments()["schema"]


def test_a_later_schema_asks_for_the_later_release(ailments: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "newest", lambda: "19990101_0001")
    monkeypatch.setattr(servers, "known_revisions", lambda: {"19990101_0001"})
    assert "Install that release here too." in ailments()["schema"]


@pytest.mark.parametrize("statement", ["disable row level security", "no force row level security"])
def test_a_table_without_its_policies_is_named(
    ailments: Look, superuser: psycopg.Connection[Any], statement: str
) -> None:
    superuser.execute(f"alter table contact {statement}")  # type: ignore[arg-type]
    try:
        assert ailments()["policies"].startswith("Without row-level security: contact. Serve nobody.")
    finally:
        superuser.execute("alter table contact enable row level security")
        superuser.execute("alter table contact force row level security")
    assert ailments() == {}


def test_a_site_without_a_plugin_for_its_jurisdiction_is_named(
    ailments: Look, superuser: psycopg.Connection[Any]
) -> None:
    world = build_world()
    superuser.execute("update site set jurisdiction = 'xx' where id = %s", [world.site_id])
    said = ailments()["consultancies"]
    superuser.execute("update site set jurisdiction = 'nl' where id = %s", [world.site_id])
    assert said.startswith("No plugin for the jurisdiction of some sites: xx at consultancy-")
    assert ailments() == {}


def test_a_queue_that_is_away_or_forgetful_is_named(ailments: Look, valkey: redis.Redis) -> None:
    assert "does not answer" in ailments(connections={"redis": "redis://127.0.0.1:9/0"})["queue"]
    valkey.config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert "noeviction" in ailments()["queue"]
    finally:
        valkey.config_set("maxmemory-policy", "noeviction")


def test_a_mail_server_that_is_away_is_named(ailments: Look) -> None:
    assert "does not answer" in ailments(connections={"smtp": "smtp://127.0.0.1:9"})["mail"]


def test_a_mail_server_that_does_not_take_our_address_is_named(ailments: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Takes, "refused", "no-reply@")
    said = ailments()["mail"]
    assert "takes no mail from no-reply@localhost (it says 550)" in said
    assert "Bakker" not in said


def test_a_number_as_the_host_of_our_address_is_named(ailments: Look) -> None:
    said = ailments(given_public_url="https://192.0.2.7", proxies=1)["mail"]
    assert "Name a host, not a number" in said


# --- The work -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("process", ["relay", "worker", "scheduler"])
def test_a_process_that_does_not_come_round_is_named(ailments: Look, valkey: redis.Redis, process: str) -> None:
    valkey.delete(*valkey.keys(f"handrail:beat:{process}:*"))
    assert f"`handrail {process}`" in ailments()["processes"]


def test_two_releases_at_once_are_named(ailments: Look, valkey: redis.Redis) -> None:
    valkey.set("handrail:beat:worker:other:7", json.dumps({"at": time.time(), "release": "0.0.9"}))
    assert "Finish the upgrade." in ailments()["processes"]


def test_parked_and_waiting_work_is_named(ailments: Look, database: Settings) -> None:
    with tenant_session(engine_context(new_id())) as session:
        outbox.publish(session, "test", "test.note", {}, key="a")
    with psycopg.connect(database.relay_url, autocommit=True) as connection:
        connection.execute("update outbox set not_before = now() - interval '1 hour'")
        assert "waited for 60 minutes" in ailments()["outbox"]
        connection.execute("update outbox set parked_at = now()")
        assert "1 parked" in ailments()["outbox"]
        connection.execute("update outbox set done_at = now()")  # set aside
    assert ailments() == {}


def test_chains_that_nobody_sealed_are_named(ailments: Look, tmp_path: Path) -> None:
    with clock.frozen(clock.now() - timedelta(days=3)):
        world = build_world()
    said = ailments()["seals"]
    assert said.startswith("The chains were not sealed for too long: consultancy-")
    assert "(72 hours)" in said
    seal = sealing.make(world.tenant_id, clock.today(), SealFolder(tmp_path / "seals", world.tenant_id))
    with world.engine() as session:
        sealing.record(session, seal)
    assert ailments() == {}


def test_a_backup_that_is_old_or_missing_is_named(ailments: Look, tmp_path: Path) -> None:
    root = tmp_path / "backups"
    assert "is not there" in ailments("--backups", str(root))["backups"]
    root.mkdir()
    (root / "lost+found").mkdir()
    put_backup(root, "keys", timedelta())
    assert "holds no whole backup of the data" in ailments("--backups", str(root))["backups"]
    put_backup(root, "data", timedelta(days=3))  # its folder is of this moment, as a copy's would be
    assert "72 hours old" in ailments("--backups", str(root))["backups"]
    put_backup(root, "data", timedelta())
    assert ailments("--backups", str(root)) == {}


def put_backup(root: Path, kind: str, age: timedelta) -> None:
    made = Manifest(kind, f"{kind}-{age.days}", "1", clock.now() - age, ()).signed_by(b"\x07" * 32)
    (root / made.name).mkdir()
    (root / made.name / "manifest.json").write_text(made.text(), "utf-8")


def test_the_doctor_changes_nothing(examine: Callable[..., Result], superuser: psycopg.Connection[Any]) -> None:
    def changes() -> Any:
        """Count all that was ever changed; a connection tells what it did when it ends, at the latest."""
        db.dispose_engines()
        deadline = time.monotonic() + 60
        while superuser.execute(_OTHERS).fetchone() != (0,):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return superuser.execute("select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables").fetchone()

    before = changes()
    examine()
    assert changes() == before
    with tenant_session(engine_context(new_id())) as session:
        assert session.scalar(text("select 1")) == 1
