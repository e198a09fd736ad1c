"""What changed between two versions, clause by clause: typed, so that page, PDF and API say the same."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, TypeAlias

from handrail.plans.rules.content import TERMS, Action, ConcernEntry, Content, Limit, Question, Week


class Part(StrEnum):
    """The part of the plan in which a clause stands."""

    TERM = "term"
    CONCERN = "concern"
    ACTION = "action"
    QUESTION = "question"
    WEEK = "week"
    LIMIT = "limit"


class Kind(StrEnum):
    """What happened to a clause; the codes are those of the compare table."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    ANSWERED = "answered"
    SAME = "same"


Item: TypeAlias = ConcernEntry | Action | Question | Week | Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clause in two versions. `field` None: the whole item came or went, and stands in `before` or `after`."""

    part: Part
    key: str
    field: str | None
    before: Any
    after: Any
    kind: Kind


_SILENT: Final = {"key", "id", "monday", "words", "topic"}


def differences(before: Content, after: Content) -> tuple[Change, ...]:
    """Return every clause that is not the same, in the order in which a plan is read; no change gives nothing."""
    return tuple(change for change in compared(before, after) if change.kind is not Kind.SAME)


def compared(before: Content, after: Content) -> Iterator[Change]:
    """Yield every clause of both versions, the unchanged ones too."""
    for name in TERMS:
        yield _clause(Part.TERM, name, name, getattr(before, name), getattr(after, name))
    yield from _items(Part.CONCERN, _by_id(before.concerns), _by_id(after.concerns))
    yield from _items(Part.ACTION, _by_key(before.actions), _by_key(after.actions))
    yield from _items(Part.QUESTION, _by_key(before.questions), _by_key(after.questions))
    yield from _items(Part.WEEK, _by_monday(before.weeks), _by_monday(after.weeks))
    yield from _items(Part.LIMIT, _by_kind(before.limits), _by_kind(after.limits))


def _items(part: Part, before: dict[str, Item], after: dict[str, Item]) -> Iterator[Change]:
    for key in (*before, *(key for key in after if key not in before)):
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None:
            yield from _fields(part, key, old, new)
        else:
            kind = Kind.ADDED if old is None else Kind.REMOVED
            yield Change(part=part, key=key, field=None, before=old, after=new, kind=kind)


def _fields(part: Part, key: str, old: Item, new: Item) -> Iterator[Change]:
    for field in fields(old):
        if field.name not in _SILENT:
            yield _clause(part, key, field.name, getattr(old, field.name), getattr(new, field.name))


def _clause(part: Part, key: str, field: str, old: Any, new: Any) -> Change:
    kind = Kind.SAME if old == new else Kind.CHANGED
    if kind is Kind.CHANGED and part is Part.QUESTION and field == "answer" and not old:
        kind = Kind.ANSWERED
    return Change(part=part, key=key, field=field, before=old, after=new, kind=kind)


def _by_id(entries: tuple[ConcernEntry, ...]) -> dict[str, Item]:
    return {str(entry.id): entry for entry in entries}


def _by_key(items: tuple[Action, ...] | tuple[Question, ...]) -> dict[str, Item]:
    return {item.key: item for item in items}


def _by_monday(weeks: tuple[Week, ...]) -> dict[str, Item]:
    return {week.monday.isoformat(): week for week in weeks}


def _by_kind(limits: tuple[Limit, ...]) -> dict[str, Item]:
    """Return limits by kind; a further one of a kind has its number among them."""
    found: dict[str, Item] = {}
    for limit in limits:
        number = 1 + sum(key.partition(":")[0] == limit.kind.value for key in found)
        found[limit.kind.value if number == 1 else f"{limit.kind.value}:{number}"] = limit
    return found
