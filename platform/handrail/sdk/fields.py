"""The vocabulary of fields: what a value is, and in which compartment it lies."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from handrail.sdk.words import CompartmentCode

Value = None | bool | int | float | str | dt.date | list["Value"] | dict[str, "Value"]
FieldKind = Literal[
    "text", "longtext", "int", "decimal", "bool", "date", "moment", "choice", "multichoice", "person", "organisation",
    "document", "money", "list",
]  # fmt: skip
Reading = Literal[
    "", "plan.weeks", "plan.actual_weeks", "plan.limits", "plan.full_week_hours", "plan.first_day_on"
]  # fmt: skip
"""What the host knows of a case already, so that nobody types it a second time and no two places tell it apart."""

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
EARLIEST, LATEST = dt.date(1950, 1, 1), dt.date(2099, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One named value of a record. The author chooses its compartment; there is no default."""

    key: str
    kind: FieldKind
    compartment: CompartmentCode
    label: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    item: tuple["Field", ...] = ()
    """Of a list: the fields of each of its rows."""
    hint: str = ""
    unit: str = ""
    search: bool = False
    """Whether the host lets people filter by it: codes, numbers and days only, never a text that somebody confided."""
    reading: Reading = ""
    """Where the host knows this already, its value takes the place of what was typed, and the form does not ask."""

    def read(self, value: object) -> Value:
        """Return the value in its Python form.

        Raises ValueError with what was expected; the caller names the record and the field.
        """
        known = _READERS.get(self.kind)
        if known is not None:
            found = known(value)
        elif self.kind == "choice":
            found = value if isinstance(value, str) and value in self.choices else _NOT
        elif self.kind == "multichoice":
            found = self._among(value) if isinstance(value, list) else _NOT
        else:
            found = self._in_range(value) if isinstance(value, int | float) and not isinstance(value, bool) else _NOT
        if found is not _NOT:
            return cast("Value", found)
        expected = f"one of {', '.join(self.choices)}" if self.kind == "choice" else _EXPECTED[self.kind]
        raise ValueError(f"expected {expected}, not {value!r}")

    def _among(self, value: list[Value]) -> list[Value]:
        unknown = [each for each in value if each not in self.choices]
        if unknown:
            raise ValueError(f"expected some of {', '.join(self.choices)}, not {unknown[0]!r}")
        return [each for each in self.choices if each in value]

    def _in_range(self, value: float) -> float:
        if self.kind == "int" and not float(value).is_integer():
            raise ValueError(f"expected a whole number, not {value!r}")
        if self.minimum is not None and value < self.minimum:
            raise ValueError(f"expected at least {self.minimum}, not {value!r}")
        if self.maximum is not None and value > self.maximum:
            raise ValueError(f"expected at most {self.maximum}, not {value!r}")
        return int(value) if self.kind == "int" else value


_NOT: Final = object()
"""What a reader returns for a value that is not of its kind."""


def _of(*kinds: type) -> Callable[[object], object]:
    return lambda value: value if isinstance(value, kinds) else _NOT


def _id(value: object) -> object:
    return value if isinstance(value, str) and _UUID.fullmatch(value) else _NOT


def _money(value: object) -> object:
    """Return an amount with two decimals at most, as text, and its ISO 4217 currency: `{"amount": "12.50", ...}`."""
    if not isinstance(value, dict):
        return _NOT
    amount, currency = value.get("amount"), value.get("currency")
    if set(value) != {"amount", "currency"} or not isinstance(amount, str) or not isinstance(currency, str):
        raise ValueError(f"expected an amount and a currency, not {value!r}")
    if not _AMOUNT.fullmatch(amount) or not _CURRENCY.fullmatch(currency):
        raise ValueError(f"expected an amount such as 12.50 and a currency such as EUR, not {value!r}")
    return {"amount": amount, "currency": currency}


def read_date(value: object) -> dt.date:
    """Return the calendar date of `YYYY-MM-DD`.

    Years 1950 to 2099: outside of them a date is a typing error, and no list of public holidays reaches there.
    Raises ValueError.
    """
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"there is no day {value}") from None
        if EARLIEST <= day <= LATEST:
            return day
    raise ValueError(f"expected a date as YYYY-MM-DD between {EARLIEST} and {LATEST}, not {value!r}")


_READERS: Final[Mapping[FieldKind, Callable[[object], object]]] = {
    "date": read_date, "bool": _of(bool), "text": _of(str), "longtext": _of(str), "moment": _of(str),
    "organisation": _of(str), "person": _id, "document": _id, "money": _money, "list": _of(list),
}  # fmt: skip
_EXPECTED: dict[FieldKind, str] = {
    "text": "text", "int": "a whole number", "decimal": "a number", "bool": "true or false", "date": "a date",
    "moment": "a local date-time", "choice": "a choice", "list": "a list", "longtext": "text",
    "multichoice": "a list of choices", "person": "the id of a person", "organisation": "the name of an organisation",
    "document": "the id of a document", "money": "an amount with its currency",
}  # fmt: skip
