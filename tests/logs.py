"""What a process writes to its log, caught; everything else of the process is put back."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from handrail.entrypoints import logs


class Stream(io.StringIO):
    """Standard error of a process that nobody looks at."""

    def lines(self) -> list[dict[str, Any]]:
        """Return what was written, parsed: one JSON object a line, or this fails."""
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return the lines of one event."""
        return [line for line in self.lines() if line["event"] == name]


@contextmanager
def caught(level: int = logging.INFO) -> Iterator[Stream]:
    """Catch everything that a web process would log from this level on; the one place where a test sets up logging."""
    root, hooks = logging.root, (sys.excepthook, threading.excepthook)
    before, was, configured = list(root.handlers), root.level, structlog.get_config()
    stream = Stream()
    logs.configure("web", level=level, stream=stream)
    try:
        yield stream
    finally:
        logging.captureWarnings(capture=False)
        structlog.configure(**configured)
        root.handlers, root.level = before, was
        sys.excepthook, threading.excepthook = hooks
