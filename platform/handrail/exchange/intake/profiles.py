"""Mapping profiles, checked: how one feed's columns become the facts of an absence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from handrail.exchange.intake.dates import DateForm
from handrail.exchange.intake.headers import column_key
from handrail.exchange.intake.profile_document import ProfileDocument, RefusedColumn

FIELDS: Final = (
    "absence",
    "worker",
    "worker_name",
    "employer",
    "supervisor",
    "first_day",
    "last_day",
    "first_day_fit",
    "hours",
    "expected_days",
    "percent",
)
"""What a column can mean. `last_day` is the last sick day, `first_day_fit` the day after it."""
STATED: Final = ("first_day", "first_day_fit", "hours", "expected_days", "percent")
"""The facts of an absence that a feed states and that a later row can correct."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile whose parts agree.

    Columns are header names as `headers.column_key` makes them; working days are numbers of weekdays, Monday 0.
    """

    document: ProfileDocument
    required: Mapping[str, str]
    optional: Mapping[str, str]
    date_forms: tuple[DateForm, ...]
    sickness: frozenset[int]
    not_sickness: frozenset[int]
    refused: Mapping[str, RefusedColumn]
    not_read: frozenset[str]
    hours_per_day: Decimal
    working_days: frozenset[int]

    @property
    def name(self) -> str:
        """Its name on the command line and in the page's list."""
        return self.document.name

    @property
    def columns_to_read(self) -> dict[str, str]:
        """Every column whose text is looked at, and what for; a column in no list is not read at all."""
        found = {column: meaning for meaning, column in (*self.required.items(), *self.optional.items())}
        document = self.document
        if document.placement:
            found |= {column_key(document.placement.month): "month", column_key(document.placement.weekday): "weekday"}
        if document.reason:
            found[column_key(document.reason.column)] = "reason"
        return found | {column: f"refused:{column}" for column in self.refused}

    @property
    def must_have(self) -> frozenset[str]:
        """Columns without which the file can not be read."""
        return frozenset(self.columns_to_read) - frozenset(self.optional.values()) - frozenset(self.refused)

    def stated_by(self, present: Collection[str]) -> frozenset[str]:
        """Return which facts of an absence a file states that has these meanings; the others are left as they are."""
        found = {meaning for meaning in STATED if meaning in present}
        if self.document.placement:
            found.add("first_day")
        if "last_day" in present or self.document.hours.gives_last_day:
            found.add("first_day_fit")
        return frozenset(found)
