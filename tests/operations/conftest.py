"""What a process writes, caught at the stream it writes to; everything else of the process is put back."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
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


@pytest.fixture
def log() -> Iterator[Stream]:
    """The log of a web process."""
    root, hooks = logging.root, (sys.excepthook, threading.excepthook)
    before, level, configured = list(root.handlers), root.level, structlog.get_config()
    stream = Stream()
    logs.configure("web", stream=stream)
    yield stream
    logging.captureWarnings(capture=False)
    structlog.configure(**configured)
    root.handlers, root.level = before, level
    sys.excepthook, threading.excepthook = hooks
