"""Let a process that loops end between two rounds when it is told to."""

import signal
import threading
from types import FrameType


def event_on_signals() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set; called in the main thread."""
    stop = threading.Event()

    def ask(signum: int, frame: FrameType | None) -> None:
        del signum, frame
        stop.set()

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, ask)
    return stop
