"""What one version of a plan says, as plain values: the same for draft, stored version, page and PDF."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from handrail.plans.rules.codes import ActionKind, LimitKind, Responsible, Topic, Welcome

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEY: Final = re.compile(r"[aq](\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernEntry:
    """A released concern, in the worker's words; `why_no_action` is said where nothing is done about it (S5-2)."""

    id: UUID
    why_no_action: str = ""
    topic: Topic = Topic.OTHERS
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that will be done. `key` names it over all versions; `concerns` are those it answers."""

    key: str = ""
    kind: ActionKind
    description: str
    responsible: Responsible
    responsible_name: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    judged_by: str = ""
    before_return: bool = False
    concerns: tuple[UUID, ...] = ()

    def promise(self) -> tuple[object, ...]:
        """Return what was promised, without its dates: where this changes, "in place" has to be said anew."""
        return (self.kind, self.description, self.responsible, self.responsible_name, self.judged_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What has to be checked before committing (S5-3)."""

    key: str = ""
    text: str
    responsible: Responsible = Responsible.SUPERVISOR
    due_on: date | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week of the build-up: hours a day (None: does not work that day), tasks, and who covers the rest."""

    monday: date
    mon: Decimal | None = None
    tue: Decimal | None = None
    wed: Decimal | None = None
    thu: Decimal | None = None
    fri: Decimal | None = None
    sat: Decimal | None = None
    sun: Decimal | None = None
    tasks: str = ""
    cover: str = ""

    @property
    def hours(self) -> tuple[Decimal | None, ...]:
        """Hours of Monday to Sunday."""
        return tuple(getattr(self, day) for day in DAYS)

    @property
    def total(self) -> Decimal:
        """Hours of the week."""
        return sum((hours for hours in self.hours if hours is not None), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What is not gone beyond, until a day and that day included (None: until it is agreed anew)."""

    kind: LimitKind
    amount: Decimal
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the limit holds on a day."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The whole of one version. Texts are empty where nothing was written yet; hours are per week."""

    aim: str = ""
    first_day_on: date | None = None
    limitations: str = ""
    if_it_stalls: str = ""
    replacement: str = ""
    colleagues: str = ""
    welcome: Welcome | None = None
    welcome_wish: str = ""
    evaluations_on: tuple[date, ...] = ()
    full_week_hours: Decimal | None = None
    concerns: tuple[ConcernEntry, ...] = ()
    actions: tuple[Action, ...] = ()
    questions: tuple[Question, ...] = ()
    weeks: tuple[Week, ...] = ()
    limits: tuple[Limit, ...] = ()

    def action(self, key: str) -> Action | None:
        """Return the action with this key."""
        return next((action for action in self.actions if action.key == key), None)

    def question(self, key: str) -> Question | None:
        """Return the question with this key."""
        return next((question for question in self.questions if question.key == key), None)

    def before_return(self) -> tuple[Action, ...]:
        """Return the actions that must be in place before the first day back."""
        return tuple(action for action in self.actions if action.before_return)


LISTS: Final = ("concerns", "actions", "questions", "weeks", "limits")
TERMS: Final = tuple(field.name for field in fields(Content) if field.name not in LISTS)
"""The clauses of S5-4 that a version says once, in the order in which they are read."""


def as_json(content: Content) -> str:
    """Return the content as JSON text: the form in which a draft is kept."""
    return msgspec.json.encode(content).decode()


def from_json(text: str) -> Content:
    """Return the content that `as_json` wrote; an erased one is empty."""
    return msgspec.json.decode(text or "{}", type=Content)


Keyed = TypeVar("Keyed", Action, Question)


def with_keys(content: Content, known: Iterable[str], before: Content | None = None) -> Content:
    """Return the content with a key on each action and question; a key is never used again for another thing.

    `known` are all keys this plan ever used. A key that is not among them, or comes twice, is replaced by a new one:
    whoever sends a plan can keep an action or add one, never give it a name. What comes without a key and reads as it
    did in `before` keeps the key it had, so that sending the same plan again changes nothing.
    """
    used = set(known)
    earlier = before or Content()
    return replace(
        content,
        actions=_keyed(content.actions, "a", used, earlier.actions),
        questions=_keyed(content.questions, "q", used, earlier.questions),
    )


def _keyed(items: tuple[Keyed, ...], letter: str, used: set[str], earlier: tuple[Keyed, ...]) -> tuple[Keyed, ...]:
    numbers = [int(found[1]) for key in used if key.startswith(letter) and (found := _KEY.fullmatch(key))]
    following = max(numbers, default=0) + 1
    free = {item.key for item in items if item.key in used}
    taken: set[str] = set()
    named: list[Keyed] = []
    for item in items:
        key = item.key if item.key in used and item.key.startswith(letter) else _same_as(item, earlier, taken | free)
        if not key or key in taken:
            key, following = f"{letter}{following}", following + 1
        taken.add(key)
        named.append(replace(item, key=key))
    return tuple(named)


def _same_as(item: Keyed, earlier: tuple[Keyed, ...], spoken_for: set[str]) -> str:
    """Return the key of the item that read the same before, "" where there is none left."""
    plain = replace(item, key="")
    return next((e.key for e in earlier if e.key not in spoken_for and replace(e, key="") == plain), "")


def unchanged_since(content: Content, before: Content | None, known: dict[str, int], number: int) -> dict[str, int]:
    """Return for each action the version since which its promise has read as it does now.

    `before` is the version before this one, `known` what this function said of it, `number` that of this version.
    """
    found: dict[str, int] = {}
    for action in content.actions:
        earlier = before.action(action.key) if before else None
        same = earlier is not None and earlier.promise() == action.promise()
        found[action.key] = known.get(action.key, number) if same else number
    return found
