"""The facts of one worker at one employer: dated events, and the spells of absence they draw."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter

from handrail.sdk.events import EVENT_TYPES
from handrail.sdk.fields import Value


class FactsError(ValueError):
    """The facts can not be true as given; the message names the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One dated fact. Dates are local calendar dates; `fields` are those of its type (handrail.sdk.events)."""

    date: dt.date
    type: str
    fields: Mapping[str, Value] = field(default_factory=dict)

    @property
    def act(self) -> str | None:
        """The rule whose act this event says was done, by its own name or as a synonym."""
        if self.type == "act_done":
            return str(self.fields["rule"])
        known = EVENT_TYPES.get(self.type)
        return known.act if known else None

    def day(self, key: str) -> dt.date | None:
        """Return a date among the fields, None where it is not given."""
        value = self.fields.get(key)
        return value if isinstance(value, dt.date) else None

    def whole(self, key: str) -> int | None:
        """Return a whole number among the fields, None where it is not given."""
        value = self.fields.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def text(self, key: str) -> str | None:
        """Return a text or code among the fields, None where it is not given."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One unbroken absence. `closed_on` is the first day that is no sick day; None while the absence goes on."""

    number: int
    first_day: dt.date
    closed_on: dt.date | None
    closed_by: str | None
    causes: tuple[str | None, ...]

    def holds(self, day: dt.date) -> bool:
        """Say whether the day is a day of this absence."""
        return self.first_day <= day and (self.closed_on is None or day < self.closed_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A maternity leave. `ends_on` is the first day after it; None while that is not known."""

    first_day: dt.date
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """All that a jurisdiction may look at: no clock, no session, nothing else.

    `events` keep the order in which they were given; everything derived from them is in order of time, where two
    events of one day keep the given order. `as_of` changes what is judged late, never a date.
    Raises FactsError where the events contradict each other.
    """

    jurisdiction: str
    events: tuple[Event, ...]
    params: Mapping[str, Value] = field(default_factory=dict)
    as_of: dt.date | None = None
    chronological: tuple[Event, ...] = field(init=False, repr=False, compare=False)
    spells: tuple[Spell, ...] = field(init=False, repr=False, compare=False)
    leaves: tuple[Leave, ...] = field(init=False, repr=False, compare=False)
    types: frozenset[str] = field(init=False, repr=False, compare=False)
    _acts: Mapping[str, tuple[Event, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.events, key=attrgetter("date")))
        reading = _Reading()
        for event in ordered:
            reading.take(event)
        object.__setattr__(self, "chronological", ordered)
        object.__setattr__(self, "spells", tuple(reading.spells))
        object.__setattr__(self, "leaves", tuple(reading.leaves))
        object.__setattr__(self, "types", frozenset([event.type for event in ordered]))
        object.__setattr__(self, "_acts", _by_act(ordered))

    def events_of(self, *types: str) -> tuple[Event, ...]:
        """Return the events of these types in order of time."""
        if self.types.isdisjoint(types):
            return ()
        return tuple([event for event in self.chronological if event.type in types])

    def acts_of(self, rule: str) -> tuple[Event, ...]:
        """Return the events that say the act of this rule was done, in order of time."""
        return self._acts.get(rule, ())

    def spell_of(self, event: Event) -> Spell | None:
        """Return the spell to which an event belongs: the one it names, else the latest started on or before it."""
        named = event.whole("spell")
        if named is not None:
            return self.spells[named - 1] if named <= len(self.spells) else None
        started = [spell for spell in self.spells if spell.first_day <= event.date]
        return started[-1] if started else None


class _Reading:
    """Reads events in order of time and keeps the absence that is open."""

    def __init__(self) -> None:
        self.spells: list[Spell] = []
        self.leaves: list[Leave] = []
        self._open: Spell | None = None

    def take(self, event: Event) -> None:
        handler = _HANDLERS.get(event.type)
        if handler is not None:
            handler(self, event)

    def start(self, event: Event) -> None:
        """Open a spell; while one is open, a further start only adds a cause."""
        if self._open is None:
            self._open = Spell(
                number=len(self.spells) + 1, first_day=event.date, closed_on=None, closed_by=None,
                causes=(event.text("cause"),),
            )  # fmt: skip
            self.spells.append(self._open)
        else:
            self._open = self.spells[-1] = replace(self._open, causes=(*self._open.causes, event.text("cause")))

    def end(self, event: Event) -> None:
        """Close the open spell; a return after a maternity leave closes none."""
        if self._open is None:
            if event.type == "recovered":
                raise FactsError(f"recovered on {event.date}: no absence is open on that day")
            return
        if event.date <= self._open.first_day:
            raise FactsError(
                f"{event.type} on {event.date}: the first day fit must come after the absence began "
                f"({self._open.first_day})"
            )
        self._close(self._open, event)

    def leave(self, event: Event) -> None:
        """Open a leave, which closes the open spell."""
        if self._open is not None:
            if event.date <= self._open.first_day:
                raise FactsError(f"{event.type} on {event.date}: the absence it ends began on that day or later")
            self._close(self._open, event)
        self.leaves.append(Leave(first_day=event.date, ends_on=None))

    def leave_over(self, event: Event) -> None:
        """Close the open leave; the date is the first day after it."""
        if self.leaves and self.leaves[-1].ends_on is None:
            if event.date <= self.leaves[-1].first_day:
                raise FactsError(
                    f"{event.type} on {event.date}: a leave that began on {self.leaves[-1].first_day} ends after it"
                )
            self.leaves[-1] = Leave(first_day=self.leaves[-1].first_day, ends_on=event.date)

    def _close(self, open_spell: Spell, event: Event) -> None:
        self.spells[-1] = replace(open_spell, closed_on=event.date, closed_by=event.type)
        self._open = None


_HANDLERS: Mapping[str, Callable[[_Reading, Event], None]] = {
    "absence_started": _Reading.start,
    "recovered": _Reading.end,
    "returned_to_work": _Reading.end,
    "maternity_leave_started": _Reading.leave,
    "maternity_leave_ended": _Reading.leave_over,
}


def _by_act(ordered: Iterable[Event]) -> Mapping[str, tuple[Event, ...]]:
    acts: dict[str, tuple[Event, ...]] = {}
    for event in ordered:
        if event.act is not None:
            acts[event.act] = (*acts.get(event.act, ()), event)
    return acts
