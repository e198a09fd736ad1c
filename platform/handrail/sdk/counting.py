"""Rules that are a plain count from an event or an act: the companion of Milestone, which counts from an absence."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from handrail.sdk.calendars import Calendar
from handrail.sdk.derivations import Derivation
from handrail.sdk.facts import CaseFacts, Event
from handrail.sdk.jurisdictions import Obligation
from handrail.sdk.rules import Rule, step


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterEvent:
    """A rule whose date is a count from each event of some types, or from each act of another rule.

    Exactly one of the counts moves the date; the day of the event itself is not counted. `key` names the step that
    tells the event, and is given its date. An event before the rule was in force gives no date. `roll` moves a date
    that is no working day to the next one. What no absence triggers is tied to none, and recovery does not end it.
    """

    rule: Rule
    key: str
    events: tuple[str, ...] = ()
    act_of: str | None = None
    days: int | None = None
    working_days: int | None = None
    months: int | None = None
    years: int | None = None
    roll: bool = False

    def obligations(self, facts: CaseFacts, calendar: Calendar) -> Iterator[Obligation]:
        """Return one obligation for each event, in order of time."""
        anchors = facts.acts_of(self.act_of) if self.act_of is not None else facts.events_of(*self.events)
        for anchor in anchors:
            yield self.obligation(anchor, calendar)

    def obligation(self, anchor: Event, calendar: Calendar) -> Obligation:
        """Return what one event asks."""
        told = Derivation.at(anchor.date, self.key)
        early = not_yet_in_force(self.rule, anchor.date, told)
        if early is not None:
            return early
        derived = self.counted(told, calendar)
        return Obligation.on(self.rule, derived.next_working_day(calendar) if self.roll else derived)

    def counted(self, derived: Derivation, calendar: Calendar) -> Derivation:
        """Take the one step of this count."""
        if self.working_days is not None:
            return derived.plus_working_days(self.working_days, calendar)
        if self.months is not None:
            return derived.plus_months(self.months)
        if self.years is not None:
            return derived.plus_years(self.years)
        return derived.plus_days(self.days) if self.days else derived


def not_yet_in_force(rule: Rule, day: dt.date, told: Derivation) -> Obligation | None:
    """Return the obligation as not owed where the day that a rule judges comes before its effective date."""
    if rule.effective_from is None or day >= rule.effective_from:
        return None
    steps = (*told.steps, step("in_force_from", date=rule.effective_from), step("not_owed"))
    return Obligation.not_owed(rule, "before_effective_date", steps)
