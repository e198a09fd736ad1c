"""The vocabulary of fields: what a value is, and in which compartment it lies."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from handrail.sdk.words import CompartmentCode

Value = None | bool | int | float | str | dt.date | list["Value"] | dict[str, "Value"]
FieldKind = Literal["text", "int", "decimal", "bool", "date", "moment", "choice", "list"]

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
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

    def read(self, value: object) -> Value:
        """Return the value in its Python form.

        Raises ValueError with what was expected; the caller names the record and the field.
        """
        match self.kind:
            case "date":
                return read_date(value)
            case "bool" if isinstance(value, bool):
                return value
            case "text" | "moment" if isinstance(value, str):
                return value
            case "choice" if isinstance(value, str) and value in self.choices:
                return value
            case "choice":
                raise ValueError(f"expected one of {', '.join(self.choices)}, not {value!r}")
            case "list" if isinstance(value, list):
                return list(value)
            case "int" | "decimal" if isinstance(value, int | float) and not isinstance(value, bool):
                return self._in_range(value)
        raise ValueError(f"expected {_EXPECTED[self.kind]}, not {value!r}")

    def _in_range(self, value: float) -> float:
        if self.kind == "int" and not float(value).is_integer():
            raise ValueError(f"expected a whole number, not {value!r}")
        if self.minimum is not None and value < self.minimum:
            raise ValueError(f"expected at least {self.minimum}, not {value!r}")
        if self.maximum is not None and value > self.maximum:
            raise ValueError(f"expected at most {self.maximum}, not {value!r}")
        return int(value) if self.kind == "int" else value


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


_EXPECTED: dict[FieldKind, str] = {
    "text": "text", "int": "a whole number", "decimal": "a number", "bool": "true or false", "date": "a date",
    "moment": "a local date-time", "choice": "a choice", "list": "a list",
}  # fmt: skip
