"""The words that log lines and spans may hold: names that stand in the code, collected from it while it runs."""

import logging
import signal
import sys
from collections.abc import Collection, Iterator
from typing import Final, TypeVar

from handrail.kit.codes import Role
from handrail.kit.errors import HandrailError

T = TypeVar("T")

LEVELS: Final = frozenset({"debug", "info", "warning", "error", "critical"})
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PROCESSES: Final = frozenset({"web", "worker", "relay", "scheduler", "mail", "provisioning", "supervisor", "cli"})
ROLES: Final = frozenset(role.value for role in Role)
CHECKS: Final = frozenset({"database", "role", "schema", "queue"})
OPERATIONS: Final = frozenset({"select", "insert", "update", "delete", "with", "set"})
SIGNALS: Final = frozenset(each.name for each in signal.Signals)
DIRECTIVES: Final = frozenset(
    {
        "default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem",
        "style-src-attr", "img-src", "font-src", "connect-src", "manifest-src", "worker-src", "form-action",
        "base-uri", "frame-ancestors", "object-src", "require-trusted-types-for", "trusted-types",
    }
)  # fmt: skip
EVENTS: Final = frozenset(
    {
        "access.denied",
        "case.not_opened",
        "case.opened_by_threshold",
        "csp_report",
        "error_page_failed",
        "facts_contradict",
        "import.part_again",
        "job.done",
        "job.failed",
        "job.lease_lost",
        "job.not_given_back",
        "job.parked",
        "jurisdiction_failed",
        "jurisdiction_missing",
        "keys.no_answer",
        "keys.refused",
        "library",
        "limits.not_counted",
        "limits.reached",
        "mail.not_kept",
        "not_recomputed",
        "plugin.circuits_away",
        "plugin.fault",
        "plugin.misconfigured",
        "plugin.overrun",
        "plugin.quarantined",
        "plugin.resumed",
        "plugin.stopped",
        "plugin.unavailable",
        "process.crashed",
        "readiness.lost",
        "readiness.regained",
        "relay.queue_was_empty",
        "relay.ready",
        "relay.sent",
        "relay.waiting",
        "report.schedule_not_allowed",
        "request",
        "request_failed",
        "scheduler.asked",
        "scheduler.clock_is_back",
        "scheduler.clock_is_believed",
        "scheduler.clock_jumped",
        "scheduler.ready",
        "scheduler.waiting",
        "seal.older_damaged",
        "snapshot.not_written",
        "worker.ready",
    }
)
"""Every event there is; one that is not here is logged as "unlisted", with the place in code that logged it."""

_UNKNOWN: Final = "unlisted"
_endpoints: set[str] = set()
_exceptions: set[str] = set()


def learn_endpoints(names: Collection[str]) -> None:
    """Add the names of routes, which are known only once the application is put together."""
    _endpoints.update(names)


def events() -> Collection[str]:
    """Return every event, an expected outcome of ours among them."""
    return EVENTS | {found.slug for found in _descendants(HandrailError)}


def endpoints() -> Collection[str]:
    """Return the names of the application's routes."""
    return _endpoints


def acts() -> Collection[str]:
    """Return the acts of the policy."""
    policies = sys.modules.get("handrail.identity.policies")
    return policies.ACTIONS.keys() if policies else ()


def actors() -> Collection[str]:
    """Return the names of all jobs."""
    jobs = sys.modules.get("handrail.kit.jobs")
    return jobs.actors().keys() if jobs else ()


def queues() -> Collection[str]:
    """Return the names of all queues."""
    jobs = sys.modules.get("handrail.kit.jobs")
    return {actor.queue for actor in jobs.actors().values()} if jobs else ()


def tables() -> Collection[str]:
    """Return the names of all tables."""
    db = sys.modules.get("handrail.kit.db")
    return db.Base.metadata.tables.keys() if db else ()


def outcomes() -> Collection[str]:
    """Return how jobs and mails can end."""
    codes = sys.modules.get("handrail.notifications.codes")
    mails = {each.value for each in codes.Outcome} if codes else set()
    return mails | {"done", "failed", "parked", "lease_lost"}


def limits() -> Collection[str]:
    """Return the names of the limits on how often something may be asked."""
    kit = sys.modules.get("handrail.kit.limits")
    ours = [module for name, module in list(sys.modules.items()) if name.startswith("handrail.")]
    if kit is None:
        return ()
    return {found.name for module in ours for found in list(vars(module).values()) if isinstance(found, kit.Limit)}


def plugins() -> Collection[str]:
    """Return the names of the plugins of this installation."""
    found = sys.modules.get("handrail.extensions.registry")
    return found.known_names() if found else ()


def callbacks() -> Collection[str]:
    """Return the kinds of callbacks of plugins."""
    guard = sys.modules.get("handrail.extensions.guard")
    return guard.BUDGETS.keys() if guard else ()


def libraries() -> Collection[str]:
    """Return the names of the loggers there are, which libraries give themselves."""
    return logging.root.manager.loggerDict.keys()


def exception(name: str) -> str:
    """Return the name, if an exception class of this process has it; it may be one that was defined since."""
    if name not in _exceptions:
        _exceptions.update(found.__name__ for found in _descendants(BaseException))
    return name if name in _exceptions else _UNKNOWN


def _descendants(base: type[T]) -> Iterator[type[T]]:
    yield base
    for found in type.__subclasses__(base):
        yield from _descendants(found)
