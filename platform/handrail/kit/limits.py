"""How often something may be asked for: counted in Valkey, by keys of which only a digest is kept there.

A way in is closed when nobody can count (`closed`), since guessing would be free; anything else stays open, since a
counter that is away must not keep a coordinator from their work.
"""

import functools
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import structlog
from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from handrail.kit import clock
from handrail.kit.errors import TooManyRequests, Unavailable
from handrail.kit.settings import SettingError, settings

_PREFIX: Final = "handrail-limit"
_PATIENCE_SECONDS: Final = 1.0
_EXPIRY_EXTRA: Final = 1
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` in any `seconds`, for each key. `closed`: refuse when nobody can count."""

    name: str
    times: int
    seconds: int
    closed: bool = False

    def item(self) -> RateLimitItemPerSecond:
        """Return it as the counting library knows it."""
        return RateLimitItemPerSecond(self.times, self.seconds, namespace=self.name)


def spend(limit: Limit, *key: object) -> None:
    """Count one more for `key`; what it names (an address, a person) is kept as a keyed digest only.

    Raises TooManyRequests, with the seconds after which it is worth trying again, and, for a way in, Unavailable
    when the counter can not be reached.
    """
    _ask(limit, key, lambda counter: counter.hit(limit.item(), _digest(key)))


def refuse_when_spent(limit: Limit, *key: object) -> None:
    """Raise as `spend` does where nothing is left for `key`, and count nothing."""
    _ask(limit, key, lambda counter: counter.test(limit.item(), _digest(key)))


def _ask(limit: Limit, key: tuple[object, ...], ask: Callable[[SlidingWindowCounterRateLimiter], bool]) -> None:
    try:
        counter = _counter(settings().redis_url)
        if ask(counter):
            return
        reset_at = counter.get_window_stats(limit.item(), _digest(key)).reset_time
    except (StorageError, SettingError, OSError) as problem:
        log.warning("limits.not_counted", limit=limit.name, error=type(problem).__name__)
        if limit.closed:
            raise Unavailable(retry_after=60) from None
        return
    wait = max(1, int(reset_at - clock.now().timestamp()) + _EXPIRY_EXTRA)
    log.info("limits.reached", limit=limit.name)
    raise TooManyRequests(retry_after=min(wait, limit.seconds))


def _digest(key: tuple[object, ...]) -> str:
    said = "|".join(str(part) for part in key)
    return hmac.new(settings().secret_key, said.encode(), sha256).hexdigest()[:32]


@functools.lru_cache(maxsize=4)
def _counter(redis_url: str) -> SlidingWindowCounterRateLimiter:
    storage = RedisStorage(
        _understood(redis_url),
        wrap_exceptions=True,
        key_prefix=_PREFIX,
        socket_timeout=_PATIENCE_SECONDS,
        socket_connect_timeout=_PATIENCE_SECONDS,
    )
    return SlidingWindowCounterRateLimiter(storage)


def _understood(redis_url: str) -> str:
    """Return the address in the library's form, which calls a socket `redis+unix`."""
    parts = urlsplit(redis_url)
    return urlunsplit(parts._replace(scheme="redis+unix")) if parts.scheme == "unix" else redis_url
