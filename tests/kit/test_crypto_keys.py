"""Keys are rotated while people work: nothing is unreadable at any moment, and only wrapped keys change."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError
from tests.builders import World, build_world, open_participating_case
from tests.isolation.digests import digests_of

from handrail.audit.models import RecordVersion
from handrail.entrypoints.keys_cli import keys
from handrail.kit import crypto
from handrail.kit.crypto import DataKey, TenantKey
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import Misconfigured
from handrail.kit.keys import envelope, keeper, rotation
from handrail.kit.keys.errors import KeyGone, KeysAway
from handrail.kit.keys.files import FileKeeper, name_of
from handrail.kit.keys.wrapping import Erased, decrypt, encrypt
from handrail.kit.owning import owners_session
from handrail.kit.settings import SettingError, Settings, configure


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - it lies there
    found = build_world()
    open_participating_case(found)
    return found


@pytest.fixture
def own_folder(database: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A state folder of this test's own, with a consultancy under its master key."""
    chosen = replace(database, state_dir=tmp_path)
    configure(chosen)
    yield chosen
    configure(database)


def read_all(world: World) -> list[str]:
    """Return every sealed text of the timeline, in clear."""
    with world.engine() as session:
        rows = session.scalars(select(RecordVersion).where(RecordVersion.tenant_id == world.tenant_id))
        return sorted(row.values for row in rows)


def slug_of(world: World) -> str:
    with world.engine() as session:
        return str(session.scalar(text("select slug from tenant")))


def wrapped_by(world: World) -> set[int]:
    with world.engine() as session:
        return {each.number for each in rotation.standing(session, world.tenant_id) if each.data_keys}


@pytest.mark.rule("PRI-2")
def test_rotating_a_tenants_key_wraps_its_data_keys_anew_and_touches_nothing_else(world: World) -> None:
    before, rows = read_all(world), digests_of(world)
    assert before
    number = rotation.rotate(world.tenant_id)
    assert read_all(world) == before
    assert sum(rotation.rewrap_data_keys(world.tenant_id)) > 0
    assert wrapped_by(world) == {number}
    assert read_all(world) == before
    after = digests_of(world)
    assert {table for table in rows if rows[table] != after[table]} == {"data_key", "tenant_key"}


def test_one_that_is_killed_between_two_parts_goes_on_where_it_was(world: World) -> None:
    before, number = read_all(world), rotation.rotate(world.tenant_id)
    parts = rotation.rewrap_data_keys(world.tenant_id, together=1)
    assert next(parts) == 1
    parts.close()
    assert len(wrapped_by(world)) == 2
    assert read_all(world) == before
    assert sum(rotation.rewrap_data_keys(world.tenant_id)) > 0
    assert wrapped_by(world) == {number}
    assert list(rotation.rewrap_data_keys(world.tenant_id)) == []


def test_an_act_that_began_before_a_rotation_reads_after_it(world: World) -> None:
    with world.engine() as session:
        some = session.scalars(select(RecordVersion).limit(1)).one()
        before = some.values
        rotation.rotate(world.tenant_id)
        assert sum(rotation.rewrap_data_keys(world.tenant_id)) > 0
        session.info["keys"].data.clear()  # as if this value's key was read only now
        assert some.values == before


def test_an_act_that_began_before_a_rotation_writes_what_opens_after_it(world: World) -> None:
    with world.engine() as session:
        some = session.scalars(select(RecordVersion).limit(1)).one()
        assert some.values
        rotation.rotate(world.tenant_id)
        assert sum(rotation.rewrap_data_keys(world.tenant_id)) > 0
        made = replace(place_like(some), compartment=crypto.Compartment.UNION)
        sealed = crypto.seal(session, made, b"written with the older key")
    with world.engine() as session:
        assert crypto.unseal(session, made, sealed) == b"written with the older key"
    assert sum(rotation.rewrap_data_keys(world.tenant_id)) == 1
    with world.engine() as session:
        assert crypto.unseal(session, made, sealed) == b"written with the older key"


def place_like(row: RecordVersion) -> crypto.Place:
    return crypto.Place(
        row.tenant_id, row.employer_id, row.subject_id, row.compartment, "record_version", row.id, "values_sealed"
    )


def test_a_key_that_still_wraps_one_is_not_let_go_of(world: World) -> None:
    older = rotation.rotate(world.tenant_id)
    assert sum(rotation.rewrap_data_keys(world.tenant_id)) > 0
    rotation.rotate(world.tenant_id)
    with pytest.raises(IntegrityError), owners_session(world.tenant_id) as session:
        session.execute(delete(TenantKey).where(TenantKey.number == older))
    assert sum(rotation.rewrap_data_keys(world.tenant_id)) > 0
    assert rotation.let_go_of_older(world.tenant_id) == 0, "an act that read it may still be about to wrap with it"
    with owners_session(world.tenant_id) as session:
        session.execute(update(TenantKey).values(made_at=text("made_at - interval '2 hours'")))
    assert rotation.let_go_of_older(world.tenant_id) > 0
    with world.engine() as session:
        assert [each.wraps for each in rotation.standing(session, world.tenant_id)] == [True]
    assert read_all(world)


def test_another_tenants_key_opens_nothing_here(world: World, database: Settings) -> None:  # noqa: ARG001 - it lies there
    other = build_world()
    open_participating_case(other)
    with other.engine() as session:
        theirs = crypto.tenant_key(session, other.tenant_id)
    with world.engine() as session:
        key = session.scalars(select(DataKey).limit(1)).one()
        with pytest.raises(Erased):
            decrypt(theirs, key.wrapped[envelope.HEAD_BYTES :], b"")
        with pytest.raises(Erased):
            envelope.unwrap_tenant_key(other.tenant_id, session.scalars(select(TenantKey).limit(1)).one().wrapped)


@pytest.mark.rule("PRI-2")
@pytest.mark.parametrize("table", ["data_key", "tenant_key"])
def test_the_login_of_the_application_makes_keys_and_can_neither_change_nor_destroy_one(
    world: World, table: str
) -> None:
    for statement in ("update {} set wrapped = ''", "delete from {}", "truncate {}"):
        with pytest.raises(ProgrammingError, match="permission denied"), world.engine() as session:
            session.execute(text(statement.format(table)))
    assert read_all(world)


def test_the_owners_session_reaches_the_keys_of_one_tenant_and_no_texts(world: World) -> None:
    other = build_world()
    open_participating_case(other)
    with owners_session(world.tenant_id) as session:
        assert set(session.scalars(select(DataKey.tenant_id))) == {world.tenant_id}
        assert set(session.scalars(select(TenantKey.tenant_id))) == {world.tenant_id}
        assert session.execute(delete(DataKey).where(DataKey.tenant_id == other.tenant_id)).rowcount == 0  # type: ignore[attr-defined]
        assert session.scalar(text("select current_user")) == "handrail_owner"


# --- The master key --------------------------------------------------------------------------------------------------


@pytest.mark.rule("PRI-2")
def test_rotating_the_master_key_wraps_the_tenants_keys_anew_and_nothing_else(own_folder: Settings) -> None:
    world = build_world()
    open_participating_case(world)
    before, rows, old = read_all(world), digests_of(world), keeper.keeper().newest()
    with tenant_session(engine_context(world.tenant_id)) as session:
        stands = session.scalars(select(RecordVersion).limit(1)).one()
        new = keeper.keeper().rotate()
        assert stands.values, "what the older key wrapped opens while both are there"
    assert keeper.keeper().names() == [new, old]
    assert (own_folder.state_dir / f"master-{old}.key").stat().st_mode & 0o077 == 0
    assert rotation.rewrap_tenant_keys(world.tenant_id) == 1
    assert rotation.rewrap_tenant_keys(world.tenant_id) == 0
    after = digests_of(world)
    assert {table for table in rows if rows[table] != after[table]} == {"tenant_key"}
    assert read_all(world) == before
    keeper.keeper().destroy(old)
    assert keeper.keeper().names() == [new]
    assert read_all(world) == before


def test_a_process_that_did_not_see_the_rotation_wraps_with_the_new_key_and_opens_with_both(
    own_folder: Settings,
) -> None:
    here, elsewhere = FileKeeper(own_folder), FileKeeper(own_folder)
    old, wrapped = elsewhere.wrap(b"a" * 32, b"place")
    new = here.rotate()
    assert elsewhere.unwrap(old, wrapped, b"place") == b"a" * 32
    name, anew = here.wrap(b"b" * 32, b"place")
    assert (name, elsewhere.newest()) == (new, new)
    assert elsewhere.unwrap(new, anew, b"place") == b"b" * 32


def test_the_key_that_wraps_is_not_destroyed_and_a_destroyed_one_opens_nothing(own_folder: Settings) -> None:
    own = FileKeeper(own_folder)
    old, wrapped = own.wrap(b"a" * 32, b"")
    with pytest.raises(SettingError, match="the one that wraps"):
        own.destroy(old)
    own.rotate()
    own.destroy(old)
    with pytest.raises(KeyGone, match=old):
        FileKeeper(own_folder).unwrap(old, wrapped, b"")
    with pytest.raises(KeyGone):
        own.destroy(old)


def test_a_master_key_in_a_variable_is_rotated_by_whoever_sets_the_variable(database: Settings) -> None:
    first = replace(database, given_keys={"HANDRAIL_MASTER_KEY": "a1" * 32})
    with pytest.raises(SettingError, match="HANDRAIL_OLDER_MASTER_KEYS"):
        FileKeeper(first).rotate()
    old, wrapped = FileKeeper(first).wrap(b"k" * 32, b"x")
    second = replace(first, given_keys={"HANDRAIL_MASTER_KEY": "b2" * 32}, given_older_master_keys=("a1" * 32,))
    assert FileKeeper(second).newest() == name_of(b"\xb2" * 32)
    assert FileKeeper(second).unwrap(old, wrapped, b"x") == b"k" * 32
    with pytest.raises(Erased):
        FileKeeper(second).unwrap(old, wrapped, b"another place")


def test_the_variables_are_read_from_the_environment(tmp_path: Path) -> None:
    told = {"HANDRAIL_STATE_DIR": str(tmp_path), "HANDRAIL_OLDER_MASTER_KEYS": f"{'ab' * 32}, {'cd' * 32}"}
    assert Settings.from_environment(told).older_master_keys == (b"\xab" * 32, b"\xcd" * 32)
    assert Settings.from_environment(told | {"HANDRAIL_KEYS": "vault"}).key_keeper == "vault"
    assert "ab" * 32 not in repr(Settings.from_environment(told))


# --- Another keeper, brought by a plugin -----------------------------------------------------------------------------


class Drawer:
    """A service that keeps keys by number and never gives one away."""

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {"1": b"1" * 32}
        self.asked = 0

    def newest(self) -> str:
        return max(self.keys)

    def names(self) -> Sequence[str]:
        return sorted(self.keys, reverse=True)

    def wrap(self, plain: bytes, associated: bytes) -> tuple[str, bytes]:
        return self.newest(), encrypt(self.keys[self.newest()], plain, associated)

    def unwrap(self, key: str, wrapped: bytes, associated: bytes) -> bytes:
        self.asked += 1
        return decrypt(self.keys[key], wrapped, associated)

    def rotate(self) -> str:
        made = str(len(self.keys) + 1)
        self.keys[made] = made.encode() * 32
        return made

    def destroy(self, key: str) -> None:
        del self.keys[key]


@pytest.fixture
def drawer(database: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawer]:
    made = Drawer()
    offered = [SimpleNamespace(name="drawer", load=lambda: lambda: made)]
    monkeypatch.setattr(keeper, "entry_points", lambda group: offered if group == keeper.GROUP else [])
    keeper.plugin.cache_clear()
    configure(replace(database, key_keeper="drawer"))
    yield made
    configure(database)
    keeper.plugin.cache_clear()


@pytest.mark.slow
def test_a_plugin_keeps_the_master_keys_and_rotates_them(drawer: Drawer) -> None:
    world = build_world()
    open_participating_case(world)
    before = read_all(world)
    with world.engine() as session:
        assert {each.master_key for each in rotation.standing(session, world.tenant_id)} == {"1"}
    assert keeper.keeper().rotate() == "2"
    assert read_all(world) == before
    assert rotation.rewrap_tenant_keys(world.tenant_id) == 1
    keeper.keeper().destroy("1")
    assert read_all(world) == before
    drawer.keys.clear()
    with pytest.raises(KeyGone):
        read_all(world)


@pytest.mark.slow
def test_the_keeper_is_asked_once_a_transaction(drawer: Drawer) -> None:
    world = build_world()
    open_participating_case(world)
    drawer.asked = 0
    assert len(read_all(world)) > 1
    assert drawer.asked == 1


def test_a_keeper_that_does_not_answer_is_not_waited_for() -> None:
    done = threading.Event()
    hanging: Any = SimpleNamespace(newest=done.wait)
    with pytest.raises(KeysAway):
        keeper.Timed(hanging, seconds=0.01).newest()
    done.set()


def test_whatever_a_keeper_raises_is_told_as_away_and_not_as_what_it_says() -> None:
    def refuse() -> str:
        raise ConnectionError("token s.4711 expired")

    refusing: Any = SimpleNamespace(newest=refuse)
    with pytest.raises(KeysAway) as told:
        keeper.Timed(refusing).newest()
    assert "4711" not in str(told.value.as_problem())


def test_a_keeper_that_nobody_offers_is_told_at_once(database: Settings) -> None:
    with pytest.raises(Misconfigured, match="'nobody'"):
        keeper.keeper_of(replace(database, key_keeper="nobody"))


# --- Commands --------------------------------------------------------------------------------------------------------


def run(*asked: str) -> str:
    result = CliRunner().invoke(keys, asked)
    assert result.exception is None, (result.output, result.exception)
    return result.output


@pytest.mark.slow
def test_the_commands_rotate_and_say_what_they_did(own_folder: Settings) -> None:
    world = build_world()
    open_participating_case(world)
    with tenant_session(engine_context(world.tenant_id)) as session:
        session.execute(text("select 1"))
    slug, before = slug_of(world), read_all(world)
    tried = run("rotate", "--tenant", slug, "--dry-run")
    assert "Nothing was changed." in tried
    assert f"{slug}: key 2 wraps now" in run("rotate", "--tenant", slug)
    listed = run("list", "--tenant", slug)
    assert f"{slug}: key 2" in listed
    assert own_folder.master_key.hex() not in listed
    assert read_all(world) == before


@pytest.mark.slow
def test_the_command_destroys_no_master_key_that_still_wraps_one(own_folder: Settings) -> None:
    world = build_world()
    open_participating_case(world)
    old = keeper.keeper().newest()
    keeper.keeper().rotate()
    refused = CliRunner().invoke(keys, ["destroy", old])
    assert (refused.exit_code, "rewrap" in refused.output) == (1, True)
    assert len(FileKeeper(own_folder).names()) == 2
