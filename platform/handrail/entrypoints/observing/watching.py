"""The observer of a process: measures always, traces where an operator named a collector."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from handrail.entrypoints.observing import pools, tally
from handrail.entrypoints.observing.meters import Meters
from handrail.entrypoints.observing.sharing import Shared, Writing
from handrail.kit.db import TenantSession
from handrail.kit.observing import JobOutcome, Observer, PluginOutcome, observe_with, observer
from handrail.kit.settings import settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

    from handrail.entrypoints.observing.tracing import Tracer

_NOTHING: Final[Mapping[str, Any]] = {}
ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


class Watcher(Observer):
    """Watches one process from its start; made after a fork, since threads and counts do not cross one."""

    def __init__(self, process: str, exporter: "SpanExporter | None" = None) -> None:
        self.process = process
        self.meters = Meters()
        self.meters.connections_most.labels(process).set_function(pools.most)
        self.tracer = _tracer(process, exporter)
        self.writing = Writing(shared(), process, self.meters.registry)

    def span(
        self,
        name: str,
        *,
        parent: str | None = None,
        attributes: Mapping[str, Any] = _NOTHING,
        kind: Literal["internal", "server", "client", "producer", "consumer"] = "internal",
    ) -> AbstractContextManager[None]:
        """Return what surrounds a piece of work."""
        return nullcontext() if self.tracer is None else self.tracer.span(name, parent, attributes, kind)

    def traceparent(self) -> str | None:
        """Return the W3C traceparent of the work under way."""
        return None if self.tracer is None else self.tracer.traceparent()

    def acts(self, action: str) -> None:
        """Name the transaction under way after the act it carries out."""
        if self.tracer is not None:
            self.tracer.add({"act": action}, name=f"act {action}")

    def adds(self, facts: Mapping[str, Any], *, failed: bool = False) -> None:
        """Add what became known to the span under way."""
        if self.tracer is not None:
            self.tracer.add(facts, failed=failed)

    def job_ended(self, actor: str, outcome: JobOutcome, seconds: float) -> None:
        """Count a start of a job."""
        self.meters.jobs.labels(actor, outcome).inc()
        self.meters.job_seconds.labels(actor).observe(seconds)

    def mail_answered(self, outcome: str) -> None:
        """Count a mail."""
        self.meters.mails.labels(outcome).inc()

    def plugin_answered(self, plugin: str, callback: str, outcome: PluginOutcome, seconds: float) -> None:
        """Count a callback of a plugin."""
        self.meters.plugin_seconds.labels(plugin, callback).observe(seconds)
        if outcome != "answered":
            self.meters.plugin_faults.labels(plugin, callback, outcome).inc()

    def relayed(self, rows: int) -> None:
        """Count rows sent to the queue."""
        self.meters.relayed.inc(rows)

    def answered(self, endpoint: str, method: str, status: int, seconds: float, statements: int) -> None:
        """Count a request."""
        self.meters.requests.labels(endpoint, method, f"{status // 100}xx").inc()
        self.meters.request_seconds.labels(endpoint).observe(seconds)
        self.meters.request_statements.labels(endpoint).observe(statements)

    def beats(self) -> None:
        """Note that this process came round."""
        self.meters.beat.labels(self.process).set(time.time())

    def connection_changed(self, state: str, by: int) -> None:
        """Count connections of the pools: `open`, and of those `in_use`."""
        self.meters.connections.labels(self.process, state).inc(by)


def shared() -> Shared:
    """Return where the processes of this machine put their measures."""
    return Shared(settings().state_dir / "metrics")


def start(process: str, exporter: "SpanExporter | None" = None) -> Watcher:
    """Watch this process from now on; after its fork, before its threads."""
    finish()
    made = Watcher(process, exporter)
    observe_with(made)
    tally.install()
    pools.install()
    _listen()
    shared().tidy()
    made.writing.start()
    return made


def finish() -> None:
    """Write and send what is left, and watch no more."""
    watcher = current()
    if watcher is not None:
        observe_with(Observer())
        watcher.writing.finish()
        if watcher.tracer is not None:
            watcher.tracer.finish()


def current() -> Watcher | None:
    """Return who watches this process; None where nobody was told to."""
    found = observer()
    return found if isinstance(found, Watcher) else None


def _tracer(process: str, exporter: "SpanExporter | None") -> "Tracer | None":
    if exporter is None and not any(os.environ.get(name) for name in ENDPOINTS):
        return None
    from handrail.entrypoints.observing.tracing import Tracer  # noqa: PLC0415 - a fifth of a second nobody needs

    return Tracer(process, exporter)


# --- Transactions and pools -----------------------------------------------------------------------------------------


def _listen() -> None:
    """Listen to sessions and pools of this process, once; the watcher of the moment is asked each time."""
    if event.contains(TenantSession, "after_begin", _begun):
        return
    event.listen(TenantSession, "after_begin", _begun)
    event.listen(TenantSession, "after_transaction_end", _ended)
    for name, state, by in (
        ("connect", "open", 1), ("close", "open", -1), ("close_detached", "open", -1),
        ("checkout", "in_use", 1), ("checkin", "in_use", -1),
    ):  # fmt: skip
        event.listen(Pool, name, _counter(state, by))


def _counter(state: str, by: int) -> Any:
    def count(*_given: Any) -> None:
        watcher = current()
        if watcher is not None:
            watcher.connection_changed(state, by)

    return count


@contextmanager
def _act(ids: Mapping[str, Any]) -> Iterator[None]:
    with observer().span("act", attributes=ids):
        yield


def _begun(session: Session, transaction: Any, connection: Any) -> None:
    """Let a span surround a transaction: it is the command, and is named after its act once that is known."""
    del connection
    watcher = current()
    if transaction.nested or watcher is None or watcher.tracer is None or "span" in session.info:
        return
    ctx = session.info["context"]
    span = _act({"tenant": ctx.tenant_id, "person": ctx.person_id, "role": ctx.role})
    span.__enter__()
    session.info["span"] = span


def _ended(session: Session, transaction: Any) -> None:
    span = session.info.pop("span", None) if transaction.parent is None else None
    if span is not None:
        span.__exit__(None, None, None)
