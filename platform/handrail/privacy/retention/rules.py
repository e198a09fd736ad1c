"""What is due, from when, and why (PRI-2). Pure: today, holds and what is on file are arguments."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from handrail.privacy.retention.codes import CountsFrom, Kind
from handrail.privacy.retention.periods import Period

GRACE_DAYS: Final = 7
"""So long after its approval a run can be reversed."""
DEFAULT: Final = "default"
"""Stands for every jurisdiction that says nothing of its own about a kind."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from. `confidence` is high, medium or low; `read_on` the day it was last looked up."""

    title: str
    confidence: str
    read_on: date
    url: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind of record is kept under one jurisdiction. `period` None: until a rule says otherwise.

    `why` is a key of the words for people. Nothing may be chosen below `floor` or above `ceiling`.
    """

    kind: Kind
    jurisdiction: str
    period: Period | None
    counts_from: CountsFrom
    why: str
    source: Source
    floor: Period | None = None
    ceiling: Period | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What the consultancy chose in place of a rule's own period."""

    kind: Kind
    jurisdiction: str
    period: Period


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that is kept: whose records of which kind, and from when its period counts.

    `begins_on` None: it is still in use, an open case or an absence that goes on, so no period has begun.
    `employment_id` is the employment that it hangs on; `case_id` None for what hangs on the employment as a whole.
    """

    kind: Kind
    about_id: UUID
    employer_id: UUID
    employment_id: UUID
    jurisdiction: str
    begins_on: date | None
    case_id: UUID | None = None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing of this client organisation, or of this case and its employment, ends up to and including `until`."""

    employer_id: UUID
    until: date
    case_id: UUID | None = None
    employment_id: UUID | None = None

    def stops(self, found: Standing, today: date) -> bool:
        """Whether it keeps this from ending today."""
        if today > self.until or found.employer_id != self.employer_id:
            return False
        return self.employment_id is None or self._is_about(found)

    def _is_about(self, found: Standing) -> bool:
        """Say whether it is this case's, or hangs on its whole employment."""
        if found.employment_id != self.employment_id:
            return False
        return found.case_id is None or found.case_id == self.case_id


class Verdict(StrEnum):
    """What is so today."""

    IN_USE = "in_use"
    NO_PERIOD = "no_period"
    NOT_YET = "not_yet"
    HELD = "held"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict with its reasons: the rule, the period that counts, and the day from which it is due."""

    verdict: Verdict
    rule: Rule
    period: Period | None
    due_on: date | None


def rule_for(rules: Mapping[tuple[str, Kind], Rule], kind: Kind, jurisdiction: str) -> Rule:
    """Return the jurisdiction's own rule, or the one for all: of a part (``ca_qc``) also the whole's (``ca``)."""
    whole = jurisdiction.partition("_")[0]
    for place in (jurisdiction, whole):
        if (place, kind) in rules:
            return rules[place, kind]
    return rules[DEFAULT, kind]


def period_of(rule: Rule, choices: Collection[Choice], jurisdiction: str) -> Period | None:
    """Return how long it is kept: what the consultancy chose, never below the floor nor above the ceiling."""
    chosen = next(
        (each.period for place in (jurisdiction, rule.jurisdiction) for each in choices if _fits(each, rule, place)),
        rule.period,
    )
    return within(rule, chosen)


def _fits(choice: Choice, rule: Rule, place: str) -> bool:
    return choice.kind is rule.kind and choice.jurisdiction == place


def within(rule: Rule, period: Period | None) -> Period | None:
    """Return the period moved inside the rule's bounds; for ever is above every ceiling."""
    if rule.ceiling is not None and (period is None or period > rule.ceiling):
        period = rule.ceiling
    if rule.floor is not None and period is not None and period < rule.floor:
        period = rule.floor
    return period


def problem_of(rule: Rule, period: Period) -> str | None:
    """Return ``below_floor`` or ``above_ceiling`` where the consultancy may not choose this, else None."""
    if rule.floor is not None and period < rule.floor:
        return "below_floor"
    if rule.ceiling is not None and period > rule.ceiling:
        return "above_ceiling"
    return None


def judge(
    found: Standing,
    rules: Mapping[tuple[str, Kind], Rule],
    choices: Collection[Choice],
    holds: Iterable[Hold],
    today: date,
) -> Judgement:
    """Say whether one thing is due today. A hold wins over everything."""
    rule = rule_for(rules, found.kind, found.jurisdiction)
    period = period_of(rule, choices, found.jurisdiction)
    due_on = period.after(found.begins_on) if period is not None and found.begins_on is not None else None
    if found.begins_on is None:
        verdict = Verdict.IN_USE
    elif due_on is None:
        verdict = Verdict.NO_PERIOD
    elif today < due_on:
        verdict = Verdict.NOT_YET
    else:
        verdict = Verdict.HELD if any(hold.stops(found, today) for hold in holds) else Verdict.DUE
    return Judgement(verdict, rule, period, due_on)


def shortest(rules: Mapping[tuple[str, Kind], Rule], choices: Collection[Choice], kind: Kind) -> Period | None:
    """Return a period below which nothing of this kind is due anywhere; None where nothing of it ever is."""
    found = [rule.period for (_place, each), rule in rules.items() if each is kind and rule.period is not None]
    found += [choice.period for choice in choices if choice.kind is kind]
    found += [rule.ceiling for (_place, each), rule in rules.items() if each is kind and rule.ceiling is not None]
    return min(found, default=None)
