"""The parts of a draft, each of which is written by itself at the meeting: nobody writes over what they did not see."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol
from uuid import UUID

import msgspec

from handrail.plans.rules.content import Action, ConcernEntry, Content, Question

SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "goal": ("aim", "first_day_on", "full_week_hours"),
    "evaluations": ("evaluations_on",),
    "stalling": ("limitations", "if_it_stalls"),
    "around": ("replacement", "colleagues", "welcome", "welcome_wish"),
}
"""The clauses that are written together, by the name of their part."""
_SEEN: Final = 16


class Part(Protocol):
    """One part of a draft: `read` gives its value (None: not there), `write` the content with another value."""

    def read(self, content: Content) -> Any:
        """Return the value of this part."""

    def write(self, content: Content, value: Any) -> Content:
        """Return the content with this value; None takes the part out."""


@dataclass(frozen=True, slots=True)
class Section:
    """Clauses that are said once; the value is a mapping of some or all of them."""

    name: str

    def read(self, content: Content) -> dict[str, Any]:
        """Return the clauses by name."""
        return {field: getattr(content, field) for field in SECTIONS[self.name]}

    def write(self, content: Content, value: Any) -> Content:
        """Return the content with these clauses."""
        return replace(content, **{field: value[field] for field in SECTIONS[self.name] if field in value})


@dataclass(frozen=True, slots=True)
class OneAction:
    """An action by its key; "" is one that is not there yet."""

    key: str = ""

    def read(self, content: Content) -> Action | None:
        """Return the action."""
        return content.action(self.key) if self.key else None

    def write(self, content: Content, value: Any) -> Content:
        """Return the content with the action put in, changed or taken out; one that reads the same is not added."""
        return replace(content, actions=_put(content.actions, self.key, value))


@dataclass(frozen=True, slots=True)
class OneQuestion:
    """A question by its key; "" is one that is not there yet."""

    key: str = ""

    def read(self, content: Content) -> Question | None:
        """Return the question."""
        return content.question(self.key) if self.key else None

    def write(self, content: Content, value: Any) -> Content:
        """Return the content with the question put in, changed or taken out; one that reads the same is not added."""
        return replace(content, questions=_put(content.questions, self.key, value))


@dataclass(frozen=True, slots=True)
class Why:
    """Why nothing is done about a concern that was raised (S5-2)."""

    concern_id: UUID

    def read(self, content: Content) -> str:
        """Return the reason, "" where there is none."""
        return next((entry.why_no_action for entry in content.concerns if entry.id == self.concern_id), "")

    def write(self, content: Content, value: Any) -> Content:
        """Return the content with this reason."""
        others = tuple(entry for entry in content.concerns if entry.id != self.concern_id)
        return replace(content, concerns=(*others, ConcernEntry(id=self.concern_id, why_no_action=value)))


def _put(items: tuple[Any, ...], key: str, value: Any) -> tuple[Any, ...]:
    if key:
        put = () if value is None else (replace(value, key=key),)
        return tuple(each for item in items for each in (put if item.key == key else (item,)))
    if value is None or any(replace(item, key="") == value for item in items):
        return items
    return (*items, value)


def seen_of(value: Any) -> str:
    """Return a short name for a value as somebody saw it: another value has another name."""
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:_SEEN]
