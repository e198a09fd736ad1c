"""`handrail doctor` on an installation that is well and on ones that are not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from handrail.entrypoints import schema
from handrail.entrypoints.doctor import doctor
from handrail.kit import outbox
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.settings import Settings, configure


@pytest.fixture
def examine(database: Settings, valkey: Any) -> Iterator[Callable[..., Result]]:
    assert valkey

    def look(**changes: Any) -> Result:
        told = replace(database.connections, **{"smtp": None} | changes.pop("connections", {}))
        configure(replace(database, connections=told, **changes))
        return CliRunner().invoke(doctor)

    yield look
    configure(database)


def lines(result: Result) -> dict[str, str]:
    return {line.partition(":")[0]: line.partition(": ")[2] for line in result.output.splitlines() if line[0] in "+!"}


def test_a_well_installation_has_one_thing_left_to_name(examine: Callable[..., Result]) -> None:
    said = examine()
    assert [name for name in lines(said) if name.startswith("!")] == ["! mail"]  # none runs in this test
    assert (said.exit_code, said.output.splitlines()[-1]) == (1, "1 to look at.")


def test_a_database_that_is_away_is_named(examine: Callable[..., Result]) -> None:
    said = lines(examine(connections={"database": "postgresql://handrail_app:hush@127.0.0.1:9/handrail"}))
    assert "does not answer as handrail_app" in said["! database"]
    assert "hush" not in str(said)


def test_a_superuser_in_the_settings_is_named(examine: Callable[..., Result], servers: Any) -> None:
    assert "is a superuser" in lines(examine(connections={"database": servers.postgres.url()}))["! database"]


def test_an_older_schema_is_named(examine: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "newest", lambda: "29990101_0001")
    assert "this release needs 29990101_0001" in lines(examine())["! schema"]


def test_a_queue_that_is_away_or_forgetful_is_named(examine: Callable[..., Result], valkey: Any) -> None:
    assert "does not answer" in lines(examine(connections={"redis": "redis://127.0.0.1:9/0"}))["! queue"]
    valkey.config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert "noeviction" in lines(examine())["! queue"]
    finally:
        valkey.config_set("maxmemory-policy", "noeviction")


def test_an_address_for_others_without_tls_is_named(examine: Callable[..., Result]) -> None:
    said = lines(examine(bind="10.0.0.1", given_public_url="http://h.example"))
    assert "Put a proxy with TLS in front" in said["! address"]


def test_parked_and_waiting_work_is_named(examine: Callable[..., Result], database: Settings) -> None:
    with tenant_session(engine_context(new_id())) as session:
        outbox.publish(session, "test", "test.note", {}, key="a")
    with psycopg.connect(database.relay_url, autocommit=True) as connection:
        connection.execute("update outbox set not_before = now() - interval '1 hour'")
        assert "waited for 60 minutes" in lines(examine())["! outbox"]
        connection.execute("update outbox set parked_at = now()")
        assert "1 parked" in lines(examine())["! outbox"]
        connection.execute("update outbox set done_at = now()")
    assert "! outbox" not in lines(examine())
