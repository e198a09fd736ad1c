"""Which sick periods count as one; healthy days in between do not count, and no cause is asked.

The rehabilitation chain adds up periods with fewer than 90 days between them (SFB 27:51). The employer's sick pay goes
on where a new period begins within five calendar days (SFB 27:32). Försäkringskassan decides where somebody stands in
the chain.
"""

from collections.abc import Iterator
from itertools import pairwise

from handrail.sdk import AbsenceCase, CaseFacts, Obligation, Pause, Spell, step
from handrail_se.catalogue import LINKING

NEW_CHAIN_FROM_GAP_DAYS = 90
NEW_SICK_PAY_FROM_GAP_DAYS = 6


def chains(facts: CaseFacts) -> tuple[AbsenceCase, ...]:
    """Return the rehabilitation chains."""
    return _cases(facts, NEW_CHAIN_FROM_GAP_DAYS, "se.healthy_days")


def sick_pay_periods(facts: CaseFacts) -> tuple[AbsenceCase, ...]:
    """Return the employer's sick pay periods."""
    return _cases(facts, NEW_SICK_PAY_FROM_GAP_DAYS, "se.within_five_days")


def linking(facts: CaseFacts) -> Iterator[Obligation]:
    """Answer for each sick period whether it is added to the chain before it."""
    before: Spell | None = None
    for spell in facts.spells:
        began = step("clock_start", date=spell.first_day)
        if before is None:
            value, told = "new_chain", step("se.no_sickness_before")
        else:
            gap = _gap(before, spell)
            linked = gap < NEW_CHAIN_FROM_GAP_DAYS
            value = "linked" if linked else "new_chain"
            told = step("se.fewer_than_90_days" if linked else "se.90_days_or_more", days=gap)
        yield Obligation(rule=LINKING, value=value, spell=spell, explanation=(began, told))
        before = spell


def _cases(facts: CaseFacts, new_from_gap_days: int, key: str) -> tuple[AbsenceCase, ...]:
    runs: list[list[Spell]] = []
    for spell in facts.spells:
        if runs and _gap(runs[-1][-1], spell) < new_from_gap_days:
            runs[-1].append(spell)
        else:
            runs.append([spell])
    return tuple([_case(tuple(run), key) for run in runs])


def _case(spells: tuple[Spell, ...], key: str) -> AbsenceCase:
    pauses = [
        Pause(first_day=before.closed_on, until=after.first_day, key=key)
        for before, after in pairwise(spells) if before.closed_on is not None
    ]  # fmt: skip
    return AbsenceCase(
        spells=spells,
        first_day=spells[0].first_day,
        start_key="clock_start",
        pauses=tuple(pauses),
        fit_on=spells[-1].closed_on,
    )


def _gap(before: Spell, after: Spell) -> int:
    """Return the healthy days between two sick periods that follow each other."""
    return 0 if before.closed_on is None else (after.first_day - before.closed_on).days
