"""A backup is whole and of one moment, or there is none; what was tampered with is not restored."""

import json
import resource
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.backup.conftest import Installation
from tests.builders import build_person
from tests.faults.proxy import Proxy

import handrail
from handrail.audit.rules.seals import public_key
from handrail.entrypoints.backup import restoring, taking, writing
from handrail.entrypoints.backup.catalogue import KEY_TABLES, ordered
from handrail.entrypoints.backup.cli import backup as backup_command
from handrail.entrypoints.backup.manifest import Manifest, Part, manifest_from
from handrail.entrypoints.backup.taking import Taken
from handrail.entrypoints.errors import StartError
from handrail.kit import clock
from handrail.kit.crypto import DataKey, TenantKey
from handrail.kit.deadlines import NoAnswer
from handrail.kit.ids import new_id

pytestmark = pytest.mark.slow

Empty = Callable[..., Installation]
PRIVATE = b"\x07" * 32
AT = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)


# --- The manifest and the order of tables -------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_each_table_comes_after_those_it_points_at(pairs: list[tuple[int, int]]) -> None:
    points_at: dict[str, set[str]] = {}
    for one, other in pairs:
        if one > other:
            points_at.setdefault(str(one), set()).add(str(other))
    names = ordered(dict.fromkeys(map(str, range(10))), points_at)
    assert sorted(names) == sorted(map(str, range(10)))
    assert all(names.index(other) < names.index(one) for one, others in points_at.items() for other in others)


def test_the_tables_of_keys_are_those_that_hold_keys() -> None:
    assert {DataKey.__tablename__, TenantKey.__tablename__} == KEY_TABLES


PARTS = st.builds(Part, st.text(), st.lists(st.text()).map(tuple), st.text(), st.integers(), st.integers(), st.text())


@given(st.lists(PARTS, max_size=3), st.text(), st.text())
def test_a_manifest_survives_its_file_and_is_trusted_by_its_key_alone(parts: list[Part], name: str, kind: str) -> None:
    made = Manifest(kind, name, "20261122_0001", AT, tuple(parts)).signed_by(PRIVATE)
    assert manifest_from(made.text()) == made
    assert made.is_trusted([public_key(PRIVATE)])
    assert not made.is_trusted([public_key(b"\x08" * 32)])
    assert not made.is_trusted([])
    for bent in (
        replace(made, name=name + "x"),
        replace(made, kind=kind + "x"),
        replace(made, revision="other"),
        replace(made, taken_at=AT + timedelta(seconds=1)),
        replace(made, parts=(*made.parts, *made.parts, Part("x", (), "x", 0, 0, ""))),
    ):
        assert not bent.is_trusted([public_key(PRIVATE)])


@given(st.text())
def test_what_is_no_manifest_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="can not be read"):
        manifest_from(text)


# --- Taking -------------------------------------------------------------------------------------------------------


def test_a_backup_can_be_read_by_its_owner_alone(backup: Taken) -> None:
    for folder in (backup.data, backup.keys, backup.data.parent, backup.keys.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir() if each.is_file()} == {0o600}


def test_a_backup_is_of_one_moment(source: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is written, somebody is added, and no half of that is in it."""
    source.use()
    copy_out = writing.copy_out

    def slowly(connection: Any, table: Any, folder: Path) -> Part:
        build_person(source.worlds[0].world.tenant_id, "Newcomer")
        return copy_out(connection, table, folder)

    before = source.digests()["person"][0]
    monkeypatch.setattr(writing, "copy_out", slowly)
    taken = source.backup_to(tmp_path / "data", tmp_path / "keys")
    manifest = manifest_from((taken.data / "manifest.json").read_text("utf-8"))
    assert {part.table: part.rows for part in manifest.parts}["person"] == before
    assert source.digests()["person"][0] > before + 50


def test_nothing_but_the_backup_asks_for_the_role_that_sees_all() -> None:
    package = Path(handrail.__file__).parent
    users = {path.relative_to(package).parts[:2] for path in package.rglob("*.py") if ".backup_url" in path.read_text()}
    assert users == {("entrypoints", "backup")}


def test_a_role_that_policies_bind_makes_no_backup_with_rows_missing(source: Installation, tmp_path: Path) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        taking.take(source.chosen.database_url, tmp_path / "data", tmp_path / "keys", PRIVATE)
    assert list((tmp_path / "data").glob("*")) == [tmp_path / "data" / ".lock"]


@pytest.mark.parametrize(("data", "keys"), [("a", "a"), ("a", "a/keys"), ("a/data", "a")])
def test_keys_never_go_with_the_data(source: Installation, tmp_path: Path, data: str, keys: str) -> None:
    with pytest.raises(StartError, match="another folder"):
        source.backup_to(tmp_path / data, tmp_path / keys)


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """Let the operating system refuse files above this size, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_and_leaves_nothing(source: Installation, tmp_path: Path) -> None:
    with little_room(2000), pytest.raises(StartError, match=r"no room left in .*; the unfinished backup was removed"):
        source.backup_to(tmp_path / "data", tmp_path / "keys")
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"]
    assert left == []
    assert source.backup_to(tmp_path / "data", tmp_path / "keys").rows > 0


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "ANSWER_SECONDS", 2)
    monkeypatch.setattr(restoring, "ANSWER_SECONDS", 2)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("silent_at", [b"to stdout", b"from stdin"])
def test_a_server_that_falls_silent_is_given_up(
    source: Installation,
    backup: Taken,
    empty: Empty,
    tmp_path: Path,
    silent_at: bytes,
) -> None:
    def through(installation: Installation, name: str, url: str) -> Installation:
        connections = replace(installation.chosen.connections, **{name: network.through(url)})
        return Installation(replace(installation.chosen, connections=connections))

    target = empty()
    with closing(Proxy(source.chosen.backup_url)) as network:
        reached = network.stop_at(silent_at)
        if silent_at == b"to stdout":
            with pytest.raises(NoAnswer):
                through(source, "backup", source.chosen.backup_url).backup_to(tmp_path / "data", tmp_path / "keys")
            assert [path.name for path in (tmp_path / "data").iterdir()] == [".lock"]
        else:
            with pytest.raises(StartError, match=r"did not answer within 2 s"):
                through(target, "migrate", target.chosen.migrate_url).restore(backup.data, backup.keys)
        assert reached.is_set()
    assert rows_in(target) == 0


def test_two_backups_at_once_into_one_folder_are_refused(source: Installation, tmp_path: Path) -> None:
    with writing.parent(tmp_path / "data"), pytest.raises(StartError, match="Another backup"):
        source.backup_to(tmp_path / "data", tmp_path / "keys")


def test_the_command_looks_first_where_asked_and_removes_what_is_too_old(source: Installation, tmp_path: Path) -> None:
    source.use()
    data, keys = tmp_path / "data", tmp_path / "keys"
    told = CliRunner().invoke(backup_command, [str(data), "--keys", str(keys), "--dry-run"])
    assert (told.exit_code, "Nothing was written" in told.output, data.exists()) == (0, True, False), told.output
    first = CliRunner().invoke(backup_command, [str(data), "--keys", str(keys)])
    assert first.exit_code == 0, first.output
    (data / "not-a-backup").mkdir()
    with clock.frozen(clock.now() + timedelta(days=10)):
        assert taking.expire(data, 5) == []  # the newest stays
        second = CliRunner().invoke(
            backup_command, [str(data), "--keys", str(keys), "--keep-days", "30", "--keep-keys-days", "7"]
        )
    assert second.exit_code == 0, second.output
    assert second.output.count("removed: ") == 1
    assert (len(list(data.glob("2*"))), len(list(keys.glob("2*")))) == (2, 1)
    assert (data / "not-a-backup").exists()


def test_an_expiry_that_is_interrupted_is_finished_by_the_next_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (10, 0):
        made = Manifest("keys", f"backup-{days}", "1", AT - timedelta(days=days), ()).signed_by(PRIVATE)
        (tmp_path / made.name).mkdir()
        (tmp_path / made.name / "manifest.json").write_text(made.text(), "utf-8")
        (tmp_path / made.name / "data_key.copy.gz").write_bytes(b"wrapped keys")

    def killed(*_given: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, clock.frozen(AT):
        patch.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            taking.expire(tmp_path, 5)
    assert [folder.name for folder, _ in taking.backups(tmp_path)] == ["backup-0"]
    with writing.parent(tmp_path):
        assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "backup-0"]


# --- What is not restored -----------------------------------------------------------------------------------------


@pytest.fixture
def copy(backup: Taken, tmp_path: Path) -> Taken:
    """A copy of the backup, to be damaged."""
    data, keys = tmp_path / backup.data.name, tmp_path / "keys" / backup.keys.name
    shutil.copytree(backup.data, data)
    shutil.copytree(backup.keys, keys)
    return replace(backup, data=data, keys=keys)


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))


def bend(path: Path, name: str, value: Any) -> None:
    body = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(body | {name: value}), "utf-8")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda copy: flip(copy.data / "person.copy.gz"), "is not the file that was backed up"),
        (lambda copy: flip(copy.keys / "data_key.copy.gz"), "is not the file that was backed up"),
        (lambda copy: (copy.data / "person.copy.gz").unlink(), "is missing from the backup"),
        (lambda copy: (copy.data / "manifest.json").unlink(), "was not completed"),
        (lambda copy: (copy.keys / "manifest.json").write_text("{"), "is damaged"),
        (lambda copy: bend(copy.data / "manifest.json", "parts", []), "not signed with a key that is trusted"),
        (lambda copy: bend(copy.data / "manifest.json", "kind", "keys"), "holds keys, and data are wanted"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_before_anything_is_touched(
    source: Installation, copy: Taken, damage: Callable[[Taken], object], said: str
) -> None:
    damage(copy)
    with pytest.raises(StartError, match=said):
        source.plan(copy.data, copy.keys)


def test_another_installations_backup_needs_its_public_key(source: Installation, backup: Taken, tmp_path: Path) -> None:
    key = tmp_path / "seal.key"
    key.write_text("0b" * 32, "ascii")
    stranger = Installation(replace(source.chosen, given_seal_key_file=key))
    with pytest.raises(StartError, match="not signed with a key that is trusted"):
        stranger.plan(backup.data, backup.keys)


def test_older_keys_are_taken_only_where_that_is_said(source: Installation, backup: Taken, tmp_path: Path) -> None:
    later = source.backup_to(tmp_path / "data", tmp_path / "keys")
    with pytest.raises(StartError, match="older than the data"):
        source.plan(later.data, backup.keys)
    assert source.plan(later.data, backup.keys, older_keys=True)
    assert source.plan(backup.data, later.keys)


def rows_in(target: Installation) -> int:
    return sum(count for name, (count, _) in target.digests().items() if name != "alembic_version")


def test_another_master_key_is_refused_and_nothing_is_left(backup: Taken, empty: Empty) -> None:
    target = empty(given_keys={"HANDRAIL_MASTER_KEY": "b2" * 32})
    with pytest.raises(StartError, match="master key of this installation is not the one"):
        target.restore(backup.data, backup.keys)
    assert rows_in(target) == 0


def test_a_database_with_anything_in_it_is_refused(backup: Taken, empty: Empty) -> None:
    target = empty()
    target.use()
    build_person(new_id(), "Somebody")
    with pytest.raises(StartError, match=r"not empty: there are rows in person\. Restore into a new one"):
        target.restore(backup.data, backup.keys)
    assert rows_in(target) == 1


@pytest.mark.slow
def test_another_schema_is_refused(backup: Taken, empty: Empty) -> None:
    target = empty()
    with psycopg.connect(target.chosen.migrate_url, autocommit=True) as connection:
        connection.execute("set role handrail_owner")
        connection.execute("alter table person add column shoe_size int")
        with pytest.raises(StartError, match=r"not this schema's: person\."):
            target.restore(backup.data, backup.keys)
        connection.execute("update alembic_version set version_num = '29990101_0001'")
    with pytest.raises(StartError, match="has the schema 29990101_0001"):
        target.restore(backup.data, backup.keys)


@pytest.mark.slow
def test_a_database_in_use_is_refused(backup: Taken, empty: Empty) -> None:
    target = empty()
    with psycopg.connect(target.chosen.database_url) as connection:
        connection.execute("select 1 from person")
        with pytest.raises(StartError, match="Something uses this database"):
            target.restore(backup.data, backup.keys)
    assert rows_in(target) == 0


def test_after_a_restore_the_owner_is_bound_by_the_policies_again(backup: Taken, empty: Empty) -> None:
    target = empty()
    target.restore(backup.data, backup.keys)
    unforced = (
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace "
        "and not relforcerowsecurity"
    )
    assert target.ask(unforced) == [("alembic_version",)]
    with psycopg.connect(target.chosen.migrate_url) as connection:
        connection.execute("set role handrail_owner")
        assert connection.execute("select count(*) from person").fetchone() == (0,)
