"""The guard around every callback of a plugin: nothing gets through it but what the plugin is meant to say.

    with the result:  guarded("nl", "obligations", tenant_id, BUDGETS["obligations"], lambda: ...)

Budgets are measured, and stop nothing: a thread that waits can not be ended. A callback that is pure is measured in
the processor's time, since a machine under load is no fault of the plugin, and on the wall clock with a wide margin,
since one that waits is. What a process asks for the first time may load what it needs, and is judged by that margin.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeVar
from uuid import UUID

import structlog

from handrail.extensions.breaker import breaker
from handrail.extensions.errors import PluginFault, PluginMisconfigured, PluginPaused, PluginUnavailable
from handrail.kit import observing
from handrail.kit.faults import Fault
from handrail.kit.observing import PluginOutcome
from handrail.sdk.problems import Misconfigured, Unavailable, UserProblem

_Result = TypeVar("_Result")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a callback may take. `pure`: of the processor's time; it waits for nothing.

    `statutory`: dates of the law come from it. What breaks for one person's absences is told, and everybody else's are
    asked for still: a date that comes late is better than a stale one. Only one that waits again and again is stopped.
    """

    seconds: float
    pure: bool = False
    statutory: bool = False
    waits: float = 0.0
    """After how many seconds on the wall clock a pure one waits for something."""


BUDGETS: Final[Mapping[str, Budget]] = MappingProxyType(
    {
        "obligations": Budget(0.05, pure=True, statutory=True, waits=5.0),
        "check": Budget(0.02, pure=True, waits=2.0),
        "render": Budget(0.3),
        "build": Budget(10.0),
        "deliver": Budget(10.0),
        "after_transition": Budget(30.0),
        "handle": Budget(30.0),
        "pull": Budget(30.0),
        "receive": Budget(30.0),
        "probe": Budget(10.0),
    }
)
"""By kind of callback. The first of a country's, which counts its clock and its rules, is of one person's absences."""
_asked_before: set[tuple[str, str]] = set()
"""The plugins and callbacks that this process has asked."""


def guarded(
    plugin: str,
    callback: str,
    tenant_id: UUID,
    budget: Budget,
    call: Callable[[], _Result],
    *,
    passes: tuple[type[Exception], ...] = (),
) -> _Result:
    """Ask a plugin, and return what it answers.

    `passes` are errors of ours that the call may raise and that are nothing of the plugin's. UserProblem passes too.
    Raises PluginPaused where it is not asked, PluginMisconfigured, PluginUnavailable, and PluginFault for all else,
    with the plugin's own error as cause. SystemExit is caught: it is no Exception, and would end the host.
    """
    if breaker().is_open(plugin, callback, tenant_id):
        raise PluginPaused(f"{plugin} is not asked for {callback} now: it broke too often")
    began, spent = time.perf_counter(), time.thread_time() if budget.pure else 0.0
    outcome: PluginOutcome = "fault"
    try:
        result = call()
    except UserProblem:
        outcome = "answered"
        raise
    except passes:
        outcome = "answered"
        raise
    except Misconfigured as problem:
        outcome = "misconfigured"
        log.warning("plugin.misconfigured", plugin=plugin, callback=callback, tenant=tenant_id)
        raise PluginMisconfigured(str(problem), problem.setting) from problem
    except Unavailable as problem:
        outcome = "unavailable"
        log.warning("plugin.unavailable", plugin=plugin, callback=callback, tenant=tenant_id)
        raise PluginUnavailable(
            str(problem) or f"{plugin} can not reach what it needs", problem.retry_after
        ) from problem
    except (Exception, SystemExit) as problem:
        _struck(plugin, callback, tenant_id, budget, problem)
        raise PluginFault(f"{plugin} broke in {callback}: {type(problem).__name__}") from problem
    else:
        waited = time.perf_counter() - began
        is_first = budget.pure and (plugin, callback) not in _asked_before
        _asked_before.add((plugin, callback))
        outcome = _kept(budget, waited, time.thread_time() - spent if budget.pure and not is_first else 0.0)
        if outcome == "overrun":
            _overran(plugin, callback, tenant_id, budget, waited)
    finally:
        observing.observer().plugin_answered(plugin, callback, outcome, time.perf_counter() - began)
    return result


def _kept(budget: Budget, waited: float, spent: float) -> PluginOutcome:
    """Return how the call kept its budget."""
    return "overrun" if _waits(budget, waited) or (budget.pure and spent > budget.seconds) else "answered"


def _waits(budget: Budget, waited: float) -> bool:
    return waited > (budget.waits if budget.pure else budget.seconds)


def _overran(plugin: str, callback: str, tenant_id: UUID, budget: Budget, waited: float) -> None:
    log.warning("plugin.overrun", plugin=plugin, callback=callback, tenant=tenant_id, seconds=round(waited, 3))
    count = breaker().strike if _waits(budget, waited) or not budget.statutory else breaker().note
    count(plugin, callback, tenant_id, Fault("Overrun", (), ()))


def _struck(plugin: str, callback: str, tenant_id: UUID, budget: Budget, problem: BaseException) -> None:
    fault = Fault.of(problem)
    log.error("plugin.fault", plugin=plugin, callback=callback, tenant=tenant_id, fault=fault)
    count = breaker().note if budget.statutory else breaker().strike
    count(plugin, callback, tenant_id, fault)
