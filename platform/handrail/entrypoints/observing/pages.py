"""What machines ask of this process: whether it lives, whether it can serve, what it measures."""

import hmac
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, generate_latest

from handrail.entrypoints.observing import watching
from handrail.entrypoints.observing.meters import Extra
from handrail.entrypoints.observing.readiness import Readiness, Verdict
from handrail.entrypoints.observing.sharing import families_of
from handrail.entrypoints.observing.vocabulary import CHECKS
from handrail.identity.web import public
from handrail.kit.errors import NotFound
from handrail.kit.settings import settings

EXPOSITION: Final = "text/plain; version=0.0.4; charset=utf-8"
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})
_HERE: Final = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")


def register(app: Flask) -> None:
    """Add the three routes."""
    readiness = Readiness()

    @app.get("/healthz")
    @public("the supervisor and load balancers ask whether this process lives")
    def healthz() -> Response:
        return _text("ok\n")

    @app.get("/readyz")
    @public("load balancers ask whether this process can serve")
    def readyz() -> Response:
        found = readiness.verdict()
        if found.is_ready:
            return _text("ready\n")
        return _text("".join(f"{check}: {why}\n" for check, why in sorted(found.wrong.items())), 503)

    @app.get("/metrics")
    @public("a token opens it; without one it is there on development addresses alone")
    def metrics() -> Response:
        if not may_read_metrics():
            raise NotFound
        return Response(exposition(readiness.verdict()), content_type=EXPOSITION)


def may_read_metrics() -> bool:
    """Whether this request may see what is counted.

    An address of this machine proves nothing behind a proxy on it; so without a token the whole installation must be
    one that only this machine reaches.
    """
    wanted = settings().metrics_token
    if wanted is not None:
        scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
        is_right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), wanted.encode())
        return scheme.lower() == "bearer" and is_right
    is_here = settings().loopback and settings().proxies == 0 and bool(_HERE.fullmatch(settings().public_url))
    return is_here and request.remote_addr in _LOOPBACK


def exposition(verdict: Verdict) -> bytes:
    """Return the measures of all processes of this machine, in Prometheus' text format."""
    watcher = watching.current()
    if watcher is not None:
        watcher.writing.write()
    extra = Extra()
    for check in CHECKS:
        extra.ready.labels(check).set(check not in verdict.wrong)
    if (newest := newest_seal()) is not None:
        extra.seal.set(newest)
    families = [*watching.shared().together(), *families_of(extra.registry)]
    if newest is None:
        families = [family for family in families if family.name != "handrail_seal_timestamp_seconds"]
    return generate_latest(_Ready([family.metric() for family in families]))


def newest_seal() -> float | None:
    """Return since when every consultancy is sealed, in seconds since 1970; None where no seal lies on this machine."""
    folder = settings().seals_dir
    if not folder.is_dir():
        return None
    sealed = [_newest(each.glob("[0-9]*.json")) for each in folder.iterdir() if each.is_dir()]
    return min((at for at in sealed if at is not None), default=None)


def _newest(paths: Iterable[Path]) -> float | None:
    return max((path.stat().st_mtime for path in paths), default=None)


class _Ready(CollectorRegistry):
    """Metrics that are ready to be written."""

    def __init__(self, metrics: list[Any]) -> None:
        super().__init__()
        self._metrics = metrics

    def collect(self) -> Any:
        """Return them."""
        return self._metrics


def _text(said: str, status: int = 200) -> Response:
    return Response(said, status=status, content_type="text/plain; charset=utf-8")
