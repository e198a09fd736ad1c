"""Values of records in words: days in full, codes by their names, people by theirs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from handrail.kit.i18n import _, format_date, format_datetime, format_list, gettext, language_name
from handrail.obligations import presenting
from handrail.privacy.package.codes import CODED_TEXTS, CODES, INNER, LISTS_OF_CODES
from handrail.privacy.package.gathering import Record
from handrail.privacy.package.labels import FIELDS, MACHINE_FIELDS
from handrail.privacy.package.ways import Path, columns_of

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LOCALES: Final = frozenset({"locale"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says records in words: in the current language, on the worker's own clock, with people by their names."""

    paths: Mapping[str, Path]
    people: Mapping[str, str]
    zone: str

    def fields_of(self, record: Record) -> list[tuple[str, str]]:
        """Return what a record says, field by field; empty ones and those for machines are left out."""
        found = []
        for name, value in record.values.items():
            if name in FIELDS and name not in MACHINE_FIELDS and value not in (None, "", [], {}):
                said = self.say(record.table, name, value, self.kind_of(record.table, name))
                if said:
                    found.append((gettext(FIELDS[name]), said))
        return found

    def kind_of(self, table: str, name: str) -> Any:
        """Return the type of a column; None for a sealed text."""
        return getattr(columns_of(self.paths[table].model).get(name), "type", None)

    def say(self, table: str, name: str, value: Any, kind: Any = None) -> str:  # noqa: PLR0911 - one line a kind
        """Return one value in words; empty where it says nothing to a reader."""
        if isinstance(value, dict) and value.keys() & {"held_back", "erased"}:
            return self._missing(value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if (table, name) == ("obligation", "rule"):
            return presenting.title_of(str(value))
        if (table, name) in CODED_TEXTS:
            return gettext(CODED_TEXTS[table, name].get(str(value), str(value)))
        if isinstance(value, list) and (table, name) in LISTS_OF_CODES:
            words = LISTS_OF_CODES[table, name]
            return format_list([gettext(words[each]) for each in value if each in words])
        if isinstance(value, str):
            return self._text(name, value, kind)
        return self._inner(value)

    def _text(self, name: str, value: str, kind: Any) -> str:
        """Return a text: a code, a day, a person, a language, or simply words."""
        enum_class = getattr(kind, "enum_class", None)
        if isinstance(enum_class, type) and issubclass(enum_class, StrEnum):
            return gettext(CODES.get(enum_class, {}).get(value, value))
        python = _python_type(kind)
        if python is datetime:
            return format_datetime(datetime.fromisoformat(value), "long", self.zone)
        if python is date:
            return format_date(date.fromisoformat(value), "long")
        if name in _LOCALES:
            return language_name(value)
        if name == "person_id" or name.endswith(("_by", "_id")):
            return self.people.get(value, "")
        return value

    def _missing(self, value: Mapping[str, Any]) -> str:
        if "erased" in value:
            return _("This was erased. Nobody can read it any more.")
        return _("This is looked at first, since it may tell of somebody else. You get it when that is done.")

    def _inner(self, value: Any, depth: int = 0) -> str:
        """Return a document within a record, a line for each thing that it says."""
        if isinstance(value, dict):
            lines = [
                f"{gettext(_called(key))}: {self._inner(each, depth + 1)}"
                for key, each in value.items()
                if each not in (None, "", [], {}) and key not in {"id", "key"}
            ]
            return ("; " if depth > 1 else "\n").join(lines)
        if isinstance(value, list):
            return "\n".join(self._inner(each, depth + 1) for each in value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        text = str(value)
        return format_date(date.fromisoformat(text), "long") if _DAY.fullmatch(text) else text


def _called(key: str) -> str:
    return INNER.get(key) or FIELDS.get(key) or key


def _python_type(kind: Any) -> Any:
    try:
        return kind.python_type
    except (AttributeError, NotImplementedError):
        return None
