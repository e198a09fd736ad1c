"""What a jurisdiction declares, and what it answers: cases of absence, obligations, milestones."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from handrail.sdk.calendars import Calendar
from handrail.sdk.derivations import Derivation, Pause
from handrail.sdk.facts import CaseFacts, Event, Spell
from handrail.sdk.fields import Value
from handrail.sdk.rules import Citation, ExplanationStep, Rule, step
from handrail.sdk.words import Party, Reason, Roll, missing


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceCase:
    """The spells that count as one: `first_day` is day 0 of the clock, and days in a pause do not count.

    `fit_on` is the first day fit after the last spell, None while the case goes on.
    """

    spells: tuple[Spell, ...]
    first_day: dt.date
    start_key: str
    pauses: tuple[Pause, ...] = ()
    fit_on: dt.date | None = None
    clock: Derivation = field(init=False, repr=False, compare=False)
    """The first day, from which the milestones of the case count."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "clock", Derivation.at(self.first_day, self.start_key))

    def after(self, days: int) -> Derivation:
        """Go to the `days`-th later day of the case that lies in no pause."""
        return self.clock.plus_days(days, self.pauses)

    def spell_at(self, day: dt.date) -> Spell:
        """Return the spell in which a day falls, the latest where it falls in none."""
        return next((spell for spell in self.spells if spell.holds(day)), self.spells[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One thing due under a rule, before anybody judges whether it was done or is late.

    Exactly one of `due`, `value` and `reason` says what came out: a date, an answer, or why the rule does not arise.
    A rule may answer beside its date how an absence stands to the one before, such as a period that goes on.
    A case or a spell ties it to an absence; both None means that no absence triggers it. `done` is the act on file
    where the author knows it; without it the host matches acts of the rule in order of time. `about` tells apart
    several obligations of one rule that do not follow each other, such as two promises. `value_on` is the day from
    which a value holds, where a rule answers with one that changes.
    """

    rule: Rule
    explanation: tuple[ExplanationStep, ...]
    due: dt.date | None = None
    value: Value = None
    value_on: dt.date | None = None
    reason: Reason | None = None
    case: AbsenceCase | None = None
    spell: Spell | None = None
    window_from: dt.date | None = None
    due_at: dt.datetime | None = None
    nominal: dt.date | None = None
    safe_target: dt.date | None = None
    done: Event | None = None
    suspended: bool = False
    about: str | None = None
    owed_by: Party | None = None
    source: Citation | None = None

    @classmethod
    def on(
        cls,
        rule: Rule,
        derived: Derivation,
        *,
        case: AbsenceCase | None = None,
        window_from: dt.date | None = None,
        safe_target: dt.date | None = None,
        done: Event | None = None,
        suspended: bool = False,
    ) -> "Obligation":
        """Make the derived day the date of the rule; the last step says what that date means."""
        closing = ExplanationStep(_CLOSING[rule.kind], {"date": derived.day})
        return cls(
            rule=rule, explanation=(*derived.steps, closing), due=derived.day, case=case, window_from=window_from,
            nominal=derived.nominal, safe_target=safe_target, done=done, suspended=suspended,
        )  # fmt: skip

    @classmethod
    def not_owed(
        cls, rule: Rule, reason: Reason, explanation: Sequence[ExplanationStep], *, case: AbsenceCase | None = None
    ) -> "Obligation":
        """Say that the rule does not arise for these facts, and why."""
        return cls(rule=rule, reason=reason, explanation=tuple(explanation), case=case)

    @classmethod
    def parameter_missing(
        cls, rule: Rule, name: str, explanation: Sequence[ExplanationStep] = (), *, case: AbsenceCase | None = None
    ) -> "Obligation":
        """Say that the rule can not be answered without a parameter of the case or the employer, and which."""
        told = (*explanation, step("parameter_missing", name=name))
        return cls(rule=rule, reason=missing(name), explanation=told, case=case)


_CLOSING = {"act": "due", "threshold": "threshold", "end": "end", "value": "due", "standing": "due"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOwed:
    """The answer of an exemption: the rule does not arise, for this reason, by this fact."""

    reason: Reason
    because: ExplanationStep


Exemption = Callable[[CaseFacts, AbsenceCase, dt.date], NotOwed | None]
"""Asked with the date that a milestone would have; None means that it is owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A rule that is a plain count of days from the first day of a case.

    `every` repeats it at that interval while the date is no more than `until` days from the first day. `safe` is an
    earlier defensible reading, `window` the day from which the act may be done: all in days from the first day.
    `roll` moves a date that is no working day. An exemption in `unless` takes the milestone away. `note` is the key of
    a remark for the explanation.
    """

    rule: Rule
    days: int
    safe: int | None = None
    window: int | None = None
    every: int | None = None
    until: int | None = None
    roll: Roll | None = None
    unless: tuple[Exemption, ...] = ()
    note: str | None = None

    def obligations(self, facts: CaseFacts, case: AbsenceCase, calendar: Calendar) -> Iterable[Obligation]:
        """Return the obligations of this milestone in one case, in order of time."""
        counts = range(self.days, (self.until or self.days) + 1, self.every or 1) if self.every else (self.days,)
        for days in counts:
            yield self._obligation(facts, case, calendar, days)

    def _obligation(self, facts: CaseFacts, case: AbsenceCase, calendar: Calendar, days: int) -> Obligation:
        derived = case.after(days) if self.note is None else case.after(days).noting(self.note)
        exempt = exempted(self.rule, derived, facts, case, self.unless)
        if exempt is not None:
            return exempt
        if self.roll == "next_working_day":
            derived = derived.next_working_day(calendar)
        elif self.roll == "previous_working_day":
            derived = derived.previous_working_day(calendar)
        return Obligation.on(
            self.rule, derived, case=case,
            window_from=None if self.window is None else case.after(self.window + days - self.days).day,
            safe_target=None if self.safe is None else case.after(self.safe + days - self.days).day,
        )  # fmt: skip


def exempted(
    rule: Rule, derived: Derivation, facts: CaseFacts, case: AbsenceCase, unless: Iterable[Exemption]
) -> Obligation | None:
    """Return the obligation as not owed where an exemption says so, None where the rule stands."""
    for exemption in unless:
        answer = exemption(facts, case, derived.day)
        if answer is not None:
            steps = (*derived.steps, answer.because, step("not_owed"))
            return Obligation.not_owed(rule, answer.reason, steps, case=case)
    return None


def each_spell_its_own_case(facts: CaseFacts) -> tuple[AbsenceCase, ...]:
    """Return one case for each spell: what holds where a jurisdiction links nothing."""
    return tuple([
        AbsenceCase(spells=(spell,), first_day=spell.first_day, start_key="clock_start", fit_on=spell.closed_on)
        for spell in facts.spells
    ])  # fmt: skip


def nothing_more(_facts: CaseFacts, _calendar: Calendar) -> Iterable[Obligation]:
    """Return no obligations beside the milestones."""
    return ()


def no_holidays(_year: int) -> frozenset[dt.date]:
    """Return no public holidays: every Monday to Friday is worked."""
    return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A body of rules, chosen by the place of work. All callbacks are pure functions.

    `absence_cases` says which spells count as one and from which day; `obligations` yields what is not a plain count
    of days. `holidays` gives the days off of one year, and `calendar_version` names their list and the act behind it.
    """

    code: str
    label: str
    rules: tuple[Rule, ...]
    milestones: tuple[Milestone, ...] = ()
    absence_cases: Callable[[CaseFacts], tuple[AbsenceCase, ...]] = each_spell_its_own_case
    obligations: Callable[[CaseFacts, Calendar], Iterable[Obligation]] = nothing_more
    holidays: Callable[[int], frozenset[dt.date]] = no_holidays
    calendar_version: str = "Monday to Friday"
    country: str = ""
    reviewed_on: dt.date | None = None
