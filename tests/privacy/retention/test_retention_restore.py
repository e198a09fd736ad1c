"""A backup of before an erasure, restored after it, with the very keys it was taken with: nothing of it can be read."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select
from tests.privacy.retention.ending import AFTER_2_YEARS, Over, end_employment, everything

from handrail.audit import queries as audit
from handrail.audit.rules.seals import public_key
from handrail.entrypoints.backup import restoring, taking
from handrail.entrypoints.backup.restoring import Choices
from handrail.entrypoints.backup.taking import Taken
from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit import clock, db, draft, migrations, roles
from handrail.kit.crypto import Erased
from handrail.kit.sealed import Sealed
from handrail.kit.settings import SettingError, Settings, configure, settings
from handrail.privacy.retention.certificates import ErasureFolder
from handrail.privacy.retention.codes import ItemState

pytestmark = [pytest.mark.rule("PRI-2"), pytest.mark.slow]
_numbers = itertools.count(1)


@dataclass
class Target:
    """An empty database to restore into, and a look past its policies."""

    chosen: Settings
    servers: EmbeddedServers
    name: str

    def restore(self, taken: Taken) -> restoring.Restored:
        db.dispose_engines()
        configure(self.chosen)
        planned = restoring.plan(taken.data, taken.keys, [public_key(self.chosen.seal_key)])
        choices = Choices(release_work=True)
        return restoring.restore(self.chosen.migrate_url, planned, self.chosen.master_key, choices)

    def rows(self) -> dict[str, str]:
        with psycopg.connect(self.servers.postgres.url(database=self.name), autocommit=True) as connection:
            return everything(connection)


@pytest.fixture
def target(servers: EmbeddedServers, own: Settings) -> Iterator[Callable[[], Target]]:
    made: list[str] = []

    def make() -> Target:
        name = f"after_{next(_numbers)}"
        made.append(name)
        roles.prepare(servers.postgres.url(), servers.logins, name)
        connections = servers.connections(name)
        migrations.upgrade(connections.migrate or "")
        return Target(replace(own, connections=connections), servers, name)

    yield make
    db.dispose_engines()
    configure(own)
    with psycopg.connect(servers.postgres.url(), autocommit=True) as connection:
        for name in made:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def taken(over: Over, own: Settings, tmp_path: Path) -> Taken:
    """A backup, with its keys, of before anything ended."""
    del over
    return taking.take(own.backup_url, tmp_path / "data", tmp_path / "keys", own.seal_key)


Part = tuple[UUID, str]
"""The records of one compartment about one subject: they have a key of their own."""


def confided(over: Over) -> dict[tuple[str, UUID, str], tuple[Part, str | None]]:
    """Return subject, compartment and text of every sealed value; None for what can not be opened, "" for nothing."""
    found: dict[tuple[str, UUID, str], tuple[Part, str | None]] = {}
    with over.world.engine() as session:
        for model in draft.models():
            names = [name for name, each in vars(model).items() if isinstance(each, Sealed)]
            rows: Any = session.scalars(select(model)) if names else ()
            for row in rows:
                for name in names:
                    try:
                        text = str(getattr(row, name))
                    except Erased:
                        text = None
                    found[model.__tablename__, row.id, name] = ((row.subject_id, row.compartment.value), text)
    return found


def ended(over: Over, run_id: UUID) -> set[Part]:
    """Return what a run ends: other cases of the consultancy go on, and keep what they hold."""
    return {(item.about_id, item.kind.value) for item in over.items(run_id)}


def test_an_old_backup_gives_nothing_back_of_what_ended_since(
    over: Over, taken: Taken, target: Callable[[], Target], superuser: psycopg.Connection[Any]
) -> None:
    before = confided(over)
    run_id = over.decided(superuser)
    parts = ended(over, run_id)
    assert over.work(run_id)
    restored = target()
    restored.restore(taken)
    after = confided(over)
    gone = [text for part, text in before.values() if part in parts and text]
    assert len(gone) > 10
    assert {text for part, text in after.values() if part in parts} == {""}
    kept = {place: told for place, told in before.items() if told[0] not in parts}
    assert {place: after[place] for place in kept} == kept
    rows = restored.rows()
    keys = {str(item.key_id) for item in over.items(run_id)} | {line["key"] for line in certificate(over)["ended"]}
    assert not [key for key in keys if key in rows["data_key"]]
    stored = "\n".join(rows.values())
    assert not [text for text in gone if len(text) > 12 and text in stored]
    with over.world.engine() as session:
        assert list(audit.faults(session, over.tenant_id)) == []


def certificate(over: Over) -> dict[str, Any]:
    trusted = [public_key(settings().seal_key)]
    (found,) = ErasureFolder(settings().seals_dir, over.tenant_id).statements(trusted)
    return dict(found.body)


def test_without_the_list_beside_the_seals_the_same_backup_would_give_it_back(
    over: Over, taken: Taken, target: Callable[[], Target], superuser: psycopg.Connection[Any], tmp_path: Path
) -> None:
    """What makes the test above bite: it is the list, and nothing else, that ends it again."""
    before = confided(over)
    assert over.work(over.decided(superuser))
    restored = target()
    restored.chosen = replace(restored.chosen, given_seals_dir=tmp_path / "no seals")
    restored.restore(taken)
    assert confided(over) == before


def test_a_worker_who_had_become_nobody_is_nobody_after_a_restore(
    over: Over, own: Settings, target: Callable[[], Target], superuser: psycopg.Connection[Any], tmp_path: Path
) -> None:
    end_employment(over)
    superuser.execute("delete from data_key where compartment in ('medical', 'prevention')")
    taken = taking.take(own.backup_url, tmp_path / "data", tmp_path / "keys", own.seal_key)
    with clock.frozen(AFTER_2_YEARS):
        assert over.work(over.decided(superuser))
        last = over.decided(superuser)
        assert over.work(last)
        assert set(over.states(last).values()) == {ItemState.ERASED}
    restored = target()
    restored.restore(taken)
    assert not [table for table, told in restored.rows().items() if "quillon worker" in told.lower()]


def test_a_list_that_was_tampered_with_stops_the_restore_and_nothing_is_left(
    over: Over, own: Settings, taken: Taken, target: Callable[[], Target], superuser: psycopg.Connection[Any]
) -> None:
    run_id = over.decided(superuser)
    assert over.work(run_id)
    path = ErasureFolder(own.seals_dir, over.tenant_id).path / f"{run_id}.json"
    path.chmod(0o600)
    path.write_text(path.read_text("utf-8").replace('"coordination"', '"plan"'), "utf-8")
    restored = target()
    with pytest.raises(SettingError, match="not signed"):
        restored.restore(taken)
    assert restored.rows()["cases"] == ""


def test_a_run_that_had_begun_counts_as_done_when_the_database_is_lost_in_the_middle(
    over: Over, own: Settings, taken: Taken, target: Callable[[], Target], superuser: psycopg.Connection[Any]
) -> None:
    run_id = over.decided(superuser)
    parts = ended(over, run_id)
    assert over.work(run_id)
    (ErasureFolder(own.seals_dir, over.tenant_id).path / f"{run_id}.json").unlink()
    target().restore(taken)
    assert {text for part, text in confided(over).values() if part in parts} == {""}
