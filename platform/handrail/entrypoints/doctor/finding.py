"""What a check says: that something is well, or what is wrong and what to do about it."""

from dataclasses import dataclass
from typing import Any

import psycopg

from handrail.kit import deadlines, roles

PATIENCE_SECONDS = 5


class Ailment(Exception):
    """What is wrong, and its remedy; each a whole sentence without any secret."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check."""

    check: str
    is_well: bool
    said: str
    remedy: str = ""

    def line(self) -> str:
        """Return it as a line for people."""
        return f"{'+' if self.is_well else '!'} {self.check}: {self.said} {self.remedy}".rstrip()


def connected(url: str) -> psycopg.Connection[Any]:
    """Open a connection that waits for nothing for long; raises Ailment."""
    try:
        made = deadlines.connect(url)
    except psycopg.OperationalError as problem:
        raise Ailment(roles.unreachable(url, problem)) from problem
    made.answer_seconds = PATIENCE_SECONDS
    return made
