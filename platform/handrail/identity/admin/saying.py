"""What an entry of the register says changed, in words: roles, days and names instead of codes and ids."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from handrail.identity.admin.words import FIELDS, UNTOLD
from handrail.identity.views import ROLE_LABELS
from handrail.kit.codes import Role
from handrail.kit.i18n import _, format_date, format_list, format_number

_BEFORE_AND_AFTER: Final = 2
_LENGTH_OF_A_DAY: Final = len("2026-11-22")


def said(changes: Mapping[str, Any], named: Mapping[str, str]) -> str:
    """Return the words after the changes; `named` are people and client organisations by their ids."""
    found = []
    for key, values in sorted(changes.items()):
        if key in UNTOLD or not isinstance(values, list) or len(values) != _BEFORE_AND_AFTER:
            continue
        words = _words(key, values[1], named)
        if words:
            found.append(f"{_(FIELDS[key]) if key in FIELDS else key.replace('_', ' ')}: {words}")
    return " · ".join(found)


def _words(key: str, value: Any, named: Mapping[str, str]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case int():
            return format_number(value)
        case list():
            return format_list([_words(key, each, named) for each in value])
        case dict():
            counted = {name: count for name, count in sorted(value.items()) if count}
            return format_list(
                [f"{name.replace('_', ' ')} {_words(key, count, named)}" for name, count in counted.items()]
            )
        case _:
            return _text(key, str(value), named)


def _text(key: str, value: str, named: Mapping[str, str]) -> str:
    if value in named:
        return named[value]
    if key in {"role", "conflicting"} and value in set(Role):
        return str(_(ROLE_LABELS[Role(value)]))
    try:
        return format_date(date.fromisoformat(value), "medium") if len(value) == _LENGTH_OF_A_DAY else value
    except ValueError:
        return value
