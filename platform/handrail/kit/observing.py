"""The seam through which a process is watched: where an act begins and ends, and what it belongs to.

By itself it does nothing and loads nothing. `entrypoints.observing` puts an observer in its place that measures and,
where an operator asked for it, traces. Attributes are ids, codes and numbers, never what somebody wrote.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, Literal

JobOutcome = Literal["done", "failed", "parked", "lease_lost"]
PluginOutcome = Literal["answered", "overrun", "misconfigured", "unavailable", "fault"]
_NOTHING: Final[Mapping[str, Any]] = {}


class Observer:
    """Watches nothing; the others override what they need."""

    def span(
        self,
        name: str,
        *,
        parent: str | None = None,
        attributes: Mapping[str, Any] = _NOTHING,
        kind: Literal["internal", "server", "client", "producer", "consumer"] = "internal",
    ) -> AbstractContextManager[None]:
        """Return what surrounds a piece of work; `parent` is the W3C traceparent of what asked for it elsewhere."""
        del name, parent, attributes, kind
        return nullcontext()

    def traceparent(self) -> str | None:
        """Return the W3C traceparent of the work under way, for what it asks others to do; None where untraced."""
        return None

    def acts(self, action: str) -> None:
        """Take note of which act of the policy the work under way carries out."""

    def job_ended(self, actor: str, outcome: JobOutcome, seconds: float) -> None:
        """Take note of how the start of a job ended."""

    def mail_answered(self, outcome: str) -> None:
        """Take note of what a mail server said, as a code of ours."""

    def plugin_answered(self, plugin: str, callback: str, outcome: PluginOutcome, seconds: float) -> None:
        """Take note of how a callback of a plugin ended, and how long it took."""

    def relayed(self, rows: int) -> None:
        """Take note of rows that were sent to the queue."""


_observer: list[Observer] = [Observer()]


def observer() -> Observer:
    """Return who watches this process."""
    return _observer[0]


def observe_with(chosen: Observer) -> None:
    """Let `chosen` watch this process from now on."""
    _observer[0] = chosen
