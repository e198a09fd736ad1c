"""What is asked of whoever keeps the master keys: our own files and variables, or a plugin that speaks to a service.

A plugin needs to import nothing of this: it names, under the entry point group `handrail.keys`, something that can be
called without arguments and gives an object with these six methods. `HANDRAIL_KEYS` says which one is asked.
"""

import functools
import threading
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from typing import Any, Final, Protocol, TypeVar

import structlog

from handrail.kit.errors import Misconfigured
from handrail.kit.keys.errors import KeyGone, KeysAway
from handrail.kit.keys.files import OWN, FileKeeper
from handrail.kit.settings import Settings, settings

T = TypeVar("T")

GROUP: Final = "handrail.keys"
SECONDS: Final = 5.0
"""How long one call of a plugin may take: people wait for it."""
log = structlog.get_logger(__name__)


class KeyKeeper(Protocol):
    """Keeps master keys, of which several can be open at once. Keys are named; the newest wraps.

    `associated` is bound to what is wrapped: it must be the same when it is unwrapped. Whatever a method raises is
    taken for "not reachable now", but KeyError: there is no key of this name.
    """

    def newest(self) -> str:
        """Return the name of the key that wraps."""
        ...

    def names(self) -> Sequence[str]:
        """Return the names of all keys that can still unwrap."""
        ...

    def wrap(self, plain: bytes, associated: bytes) -> tuple[str, bytes]:
        """Wrap 32 bytes with the newest key; return its name and what came out."""
        ...

    def unwrap(self, key: str, wrapped: bytes, associated: bytes) -> bytes:
        """Unwrap what the key of this name wrapped; raises KeyError where there is none."""
        ...

    def rotate(self) -> str:
        """Make a new key the newest, keep the others, and return the new one's name."""
        ...

    def destroy(self, key: str) -> None:
        """Destroy a key that is not the newest: nothing it wrapped can be opened any more."""
        ...


class Timed:
    """A plugin's keeper of which every call has a deadline."""

    def __init__(self, keeper: KeyKeeper, seconds: float = SECONDS) -> None:
        self._keeper, self._seconds = keeper, seconds

    def newest(self) -> str:
        """As the keeper, within the deadline."""
        return self._within(self._keeper.newest)

    def names(self) -> Sequence[str]:
        """As the keeper, within the deadline."""
        return self._within(self._keeper.names)

    def wrap(self, plain: bytes, associated: bytes) -> tuple[str, bytes]:
        """As the keeper, within the deadline."""
        return self._within(lambda: self._keeper.wrap(plain, associated))

    def unwrap(self, key: str, wrapped: bytes, associated: bytes) -> bytes:
        """As the keeper, within the deadline."""
        return self._within(lambda: self._keeper.unwrap(key, wrapped, associated))

    def rotate(self) -> str:
        """As the keeper, within the deadline."""
        return self._within(self._keeper.rotate)

    def destroy(self, key: str) -> None:
        """As the keeper, within the deadline."""
        self._within(lambda: self._keeper.destroy(key))

    def _within(self, call: Callable[[], T]) -> T:
        """Ask in a thread that nobody waits for at the end: a service that hangs must hang nothing of ours."""
        answer: list[tuple[T | None, Exception | None]] = []

        def ask() -> None:
            try:
                answer.append((call(), None))
            except Exception as problem:  # noqa: BLE001 - told below, in the thread that asked
                answer.append((None, problem))

        asking = threading.Thread(target=ask, daemon=True, name="handrail-keys")
        asking.start()
        asking.join(self._seconds)
        if not answer:
            log.error("keys.no_answer", seconds=self._seconds)
            raise KeysAway(retry_after=int(self._seconds))
        found, problem = answer[0]
        if isinstance(problem, KeyError):
            raise KeyGone from problem
        if problem is not None:
            log.error("keys.refused", error=type(problem).__name__)
            raise KeysAway(retry_after=int(self._seconds)) from problem
        return found  # type: ignore[return-value]  # where nothing was raised, this is what the call returned


def keeper() -> KeyKeeper:
    """Return whoever keeps the master keys of this installation."""
    return keeper_of(settings())


def keeper_of(chosen: Settings) -> KeyKeeper:
    """Return the keeper that these settings choose; raises Misconfigured where there is none of that name."""
    if chosen.key_keeper != OWN:
        return plugin(chosen.key_keeper)
    if not _own or _own[0][0] is not chosen:
        _own[:] = [(chosen, FileKeeper(chosen))]
    return _own[0][1]


_own: list[tuple[Settings, FileKeeper]] = []  # at most one: it remembers the keys it has read


@functools.cache
def plugin(name: str) -> Timed:
    """Return the keeper that an installed package offers under this name; made once a process."""
    found = [point for point in entry_points(group=GROUP) if point.name == name]
    if len(found) != 1:
        raise Misconfigured(
            f"HANDRAIL_KEYS is {name!r}, and {len(found)} installed packages offer a keeper of keys of that name. "
            f"Install the one that does, or leave the variable out for keys in files."
        )
    make: Any = found[0].load()
    return Timed(make())
