"""What whoever keeps the installation running is told of its plugins: states, places in code, numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from handrail.extensions import registry as plugins
from handrail.extensions.breaker import LastFault, breaker
from handrail.extensions.registry import Plugin


@dataclass(frozen=True, slots=True)
class Operated:
    """One plugin. Numbers of consultancies, and never which: nobody learns anything about one (PRI-4)."""

    plugin: Plugin
    quarantine: str | None
    quarantined_at: datetime | None
    broke_in: int
    stopped_in: int
    fault: LastFault | None

    @property
    def withheld(self) -> tuple[str, ...]:
        """What it asks to touch and the operator's list does not allow."""
        asked = self.plugin.manifest.capabilities if self.plugin.manifest else {}
        return tuple(sorted(asked.keys() - self.plugin.allowed))

    @property
    def needs_somebody(self) -> bool:
        """Whether somebody should look at it."""
        return self.plugin.state == "unloadable" or bool(self.quarantine or self.broke_in or self.withheld)

    @property
    def faulted_at(self) -> datetime | None:
        """When it broke last."""
        return datetime.fromtimestamp(self.fault.at, UTC) if self.fault else None


def operated() -> Sequence[Operated]:
    """Return every plugin that is installed or listed: those that need somebody first, then by name."""
    return sorted((_one(each) for each in plugins.registry().plugins), key=_urgency)


def _one(plugin: Plugin) -> Operated:
    report = breaker().report(plugin.name)
    reason, since = report.quarantine or (None, None)
    at = datetime.fromtimestamp(since, UTC) if since else None
    return Operated(plugin, reason, at, len(report.tenants), len(report.stopped), report.fault)


def _urgency(each: Operated) -> tuple[bool, str]:
    return not each.needs_somebody, each.plugin.name
