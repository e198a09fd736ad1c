"""How every process writes its log: one JSON object a line, time first, ids and codes, never what somebody wrote.

Our own events and whatever libraries log pass one gate (`observing.gate`). Of a library's message only the place in
code is told that logged it: texts with values in them are what must not get out.
"""

import json
import logging
import sys
import threading
from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import Any, Final, TextIO

import structlog

from handrail.entrypoints.observing import gate
from handrail.kit.faults import Fault
from handrail.kit.settings import settings

_QUIET: Final = (
    "alembic", "asyncio", "dramatiq", "httpcore", "httpx", "limits", "mail.log", "opentelemetry", "sqlalchemy",
    "urllib3", "werkzeug",
)  # fmt: skip
_OURS: Final = "handrail"
_FIRST: Final = ("time", "level", "process", "event")
_PLAIN_ATTRIBUTES: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def configure(process: str, *, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send everything that this process logs through the gate to its standard error; may be called again."""
    writer = Writer(process, stream)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, writer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.ReturnLoggerFactory(),
        cache_logger_on_first_use=False,  # a part is forked from a process that has its own way of writing
    )
    logging.root.handlers = [Handler(writer)]
    logging.root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)  # noqa: FBT003 - the function takes nothing else
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


class Writer:
    """The end of both chains: gate, form, stream."""

    def __init__(self, process: str, stream: TextIO | None = None) -> None:
        self.process = process
        self.stream = stream  # None: whatever standard error is at the moment of writing
        self.form = _readable if _is_readable(stream or sys.stderr) else json.dumps

    def __call__(self, logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
        """Write one event of ours; the last processor of structlog."""
        del logger, method
        if event.get("exc_info") is True:
            event["exc_info"] = sys.exc_info()
        self.write(event)
        return ""

    def write(self, facts: MutableMapping[str, Any], place: str | None = None) -> None:
        """Write what may be told of these facts; a stream that is gone or full is no reason to end."""
        told = gate.passed({**facts, "time": datetime.now(UTC), "process": self.process})
        if place and (said := gate.place_told(place)):
            told["place"] = said
        line = {key: told.pop(key) for key in _FIRST if key in told} | told
        try:
            stream = self.stream or sys.stderr
            stream.write(self.form(line) + "\n")
            stream.flush()
        except (OSError, ValueError):
            pass


class Handler(logging.Handler):
    """Takes what the standard library's loggers are given: of ours the facts, of others where it came from."""

    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self.writer = writer

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; its arguments and its text stay inside."""
        facts: dict[str, Any] = {"level": record.levelname.lower(), "exc_info": record.exc_info}
        facts |= structlog.contextvars.get_contextvars()
        place = f"{PurePath(record.pathname).name}:{record.lineno} {record.funcName}"
        if record.name.partition(".")[0] == _OURS:
            given = {key: value for key, value in vars(record).items() if key not in _PLAIN_ATTRIBUTES}
            self.writer.write(facts | given | {"event": record.msg}, place)
        else:
            self.writer.write(facts | {"event": "library", "library": record.name}, place)


def crashed(problem: BaseException) -> None:
    """Write that this process ends by an exception nobody caught."""
    structlog.get_logger(__name__).critical("process.crashed", fault=Fault.of(problem))


def _crashed(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    del kind, trace
    if not isinstance(problem, KeyboardInterrupt):
        crashed(problem)


def _thread_crashed(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None and not isinstance(given.exc_value, SystemExit):
        crashed(given.exc_value)


def _is_readable(stream: TextIO) -> bool:
    """Whether people read this: at a terminal, or in the log files of `handrail up`, unless somebody said otherwise."""
    chosen = settings().log_form
    return stream.isatty() if chosen is None else chosen == "text"


def _readable(line: MutableMapping[str, Any]) -> str:
    """Return an event as people read it: the time of day, what, and its facts; frames below."""
    facts = dict(line)
    frames = facts.pop("frames", [])
    head = " ".join(
        [str(facts.pop("time", ""))[11:23], f"{facts.pop('level', ''):<8}", f"{facts.pop('process', ''):<9}"]
    )
    rest = " ".join(f"{key}={_shown(value)}" for key, value in facts.items() if key != "event")
    return "\n    ".join([f"{head} {facts.get('event', '')} {rest}".rstrip(), *frames])


def _shown(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
