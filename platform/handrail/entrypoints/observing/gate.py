"""The last gate before a log line or a span leaves the process: what is not on the list stays inside (PRI-4).

Nothing passes for looking harmless. A text passes when it is an id, a date, or a word out of a vocabulary that the
code itself holds: the names of our routes, jobs, roles, exception classes. Everything else is dropped and counted.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final, NoReturn, TypeAlias
from uuid import UUID

from handrail.entrypoints.observing import vocabulary
from handrail.kit.faults import MOST_FRAMES, Fault

Told: TypeAlias = str | int | float | bool | list[str] | None
Kind: TypeAlias = Callable[[Any], Told]

_HEX: Final = re.compile(r"[0-9a-f]{16}|[0-9a-f]{32}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,9}")
_PLACE: Final = re.compile(r"[\w./<>-]{1,160}:\d{1,6}( [\w<>.]{1,80})?")
_SQLSTATE: Final = re.compile(r"[0-9A-Z]{5}")
_PLACE_OF_LAW: Final = re.compile(r"[a-z]{2}(_[a-z]{2,3})?")  # nl, ca_qc
_FAULT_KEYS: Final = frozenset({"fault", "exc_info", "exception", "error", "frames", "causes"})


class Refused(ValueError):
    """This value is not of the kind that its key may hold; what it was is not said."""


def _id(value: Any) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and _HEX.fullmatch(value):
        return value
    try:
        return str(UUID(value if isinstance(value, str) else ""))
    except ValueError:
        raise Refused from None


def _number(value: Any) -> int | float | bool:
    if not isinstance(value, (bool, int, float)) or not math.isfinite(value):
        _refuse()
    return value


def _instant(value: Any) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        _refuse()
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _period(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value if isinstance(value, str) and _DAY.fullmatch(value) else _refuse()


def _sqlstate(value: Any) -> str:
    return value if isinstance(value, str) and _SQLSTATE.fullmatch(value) else _refuse()


def _jurisdiction(value: Any) -> str:
    return value if isinstance(value, str) and _PLACE_OF_LAW.fullmatch(value) else _refuse()


def _word(known: Callable[[], Iterable[str]]) -> Kind:
    def told(value: Any) -> str:
        said = value.value if isinstance(value, Enum) else value
        return said if isinstance(said, str) and said in known() else _refuse()

    return told


def _words(known: Callable[[], Iterable[str]]) -> Kind:
    one = _word(known)

    def told(value: Any) -> list[str]:
        if not isinstance(value, (list, tuple, set, frozenset)):
            _refuse()
        return [str(one(each)) for each in value]

    return told


def _refuse() -> NoReturn:
    raise Refused


_IDS: Final = (
    "request row trace span tenant person employer employment case subject message delivery report run schedule "
    "session seal"
)
_NUMBERS: Final = (
    "ms seconds rows status statements attempt leases_forgotten lines bytes count threads workers pid port code "
    "refused tenants chains entries days size age parked waiting deadline_seconds line number tries_left"
)
KEYS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(_IDS.split(), _id),
    **dict.fromkeys(_NUMBERS.split(), _number),
    "correlation_id": _id,
    "time": _instant,
    "period": _period,
    "jurisdiction": _jurisdiction,
    "sqlstate": _sqlstate,
    "level": _word(lambda: vocabulary.LEVELS),
    "process": _word(lambda: vocabulary.PROCESSES),
    "method": _word(lambda: vocabulary.METHODS),
    "role": _word(lambda: vocabulary.ROLES),
    "endpoint": _word(vocabulary.endpoints),
    "act": _word(vocabulary.acts),
    "actor": _word(vocabulary.actors),
    "actors": _words(vocabulary.actors),
    "queue": _word(vocabulary.queues),
    "outcome": _word(vocabulary.outcomes),
    "limit": _word(vocabulary.limits),
    "plugin": _word(vocabulary.plugins),
    "callback": _word(vocabulary.callbacks),
    "problem": _word(vocabulary.events),
    "check": _word(lambda: vocabulary.CHECKS),
    "library": _word(vocabulary.libraries),
    "operation": _word(lambda: vocabulary.OPERATIONS),
    "table": _word(vocabulary.tables),
    "signal": _word(lambda: vocabulary.SIGNALS),
    "directive": _word(lambda: vocabulary.DIRECTIVES),
}
"""What a line may hold, and of which kind each of it is. Add a key here before it is logged; a test looks for both."""


def passed(facts: Mapping[str, Any]) -> dict[str, Told]:
    """Return what may leave of these facts; `dropped` counts what may not."""
    told: dict[str, Told] = {}
    dropped = 0
    for key, value in facts.items():
        if key in _FAULT_KEYS or key == "event" or value is None:
            continue
        try:
            told[key] = KEYS[key](value)
        except (KeyError, Refused):
            dropped += 1
    if isinstance(event := facts.get("event"), str):
        told["event"] = event if event in vocabulary.events() else "unlisted"
    told |= _fault(facts)
    if dropped:
        told["dropped"] = dropped
    return told


def fault_told(fault: Fault) -> dict[str, Told]:
    """Return what may leave of an exception: the names of classes and of places in code."""
    told: dict[str, Told] = {"error": vocabulary.exception(fault.kind)}
    if fault.frames:
        told["frames"] = [each for each in fault.frames[-MOST_FRAMES:] if _PLACE.fullmatch(each)]
    if fault.causes:
        told["causes"] = [vocabulary.exception(each) for each in fault.causes]
    return told


def place_told(value: str) -> str | None:
    """Return a place in code, `file:line` or `file:line function`; None for anything else."""
    return value if _PLACE.fullmatch(value) else None


def _fault(facts: Mapping[str, Any]) -> dict[str, Told]:
    """Return what is told of the exception that came along in whatever way, if one did."""
    for key in ("fault", "exc_info", "exception"):
        given = facts.get(key)
        if isinstance(given, tuple) and len(given) > 1:
            given = given[1]
        if isinstance(given, BaseException):
            given = Fault.of(given)
        if isinstance(given, Fault):
            return fault_told(given)
    kind = facts.get("error")
    return {"error": vocabulary.exception(kind)} if isinstance(kind, str) else {}
