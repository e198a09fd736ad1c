"""A date together with the steps that lead to it, so that the two can never disagree."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from handrail.sdk.calendars import Calendar, add_months
from handrail.sdk.fields import Value
from handrail.sdk.rules import ExplanationStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Days that do not count, from `first_day` to the day before `until`; `key` names the step that tells why."""

    first_day: dt.date
    until: dt.date
    key: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """A day and how it was reached. Each method takes one more step and returns a new derivation."""

    day: dt.date
    steps: tuple[ExplanationStep, ...]
    nominal: dt.date | None = None

    @classmethod
    def at(cls, day: dt.date, key: str, **args: Value) -> "Derivation":
        """Begin at a fact: the step `key` is given the date and whatever else its text needs."""
        return cls(day, (ExplanationStep(key, {"date": day, **args}),))

    def plus_days(self, days: int, pauses: Iterable[Pause] = ()) -> "Derivation":
        """Go to the `days`-th later calendar day that lies in no pause; pauses come in order of time.

        A pause that starts after the day reached does not move it. No days are no step.
        """
        day = self.day + dt.timedelta(days=days)
        steps = [*self.steps, *([ExplanationStep("plus_days", {"days": days})] if days else ())]
        for pause in pauses:
            if pause.first_day > day:
                break
            skipped = (pause.until - max(pause.first_day, self.day + _DAY)).days
            if skipped > 0:
                day += dt.timedelta(days=skipped)
                first = pause.until - dt.timedelta(days=skipped)
                steps.append(ExplanationStep(pause.key, {"from": first, "to": pause.until - _DAY, "days": skipped}))
        return Derivation(day, tuple(steps))

    def minus_days(self, days: int) -> "Derivation":
        """Go back some calendar days."""
        return self._moved(self.day - dt.timedelta(days=days), "minus_days", days=days)

    def minus_weeks(self, weeks: int) -> "Derivation":
        """Go back some weeks."""
        return self._moved(self.day - dt.timedelta(weeks=weeks), "minus_weeks", weeks=weeks)

    def plus_weeks(self, weeks: int) -> "Derivation":
        """Go on some weeks."""
        return self._moved(self.day + dt.timedelta(weeks=weeks), "plus_weeks", weeks=weeks)

    def plus_months(self, months: int) -> "Derivation":
        """Go to the same day number some months on, or the last day of that month where it has no such day."""
        return self._moved(add_months(self.day, months), "plus_months", months=months)

    def minus_months(self, months: int) -> "Derivation":
        """Go back to the same day number some months before, or the last day of that month where it has no such day."""
        return self._moved(add_months(self.day, -months), "minus_months", months=months)

    def plus_years(self, years: int) -> "Derivation":
        """Go to the same day some years on; 29 February becomes the 28th in a year that has none."""
        return self._moved(add_months(self.day, 12 * years), "plus_years", years=years)

    def plus_working_days(self, days: int, calendar: Calendar) -> "Derivation":
        """Go to the `days`-th working day after this one; this day itself is not counted. None moves nothing."""
        day = calendar.working_days_after(self.day, days)
        return self._moved(day, "plus_working_days", days=days, date=day, calendar=calendar.version)

    def minus_working_days(self, days: int, calendar: Calendar) -> "Derivation":
        """Go back to the `days`-th working day before this one; this day itself is not counted."""
        day = calendar.working_days_after(self.day, -days)
        return self._moved(day, "minus_working_days", days=days, date=day, calendar=calendar.version)

    def to(self, day: dt.date, key: str, **args: Value) -> "Derivation":
        """Go to a day that was fixed otherwise: agreed, decided, capped."""
        return self._moved(day, key, date=day, **args)

    def next_working_day(self, calendar: Calendar) -> "Derivation":
        """Move a day off to the next working day; a working day stays."""
        return self._rolled(calendar.on_or_after(self.day), "next_working_day", calendar)

    def previous_working_day(self, calendar: Calendar) -> "Derivation":
        """Move a day off to the last working day before it; a working day stays."""
        return self._rolled(calendar.on_or_before(self.day), "previous_working_day", calendar)

    def noting(self, key: str, **args: Value) -> "Derivation":
        """Add a remark that moves nothing."""
        return Derivation(self.day, (*self.steps, ExplanationStep(key, args)), self.nominal)

    def _moved(self, day: dt.date, key: str, **args: Value) -> "Derivation":
        return Derivation(day, (*self.steps, ExplanationStep(key, args)), self.nominal)

    def _rolled(self, day: dt.date, key: str, calendar: Calendar) -> "Derivation":
        if day == self.day:
            return self
        moved = ExplanationStep(key, {"from": self.day, "date": day, "calendar": calendar.version})
        return Derivation(day, (*self.steps, moved), self.day)


_DAY = dt.timedelta(days=1)
