"""Concerns, in and out."""

from typing import Final

from marshmallow import Schema, fields

from handrail.kit.codes import Role
from handrail.kit.i18n import lazy
from handrail.plans.rules.codes import ConcernState, Move, Topic
from handrail.plans.schemas.parts import COORDINATION, OWN, WORDS, box, choices
from handrail.plans.wording import CONCERN_STATES, TOPICS
from handrail.web.fields import Text


class OwnConcernWrite(Schema):
    """What the worker writes for themselves."""

    text = Text(
        required=True,
        validate=WORDS,
        metadata=box(
            lazy("What is hard?"), OWN, hint=lazy("A few words are enough. You can change it later."),
            readers=lazy("Only you can read this."),
        ),
    )  # fmt: skip


_TOPIC: Final = {"label": lazy("What is it about?"), "widget": "select", "choices": choices(TOPICS)}


class ConcernTell(Schema):
    """Telling the coordinator one of one's own concerns."""

    __compartment__ = COORDINATION

    topic = fields.Enum(Topic, by_value=True, load_default=Topic.OTHERS, metadata=_TOPIC)
    words = Text(validate=WORDS, metadata=box(lazy("In these words"), COORDINATION))


class ConcernNote(Schema):
    """A concern that the worker speaks of."""

    __compartment__ = COORDINATION

    wording = Text(
        required=True,
        validate=WORDS,
        metadata=box(lazy("The concern"), COORDINATION, hint=lazy("As the worker says it. What is lived counts.")),
    )
    topic = fields.Enum(Topic, by_value=True, required=True, metadata=_TOPIC)


class ConcernReview(Schema):
    """Looking at a concern again (S4-2)."""

    __compartment__ = COORDINATION

    state = fields.Enum(
        ConcernState,
        by_value=True,
        required=True,
        metadata={"label": lazy("How is it now?"), "choices": choices(CONCERN_STATES)},
    )
    topic = fields.Enum(Topic, by_value=True, metadata=_TOPIC)
    wording = Text(validate=WORDS, metadata=box(lazy("The concern, in the worker's words"), COORDINATION))


class ConcernMove(Schema):
    """One place up or down in the order of priority."""

    __compartment__ = COORDINATION

    to = fields.Enum(Move, by_value=True, required=True)


class ReviewRead(Schema):
    """How a concern stood on a day."""

    __compartment__ = COORDINATION

    concern_id = fields.UUID()
    state = fields.Enum(ConcernState, by_value=True)
    topic = fields.Enum(Topic, by_value=True)
    wording = fields.String()
    reviewed_on = fields.Date()
    noted_as = fields.Enum(Role, by_value=True)


class ReviewList(Schema):
    """How a concern stood, from when it was noted on, oldest first."""

    items = fields.List(fields.Nested(ReviewRead))


class ConcernOrder(Schema):
    """The order of priority (S4-2)."""

    __compartment__ = COORDINATION

    concern_ids = fields.List(fields.UUID(), required=True)


class ConcernRelease(Schema):
    """The worker lets the supervisor read exactly these words."""

    words = Text(
        required=True,
        validate=WORDS,
        metadata=box(
            lazy("Your words for the meeting"), COORDINATION, hint=lazy("Leave out what you want."),
            readers=lazy("You and your coordinator, until you press Share."),
        ),
    )  # fmt: skip


class OwnConcernRead(Schema):
    """One of the worker's own concerns."""

    id = fields.UUID(metadata={"compartment": OWN})
    text = fields.String(metadata={"compartment": OWN})
    revision = fields.Integer(metadata={"compartment": OWN})
    changed_at = fields.AwareDateTime(metadata={"compartment": OWN})


class OwnConcernList(Schema):
    """The worker's own concerns."""

    items = fields.List(fields.Nested(OwnConcernRead))


class ConcernRead(Schema):
    """A concern as worker and coordinator work on it."""

    id = fields.UUID(metadata={"compartment": COORDINATION})
    wording = fields.String(metadata={"compartment": COORDINATION})
    topic = fields.Enum(Topic, by_value=True, metadata={"compartment": COORDINATION})
    place = fields.Integer(metadata={"compartment": COORDINATION})
    state = fields.Enum(ConcernState, by_value=True, metadata={"compartment": COORDINATION})
    reviewed_on = fields.Date(metadata={"compartment": COORDINATION})
    approved = fields.String(metadata={"compartment": COORDINATION})
    released_at = fields.AwareDateTime(metadata={"compartment": COORDINATION})
    plan_concern_id = fields.UUID(metadata={"compartment": COORDINATION})


class ConcernList(Schema):
    """Concerns in the order of priority."""

    items = fields.List(fields.Nested(ConcernRead))
