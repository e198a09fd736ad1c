"""TOML to a mapping profile whose parts agree; the first contradiction is told with what to change."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NoReturn

import msgspec

from handrail.exchange.intake.dates import DateForm, NoSuchForm, ambiguous
from handrail.exchange.intake.headers import column_key
from handrail.exchange.intake.problems import ProfileRefused
from handrail.exchange.intake.profile_document import WEEKDAYS, ProfileDocument
from handrail.exchange.intake.profiles import FIELDS, Profile
from handrail.exchange.intake.sensitive import sensitive_rule
from handrail.kit.i18n import _

_MOST_CODES: Final = 1_000


def read_profile(text: str, source: str) -> Profile:
    """Read a profile from TOML; `source` names it in errors. Raises ProfileRefused saying what to change."""
    try:
        document = msgspec.convert(tomllib.loads(text), ProfileDocument)
    except tomllib.TOMLDecodeError as problem:
        raise ProfileRefused(_("%(source)s is no TOML file: %(problem)s.", source=source, problem=problem)) from problem
    except msgspec.ValidationError as problem:
        raise ProfileRefused(_("%(source)s: %(problem)s.", source=source, problem=problem)) from problem
    return _Check(document, source).profile()


class _Check:
    """One pass over a document; the first contradiction ends it."""

    def __init__(self, document: ProfileDocument, source: str) -> None:
        self.document = document
        self.source = source

    def refuse(self, message: str) -> NoReturn:
        raise ProfileRefused(_("%(source)s: %(problem)s", source=self.source, problem=message))

    def profile(self) -> Profile:
        self._file()
        self._meanings()
        self._absences_can_be_made()
        self._hours()
        self._placement()
        self._columns_stand_once()
        self._nothing_sensitive()
        document = self.document
        sickness, other = self._codes()
        return Profile(
            document=document,
            required={meaning: column_key(column) for meaning, column in document.columns.items()},
            optional={meaning: column_key(column) for meaning, column in document.optional_columns.items()},
            date_forms=self._date_forms(),
            sickness=sickness,
            not_sickness=other,
            refused={column_key(each.column): each for each in document.refused},
            not_read=frozenset(column_key(column) for column in document.not_read.columns),
            hours_per_day=Decimal(str(document.hours.per_day)),
            working_days=frozenset(WEEKDAYS.index(day) for day in document.hours.working_days),
        )

    def _file(self) -> None:
        delimiter = self.document.file.delimiter
        if len(delimiter) != 1 or delimiter.isalnum() or delimiter in '"\r\n. -':
            self.refuse(_("`delimiter` is one sign that stands in no value, such as a semicolon or a tab."))
        if delimiter == self.document.file.decimal_mark:
            self.refuse(_("`delimiter` and `decimal_mark` are the same sign."))

    def _date_forms(self) -> tuple[DateForm, ...]:
        forms = []
        for form in self.document.file.date_forms:
            try:
                forms.append(DateForm.of(form))
            except NoSuchForm:
                self.refuse(_("“%(form)s” is no date form; write it with YYYY, MM and DD, each once.", form=form))
        if clash := ambiguous(forms):
            first, second = (form.form for form in clash)
            self.refuse(_("%(first)s and %(second)s read the same text as two days.", first=first, second=second))
        return tuple(forms)

    def _meanings(self) -> None:
        for meaning in (*self.document.columns, *self.document.optional_columns):
            if meaning not in FIELDS:
                known = ", ".join(FIELDS)
                self.refuse(_("“%(meaning)s” is not known; a column can be: %(known)s.", meaning=meaning, known=known))

    def _absences_can_be_made(self) -> None:
        document, mapped = self.document, {*self.document.columns, *self.document.optional_columns}
        if "worker" not in document.columns:
            self.refuse(_("[columns] names no column for `worker`."))
        if ("absence" in document.columns) == (document.absence_key is not None):
            self.refuse(_("Name a column for `absence`, or say in [absence_key] what it is made from; not both."))
        if ("first_day" in document.columns) == (document.placement is not None):
            self.refuse(_("Name a column for `first_day`, or say in [placement] how rows are placed; not both."))
        ends = [each for each in ("last_day", "first_day_fit") if each in mapped]
        if len(ends) + document.hours.gives_last_day > 1:
            self.refuse(_("The end of an absence comes from one of `last_day`, `first_day_fit` and hours."))

    def _hours(self) -> None:
        hours = self.document.hours
        if not 0 < hours.per_day <= 24:  # noqa: PLR2004 - hours of a day
            self.refuse(_("[hours] per_day is a number of hours between 0 and 24."))
        if not hours.working_days:
            self.refuse(_("[hours] working_days names no day."))
        if hours.gives_last_day and "hours" not in self.document.columns:
            self.refuse(_("[hours] gives_last_day needs a column for `hours`."))

    def _placement(self) -> None:
        placement = self.document.placement
        if placement and not 1970 <= placement.start_year <= 2200:  # noqa: PLR2004 - years that a feed can be of
            self.refuse(_("[placement] start_year is a year from 1970 to 2200."))

    def _columns_used(self) -> Iterator[tuple[str, bool]]:
        """Yield every column with whether its value goes into an absence."""
        document = self.document
        yield from ((column, True) for column in (*document.columns.values(), *document.optional_columns.values()))
        if document.placement:
            yield from ((document.placement.month, True), (document.placement.weekday, True))
        if document.reason:
            yield document.reason.column, False
        yield from ((each.column, False) for each in document.refused)
        yield from ((column, False) for column in document.not_read.columns)

    def _columns_stand_once(self) -> None:
        seen: set[str] = set()
        for column, _into_absence in self._columns_used():
            key = column_key(column)
            if not key or key in seen:
                self.refuse(_("The column “%(column)s” is named twice, or its name is empty.", column=column))
            seen.add(key)

    def _nothing_sensitive(self) -> None:
        for column, into_absence in self._columns_used():
            rule = sensitive_rule(column) if into_absence else None
            if rule:
                self.refuse(
                    _("%(rule)s: the content of “%(column)s” has no place in an absence.", rule=rule, column=column)
                )

    def _codes(self) -> tuple[frozenset[int], frozenset[int]]:
        reason = self.document.reason
        if reason is None:
            return frozenset(), frozenset()
        sickness, other = self._ranges(reason.sickness), self._ranges(reason.other)
        if both := sickness & other:
            self.refuse(_("[reason] code %(code)s is in `sickness` and in `other`.", code=min(both)))
        return sickness, other

    def _ranges(self, codes: tuple[str, ...]) -> frozenset[int]:
        found: set[int] = set()
        for code in codes:
            first, dash, last = code.partition("-")
            if not first.isdecimal() or (dash and not last.isdecimal()):
                self.refuse(_("[reason] “%(code)s” is no code and no range such as 1-21.", code=code))
            span = range(int(first), int(last if dash else first) + 1)
            if not 0 < len(span) <= _MOST_CODES:
                self.refuse(_("[reason] the range %(code)s is empty or too long.", code=code))
            found.update(span)
        return frozenset(found)
