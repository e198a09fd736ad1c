"""Records to absences: a row is an absence, is none, or says what is wrong with it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from handrail.exchange.intake.absence_row import AbsenceRow, NotAnAbsence, RejectedRow
from handrail.exchange.intake.dates import last_day_of
from handrail.exchange.intake.placement import Placer
from handrail.exchange.intake.problems import Problem
from handrail.exchange.intake.profiles import Profile
from handrail.exchange.intake.records import Record
from handrail.exchange.intake.values import Values
from handrail.kit.i18n import lazy

MOST_HOURS: Final = 3 * 366 * 24
MOST_EXPECTED_DAYS: Final = 3_660
_DAY: Final = timedelta(days=1)

Row = AbsenceRow | RejectedRow | NotAnAbsence


class RowReader:
    """Reads the records of one file in order; the order matters where rows are placed or keys are counted."""

    def __init__(self, profile: Profile, headers: Mapping[str, str], *, today: date, start_year: int | None) -> None:
        self._profile = profile
        self._headers = headers
        self._today = today
        self._states = profile.stated_by(headers)
        placement = profile.document.placement
        self._placer = Placer(placement, start_year) if placement else None
        self._counts: Counter[str] = Counter()

    def read(self, record: Record) -> Row:
        """Return what the row turns out to be."""
        placed = self._place(record)
        values = Values(record, self._profile, self._headers, self._today)
        refused = self._note_refused(values)
        readable = not record.problems
        worker = self._worker(values, needed=readable)
        key = self._key(values, worker, needed=readable)
        row: AbsenceRow | NotAnAbsence | None = None
        if worker and key and not values.problems:
            row = self._judge(record.line, values, placed, key, worker)
        if refused:  # whose row it is would itself be the record that does not come in
            return RejectedRow(record.line, tuple(values.problems))
        return RejectedRow(record.line, tuple(values.problems), key, worker) if row is None else row

    def _place(self, record: Record) -> date | Problem | None:
        if self._placer is None:
            return None
        return self._placer.place(record.values.get("month", ""), record.values.get("weekday", ""))

    def _note_refused(self, values: Values) -> bool:
        """Note, and never repeat, what must not come in (NEU-3, CON-4)."""
        found = False
        for column, refused in self._profile.refused.items():
            meaning = f"refused:{column}"
            content = values.text(meaning)
            if content is not None and content not in refused.clear:
                found = True
                text = lazy(
                    "%(rule)s: the row is marked in a column that does not come in. Nothing of the row is stored.",
                    rule=refused.rule,
                )
                values.wrong("refused-record", meaning, text)
        return found

    def _worker(self, values: Values, *, needed: bool) -> str | None:
        found = values.key("worker", needed=needed)
        return f"{self._profile.document.workers.prefix}{found}" if found else None

    def _key(self, values: Values, worker: str | None, *, needed: bool) -> str | None:
        if self._profile.document.absence_key is None:
            return values.key("absence", needed=needed)
        if worker is None:
            return None
        self._counts[worker] += 1
        return f"{worker}-{self._counts[worker]:03}"

    def _judge(
        self, line: int, values: Values, placed: date | Problem | None, key: str, worker: str
    ) -> AbsenceRow | NotAnAbsence | None:
        hours = values.decimal("hours", MOST_HOURS, needed="hours" in self._profile.required)
        sickness = self._sickness(values)
        if not values.problems and (reason := self._no_absence(hours, sickness=sickness)):
            return NotAnAbsence(line, reason.at(line), key, worker)
        first_day = self._first_day(values, placed)
        first_day_fit = self._first_day_fit(values, first_day, hours)
        expected_days = values.whole("expected_days", 1, MOST_EXPECTED_DAYS)
        percent = values.whole("percent", 1, 100)
        employer, supervisor = values.key("employer"), values.key("supervisor")
        if values.problems or first_day is None:
            return None
        return AbsenceRow(
            line=line,
            key=key,
            worker=worker,
            first_day=first_day,
            first_day_fit=first_day_fit,
            states=self._states,
            hours=hours,
            expected_days=expected_days,
            percent=percent,
            employer=employer,
            supervisor=supervisor,
            worker_name=values.text("worker_name"),
        )

    def _sickness(self, values: Values) -> bool:
        """Whether the reason is sickness; nothing else is ever asked of it, and its code is told to nobody (CON-4)."""
        if self._profile.document.reason is None:
            return True
        code = values.text("reason") or ""
        number = int(code) if code.isascii() and code.isdecimal() else -1
        if number not in self._profile.sickness and number not in self._profile.not_sickness:
            values.wrong("reason-unknown", "reason", lazy("The profile does not know this code."))
        return number in self._profile.sickness

    def _no_absence(self, hours: Decimal | None, *, sickness: bool) -> Problem | None:
        if hours is not None and hours == 0:
            return Problem("no-hours", lazy("No hours away."))
        if not sickness:
            return Problem("no-sickness", lazy("Away for another reason than sickness."))
        return None

    def _first_day(self, values: Values, placed: date | Problem | None) -> date | None:
        if placed is None:
            return values.day("first_day", needed=True)
        if isinstance(placed, Problem):
            values.problems.append(placed.at(values.line))
            return None
        return placed if values.in_range(placed, "month") else None

    def _first_day_fit(self, values: Values, first_day: date | None, hours: Decimal | None) -> date | None:
        meaning = "first_day_fit" if "first_day_fit" in self._headers else "last_day"
        found = values.day(meaning)
        if found is not None and meaning == "last_day":
            found += _DAY
        if first_day is None:
            return None
        if self._profile.document.hours.gives_last_day and hours is not None:
            working_days, per_day = self._profile.working_days, self._profile.hours_per_day
            found = last_day_of(first_day, hours, per_day=per_day, working_days=working_days) + _DAY
        if found is not None and found <= first_day:
            values.wrong("end-before-start", meaning, lazy("The absence ends before its first day."))
        return found
