"""What is counted, by whom it can be read, and that processes add up."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from click.testing import CliRunner
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.pool import QueuePool
from tests.builders import World, build_world, sign_in

from handrail.entrypoints.app import create_app
from handrail.entrypoints.observing import backlog, meters, sharing, watching
from handrail.entrypoints.observing.cli import metrics
from handrail.entrypoints.observing.watching import Watcher
from handrail.kit import db, jobs, outbox
from handrail.kit.codes import Role
from handrail.kit.settings import Settings, configure

DEPLOY = Path(__file__).parents[2] / "deploy"
TOKEN = "t" * 32
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture(scope="module")
def world(database: Settings) -> World:
    assert database
    return build_world()


@pytest.fixture
def watcher(database: Settings, tmp_path: Path) -> Iterator[Watcher]:
    """This process, watched, with a folder of its own for what is measured."""
    configure(replace(database, state_dir=tmp_path))
    db.dispose_engines()  # what was open before is not counted
    yield watching.start("web")
    watching.finish()
    configure(database)


@pytest.fixture
def app(database: Settings) -> Flask:
    assert database
    return create_app()


def read(app: Flask, **more: Any) -> dict[str, Any]:
    """Return the samples by name, with the labels as a tuple of values."""
    answer = app.test_client().get("/metrics", **more)
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    found: dict[str, Any] = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return found


def test_requests_are_counted_by_route_method_and_class(watcher: Watcher, app: Flask, world: World) -> None:
    assert watcher
    client = app.test_client()
    sign_in(client, world, Role.COORDINATOR)
    for path in ("/cases?q=Bakker", "/cases", "/nowhere/Bakker"):
        client.get(path)
    found = read(app)
    assert found["handrail_requests_total"]["cases.index", "GET", "2xx"] == 2
    assert found["handrail_requests_total"]["none", "GET", "4xx"] == 1
    assert found["handrail_request_seconds_count"][("cases.index",)] == 2
    assert found["handrail_request_seconds_bucket"]["cases.index", "+Inf"] == 2
    assert found["handrail_request_statements_sum"][("cases.index",)] >= 4
    assert found["handrail_database_connections"]["web", "open"] >= 1
    assert found["handrail_database_connections"]["web", "in_use"] == 0
    assert set(found["handrail_ready"].values()) <= {0.0, 1.0}


def test_jobs_and_mails_are_counted_by_how_they_ended(watcher: Watcher, app: Flask, world: World) -> None:
    with world.engine() as session:
        row = outbox.publish(session, "test", "test.unknown", {}, key=str(uuid.uuid4()))
    jobs.run_row(world.tenant_id, row)
    watcher.mail_answered("accepted")
    watcher.relayed(3)
    found = read(app)
    assert found["handrail_jobs_total"]["test.unknown", "failed"] == 1
    assert found["handrail_job_seconds_count"][("test.unknown",)] == 1
    assert found["handrail_mails_total"][("accepted",)] == 1
    assert found["handrail_relay_rows_total"][()] == 3


def test_the_relay_counts_what_waits_is_leased_comes_later_and_is_parked(
    watcher: Watcher, app: Flask, world: World, database: Settings, servers: Any
) -> None:
    assert watcher
    with world.engine() as session:
        rows = [outbox.publish(session, "counted", "test.note", {}, key=str(uuid.uuid4())) for _ in range(6)]
    name = psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"]
    with psycopg.connect(servers.postgres.url(database=str(name)), autocommit=True) as connection:
        for row, change in zip(
            rows,
            (
                "not_before = now() - interval '90 s'", "sent_until = now() + interval '1 h'",
                "run_until = now() + interval '1 h'", "not_before = now() + interval '1 h'", "parked_at = now()",
                "parked_at = now(), done_at = now()",
            ),
            strict=True,
        ):  # fmt: skip
            connection.execute(sql.SQL("update outbox set {} where id = %s").format(sql.SQL(change)), [row])
    looking = backlog.Backlog()
    with psycopg.connect(database.relay_url, autocommit=True) as connection:
        looking.look(connection)
        found = read(app)
        states = {state: found["handrail_outbox_rows"]["counted", state] for state in meters.OUTBOX_STATES}
        assert states == {"waiting": 1, "leased": 2, "later": 1, "parked": 1}
        assert 90 <= found["handrail_outbox_oldest_seconds"][("counted",)] < 600
        connection.execute("update outbox set done_at = now() where queue = 'counted'")
        looking._next = 0.0  # noqa: SLF001 - as if time had passed
        looking.look(connection)
    found = read(app)
    assert {found["handrail_outbox_rows"]["counted", state] for state in meters.OUTBOX_STATES} == {0}
    assert found["handrail_outbox_oldest_seconds"][("counted",)] == 0


def test_no_label_can_name_a_consultancy_or_a_person(watcher: Watcher, app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client, world, Role.COORDINATOR)
    client.get("/cases")
    client.open("/cases", method="BAKKER")
    text = app.test_client().get("/metrics").text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", text)
    assert "BAKKER" not in text
    labels = {
        label
        for family in sharing.families_of(watcher.meters.registry)
        for _, pairs in family.samples
        for label, _value in pairs
    }
    assert labels <= {"endpoint", "method", "status", "le", "queue", "state", "actor", "outcome", "process", "version"}


# --- Who may read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "asked", "status"),
    [
        ({}, {}, 200),
        ({}, ELSEWHERE, 404),
        ({"given_public_url": "https://handrail.example"}, {}, 404),
        ({"bind": "192.0.2.1"}, {}, 404),
        ({"proxies": 1}, {}, 404),
        ({"metrics_token": TOKEN}, {}, 404),
        ({"metrics_token": TOKEN}, ELSEWHERE | {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        ({"metrics_token": TOKEN}, ELSEWHERE | {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, 404),
        ({"metrics_token": TOKEN}, ELSEWHERE | {"HTTP_AUTHORIZATION": f"Basic {TOKEN}"}, 404),
        ({"metrics_token": TOKEN}, ELSEWHERE | {"HTTP_AUTHORIZATION": "Bearer \u00e9"}, 404),
    ],
)
def test_measures_are_open_to_a_token_or_on_a_development_address(
    app: Flask, database: Settings, changes: Any, asked: Any, status: int
) -> None:
    configure(replace(database, **changes))
    try:
        found = app.test_client().get("/metrics", environ_overrides=asked)
        assert found.status_code == status
        assert ("handrail_ready" in found.text) is (status == 200)
        if status == 404:  # like any address that is not there
            assert "There is nothing here" in found.text
    finally:
        configure(database)


# --- Several processes ----------------------------------------------------------------------------------------------

CHILD = """
import os, signal, sys, time
from dataclasses import replace
from pathlib import Path
from handrail.kit.settings import Connections, Settings, configure
configure(Settings(state_dir=Path(sys.argv[1]), tenants_dir=Path("."), connections=Connections()))
from handrail.entrypoints.observing import watching
watcher = watching.start("worker")
watcher.job_ended("test.one", "done", 0.2)
watcher.job_ended("test.one", "done", 40)
watcher.beats()
watcher.writing.write()
print("written", flush=True)
time.sleep(600)
"""


def test_processes_add_up_and_what_a_killed_one_counted_is_kept(watcher: Watcher, tmp_path: Path) -> None:
    children = [_child(tmp_path) for _ in range(2)]
    watcher.job_ended("test.one", "done", 0.01)
    watcher.writing.write()
    shared = watching.shared()
    assert _jobs(shared) == (5, 2)
    assert _beats(shared) == {"worker"}
    for child in children:
        os.kill(child.pid, signal.SIGKILL)
        child.wait(30)
    for _twice in range(2):
        assert _jobs(shared) == (5, 2)  # folded once
    assert _beats(shared) == set()  # a gauge of the dead says nothing
    assert sorted(path.name for path in shared.folder.iterdir()) == ["gone.json", "lock", f"web-{os.getpid()}.json"]
    later = _child(tmp_path)
    assert _jobs(shared) == (7, 3)
    later.kill()
    later.wait(30)
    assert _jobs(shared) == (7, 3)


def _child(folder: Path) -> Any:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert child.stdout is not None
    with child.stdout as said:
        assert said.readline() == "written\n"
    return child


def _jobs(shared: sharing.Shared) -> tuple[float, float]:
    """Return how many jobs were counted, and how many took longer than half a minute."""
    samples = {name: value for family in shared.together() for (name, labels), value in _flat(family)}
    return samples["handrail_jobs_total"], samples["handrail_job_seconds_count"] - samples["le 30.0"]


def _flat(family: sharing.Family) -> Iterator[tuple[tuple[str, Any], float]]:
    for (name, labels), value in family.samples.items():
        yield (f"le {dict(labels)['le']}" if "le" in dict(labels) else name, labels), value


def _beats(shared: sharing.Shared) -> set[str]:
    return {
        dict(labels)["process"]
        for family in shared.together()
        for (name, labels) in family.samples
        if name == "handrail_process_beat_timestamp_seconds"
    }


def test_what_a_process_counts_last_is_neither_lost_nor_counted_twice(
    watcher: Watcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends, with its last counts written, just after its file was read; it is asked whether it lives only then."""
    child = _child(tmp_path)
    shared = watching.shared()
    path = shared.folder / f"worker-{child.pid}.json"
    last = json.loads(
        path.read_text("utf-8").replace(
            '{"actor": "test.one", "outcome": "done"}, 2.0]', '{"actor": "test.one", "outcome": "done"}, 9.0]'
        )
    )
    lives = sharing._lives  # noqa: SLF001 - the moment between reading and asking

    def ends_now(found: dict[str, Any]) -> bool:
        if found["pid"] == child.pid and child.poll() is None:
            path.write_text(json.dumps(last), "utf-8")
            child.kill()
            child.wait(30)
        return lives(found)

    monkeypatch.setattr(sharing, "_lives", ends_now)
    for _twice in range(2):
        assert _jobs(shared)[0] == 9
    assert watcher


def test_a_process_is_asked_once_whether_it_lives(watcher: Watcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may end between two questions, and would be counted as living and as ended."""
    watcher.job_ended("test.one", "done", 0.2)
    watcher.writing.write()
    answers = iter([True, False])
    monkeypatch.setattr(sharing, "_lives", lambda _found: next(answers))
    assert _jobs(watching.shared())[0] == 1


def test_where_nobody_asks_what_ended_processes_left_is_folded_at_the_next_start(
    watcher: Watcher, tmp_path: Path
) -> None:
    child = _child(tmp_path)
    folder = watching.shared().folder
    child.kill()
    child.wait(30)
    (folder / f"worker-{child.pid}.json.{child.pid}").write_text("{", "utf-8")  # it was writing
    (folder / f"gone.json.{child.pid}").write_text("{", "utf-8")
    draft = folder / f"web-{os.getpid()}.json.{os.getpid()}"
    draft.write_text("{", "utf-8")  # of one that lives
    later = _child(tmp_path)
    assert draft.exists()
    draft.unlink()
    kept = {path.name for path in folder.iterdir()} - {f"web-{os.getpid()}.json"}
    assert kept == {"gone.json", "lock", f"worker-{later.pid}.json"}
    later.kill()
    later.wait(30)
    assert _jobs(watching.shared())[0] == 4
    assert watcher


def test_a_number_that_became_another_processs_is_not_taken_for_it(watcher: Watcher) -> None:
    watcher.job_ended("test.one", "done", 0.2)
    watcher.writing.write()
    path = watching.shared().folder / f"web-{os.getpid()}.json"
    written = json.loads(path.read_text("utf-8")) | {"pid": 1, "born": "12"}
    (path.parent / "web-1.json").write_text(json.dumps(written), "utf-8")
    assert _jobs(watching.shared())[0] == 2
    assert not (path.parent / "web-1.json").exists()


def test_a_disk_that_takes_nothing_costs_measures_and_nothing_else(
    log: Any, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sharing, "write_private", full)
    for _twice in range(2):
        watcher.writing.write()
    assert [line["error"] for line in log.events("snapshot.not_written")] == ["OSError"]
    (watching.shared().folder / "web-1.json").write_text("{", "utf-8")
    assert watching.shared().together() is not None


# --- What others name ------------------------------------------------------------------------------------------------


def names() -> set[str]:
    """Return every name under which something is exposed."""
    found = set()
    for registry in (meters.Meters().registry, meters.Extra().registry):
        for metric in registry.collect():
            ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "summary": ("_sum", "_count")}
            found |= {metric.name + end for end in ends.get(metric.type, ("",))}
    return found


@pytest.mark.parametrize("path", ["grafana/handrail.json", "prometheus/alerts.yml"])
def test_dashboard_and_alerts_name_measures_that_exist(path: str) -> None:
    named = set(re.findall(r"\bhandrail_[a-z_]+", (DEPLOY / path).read_text("utf-8")))
    assert named
    assert named - names() == set()


def test_connections_in_use_are_held_against_what_all_pools_of_a_part_may_have(watcher: Watcher, world: World) -> None:
    """Both add up over processes, so that their quotient is the same however many there are."""
    in_use, most = ("handrail_database_connections", "in_use"), ("handrail_database_connections_most", "")

    def quotient(families: dict[str, sharing.Family]) -> tuple[float, float]:
        found = {
            (name, dict(labels).get("state", "")): value
            for family in families.values()
            for (name, labels), value in family.samples.items()
        }
        return found[in_use], found[most]

    with world.engine() as session:
        session.execute(text("select 1"))
        one = {family.name: family for family in sharing.families_of(watcher.meters.registry)}
        pool = session.get_bind().engine.pool
    assert isinstance(pool, QueuePool)
    assert quotient(one) == (1, pool.size() + pool._max_overflow)  # noqa: SLF001 - there is no other way to ask
    for family in sharing.families_of(watcher.meters.registry):
        one[family.name].add(family)  # another process, whose connections are all free
    assert quotient(one) == (1, 2 * (pool.size() + pool._max_overflow))  # noqa: SLF001
    (asked,) = re.findall(
        r"HandrailPoolFull\n +expr: >-\n((?: {10}.+\n)+)", (DEPLOY / "prometheus/alerts.yml").read_text()
    )
    assert re.findall(r"handrail_\w+", asked) == [in_use[0], most[0]]
    assert {in_use[0], most[0]} <= meters.SUMMED
    assert 0 < float(asked.rpartition(">")[2]) < 1


def test_every_alert_leads_to_what_to_do() -> None:
    guide = (DEPLOY.parent / "docs" / "guides" / "operating.md").read_text("utf-8")
    anchors = {
        re.sub(r"[^a-z -]", "", line.lower()).strip().replace(" ", "-")
        for line in re.findall(r"^#+ (.+)$", guide, re.MULTILINE)
    }
    alerts = (DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8")
    named = re.findall(r"operating\.md#([a-z-]+)", alerts)
    assert len(named) == alerts.count("- alert:")
    assert set(named) - anchors == set()


def test_a_machine_without_pages_prints_its_measures(watcher: Watcher) -> None:
    watcher.relayed(2)
    watcher.writing.write()
    said = CliRunner().invoke(metrics)
    assert said.exit_code == 0
    assert "handrail_relay_rows_total 2.0" in said.output


def test_every_measure_is_in_the_operating_guide() -> None:
    guide = (DEPLOY.parent / "docs" / "guides" / "operating.md").read_text("utf-8")
    families = {re.sub(r"_(bucket|sum|count)$", "", name) for name in names()}
    assert {name for name in families if f"`{name}`" not in guide} == set()


def test_beats_are_seen_from_everywhere_and_end_with_their_process(database: Settings, valkey: redis.Redis) -> None:
    from handrail.entrypoints.observing import beats  # noqa: PLC0415 - this test's alone

    times = iter([0.0, 1.0, 11.0])
    come_round = beats.beat("relay", lambda: next(times))
    come_round()
    (sign,) = beats.signs(database.redis_url)
    assert (sign.process, sign.pid, sign.seconds_ago < 30) == ("relay", os.getpid(), True)
    key = valkey.keys("handrail:beat:*")[0]
    assert 0 < valkey.ttl(key) <= beats.KEPT_SECONDS
    valkey.delete(key)
    come_round()  # too soon to say so again
    assert beats.signs(database.redis_url) == []
    come_round()
    assert len(beats.signs(database.redis_url)) == 1


@pytest.mark.usefixtures("valkey")
def test_a_queue_that_is_away_stops_no_beat(database: Settings) -> None:
    from handrail.entrypoints.observing import beats  # noqa: PLC0415 - this test's alone

    configure(replace(database, connections=replace(database.connections, redis="redis://127.0.0.1:9/0")))
    try:
        come_round = beats.beat("worker", time.monotonic)
        come_round()
    finally:
        configure(database)
    assert beats.signs(database.redis_url) == [], "nothing was said, and nothing was raised"
