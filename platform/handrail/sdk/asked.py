"""What a statutory document asks for, in few words: each function returns one field, needed unless it says otherwise.

All of it is administrative: the employer reads the whole document, and the host refuses any other field (CON-4).
"""

from typing import Final

from handrail.sdk.documents import DocumentSection
from handrail.sdk.fields import Field, FieldKind
from handrail.sdk.words import Party

EMPLOYER: Final[tuple[Party, ...]] = ("hr",)
STATED: Final[tuple[Party, ...]] = ("occupational_health", "hr")
"""What occupational health states; where it works elsewhere, the employer writes down what it received."""
RECEIVED: Final[tuple[Party, ...]] = ("hr", "occupational_health")
"""What somebody outside states, such as a treating professional, as whoever received it writes it down."""
BOTH: Final[tuple[Party, ...]] = ("worker", "hr")
HOURS_IN_A_WEEK: Final = 80
_DAYS: Final = 1100
"""A whole number of days or weeks: three years, the longest course that any of the tables counts."""


def section(key: str, title: str, *fields: Field, by: tuple[Party, ...] = EMPLOYER) -> DocumentSection:
    """Return a part of a document, written by the employer unless `by` names others."""
    return DocumentSection(key=key, title=title, authors=by, fields=fields)


def text(key: str, label: str, *, needed: bool = True) -> Field:
    """Return a field for words."""
    return _field(key, "text", label, needed=needed)


def day(key: str, label: str, *, needed: bool = True) -> Field:
    """Return a field for a calendar day."""
    return _field(key, "date", label, needed=needed)


def yes_no(key: str, label: str, *, needed: bool = True) -> Field:
    """Return a question; "no" is an answer as good as "yes"."""
    return _field(key, "bool", label, needed=needed)


def choice(key: str, label: str, *choices: str, needed: bool = True) -> Field:
    """Return a field for one of a few codes."""
    return _field(key, "choice", label, needed=needed, choices=choices)


def hours(key: str, label: str, *, needed: bool = True, most: int = HOURS_IN_A_WEEK) -> Field:
    """Return a field for hours, in a week unless `most` fits a day."""
    return _field(key, "decimal", label, needed=needed, maximum=most)


def count(key: str, label: str, *, needed: bool = True, most: int = _DAYS) -> Field:
    """Return a field for a whole number of days or weeks."""
    return _field(key, "int", label, needed=needed, maximum=most)


def rows(key: str, label: str, *fields: Field, needed: bool = True) -> Field:
    """Return a list: one row or more where it is needed."""
    return _field(key, "list", label, needed=needed, item=fields)


def _field(
    key: str,
    kind: FieldKind,
    label: str,
    *,
    needed: bool,
    choices: tuple[str, ...] = (),
    item: tuple[Field, ...] = (),
    maximum: float | None = None,
) -> Field:
    return Field(
        key=key, kind=kind, compartment="administrative", label=label, required=needed, choices=choices, item=item,
        minimum=None if maximum is None else 0, maximum=maximum,
    )  # fmt: skip
