"""What is noted of a request: which route, how it ended, how long it took, for whom by id. Never its address.

An address may be a secret in itself (a sign-in link, a calendar feed) or hold what somebody searched for.
"""

import re
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from flask import Flask, Response, g, request

from handrail.entrypoints.observing import vocabulary, watching
from handrail.entrypoints.observing.tally import Tally, counting
from handrail.identity.actor import Actor
from handrail.kit.ids import new_id
from handrail.kit.settings import settings

HEADER: Final = "X-Request-Id"
UNTOLD: Final = frozenset({"healthz", "readyz", "metrics", "web.asset"})
"""Asked every few seconds, or with every page: measured, not written down."""
_GIVEN: Final = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FAULT: Final = 500
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Seen:
    """One request under way."""

    id: str
    tally: Tally
    began: float = field(default_factory=time.perf_counter)
    around: ExitStack = field(default_factory=ExitStack)


def install(app: Flask) -> None:
    """Note every request of the app; called before anything else hooks in, so that it sees all of it."""
    app.before_request(_begin)
    app.after_request(_answered)
    app.teardown_request(_over)


def learn_routes(app: Flask) -> None:
    """Take the names of the app's routes into what log lines may hold; called when all are registered."""
    vocabulary.learn_endpoints([rule.endpoint for rule in app.url_map.iter_rules()])


def request_id() -> str:
    """Return the id of this request: its proxy's, where a proxy of ours stands in front and gave a proper one."""
    given = request.headers.get(HEADER, "") if settings().proxies else ""
    return given.replace("-", "") if _GIVEN.fullmatch(given) else new_id().hex


def _begin() -> None:
    around = ExitStack()
    seen = g.seen = Seen(request_id(), around.enter_context(counting()), around=around)
    g.correlation_id = seen.id  # what an error page shows
    around.enter_context(structlog.contextvars.bound_contextvars(request=seen.id))
    watcher = watching.current()
    if watcher is not None and watcher.tracer is not None and request.endpoint not in UNTOLD:
        parent = request.headers.get("traceparent") if settings().proxies else None
        around.enter_context(
            watcher.span(
                f"request {request.endpoint or ''}",
                parent=parent,
                kind="server",
                attributes={"request": seen.id, "endpoint": request.endpoint, "method": request.method},
            )
        )


def _answered(response: Response) -> Response:
    seen: Seen | None = g.get("seen")
    if seen is None:
        return response
    response.headers[HEADER] = seen.id
    seconds = time.perf_counter() - seen.began
    endpoint = request.endpoint or "none"
    watcher = watching.current()
    facts = {"status": response.status_code, "ms": round(seconds * 1000), "statements": seen.tally.statements}
    if watcher is not None:
        method = request.method if request.method in vocabulary.METHODS else "other"
        watcher.answered(endpoint, method, response.status_code, seconds, seen.tally.statements)
        watcher.adds(facts | _who(), failed=response.status_code >= _FAULT)
    if endpoint not in UNTOLD:
        trace = watcher.traceparent() if watcher else None
        log.info(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            problem=g.get("problem"),
            **facts,
            **_who(),
            trace=trace.split("-")[1] if trace else None,
        )
    return response


def _over(problem: BaseException | None) -> None:
    del problem
    seen: Seen | None = g.pop("seen", None)
    if seen is not None:
        seen.around.close()


def _who() -> dict[str, Any]:
    """Return who asked, where that was found out for the request's own sake."""
    actor = g.get("actor")
    if not isinstance(actor, Actor):
        return {}
    return {"tenant": actor.tenant_id, "person": actor.person_id, "role": actor.role}
