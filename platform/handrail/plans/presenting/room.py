"""The meeting at the table as one page: each part a form of its own, with the state of it that the writer saw."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from marshmallow import Schema

from handrail.kit.i18n import _, format_date, format_number
from handrail.kit.settings import settings
from handrail.plans.rules.content import Action, Content, Question
from handrail.plans.rules.drafting import OneAction, OneQuestion, Part, Section, Why, seen_of
from handrail.plans.schemas.plan import ActionPart, QuestionPart
from handrail.plans.schemas.room import (
    AroundPart,
    DayPart,
    FirstPart,
    GoalPart,
    ObjectivesPart,
    PresentPart,
    StallingPart,
    WhyPart,
)
from handrail.plans.wording import KINDS, RESPONSIBLE, TOPICS
from handrail.web.forms import Form

MEETING: Final[Mapping[str, type[Schema]]] = {
    "present": PresentPart,
    "objectives": ObjectivesPart,
    "first": FirstPart,
}
"""Parts that are noted on the meeting itself."""
SECTIONS: Final[Mapping[str, type[Schema]]] = {"goal": GoalPart, "stalling": StallingPart, "around": AroundPart}
"""Parts of the draft that are said once."""
_SHORT: Final = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """One form of the page. `stored` is what somebody else wrote there meanwhile, in words; None: nothing."""

    form: Form
    seen: str
    stored: str | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern that was raised, with what was found for it."""

    id: UUID
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """What lies on the table while the meeting goes on; `sent` is a form that was not taken, by the id of its part."""

    content: Content
    meeting: Mapping[str, Any]
    raised: Sequence[Raised]
    present: Sequence[tuple[str, str]] = ()
    sent: Mapping[str, Form] = field(default_factory=dict)

    def piece(self, name: str) -> Piece:
        """Return a part that is there once: of the meeting, or a section of the draft."""
        if name in MEETING:
            choices = {"present": list(self.present)} if name == "present" else {}
            return self._piece(name, MEETING[name], self.meeting, None, choices)
        part = Section(name)
        return self._piece(name, SECTIONS[name], part.read(self.content), part, {})

    def action(self, key: str = "", concern: UUID | None = None) -> Piece:
        """Return the form of an action, or of a new one, for a concern or for the return as a whole."""
        found = OneAction(key).read(self.content)
        initial: dict[str, Any] = _fields(found) if found else {"concerns": [concern] if concern else []}
        name = f"action-{key}" if key else f"action-for-{concern}" if concern else "action-new"
        return self._piece(name, ActionPart, initial, OneAction(key), {"concerns": self._concerns()})

    def question(self, key: str = "") -> Piece:
        """Return the form of a question, or of a new one."""
        found = OneQuestion(key).read(self.content)
        name = f"question-{key}" if key else "question-new"
        return self._piece(name, QuestionPart, _fields(found) if found else {}, OneQuestion(key), {})

    def why(self, concern_id: UUID) -> Piece:
        """Return the form of why nothing is done about a concern."""
        part = Why(concern_id)
        return self._piece(f"why-{concern_id}", WhyPart, {"why_no_action": part.read(self.content)}, part, {})

    def day(self) -> Piece:
        """Return the form of one more day on which they look again."""
        return self._piece("day", DayPart, {}, None, {})

    def actions_for(self, concern_id: UUID | None) -> list[dict[str, Any]]:
        """Return the actions that answer a concern, or those that answer no single one, as lines."""
        known = {each.id for each in self.raised}
        return [
            _line(action, number)
            for number, action in enumerate(self.content.actions, start=1)
            if (concern_id in action.concerns if concern_id else not known & set(action.concerns))
        ]

    def questions(self) -> list[dict[str, Any]]:
        """Return the questions as lines."""
        return [
            {
                "key": each.key,
                "text": each.text,
                "owner": _(RESPONSIBLE[each.responsible]),
                "due": _("due %(day)s", day=format_date(each.due_on)) if each.due_on else _("no date yet"),
            }
            for each in self.content.questions
        ]

    def _concerns(self) -> list[tuple[UUID, str]]:
        return [(each.id, _short(each.words)) for each in self.raised]

    def _piece(
        self, name: str, schema: type[Schema], initial: Mapping[str, Any], part: Part | None, choices: Mapping[str, Any]
    ) -> Piece:
        id_ = f"part-{name}"
        seen = seen_of(part.read(self.content)) if part is not None else ""
        sent = self.sent.get(name)
        if sent is None:
            return Piece(Form(schema, initial=initial, choices=choices, id=id_), seen)
        is_moved = part is not None and sent.status == 409  # noqa: PLR2004 - somebody else wrote there
        return Piece(sent, seen, stored_words(part.read(self.content)) if part is not None and is_moved else None)


def topic_title(place: int, topic: Any) -> str:
    """Return the title of a concern that was raised."""
    return _("Concern %(number)s. %(topic)s", number=format_number(place), topic=_(TOPICS[topic]))


def stored_words(value: Any) -> str:
    """Return a part as it stands in the draft, in words, for whoever wrote something else there."""
    if isinstance(value, Action):
        return value.description
    if isinstance(value, Question):
        return value.text
    if isinstance(value, Mapping):
        return "\n\n".join(str(each) for each in value.values() if each)
    return str(value or "")


def key_of_page(person_id: UUID, case_id: UUID) -> str:
    """Return the key under which this person's page keeps what is not sent yet, for one case; in base64.

    It is worth nothing without the tablet on which the text lies, and the text nothing without it.
    """
    made = hmac.new(settings().secret_key, f"room|{person_id}|{case_id}".encode(), hashlib.sha256)
    return base64.b64encode(made.digest()).decode()


def _fields(item: Action | Question) -> dict[str, Any]:
    return {name: getattr(item, name) for name in type(item).__dataclass_fields__}


def _line(action: Action, number: int) -> dict[str, Any]:
    return {
        "key": action.key,
        "text": f"{format_number(number)}. {action.description}",
        "what": action.description,
        "kind": _(KINDS[action.kind]),
        "owner": action.responsible_name or _(RESPONSIBLE[action.responsible]),
        "due": _("by %(due)s", due=format_date(action.due_on)) if action.due_on else "",
        "before_return": action.before_return,
    }


def _short(words: str) -> str:
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}…"
