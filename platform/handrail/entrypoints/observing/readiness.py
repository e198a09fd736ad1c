"""Whether this process can serve: each thing it stands on is asked, and none is waited for longer than a deadline."""

import functools
import re
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Final

import psycopg
import redis
import structlog

from handrail.entrypoints import schema
from handrail.kit import deadlines, roles
from handrail.kit.settings import SettingError, settings

SECONDS: Final = 2.0
KEPT_SECONDS: Final = 1.0
"""How long an answer holds: whoever asks more often gets it again."""
_REVISION: Final = re.compile(r"^revision\b[^=]*=\s*[\"']([\w.-]+)[\"']", re.MULTILINE)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds, by the name of the check; a word for what does not, without any address."""

    wrong: Mapping[str, str]

    @property
    def is_ready(self) -> bool:
        """Whether everything holds."""
        return not self.wrong


class Readiness:
    """Asks in threads of its own, one question at a time however many ask; what hangs is not asked again."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._one_at_a_time = threading.Lock()
        self._threads: ThreadPoolExecutor | None = None
        self._asked: dict[str, Future[Mapping[str, str]]] = {}
        self._last: tuple[float, Verdict] | None = None

    def verdict(self) -> Verdict:
        """Return what holds now, or held a moment ago."""
        with self._one_at_a_time:
            if self._last is not None and time.monotonic() - self._last[0] < KEPT_SECONDS:
                return self._last[1]
            found = Verdict(self._ask({"database": database_answers, "queue": queue_answers}))
            self._note(found)
            self._last = time.monotonic(), found
            return found

    def _ask(self, questions: Mapping[str, Callable[[float], Mapping[str, str]]]) -> dict[str, str]:
        if self._threads is None:  # made at the first question: threads do not live through a fork
            self._threads = ThreadPoolExecutor(len(questions), thread_name_prefix="readiness")
        for name, ask in questions.items():
            if name not in self._asked:
                self._asked[name] = self._threads.submit(ask, self.seconds)
        wait(self._asked.values(), timeout=self.seconds)
        wrong: dict[str, str] = {}
        for name in questions:
            if self._asked[name].done():
                wrong |= self._asked.pop(name).result()
            else:
                wrong[name] = "no answer in time"
        return wrong

    def _note(self, found: Verdict) -> None:
        before = self._last[1].wrong if self._last else {}
        for check in found.wrong.keys() - before.keys():
            log.error("readiness.lost", check=check)
        for check in before.keys() - found.wrong.keys():
            log.info("readiness.regained", check=check)


def database_answers(seconds: float) -> Mapping[str, str]:
    """Return what is wrong with the database: whether it answers, as whom, and with which schema."""
    try:
        with deadlines.connect(settings().database_url, connect_timeout=max(2, round(seconds))) as connection:
            connection.answer_seconds = seconds
            if roles.why_unsafe(connection):
                return {"role": "may pass by the policies"}
            return {} if schema_serves(connection) else {"schema": "older than this release"}
    except (psycopg.Error, SettingError) as problem:
        return {"database": f"does not answer ({type(problem).__name__})"}


def schema_serves(connection: psycopg.Connection[Any]) -> bool:
    """Whether this release can work with the schema: its own, or one of a later release, made for both."""
    if connection.execute("select to_regclass('alembic_version')").fetchone() in {None, (None,)}:
        return False
    row = connection.execute("select version_num from alembic_version").fetchone()
    return row is not None and (row[0] == schema.newest() or row[0] not in known_revisions())


@functools.cache
def known_revisions() -> frozenset[str]:
    """Return the revisions that this release knows; one that it does not know is of a later release."""
    texts = (path.read_text("utf-8") for path in schema.VERSIONS.glob("*.py"))
    return frozenset(name for text in texts for name in _REVISION.findall(text))


def queue_answers(seconds: float) -> Mapping[str, str]:
    """Return what is wrong with the queue."""
    try:
        with redis.Redis.from_url(
            settings().redis_url, socket_connect_timeout=seconds, socket_timeout=seconds, retry=None
        ) as client:
            client.ping()
    except (redis.RedisError, ValueError, OSError, SettingError) as problem:
        return {"queue": f"does not answer ({type(problem).__name__})"}
    return {}
