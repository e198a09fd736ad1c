"""The values of one record, read in the forms of its profile; what can not be read is collected as problems."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from handrail.exchange.intake.dates import ImpossibleDate, NotInThisForm, read_date
from handrail.exchange.intake.problems import Problem
from handrail.exchange.intake.profiles import Profile
from handrail.exchange.intake.records import Record
from handrail.kit.i18n import LazyText, lazy

MOST_SIGNS_A_KEY: Final = 100
EARLIEST: Final = date(1970, 1, 1)
MOST_DAYS_AHEAD: Final = 366
_SIGNS_TOLD: Final = 40
_WHOLE: Final = re.compile(r"[0-9]{1,6}")


class Values:
    """Reads one record; every method returns None where there is nothing, or nothing right, and notes the problem."""

    def __init__(self, record: Record, profile: Profile, headers: Mapping[str, str], today: date) -> None:
        self._record = record
        self._profile = profile
        self._headers = headers
        self._latest = today + timedelta(days=MOST_DAYS_AHEAD)
        self.problems: list[Problem] = list(record.problems)

    @property
    def line(self) -> int:
        """The line of the file."""
        return self._record.line

    def wrong(self, code: str, meaning: str | None, text: LazyText) -> None:
        """Note a problem of this row, with the column that has this meaning."""
        column = self._headers.get(meaning) if meaning else None
        self.problems.append(Problem(code, text, self._record.line, column))

    def text(self, meaning: str) -> str | None:
        """Return what the cell holds, None where it is empty or the file has no such column."""
        return self._record.values.get(meaning) or None

    def key(self, meaning: str, *, needed: bool = False) -> str | None:
        """Return the key of something in the other system."""
        found = self.text(meaning)
        if found is None:
            if needed:
                self.wrong("value-missing", meaning, lazy("The value is missing."))
        elif len(found) > MOST_SIGNS_A_KEY:
            self.wrong("key-too-long", meaning, lazy("A key has at most %(most)s signs.", most=MOST_SIGNS_A_KEY))
            return None
        return found

    def day(self, meaning: str, *, needed: bool = False) -> date | None:
        """Return a day of the calendar, not before 1970 and not more than a year ahead."""
        found = self.text(meaning)
        if found is None:
            if needed:
                self.wrong("value-missing", meaning, lazy("The date is missing."))
            return None
        try:
            day = read_date(found, self._profile.date_forms)
        except ImpossibleDate:
            text = lazy("“%(value)s” is no day in the calendar.", value=found[:_SIGNS_TOLD])
            self.wrong("impossible-date", meaning, text)
            return None
        except NotInThisForm:
            forms = ", ".join(form.form for form in self._profile.date_forms)
            text = lazy("“%(value)s” is not written as %(forms)s.", value=found[:_SIGNS_TOLD], forms=forms)
            self.wrong("no-date", meaning, text)
            return None
        return day if self.in_range(day, meaning) else None

    def in_range(self, day: date, meaning: str) -> bool:
        """Whether a day can be meant; notes a problem where it can not."""
        if EARLIEST <= day <= self._latest:
            return True
        text = lazy("%(day)s is before 1970 or more than a year ahead; check the year.", day=day.isoformat())
        self.wrong("date-out-of-range", meaning, text)
        return False

    def whole(self, meaning: str, least: int, most: int) -> int | None:
        """Return a whole number from `least` to `most`."""
        found = self.text(meaning)
        if found is None:
            return None
        if _WHOLE.fullmatch(found) and least <= int(found) <= most:
            return int(found)
        text = lazy(
            "“%(value)s” is no whole number from %(least)s to %(most)s.",
            value=found[:_SIGNS_TOLD],
            least=least,
            most=most,
        )
        self.wrong("no-number", meaning, text)
        return None

    def decimal(self, meaning: str, most: int, *, needed: bool = False) -> Decimal | None:
        """Return a number from 0 to `most` with at most two decimals."""
        found = self.text(meaning)
        if found is None:
            if needed:
                self.wrong("value-missing", meaning, lazy("The value is missing."))
            return None
        mark = re.escape(self._profile.document.file.decimal_mark)
        if re.fullmatch(rf"[0-9]{{1,6}}({mark}[0-9]{{1,2}})?", found):
            number = Decimal(found.replace(self._profile.document.file.decimal_mark, "."))
            if number <= most:
                return number
        text = lazy("“%(value)s” is no number from 0 to %(most)s.", value=found[:_SIGNS_TOLD], most=most)
        self.wrong("no-number", meaning, text)
        return None
