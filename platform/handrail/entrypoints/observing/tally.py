"""How many statements a piece of work sends to PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event


@dataclass(slots=True)
class Tally:
    """Counts while its work is under way; the settings that open each transaction count too."""

    statements: int = 0


_tally: ContextVar[Tally | None] = ContextVar("tally", default=None)


@contextmanager
def counting() -> Iterator[Tally]:
    """Count what this thread sends inside; an inner count does not add to the outer one."""
    install()
    found = Tally()
    token = _tally.set(found)
    try:
        yield found
    finally:
        _tally.reset(token)


def install() -> None:
    """Listen to every engine of this process; once, however often it is called."""
    if not event.contains(Engine, "before_cursor_execute", _sent):
        event.listen(Engine, "before_cursor_execute", _sent)


def _sent(*_given: Any) -> None:
    found = _tally.get()
    if found is not None:
        found.statements += 1
