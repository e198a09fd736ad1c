"""A plan beside the clauses of the collective agreement (S5-5): what goes against one, who has to agree, what to read.

The check shows, it holds nothing back: whether a clause may be departed from is for those whom it names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from handrail.kit.codes import Role
from handrail.plans.rules.codes import ActionKind
from handrail.plans.rules.content import DAYS, Content, Week


class Limit(StrEnum):
    """What a clause limits."""

    AT_LEAST_WEEKS = "at_least_weeks"
    AT_MOST_WEEKS = "at_most_weeks"
    HOURS_PER_DAY = "at_most_hours_per_day"
    HOURS_PER_WEEK = "at_most_hours_per_week"
    NOTICE_DAYS = "notice_days"
    NOT_ON = "not_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause; its words stand in the framework under `key`. None: it does not limit this."""

    key: str
    kinds: frozenset[ActionKind] = frozenset()
    needs_agreement_of: Role | None = None
    at_least_weeks: int | None = None
    at_most_weeks: int | None = None
    at_most_hours_per_day: int | None = None
    at_most_hours_per_week: int | None = None
    notice_days: int | None = None
    not_on: frozenset[str] = frozenset()

    def is_checked(self) -> bool:
        """Say whether a machine can check any of it."""
        return bool(self.not_on) or any(getattr(self, limit.value) is not None for limit in _NUMBERS)


_NUMBERS: Final = tuple(limit for limit in Limit if limit is not Limit.NOT_ON)


class Verdict(StrEnum):
    """How a plan stands to a clause."""

    AGAINST = "against"
    TO_AGREE = "to_agree"
    TO_READ = "to_read"
    FITS = "fits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Where a plan goes past a limit: `found` against `allowed`, in the limit's own unit; `week` where it is one's.

    For `NOT_ON` the day is named in `day`, a code of `content.DAYS`, and `found` are its hours.
    """

    limit: Limit
    found: Decimal
    allowed: Decimal
    week: date | None = None
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One clause that speaks of this plan, and how the plan stands to it. `resolver` is who has to settle it."""

    clause: Clause
    verdict: Verdict
    breaches: tuple[Breach, ...] = ()

    @property
    def resolver(self) -> Role | None:
        """The role that the clause names; the supervisor, who commits the employer, where it names none."""
        if self.verdict in (Verdict.FITS, Verdict.TO_READ):
            return None
        return self.clause.needs_agreement_of or Role.SUPERVISOR


def checked(content: Content, clauses: Iterable[Clause], proposed_on: date) -> tuple[Finding, ...]:
    """Return a finding for each clause that speaks of this plan, in the order of the clauses.

    `proposed_on` is the day on which it was, or would be, proposed: notice counts from then.
    """
    kinds = {action.kind for action in content.actions} | ({ActionKind.GRADED_RETURN} if content.weeks else set())
    return tuple(
        _finding(content, clause, proposed_on) for clause in clauses if not clause.kinds or clause.kinds & kinds
    )


def _finding(content: Content, clause: Clause, proposed_on: date) -> Finding:
    breaches = tuple(_breaches(content, clause, proposed_on))
    if breaches:
        verdict = Verdict.AGAINST
    elif clause.needs_agreement_of is not None:
        # A limit that is kept needs nobody's leave; a clause without one asks for it whenever it speaks of the plan.
        verdict = Verdict.FITS if clause.is_checked() else Verdict.TO_AGREE
    else:
        verdict = Verdict.FITS if clause.is_checked() else Verdict.TO_READ
    return Finding(clause=clause, verdict=verdict, breaches=breaches)


def _breaches(content: Content, clause: Clause, proposed_on: date) -> Iterator[Breach]:
    span = _span(content.weeks)
    if span and clause.at_least_weeks is not None and span < clause.at_least_weeks:
        yield _breach(Limit.AT_LEAST_WEEKS, span, clause.at_least_weeks)
    if clause.at_most_weeks is not None and span > clause.at_most_weeks:
        yield _breach(Limit.AT_MOST_WEEKS, span, clause.at_most_weeks)
    if clause.notice_days is not None and content.first_day_on is not None:
        notice = (content.first_day_on - proposed_on).days
        if notice < clause.notice_days:
            yield _breach(Limit.NOTICE_DAYS, max(notice, 0), clause.notice_days)
    for week in content.weeks:
        yield from _of_week(week, clause)


def _of_week(week: Week, clause: Clause) -> Iterator[Breach]:
    if clause.at_most_hours_per_week is not None and week.total > clause.at_most_hours_per_week:
        yield _breach(Limit.HOURS_PER_WEEK, week.total, clause.at_most_hours_per_week, week)
    for day in DAYS:
        hours = getattr(week, day) or Decimal(0)
        if clause.at_most_hours_per_day is not None and hours > clause.at_most_hours_per_day:
            yield _breach(Limit.HOURS_PER_DAY, hours, clause.at_most_hours_per_day, week, day)
        if day in clause.not_on and hours:
            yield _breach(Limit.NOT_ON, hours, 0, week, day)


def _breach(limit: Limit, found: Decimal | int, allowed: int, week: Week | None = None, day: str = "") -> Breach:
    return Breach(
        limit=limit, found=Decimal(found), allowed=Decimal(allowed), week=week.monday if week else None, day=day
    )


def _span(weeks: tuple[Week, ...]) -> int:
    """Return how many calendar weeks the build-up takes, from its first to its last, gaps included."""
    mondays = [week.monday for week in weeks]
    return (max(mondays) - min(mondays)).days // 7 + 1 if mondays else 0
