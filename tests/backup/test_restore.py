"""A restored installation is the one that was backed up, row for row, and works (PRI-2, ACC-1)."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, select
from tests.backup.conftest import Installation
from tests.builders import sign_in

from handrail.audit import queries as audit
from handrail.audit import sealing, timeline
from handrail.audit.cli import audit as audit_command
from handrail.audit.folder import SealFolder
from handrail.audit.rules.seals import public_key
from handrail.entrypoints import schema
from handrail.entrypoints.app import create_app
from handrail.entrypoints.backup.cli import restore as restore_command
from handrail.entrypoints.backup.taking import Taken
from handrail.entrypoints.errors import StartError
from handrail.entrypoints.scheduler import Scheduler
from handrail.kit import clock, draft, outbox
from handrail.kit.codes import Role
from handrail.kit.crypto import DataKey, Erased
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.owning import owners_session
from handrail.kit.sealed import Sealed
from handrail.tenancy.models import Person

pytestmark = pytest.mark.slow

WORDS = ("Quillon", "Zyxwide")
Empty = Callable[..., Installation]
RESTORED_NEW = {"sign_in", "sign_in_link", "outbox"}
"""Tables whose rows are settled after a restore."""


def confided(installation: Installation) -> dict[tuple[str, UUID, str], str | None]:
    """Return every sealed text of every table in clear; None for what was erased."""
    installation.use()
    found: dict[tuple[str, UUID, str], str | None] = {}
    for (tenant_id,) in installation.ask("select id from tenant"):
        with tenant_session(engine_context(tenant_id)) as session:
            for model in draft.models():
                names = [name for name, each in vars(model).items() if isinstance(each, Sealed)]
                for row in session.scalars(select(model)) if names else ():
                    for name in names:
                        found[(model.__tablename__, row.id, name)] = opened(row, name)  # type: ignore[attr-defined]
    return found


def opened(row: Any, name: str) -> str | None:
    try:
        return str(getattr(row, name))
    except Erased:
        return None


@pytest.mark.parametrize("schema", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_every_row_comes_back_as_it_was(source: Installation, backup: Taken, empty: Empty, *, schema: bool) -> None:
    target = empty(schema=schema)
    restored = target.restore(backup.data, backup.keys)
    before, after = source.digests(), target.digests()
    assert sum(count for count, _ in before.values()) > 500
    assert {name for name in before if before[name] != after[name]} <= RESTORED_NEW
    assert {name: count for name, (count, _) in before.items()} == {name: count for name, (count, _) in after.items()}
    assert restored.rows == {name: count for name, (count, _) in before.items() if name != "alembic_version"}
    assert sorted(slug for _, slug in restored.tenants) == sorted(
        slug for (slug,) in source.ask("select slug from tenant")
    )


def test_every_confided_text_can_be_read_again(source: Installation, backup: Taken, empty: Empty) -> None:
    target = empty()
    target.restore(backup.data, backup.keys)
    before = confided(source)
    assert len(before) > 20
    assert None not in before.values()
    assert confided(target) == before


@pytest.mark.slow
def test_people_sign_in_to_what_was_restored(source: Installation, backup: Taken, empty: Empty) -> None:
    target = empty()
    target.restore(backup.data, backup.keys)
    target.use()
    world = source.worlds[0].world
    client = create_app().test_client()
    sign_in(client, world, Role.COORDINATOR)
    page = client.get("/cases", base_url="http://localhost")
    assert (page.status_code, "Quillon" in page.text, "Zyxwide" in page.text) == (200, True, False)


@pytest.mark.rule("ACC-1")
def test_chains_and_seals_verify_and_new_entries_follow_on_them(
    source: Installation, backup: Taken, empty: Empty
) -> None:
    target = empty()
    target.restore(backup.data, backup.keys)
    target.use()
    tenant_id = source.worlds[0].world.tenant_id
    with tenant_session(engine_context(tenant_id)) as session:
        person = session.scalars(select(Person).limit(1)).one()
        timeline.append_tenant_act(session, source.worlds[0].world.system(), "role.granted", record=person)
    result = CliRunner().invoke(audit_command, ["verify"])
    assert (result.exit_code, "; 0 faults" in result.output) == (0, True), result.output


# --- What was erased stays erased --------------------------------------------------------------------------------


@pytest.mark.rule("PRI-2")
def test_after_an_erasure_a_restored_backup_yields_no_plaintext(
    source: Installation, backup: Taken, empty: Empty, tmp_path: Path
) -> None:
    """The data is of before the erasure, the keys of after it: older backups of the keys are gone by then."""
    tenant_id = source.worlds[0].world.tenant_id
    source.use()
    before = confided(source)
    with tenant_session(engine_context(tenant_id)) as session:
        erased = set(session.scalars(select(DataKey.subject_id).where(DataKey.compartment == "coordination")))
        kept = [
            (row.id, row.subject_id, row.employer_id, row.wrapped)
            for row in session.scalars(select(DataKey).where(DataKey.compartment == "coordination"))
        ]
    with owners_session(tenant_id) as session:
        session.execute(delete(DataKey).where(DataKey.compartment == "coordination"))
    try:
        later = source.backup_to(tmp_path / "data", tmp_path / "keys")
    finally:
        with tenant_session(engine_context(tenant_id)) as session:
            for row_id, subject, employer, wrapped in kept:
                session.add(
                    DataKey(
                        tenant_id=tenant_id,
                        id=row_id,
                        employer_id=employer,
                        subject_id=subject,
                        compartment="coordination",
                        wrapped=wrapped,
                    )
                )
    target = empty()
    target.restore(backup.data, later.keys)
    after = confided(target)
    gone = {place for place, text in after.items() if text is None}
    assert erased
    assert gone
    assert {place: text for place, text in after.items() if place not in gone} == {
        place: text for place, text in before.items() if place not in gone
    }
    texts = [text for place in gone if len(text := before[place] or "") > 12]
    assert texts
    stored = b"".join(gzip.decompress(path.read_bytes()) for path in backup.data.glob("*.gz"))
    for table in target.digests():
        stored += str(target.ask(f"select t::text from {table} t")).encode()  # noqa: S608 - names of our tables
    assert [text for text in texts if text.encode() in stored] == []
    with tenant_session(engine_context(tenant_id)) as session:
        assert list(audit.faults(session, tenant_id)) == []


def test_the_keys_are_in_no_file_of_the_data(backup: Taken, source: Installation) -> None:
    stored = b"".join(gzip.decompress(path.read_bytes()) for path in backup.data.glob("*.gz"))
    wrapped = [
        bytes(each) for (each,) in source.ask("select wrapped from data_key union all select wrapped from tenant_key")
    ]
    assert wrapped
    assert [each for each in wrapped if each.hex().encode() in stored] == []
    assert {path.name for path in backup.keys.glob("*.gz")} == {"data_key.copy.gz", "tenant_key.copy.gz"}
    for folder in (backup.data, backup.keys):
        assert source.chosen.master_key.hex().encode() not in b"".join(each.read_bytes() for each in folder.iterdir())


# --- What may have been done since ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_work_that_was_due_is_parked_and_what_is_due_later_stays(
    source: Installation, empty: Empty, tmp_path: Path
) -> None:
    source.use()
    tenant_id = source.worlds[1].world.tenant_id
    with tenant_session(engine_context(tenant_id)) as session:
        later = clock.now() + timedelta(days=20)
        due = outbox.publish(session, "notifications", "test.note", {}, key="due")
        waiting = outbox.publish(session, "notifications", "test.note", {}, key="waiting", not_before=later)
    taken = source.backup_to(tmp_path / "data", tmp_path / "keys")
    target = empty()
    restored = target.restore(taken.data, taken.keys, release_work=False)
    assert restored.settled.parked > 0
    state = {
        row: (parked is not None, done is not None)
        for row, parked, done in target.ask("select id, parked_at, done_at from outbox")
    }
    assert (state[due], state[waiting]) == ((True, False), (False, False))
    assert target.ask("select 1 from outbox where done_at is null and not_before <= now() and parked_at is null") == []
    target.use()
    assert Scheduler().round() > 0
    assert (
        target.ask("select name from outbox where done_at is null and parked_at is null and not_before <= now()") == []
    )
    released = empty()
    assert released.restore(taken.data, taken.keys, release_work=True).settled.parked == 0
    assert (due, None) in released.ask("select id, parked_at from outbox")


@pytest.mark.slow
def test_sessions_and_links_of_before_open_nothing(source: Installation, empty: Empty, tmp_path: Path) -> None:
    source.use()
    world = source.worlds[0].world
    client = create_app().test_client()
    sign_in(client, world, Role.COORDINATOR)
    assert client.get("/cases", base_url="http://localhost").status_code == 200
    taken = source.backup_to(tmp_path / "data", tmp_path / "keys")
    target = empty()
    restored = target.restore(taken.data, taken.keys)
    assert restored.settled.sessions > 0
    target.use()
    assert client.get("/cases", base_url="http://localhost").status_code in {302, 303}
    assert target.ask("select 1 from sign_in_link where used_at is null") == []


@pytest.mark.slow
@pytest.mark.rule("ACC-1")
def test_the_command_restores_verifies_and_says_what_went_with_it(
    source: Installation, empty: Empty, tmp_path: Path
) -> None:
    """What was sealed after the backup is lost, and the seals say so; the note of the restore tells why."""
    seals = tmp_path / "seals"
    full = source.worlds[0]
    older = replace(source.chosen, given_seals_dir=seals)
    source_here = Installation(older, source.worlds)
    source_here.use()
    with psycopg.connect(source.chosen.migrate_url, autocommit=True) as connection:
        connection.execute("set role handrail_owner")
        connection.execute("alter table seal no force row level security")
        connection.execute("delete from seal")
        connection.execute("alter table seal force row level security")
    tenant_id = full.world.tenant_id
    taken = source_here.backup_to(tmp_path / "data", tmp_path / "keys")
    with tenant_session(engine_context(tenant_id)) as session:
        person = session.scalars(select(Person).limit(1)).one()
        timeline.append_tenant_act(session, full.world.system(), "role.granted", record=person)
    made = sealing.make(tenant_id, clock.today(), sealing.folder_of(tenant_id))
    assert made.statement.number == 1
    target = empty(given_seals_dir=seals)
    target.use()
    options = [str(taken.data), "--keys", str(taken.keys)]
    tried = CliRunner().invoke(restore_command, [*options, "--dry-run"])
    assert (tried.exit_code, "Nothing was changed." in tried.output) == (0, True), tried.output
    assert {count for name, (count, _) in target.digests().items() if name != "alembic_version"} == {0}
    result = CliRunner().invoke(restore_command, options)
    assert result.exit_code == 0, result.output
    for said in ("went with a restore", "; 0 faults", "rows in", "sessions and", " cases"):
        assert said in result.output
    assert CliRunner().invoke(audit_command, ["verify"]).exit_code == 0
    with clock.frozen(clock.now() + timedelta(days=1)):  # the next night goes on from the seal that the database lost
        sealed = CliRunner().invoke(audit_command, ["seal"])
        assert (sealed.exit_code, "seal 2 of" in sealed.output) == (0, True), sealed.output
        assert CliRunner().invoke(audit_command, ["verify"]).exit_code == 0
    again = CliRunner().invoke(restore_command, options)
    assert isinstance(again.exception, StartError)
    assert "not empty: there are rows in absence" in str(again.exception)


def asked_to_restore(taken: Taken) -> Result:
    return CliRunner().invoke(restore_command, [str(taken.data), "--keys", str(taken.keys)])


def test_a_restore_that_could_not_be_finished_is_refused_while_nothing_is_there(
    backup: Taken, empty: Empty, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    target = empty(given_seals_dir=tmp_path / "file" / "seals")
    lacking = [
        ({}, "The folder of seals"),
        ({"given_seals_dir": tmp_path, "given_seal_key_file": tmp_path / "none"}, "HANDRAIL_SEAL_KEY_FILE names"),
        ({"connections": replace(target.chosen.connections, database=None)}, "HANDRAIL_DATABASE_URL is not set"),
    ]
    key = tmp_path / "public.key"
    key.write_text(public_key(target.chosen.seal_key).hex(), "ascii")
    for changes, said in lacking:
        Installation(replace(target.chosen, **changes)).use()
        refused = CliRunner().invoke(restore_command, [str(backup.data), "--keys", str(backup.keys), "--key", str(key)])
        assert said in str(refused.exception), refused.output
    assert {count for name, (count, _) in target.digests().items() if name != "alembic_version"} == {0}


def test_notes_are_written_before_anything_that_may_still_go_wrong(
    source: Installation, backup: Taken, empty: Empty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_url: str) -> bool:
        raise StartError("The database went away.")

    seals = tmp_path / "seals"
    empty(given_seals_dir=seals).use()
    with monkeypatch.context() as patch:
        patch.setattr(schema, "is_newest", away)
        result = asked_to_restore(backup)
    assert "Run `handrail db upgrade`, then `handrail audit verify`" in str(result.exception), result.output
    noted = {
        note.tenant_id for full in source.worlds for _, note in SealFolder(seals, full.world.tenant_id).notes() if note
    }
    assert noted == {full.world.tenant_id for full in source.worlds}
