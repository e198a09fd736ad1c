"""What may be written down of an exception: its kind and where it came from, never what it says.

A message may quote what only few may read: a value, a statement's parameters, the name of somebody.
"""

import traceback
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

MOST_FRAMES: Final = 30
_ROOTS: Final = ("platform", "src", "site-packages", "python3")


@dataclass(frozen=True, slots=True)
class Fault:
    """The kind of an exception and its frames, the innermost last; made from an exception only."""

    kind: str
    frames: tuple[str, ...]
    causes: tuple[str, ...]

    @classmethod
    def of(cls, problem: BaseException) -> "Fault":
        """Return what may be told of `problem`; `causes` are the kinds of what it followed from, the nearest first."""
        found = traceback.extract_tb(problem.__traceback__)[-MOST_FRAMES:]
        return cls(
            type(problem).__name__,
            tuple(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in found),
            _causes(problem),
        )

    def __str__(self) -> str:
        return f"{self.kind} at {self.frames[-1] if self.frames else 'no frame'}"


def _causes(problem: BaseException) -> tuple[str, ...]:
    found: list[str] = []
    cause = problem.__cause__ or problem.__context__
    while cause is not None and len(found) < MOST_FRAMES:
        found.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return tuple(found)


def _short(name: str) -> str:
    """Return a file's name from its package on: where an installation lies is nobody's business."""
    parts = PurePath(name).parts
    for at in range(len(parts) - 1, 0, -1):
        if parts[at - 1].startswith(_ROOTS):
            return "/".join(parts[at:])
    return "/".join(parts[-2:])
