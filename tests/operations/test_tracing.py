"""One trace from a form to the mail it leads to; nothing in it but ids; and no harm from a collector that is away."""

import contextlib
import gzip
import http.server
import os
import re
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller
from dramatiq import Worker
from flask import Flask
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import SpanExporter
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from tests.builders import World, build_world

from handrail.entrypoints.app import create_app
from handrail.entrypoints.observing import tracing, watching
from handrail.entrypoints.relay import Relay
from handrail.entrypoints.worker import load_tasks
from handrail.identity.commands import start_sign_in
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit import clock, outbox, queues
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.settings import Settings, configure, with_connections
from handrail.tenancy.models import Person, Tenant

SECRET = "bakker-has-a-bad-back"


@dataclass
class Collector:
    """An OpenTelemetry collector on loopback: takes spans by OTLP over HTTP and keeps them."""

    url: str = ""
    spans: list[Any] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def named(self, name: str) -> list[Any]:
        return [span for span in self.spans if span.name == name]

    def take(self, body: bytes) -> None:
        self.bodies.append(body)
        request = ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                self.spans.extend(scope.spans)


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()

    class Taking(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            made.take(body)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_given: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        made.url = f"http://127.0.0.1:{server.server_port}"
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture
def mail_url() -> Iterator[str]:
    class Accepts:
        async def handle_DATA(self, *_given: Any) -> str:  # noqa: N802 - aiosmtpd's name
            return "250 Kept"

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(Accepts(), hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def app(database: Settings, mail_url: str, valkey: Any) -> Iterator[Flask]:
    assert valkey
    configure(with_connections(database, smtp=mail_url))
    yield create_app()
    configure(database)


@pytest.fixture
def world(database: Settings) -> World:
    assert database
    return build_world()


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch, database: Settings, collector: Collector) -> Iterator[Collector]:
    """This process, traced as an operator would have it traced."""
    assert database
    monkeypatch.setenv(watching.ENDPOINTS[0], collector.url)
    watching.start("web")
    yield collector
    watching.finish()


def slug_and_address(world: World, role: Role) -> tuple[str, str]:
    with world.engine() as session:
        tenant = session.get(Tenant, (world.tenant_id, world.tenant_id))
        person = session.get(Person, (world.tenant_id, world.people[role]))
        assert tenant is not None
        assert person is not None
        return tenant.slug, str(person.email)


def ask_for_a_link(app: Flask, world: World) -> str:
    """Ask for a sign-in link by the form, as a browser does; returns the number of the request."""
    client = app.test_client()
    token = re.findall(r'csrf_token" value="([^"]+)', client.get("/sign-in").text)[0]
    slug, address = slug_and_address(world, Role.COORDINATOR)
    answer = client.post(
        f"/sign-in?{SECRET}={SECRET}",
        data={"csrf_token": token, "idempotency_key": str(uuid.uuid4()), "consultancy": slug, "email": address},
        headers={"Sec-Fetch-Site": "same-origin", "User-Agent": SECRET},
    )
    assert answer.status_code == 200
    return str(answer.headers["X-Request-Id"])


def work_off(database: Settings, world: World) -> None:
    """Relay and work, through the queue, until nothing is open."""
    load_tasks()
    broker = queues.broker(database.redis_url)
    worker = Worker(broker, worker_threads=1)
    worker.start()
    try:
        with psycopg.connect(database.relay_url, autocommit=True) as connection:
            relay = Relay(connection, broker)
            deadline = time.monotonic() + 60
            while _open_rows(world):
                relay.round()
                assert time.monotonic() < deadline
                time.sleep(0.02)
    finally:
        worker.stop()
        broker.close()


def _open_rows(world: World) -> int:
    with world.engine() as session:
        return int(session.scalar(text("select count(*) from outbox where done_at is null")) or 0)


def by_id(collector: Collector) -> dict[bytes, Any]:
    return {span.span_id: span for span in collector.spans}


def ancestors(collector: Collector, span: Any) -> list[str]:
    found, known = [], by_id(collector)
    while span.parent_span_id:
        span = known[span.parent_span_id]
        found.append(span.name)
    return found


def attributes(span: Any) -> dict[str, Any]:
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


def test_one_trace_leads_from_a_form_to_the_mail(
    traced: Collector, app: Flask, world: World, database: Settings
) -> None:
    number = ask_for_a_link(app, world)
    work_off(database, world)
    watching.finish()
    (mail,) = traced.named("mail")
    trace = [span for span in traced.spans if span.trace_id == mail.trace_id]
    names = [span.name for span in trace]
    assert ancestors(traced, mail) == ["job notifications.send_sign_in_link", "act", "request identity.sign_in"]
    assert {"relay", "mail", "act", "statement", "job notifications.send_sign_in_link"} <= set(names)
    (request,) = [span for span in trace if not span.parent_span_id]
    told = attributes(request)
    assert (told["handrail.request"], told["handrail.method"], told["handrail.status"]) == (number, "POST", 200)
    assert attributes(next(span for span in trace if span.name.startswith("job")))["handrail.tenant"] == str(
        world.tenant_id
    )
    inserts = [attributes(span) for span in trace if span.name == "statement"]
    assert {"db.system.name": "postgresql", "handrail.operation": "insert", "handrail.table": "outbox"} in inserts


@pytest.mark.rule("PRI-4")
def test_no_span_holds_what_somebody_wrote_or_is_called(
    traced: Collector, app: Flask, world: World, database: Settings
) -> None:
    slug, address = slug_and_address(world, Role.COORDINATOR)
    ask_for_a_link(app, world)
    app.test_client().get(f"/sign-in/{SECRET}")
    with pytest.raises(ValueError, match=SECRET), watching.current().span(f"job {SECRET}", attributes={"note": SECRET}):  # type: ignore[union-attr]
        raise ValueError(SECRET)
    work_off(database, world)
    watching.finish()
    assert traced.spans
    sent = b"".join(traced.bodies).lower()
    for word in (SECRET, slug, address, "invented", "select ", "http://localhost"):
        assert word.encode() not in sent, word
    (failed,) = [span for span in traced.spans if attributes(span).get("error.type") == "ValueError"]
    assert (failed.name, failed.status.code) == ("job", 2)
    assert not any(span.events for span in traced.spans)


def test_a_command_is_named_after_its_act(traced: Collector, app: Flask, world: World) -> None:
    with world.engine() as session:
        _row, secret = start_sign_in(
            session, world.tenant_id, world.people[Role.COORDINATOR], Role.COORDINATOR, proof=DEVELOPMENT
        )
    client = app.test_client()
    client.set_cookie("hr", secret, domain="localhost")
    client.get(f"/cases/{uuid.uuid4()}")
    watching.finish()
    (act,) = traced.named("act case.read")
    assert attributes(act)["handrail.role"] == "coordinator"
    assert ancestors(traced, act) == ["request cases.overview"] or ancestors(traced, act)[-1].startswith("request ")


@pytest.mark.parametrize("given", ["00-" + "0" * 32 + "-" + "1" * 16 + "-01", SECRET, "00-xyz", ""])
def test_what_is_no_trace_starts_a_new_one(given: str) -> None:
    assert tracing.remote(given) is None


def test_the_outbox_takes_a_trace_and_nothing_else(world: World) -> None:
    with world.engine() as session:
        row = outbox.publish(session, "test", "test.note", {}, key="1")
    given = {"said": SECRET, "row": row}
    with world.engine() as session, pytest.raises(IntegrityError, match="trace_is_a_traceparent"):
        session.execute(text("update outbox set trace = :said where id = :row"), given)


class Failing(SpanExporter):
    """A collector that is away, or slow, or answers nonsense."""

    def __init__(self, act: Any) -> None:
        self.act = act
        self.asked = threading.Event()

    def export(self, spans: Any) -> Any:
        del spans
        self.asked.set()
        return self.act()


@pytest.mark.parametrize("how", ["raises", "hangs"])
def test_a_collector_that_is_away_or_hangs_disturbs_nothing(log: Any, app: Flask, world: World, how: str) -> None:
    hold = threading.Event()

    def act() -> None:
        if how == "hangs":
            hold.wait(60)
        raise ConnectionError(SECRET)

    exporter = Failing(act)
    watching.start("web", exporter)
    try:
        for _many in range(3):
            ask_for_a_link(app, world)
        assert exporter.asked.wait(30)
        began = time.monotonic()
        watching.finish()
        assert time.monotonic() - began < 30  # bounded, and not by the collector's patience
    finally:
        hold.set()
    assert SECRET not in log.getvalue()
    assert len(log.events("request")) == 6


@pytest.mark.slow
def test_nothing_of_it_is_loaded_without_a_collector() -> None:
    """A fifth of a second at every start, which nobody should pay who does not trace; redis loads parts of its own."""
    asked = "import sys; import handrail.entrypoints.app, handrail.entrypoints.worker, handrail.entrypoints.relay; "
    asked += "from handrail.entrypoints.observing import watching; watching._tracer('web', None); "
    asked += "ours = ('opentelemetry.exporter', 'opentelemetry.sdk.trace'); "
    asked += "print([name for name in sys.modules if name.startswith(ours)])"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    said = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_read_only_session_is_traced_and_ends_its_span(traced: Collector, world: World) -> None:
    actor = world.actor(Role.COORDINATOR)
    watcher = watching.current()
    assert watcher is not None
    with watcher.span("request"), contextlib.suppress(ZeroDivisionError):
        with tenant_session(actor.context(read_only=True)) as session:
            session.execute(text("select 1"))
        with tenant_session(actor.context()) as session:
            session.execute(text("select 1"))
            _ = 1 // 0
    assert watcher.traceparent() is None  # nothing is left over in this thread
    watching.finish()
    assert len([span for span in traced.named("act") if attributes(span).get("handrail.role") == "coordinator"]) >= 2
    assert clock.now()
