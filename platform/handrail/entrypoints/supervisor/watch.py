"""Keep parts running: a dead one is started again, ever later while it keeps dying; all end in order."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from handrail.entrypoints.errors import StartError
from handrail.entrypoints.servers.children import last_lines
from handrail.entrypoints.supervisor.parts import Part

if TYPE_CHECKING:
    from collections.abc import Iterable


TICK_SECONDS: Final = 0.2
FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 30.0
HEALTHY_SECONDS: Final = 60.0


class Stopped(BaseException):
    """Somebody asked us to end; like KeyboardInterrupt, no `except Exception` catches it."""


@dataclass(slots=True)
class _State:
    part: Part
    started: float
    pause: float = FIRST_PAUSE_SECONDS
    again_at: float | None = None  # set while it is down


class Watch:
    """The parts in the order in which they were started; they are ended in the opposite order."""

    def __init__(self) -> None:
        self._states: list[_State] = []

    def add(self, part: Part, *, running: bool = False) -> None:
        """Start a part (unless it runs already) and keep it running."""
        state = _State(part, time.monotonic())
        self._states.append(state)
        if not running:
            part.start()

    def tick(self) -> None:
        """Start again what died and whose pause is over."""
        now = time.monotonic()
        for state in self._states:
            if state.again_at is not None:
                if now >= state.again_at:
                    self._again(state)
            elif not state.part.alive():
                self._died(state, now)

    def first_death(self, names: Iterable[str]) -> Part | None:
        """Return one of the named parts that does not run, for the moment before anything is served."""
        wanted = set(names)
        return next((s.part for s in self._states if s.part.name in wanted and not s.part.alive()), None)

    def stop(self) -> None:
        """End all, the last started first; a second Ctrl-C ends the Python processes at once."""
        hurried = _Hurry()
        for state in reversed(self._states):
            state.part.stop(hurry=hurried.asked)

    def _died(self, state: _State, now: float) -> None:
        if now - state.started > HEALTHY_SECONDS:
            state.pause = FIRST_PAUSE_SECONDS
        state.again_at = now + state.pause
        say(f"{_clock()} {state.part.name} {how_it_ended(state.part.end)}; starting it again in {state.pause:g} s.")
        if state.part.log is not None:
            say(f"Its last words ({state.part.log}):\n{last_lines(state.part.log)}")
        state.pause = min(state.pause * 2, LONGEST_PAUSE_SECONDS)

    def _again(self, state: _State) -> None:
        state.started, state.again_at = time.monotonic(), None
        try:
            state.part.start()
        except (StartError, OSError) as problem:  # no room for a log, no process to be had: it is tried again, later
            say(f"{_clock()} {state.part.name} is not running: {problem}")


def how_it_ended(end: int | None) -> str:
    """Return the words for an exit code, or for a signal as a negative number."""
    if end is None or end == 0:
        return "ended"
    if end > 0:
        return f"ended with code {end}"
    with suppress(ValueError):
        return f"was killed by {signal.Signals(-end).name}"
    return f"was killed by signal {-end}"


def _clock() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class _Hurry:
    """Notices a second request to stop."""

    def __init__(self) -> None:
        self.asked = False
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._ask)

    def _ask(self, signum: int, frame: Any) -> None:  # noqa: ARG002 - the signature of a handler
        self.asked = True


def stop_on_signals() -> None:
    """Let Ctrl-C, SIGTERM and a closed terminal raise Stopped in the main thread."""
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _raise_stopped)


def _raise_stopped(signum: int, frame: Any) -> None:  # noqa: ARG001 - the signature of a handler
    raise Stopped


def say(text: str) -> None:
    """Tell the operator, at once; a terminal that went away is no reason to end."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OSError:
        pass
