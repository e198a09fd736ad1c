"""Marshmallow's messages in the words of a person: what to do, never what was wrong with them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from handrail.kit.errors import FieldProblem
from handrail.kit.i18n import _, gettext

# English of marshmallow 4, matched whole; what a schema says in its own words passes through.
_KNOWN: Final = {
    "Missing data for required field.": lambda: _("Fill this in."),
    "Field may not be null.": lambda: _("Fill this in."),
    "Not a valid string.": lambda: _("Write this as text."),
    "Not a valid integer.": lambda: _("Write a whole number, such as 4."),
    "Not a valid number.": lambda: _("Write a number, such as 4 or 7.5."),
    "Not a valid boolean.": lambda: _("Choose yes or no."),
    "Not a valid date.": lambda: _("Give a date with day, month and year."),
    "Not a valid time.": lambda: _("Give a time, such as 09:30."),
    "Not a valid datetime.": lambda: _("Give a date and a time."),
    "Not a valid naive datetime.": lambda: _("Give a date and a time."),
    "Not a valid aware datetime.": lambda: _("Give a date and a time."),
    "Not a valid UUID.": lambda: _("Choose one of the list."),
    "Not a valid choice.": lambda: _("Choose one of the list."),
    "Not a valid email address.": lambda: _("Write an e-mail address, such as name@example.org."),
    "Not a valid URL.": lambda: _("Write a web address that begins with https://."),
    "Unknown field.": lambda: _("This form has changed. Load the page again."),
    "stale form": lambda: _("This form has changed. Load the page again."),
    "Invalid value.": lambda: _("This does not fit here yet."),
}
_PATTERNS: Final[Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]] = (
    (re.compile(r"Must be one of: .*"), lambda _found: _("Choose one of the list.")),
    (
        re.compile(r"Longer than maximum length (\d+)\."),
        lambda found: _("Use at most %(most)s signs.", most=found[1]),
    ),
    (
        re.compile(r"Shorter than minimum length (\d+)\."),
        lambda found: _("Use at least %(least)s signs.", least=found[1]),
    ),
    (
        re.compile(r"Length must be between (\d+) and (\d+)\."),
        lambda found: _("Use %(least)s to %(most)s signs.", least=found[1], most=found[2]),
    ),
    (
        re.compile(r"Must be greater than or equal to (.+?)(?: and less than or equal to (.+))?\."),
        lambda found: (
            _("Give a value from %(least)s to %(most)s.", least=found[1], most=found[2])
            if found[2]
            else _("Give %(least)s or more.", least=found[1])
        ),
    ),
    (
        re.compile(r"Must be less than or equal to (.+)\."),
        lambda found: _("Give %(most)s or less.", most=found[1]),
    ),
)


def problems_beside(messages: Mapping[Any, Any], pointer: str) -> list[FieldProblem]:
    """Return marshmallow's nested messages as problems, each beside its value under `pointer` (RFC 6901)."""
    found: list[FieldProblem] = []
    for key, value in messages.items():
        here = f"{pointer}/{key}"
        if isinstance(value, Mapping):
            found += problems_beside(value, here)
        else:
            found += [FieldProblem(here, plain_words(str(message))) for message in value]
    return found


def plain_words(message: str) -> str:
    """Return what to do about one of marshmallow's messages, in the current language."""
    if known := _KNOWN.get(message):
        return known()
    for pattern, say in _PATTERNS:
        if found := pattern.fullmatch(message):
            return say(found)
    return gettext(message)
