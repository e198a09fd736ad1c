"""What can be wrong with a feed, in words for the person who uploaded it."""

from dataclasses import dataclass
from typing import Any

from handrail.kit.errors import HandrailError
from handrail.kit.i18n import LazyText


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and what to do about it.

    `code` is stable and safe to count; `text` is a whole sentence, translated when it is shown. `line` is the line of
    the file as a spreadsheet numbers it: the header is 1. `column` is the name in the header.
    """

    code: str
    text: LazyText
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        return str(self.text)

    def at(self, line: int) -> "Problem":
        """Return the same problem with its line."""
        return Problem(self.code, self.text, line, self.column)

    def as_dict(self) -> dict[str, Any]:
        """Return it as the API shows it."""
        place = {"line": self.line, "column": self.column}
        return {"code": self.code, "detail": str(self.text)} | {k: v for k, v in place.items() if v is not None}


class FileRefused(HandrailError):
    """The file as a whole can not be trusted, so nothing of it is applied."""

    status, slug, title = 422, "file-refused", "This file can not be taken in yet"

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(str(problems[0]), errors=[problem.as_dict() for problem in problems])


class ProfileRefused(HandrailError):
    """A mapping profile contradicts itself or a rule; `detail` says what to change in it."""

    status, slug, title = 422, "profile-refused", "This mapping profile can not be used yet"
