"""Which absences are one incapacity for the trajectory and for medical force majeure (Codex I.4-73, contracts act 34).

A return to work of fewer than fourteen days interrupts nothing, whatever the cause; the clock goes on over it. One of
fourteen days or more begins a new incapacity.
"""

from handrail.sdk import AbsenceCase, CaseFacts, Event, Spell

INTERRUPTS_FROM_DAYS = 14


def incapacities(facts: CaseFacts) -> tuple[AbsenceCase, ...]:
    """Return the runs of absences with fewer than fourteen days between them."""
    runs: list[list[Spell]] = []
    for spell in facts.spells:
        before = runs[-1][-1].closed_on if runs else None
        if before is not None and (spell.first_day - before).days < INTERRUPTS_FROM_DAYS:
            runs[-1].append(spell)
        else:
            runs.append([spell])
    return tuple([
        AbsenceCase(
            spells=tuple(run), first_day=run[0].first_day, start_key="clock_start", fit_on=run[-1].closed_on
        )
        for run in runs
    ])  # fmt: skip


def going_on(facts: CaseFacts, cases: tuple[AbsenceCase, ...], event: Event) -> AbsenceCase | None:
    """Return the incapacity that goes on when something happens; None where nobody is incapacitated then."""
    case = case_of(facts, cases, event)
    return case if case is not None and (case.fit_on is None or event.date < case.fit_on) else None


def case_of(facts: CaseFacts, cases: tuple[AbsenceCase, ...], event: Event) -> AbsenceCase | None:
    """Return the incapacity to which an act belongs: the latest that began on or before it, or the one it names."""
    spell = facts.spell_of(event)
    return None if spell is None else next(case for case in cases if spell in case.spells)
