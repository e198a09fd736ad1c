"""What is measured, under which names: the operating guide, the alerts and the dashboard name exactly these.

No label names a tenant or a person, so nobody learns anything about one by counting.
"""

from importlib.metadata import version
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary

REQUEST_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 1.0, 3.0, 10.0)  # seconds
JOB_BUCKETS: Final = (0.05, 0.25, 1.0, 5.0, 30.0, 120.0, 600.0)  # seconds
PLUGIN_BUCKETS: Final = (0.001, 0.005, 0.02, 0.05, 0.3, 1.0, 10.0, 30.0)  # seconds
SUMMED: Final = frozenset({"handrail_database_connections", "handrail_database_connections_most"})
"""Gauges that add up over processes; of every other one the largest value counts."""
OUTBOX_STATES: Final = ("waiting", "later", "leased", "parked")


class Meters:
    """The measures of one process, counting from when it was started."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self.requests = Counter(
            "handrail_requests", "Requests answered.", ("endpoint", "method", "status"), registry=registry
        )
        self.request_seconds = Histogram(
            "handrail_request_seconds", "From a request to its answer.", ("endpoint",), buckets=REQUEST_BUCKETS,
            registry=registry,
        )  # fmt: skip
        self.request_statements = Summary(
            "handrail_request_statements", "Statements that a request sent to the database.", ("endpoint",),
            registry=registry,
        )  # fmt: skip
        self.jobs = Counter(
            "handrail_jobs", "Starts of jobs that came to an end.", ("actor", "outcome"), registry=registry
        )
        self.job_seconds = Histogram(
            "handrail_job_seconds",
            "How long a start of a job took.",
            ("actor",),
            buckets=JOB_BUCKETS,
            registry=registry,
        )
        self.mails = Counter("handrail_mails", "Mails offered to the next server.", ("outcome",), registry=registry)
        self.relayed = Counter("handrail_relay_rows", "Rows of the outbox sent to the queue.", registry=registry)
        self.plugin_seconds = Histogram(
            "handrail_plugin_seconds", "How long a callback of a plugin took.", ("plugin", "callback"),
            buckets=PLUGIN_BUCKETS, registry=registry,
        )  # fmt: skip
        self.plugin_faults = Counter(
            "handrail_plugin_faults", "Callbacks of plugins that did not answer as they should.",
            ("plugin", "callback", "outcome"), registry=registry,
        )  # fmt: skip
        self.outbox_rows = Gauge(
            "handrail_outbox_rows", "Rows that are not done, as the relay last saw them.", ("queue", "state"),
            registry=registry,
        )  # fmt: skip
        self.outbox_oldest = Gauge(
            "handrail_outbox_oldest_seconds", "How long the oldest due row has waited to be sent.", ("queue",),
            registry=registry,
        )  # fmt: skip
        self.connections = Gauge(
            "handrail_database_connections", "Connections of the pools.", ("process", "state"), registry=registry
        )
        self.connections_most = Gauge(
            "handrail_database_connections_most",
            "Connections that the pools may have.",
            ("process",),
            registry=registry,
        )
        self.beat = Gauge(
            "handrail_process_beat_timestamp_seconds",
            "When a process last came round.",
            ("process",),
            registry=registry,
        )
        self.scheduled = Gauge(
            "handrail_scheduler_round_timestamp_seconds", "When schedules were last asked for.", registry=registry
        )
        self.build = Gauge("handrail_build_info", "Which release runs.", ("version",), registry=registry)
        self.build.labels(version("handrail")).set(1)


class Extra:
    """What the process that answers /metrics finds out there and then."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self.ready = Gauge("handrail_ready", "Whether a check of /readyz holds.", ("check",), registry=registry)
        self.seal = Gauge("handrail_seal_timestamp_seconds", "When the newest seal was written.", registry=registry)
