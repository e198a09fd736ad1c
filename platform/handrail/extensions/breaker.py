"""The circuits of all plugins, in the queue's memory so that all processes share them.

Each process looks once a second at most, so that no call waits for Valkey. Where Valkey does not answer, each process
counts for itself. What Valkey forgets is found out again by as many faults as it took the first time.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

import redis
import structlog

from handrail.extensions.circuits import TENANTS, Circuit, name_of, tenants_open
from handrail.kit import clock
from handrail.kit.faults import Fault
from handrail.kit.settings import settings

Reason = Literal["breaker", "operator"]

LOOK_SECONDS: Final = 1.0
_PATIENCE_SECONDS: Final = 0.3
_DAY: Final = 24 * 3600
_KEPT_SECONDS: Final = 7 * _DAY
_PREFIX: Final = "handrail:plugin:"
_QUARANTINE: Final = f"{_PREFIX}quarantine"
_TRIES: Final = 5
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a process knows of one plugin: its circuits, and whether it is in quarantine."""

    circuits: Mapping[str, Circuit] = field(default_factory=dict)
    quarantined: bool = False


@dataclass(frozen=True, slots=True)
class LastFault:
    """The last fault of a plugin: which callback, when, and where in the code. What was said there is not kept."""

    at: float
    callback: str
    kind: str
    frames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What the operator is told of one plugin. `quarantine` is its reason and since when, None where it is none."""

    tenants: frozenset[str] = frozenset()
    """The consultancies where it broke in the last day."""
    stopped: frozenset[str] = frozenset()
    """The consultancies where something of it is asked no more for a while."""
    quarantine: tuple[Reason, float] | None = None
    fault: LastFault | None = None


class Breaker:
    """The circuits as one process sees them."""

    def __init__(self, memory: "redis.Redis | None") -> None:
        self._memory = memory
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[float, Seen]] = {}
        self._held: tuple[float, frozenset[str]] = (-LOOK_SECONDS, frozenset())
        self._away_until = -LOOK_SECONDS

    def is_open(self, plugin: str, callback: str, tenant_id: UUID) -> bool:
        """Say whether a callback is not asked now, in this consultancy or, in quarantine, anywhere."""
        at, seen = self._seen.get(plugin, (-LOOK_SECONDS, None))
        if seen is None or time.monotonic() - at >= LOOK_SECONDS:
            seen = self._look(plugin, seen or Seen())
        if seen.quarantined:
            return True
        if not seen.circuits:
            return False
        circuit = seen.circuits.get(name_of(callback, tenant_id))
        return circuit is not None and circuit.is_open(_now())

    def held(self) -> frozenset[str]:
        """Return the names of the plugins in quarantine."""
        at, names = self._held
        if time.monotonic() - at >= LOOK_SECONDS:
            found = self._asked(lambda memory: memory.hkeys(_QUARANTINE))
            names = names if found is None else frozenset(name.decode() for name in found)
            self._held = (time.monotonic(), names)
        return names

    def strike(self, plugin: str, callback: str, tenant_id: UUID, fault: Fault) -> None:
        """Count a fault, and keep where in the code it was."""
        name = name_of(callback, tenant_id)
        self.note(plugin, callback, tenant_id, fault)
        shared = self._asked(lambda memory: _struck(memory, plugin, name))
        circuits = shared if shared is not None else self._struck_here(plugin, name)
        if circuits[name].is_open(_now()):
            log.error("plugin.stopped", plugin=plugin, callback=callback, tenant=tenant_id)
        if len(tenants_open(circuits.items(), _now())) >= TENANTS:
            self.quarantine(plugin, "breaker")
        else:
            self._remember(plugin, Seen(circuits, self._known(plugin).quarantined))

    def note(self, plugin: str, callback: str, tenant_id: UUID, fault: Fault) -> None:
        """Keep where a plugin broke last, and in which consultancies of late; it goes on being asked."""
        kept = {"at": _now(), "callback": callback, "kind": fault.kind, "frames": fault.frames}
        self._asked(lambda memory: _noted(memory, plugin, str(tenant_id), kept))

    def quarantine(self, plugin: str, reason: Reason) -> bool:
        """Ask a plugin nothing any more until an operator lets it go on; False where no other process learns of it."""
        entry = json.dumps({"reason": reason, "since": _now()})
        shared = self._asked(lambda memory: memory.hsetnx(_QUARANTINE, plugin, entry))
        self._held = (time.monotonic(), self._held[1] | {plugin})
        self._remember(plugin, Seen(self._known(plugin).circuits, quarantined=True))
        log.error("plugin.quarantined", plugin=plugin)
        return shared is not None

    def resume(self, plugin: str) -> bool:
        """Let a plugin go on, with a clean record; False where no other process learns of it."""
        shared = self._asked(lambda memory: _cleared(memory, plugin))
        self._held = (time.monotonic(), self._held[1] - {plugin})
        self._remember(plugin, Seen())
        log.info("plugin.resumed", plugin=plugin)
        return shared is not None

    def report(self, plugin: str) -> Report:
        """Return what the operator is told."""
        found = self._asked(lambda memory: (_read(memory, plugin), _of_late(memory, plugin)))
        if found is None:
            known = self._known(plugin)
            stopped = tenants_open(known.circuits.items(), _now())
            return Report(stopped, stopped, ("breaker", _now()) if known.quarantined else None)
        (circuits, entry), (tenants, fault) = found
        quarantine = (entry["reason"], entry["since"]) if entry else None
        return Report(tenants, tenants_open(circuits.items(), _now()), quarantine, fault)

    def forget(self) -> None:
        """Look anew at the next question."""
        self._seen, self._held = {}, (-LOOK_SECONDS, frozenset())
        self._away_until = -LOOK_SECONDS

    def _look(self, plugin: str, last: Seen) -> Seen:
        found = self._asked(lambda memory: _read(memory, plugin))
        seen = last if found is None else Seen(found[0], found[1] is not None)
        self._remember(plugin, seen)
        return seen

    def _known(self, plugin: str) -> Seen:
        return self._seen.get(plugin, (0.0, Seen()))[1]

    def _remember(self, plugin: str, seen: Seen) -> None:
        self._seen[plugin] = (time.monotonic(), seen)

    def _struck_here(self, plugin: str, name: str) -> dict[str, Circuit]:
        with self._lock:
            circuits = dict(self._known(plugin).circuits)
            circuits[name] = circuits.get(name, Circuit()).struck(_now())
            self._remember(plugin, Seen(circuits, self._known(plugin).quarantined))
            return circuits

    def _asked(self, ask: "Callable[[redis.Redis], Any]") -> Any:
        """Return what Valkey answers; None where it does not, and then it is not asked for a while either."""
        if self._memory is None or time.monotonic() < self._away_until:
            return None
        try:
            return ask(self._memory)
        except (redis.RedisError, OSError) as problem:
            self._away_until = time.monotonic() + LOOK_SECONDS
            log.warning("plugin.circuits_away", error=type(problem).__name__)
            return None


def _read(memory: "redis.Redis", plugin: str) -> tuple[dict[str, Circuit], dict[str, Any] | None]:
    asking = memory.pipeline(transaction=False)
    asking.hgetall(_PREFIX + plugin)
    asking.hget(_QUARANTINE, plugin)
    stored, entry = asking.execute()
    return _circuits(stored), json.loads(entry) if entry else None


def _circuits(stored: Mapping[Any, Any]) -> dict[str, Circuit]:
    return {name.decode(): Circuit.read(text) for name, text in stored.items()}


def _of_late(memory: "redis.Redis", plugin: str) -> tuple[frozenset[str], LastFault | None]:
    """Return in which consultancies a plugin broke within a day, and its last fault."""
    asking = memory.pipeline(transaction=False)
    asking.zrangebyscore(f"{_PREFIX}{plugin}:tenants", _now() - _DAY, "+inf")
    asking.get(f"{_PREFIX}{plugin}:fault")
    tenants, fault = asking.execute()
    kept = LastFault(**json.loads(fault)) if fault else None
    return frozenset(each.decode() for each in tenants), kept


def _noted(memory: "redis.Redis", plugin: str, tenant: str, kept: Mapping[str, Any]) -> bool:
    asking = memory.pipeline(transaction=False)
    asking.zadd(f"{_PREFIX}{plugin}:tenants", {tenant: kept["at"]})
    asking.expire(f"{_PREFIX}{plugin}:tenants", _DAY)
    asking.set(f"{_PREFIX}{plugin}:fault", json.dumps(kept), ex=_KEPT_SECONDS)
    asking.execute()
    return True


def _cleared(memory: "redis.Redis", plugin: str) -> bool:
    asking = memory.pipeline()
    asking.hdel(_QUARANTINE, plugin)
    asking.delete(_PREFIX + plugin, f"{_PREFIX}{plugin}:tenants", f"{_PREFIX}{plugin}:fault")
    asking.execute()
    return True


def _struck(memory: "redis.Redis", plugin: str, name: str) -> dict[str, Circuit]:
    """Count a fault for everybody; processes that count at once follow each other."""
    key = _PREFIX + plugin
    with memory.pipeline() as asking:
        for _ in range(_TRIES):
            try:
                asking.watch(key)  # type: ignore[no-untyped-call]
                circuits = _circuits(asking.hgetall(key))
                circuits[name] = circuits.get(name, Circuit()).struck(_now())
                over = [each for each, circuit in circuits.items() if circuit.is_forgotten(_now())]
                asking.multi()
                asking.hset(key, name, circuits[name].dumped())
                if over:
                    asking.hdel(key, *over)
                asking.expire(key, _KEPT_SECONDS)
                asking.execute()
            except redis.WatchError:
                continue
            return circuits
    raise redis.RedisError("the circuits change too fast")


def _now() -> float:
    return clock.now().timestamp()


_breaker: list[Breaker] = []
_making = threading.Lock()


def breaker() -> Breaker:
    """Return the circuits of this process, made at the first call."""
    if not _breaker:
        with _making:
            if not _breaker:
                _breaker.append(Breaker(_memory(settings().connections.redis)))
    return _breaker[0]


def use(chosen: Breaker | None) -> None:
    """Put other circuits in the place of this process's, or, for None, make them anew at the next call."""
    _breaker[:] = [chosen] if chosen else []


def memory_at(url: str) -> "redis.Redis":
    """Return a client that waits for nothing longer than a page may."""
    return redis.Redis.from_url(url, socket_timeout=_PATIENCE_SECONDS, socket_connect_timeout=_PATIENCE_SECONDS)


def _memory(url: str | None) -> "redis.Redis | None":
    return None if url is None else memory_at(url)
