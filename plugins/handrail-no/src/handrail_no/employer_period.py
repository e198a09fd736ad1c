"""The sixteen calendar days that the employer pays (folketrygdloven § 8-19), weekends included.

They begin on the first full day of absence. Fewer than sixteen calendar days since the last absence: the same period
goes on, and its days are added up. After a full period a new one comes only after sixteen days fully fit. Whether the
worker really resumed work in between is for people to say.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from handrail.sdk import AbsenceCase, CaseFacts, Derivation, Obligation, step
from handrail_no.catalogue import EMPLOYER_PERIOD_END
from handrail_no.reading import first_full_day

PERIOD_DAYS = 16
NEW_PERIOD_FROM_GAP_DAYS = 16


@dataclass(frozen=True, slots=True)
class Share:
    """What an absence takes of an employer's period.

    `fit_days` since the absence before, None for the first; `used_days` of the period went before; `first_day` is its
    first full day.
    """

    case: AbsenceCase
    first_day: dt.date
    fit_days: int | None
    used_days: int

    @property
    def goes_on(self) -> bool:
        """Say whether the period of the absence before goes on."""
        return self.fit_days is not None and self.fit_days < NEW_PERIOD_FROM_GAP_DAYS

    @property
    def benefit_from(self) -> dt.date:
        """The first day that NAV pays, if the absence lasts so long."""
        return self.first_day + dt.timedelta(days=PERIOD_DAYS - self.used_days)


def shares(facts: CaseFacts, cases: tuple[AbsenceCase, ...]) -> tuple[Share, ...]:
    """Return for each absence where it stands in an employer's period."""
    found: list[Share] = []
    for case in cases:
        first_day = first_full_day(facts, case.spells[0])
        fit_days, used_days = None, 0
        if found and (before := found[-1]).case.fit_on is not None:
            fit_days = (case.first_day - before.case.fit_on).days
            if fit_days < NEW_PERIOD_FROM_GAP_DAYS:
                sick_days = max(0, (before.case.fit_on - before.first_day).days)
                used_days = min(PERIOD_DAYS, before.used_days + sick_days)
        found.append(Share(case, first_day, fit_days, used_days))
    return tuple(found)


def employer_period_ends(taken: tuple[Share, ...]) -> Iterator[Obligation]:
    """Return the last day of each period, and whether it is that of an earlier absence which goes on."""
    for share in taken:
        derived = _first(share)
        if share.used_days == PERIOD_DAYS:
            full = step("no.period_was_full", days=PERIOD_DAYS)
            yield Obligation(
                rule=EMPLOYER_PERIOD_END, value="same_period", case=share.case, explanation=(*derived.steps, full)
            )
            continue
        if share.used_days:
            derived = derived.noting("no.period_days_used", days=share.used_days)
        last_day = derived.plus_days(PERIOD_DAYS - share.used_days - 1)
        dated = Obligation.on(EMPLOYER_PERIOD_END, last_day, case=share.case)
        yield replace(dated, value="same_period" if share.goes_on else "new_period")


def _first(share: Share) -> Derivation:
    derived = share.case.clock
    if share.fit_days is not None:
        derived = derived.noting("no.same_period" if share.goes_on else "no.new_period", days=share.fit_days)
    if share.first_day != share.case.first_day:
        derived = derived.to(share.first_day, "no.first_full_day")
    return derived
