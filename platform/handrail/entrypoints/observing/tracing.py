"""Traces by OpenTelemetry. Loaded only where OTEL_EXPORTER_OTLP_ENDPOINT names a collector.

Spans go out by OTLP over HTTP from a thread of their own; a collector that is away or slow costs spans and nothing
else. What a span may hold is decided by the gate of the log: ids, codes and numbers, no SQL text, no parameters.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, Status, StatusCode, TraceFlags
from sqlalchemy import Engine, event

from handrail.entrypoints.observing import gate, vocabulary

EXPORT_SECONDS: Final = 3.0
FLUSH_MILLISECONDS: Final = 1500
MOST_WAITING: Final = 2048  # spans; more are dropped
_PARENT: Final = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_OPERATION: Final = re.compile(r"\s*(select|insert|update|delete|with)\b", re.IGNORECASE)
_TABLE: Final = re.compile(r"\b(?:from|into|update)\s+(?:public\.)?([a-z_]+)", re.IGNORECASE)
_KINDS: Final = {
    "internal": SpanKind.INTERNAL, "server": SpanKind.SERVER, "client": SpanKind.CLIENT,
    "producer": SpanKind.PRODUCER, "consumer": SpanKind.CONSUMER,
}  # fmt: skip
_NAMES: Final = frozenset({"request", "act", "job", "mail", "relay", "statement"})


class Tracer:
    """Makes spans; one a process, made after the fork."""

    def __init__(self, process: str, exporter: SpanExporter | None = None) -> None:
        resource = Resource.create({"service.name": "handrail", "service.version": version("handrail"), "handrail.process": process})  # fmt: skip # noqa: E501
        self.provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self.provider.add_span_processor(
            BatchSpanProcessor(
                exporter or OTLPSpanExporter(timeout=EXPORT_SECONDS), max_queue_size=MOST_WAITING,
                schedule_delay_millis=1000, export_timeout_millis=EXPORT_SECONDS * 1000,
            )
        )  # fmt: skip
        self.tracer = self.provider.get_tracer("handrail")
        event.listen(Engine, "before_cursor_execute", self._statement_begins)
        event.listen(Engine, "after_cursor_execute", self._statement_ended)
        event.listen(Engine, "handle_error", self._statement_failed)

    @contextmanager
    def span(self, name: str, parent: str | None, attributes: Mapping[str, Any], kind: str) -> Iterator[None]:
        """Surround a piece of work; an exception is told by its kind."""
        with self.tracer.start_as_current_span(
            span_name(name),
            context=remote(parent) if parent else None,
            kind=_KINDS[kind],
            attributes=told(attributes),
            record_exception=False,  # its message may quote anything
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            except BaseException as problem:
                span.set_status(Status(StatusCode.ERROR))
                span.set_attribute("error.type", vocabulary.exception(type(problem).__name__))
                raise

    def traceparent(self) -> str | None:
        """Return the W3C traceparent of the current span."""
        found = trace.get_current_span().get_span_context()
        if not found.is_valid:
            return None
        return f"00-{found.trace_id:032x}-{found.span_id:016x}-{found.trace_flags:02x}"

    def add(self, attributes: Mapping[str, Any], *, name: str | None = None, failed: bool = False) -> None:
        """Add what became known to the span under way."""
        span = trace.get_current_span()
        span.set_attributes(told(attributes))
        if name:
            span.update_name(span_name(name))
        if failed:
            span.set_status(Status(StatusCode.ERROR))

    def finish(self) -> None:
        """Send what is left, for a moment; then stop, whether or not the collector answered."""
        last = threading.Thread(target=self.provider.force_flush, args=(FLUSH_MILLISECONDS,), daemon=True)
        last.start()
        last.join(FLUSH_MILLISECONDS / 1000)
        for name, function in (
            ("before_cursor_execute", self._statement_begins),
            ("after_cursor_execute", self._statement_ended),
            ("handle_error", self._statement_failed),
        ):
            event.remove(Engine, name, function)

    def _statement_begins(self, *given: Any) -> None:
        statement, context = given[2], given[4]
        if not trace.get_current_span().get_span_context().is_valid or context is None:
            return
        operation, table = _OPERATION.match(statement), _TABLE.search(statement)
        attributes = {
            "operation": operation[1].lower() if operation else None,
            "table": table[1].lower() if table else None,
        }
        context.handrail_span = self.tracer.start_span(
            "statement", kind=SpanKind.CLIENT, attributes={"db.system.name": "postgresql", **told(attributes)}
        )

    def _statement_ended(self, *given: Any) -> None:
        span: Span | None = getattr(given[4], "handrail_span", None)
        if span is not None:
            span.end()

    def _statement_failed(self, given: Any) -> None:
        span: Span | None = getattr(given.execution_context, "handrail_span", None)
        if span is not None:
            span.set_status(Status(StatusCode.ERROR))
            span.set_attribute("error.type", vocabulary.exception(type(given.original_exception).__name__))
            span.end()


def span_name(name: str) -> str:
    """Return the name as it may leave: a kind of work and, where the code knows it, which one."""
    kind, _space, which = name.partition(" ")
    if kind not in _NAMES:
        return "work"
    known = which in vocabulary.actors() or which in vocabulary.acts() or which in vocabulary.endpoints()
    return f"{kind} {which}" if known else kind


def told(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes that may leave, under our own prefix."""
    return {f"handrail.{key}": value for key, value in gate.passed(attributes).items() if value is not None}


def remote(parent: str) -> Context | None:
    """Return the context of a span elsewhere; None where the text is no traceparent."""
    found = _PARENT.fullmatch(parent)
    if found is None or int(found[1], 16) == 0 or int(found[2], 16) == 0:
        return None
    given = SpanContext(int(found[1], 16), int(found[2], 16), is_remote=True, trace_flags=TraceFlags(int(found[3], 16)))
    return trace.set_span_in_context(NonRecordingSpan(given), Context())
