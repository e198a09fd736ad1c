"""How an obligation stands: done, lapsed by recovery, late, or still ahead."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from handrail.obligations.rows import Row
from handrail.sdk import CaseFacts, Event, ExplanationStep, Kind, Obligation, Spell, Status, step


class Judge:
    """Judges the obligations of one set of facts, in the order in which they are yielded."""

    def __init__(self, facts: CaseFacts) -> None:
        self._facts = facts
        self._place = {id(event): index for index, event in enumerate(facts.events)}
        self._asked: dict[tuple[str, int | None], int] = defaultdict(int)

    def judged(self, obligation: Obligation) -> Row:
        """Return the row of an obligation."""
        done = self._act_on_file(obligation)
        lapsed_on = None if done is not None else _lapsed_on(obligation)
        rule, due = obligation.rule, obligation.due if lapsed_on is None else None
        spell = _spell(obligation)
        met = done is not None
        return Row(
            rule=rule,
            due=due,
            window_from=obligation.window_from if lapsed_on is None else None,
            due_at=obligation.due_at if lapsed_on is None else None,
            nominal=obligation.nominal if lapsed_on is None else None,
            value=obligation.value,
            value_on=obligation.value_on,
            reason=obligation.reason if lapsed_on is None else "recovered",
            safe_target=obligation.safe_target if lapsed_on is None else None,
            spell=None if spell is None else spell.number,
            sequence=1,
            for_absence=_for_absence(obligation),
            status="not_applicable" if lapsed_on else _status(obligation, due, self._facts.as_of, met=met),
            met_by=None if done is None else self._place[id(done)],
            owed_by=obligation.owed_by or rule.owed_by,
            compartment=rule.done_compartment if met and rule.done_compartment else rule.compartment,
            explanation=obligation.explanation if lapsed_on is None else _lapsed(obligation, lapsed_on),
            source=obligation.source or rule.source,
            about=obligation.about,
        )

    def _act_on_file(self, obligation: Obligation) -> Event | None:
        """Return the act for the next obligation of a rule in its case: acts follow each other as obligations do."""
        acts = self._facts.acts_of(obligation.rule.id)
        if not acts:
            return obligation.done
        spells = _spells(obligation)
        place = (obligation.rule.id, spells[0].number if spells else None)
        self._asked[place] += 1
        return obligation.done or self._numbered(acts, spells).get(self._asked[place])

    def _numbered(self, acts: tuple[Event, ...], spells: tuple[Spell, ...]) -> Mapping[int, Event]:
        """Return the acts of these spells by number; an act may name its own, the default is the next."""
        numbered: dict[int, Event] = {}
        for act in acts:
            if not spells or self._facts.spell_of(act) in spells:
                numbered.setdefault(act.whole("sequence") or max(numbered, default=0) + 1, act)
        return numbered


def _status(obligation: Obligation, due: dt.date | None, as_of: dt.date | None, *, met: bool) -> Status:
    if met:
        return "met"
    if obligation.value is not None:
        return "pending"
    if due is None:
        return "not_applicable"
    if as_of is None or obligation.rule.kind == "end":
        return "pending"
    if obligation.suspended:
        return "suspended"
    return status_in_time(obligation.rule.kind, due, obligation.window_from, as_of)


def status_in_time(kind: Kind, due: dt.date, window_from: dt.date | None, as_of: dt.date) -> Status:
    """Return how a date stands on a day, where nothing was done about it."""
    if kind == "end":
        return "pending"
    if kind == "threshold":
        return "due" if as_of >= due else "pending"
    if as_of > due:
        return "missed"
    return "due" if window_from is not None and as_of >= window_from else "pending"


def _lapsed_on(obligation: Obligation) -> dt.date | None:
    """Return the first day fit, where it comes on or before the date and ends what the rule asks."""
    case = obligation.case
    fit_on = None if case is None else case.fit_on
    if fit_on is None or obligation.due is None or not obligation.rule.lapses or fit_on > obligation.due:
        return None
    return fit_on


def _lapsed(obligation: Obligation, fit_on: dt.date) -> tuple[ExplanationStep, ...]:
    return (*obligation.explanation[:-1], step("recovered", date=fit_on))


def _spells(obligation: Obligation) -> tuple[Spell, ...]:
    if obligation.case is not None:
        return obligation.case.spells
    return () if obligation.spell is None else (obligation.spell,)


def _spell(obligation: Obligation) -> Spell | None:
    """Return the spell on which the row is reported: where its date falls, the latest of the case where in none."""
    if obligation.spell is not None or obligation.case is None:
        return obligation.spell
    return obligation.case.spells[-1] if obligation.due is None else obligation.case.spell_at(obligation.due)


def _for_absence(obligation: Obligation) -> dt.date | None:
    if obligation.case is not None:
        return obligation.case.first_day
    return None if obligation.spell is None else obligation.spell.first_day
