"""Parked work, for pages and API alike."""

from typing import Final

from marshmallow import Schema, fields, validate

from handrail.entrypoints.operating.commands import Reason
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart

REASONS: Final = (
    (Reason.DONE_BY_HAND, lazy("It was done another way")),
    (Reason.NO_LONGER_NEEDED, lazy("It is not needed any more")),
    (Reason.CAN_NOT_WORK, lazy("It can not work, and the cause is reported")),
)


class SetAside(Schema):
    """Why work is set aside."""

    __compartment__ = Apart.NO_CASE

    reason = fields.Enum(
        Reason,
        by_value=True,
        required=True,
        metadata={"label": lazy("Why is it set aside?"), "choices": REASONS, "widget": "radios"},
    )


class Nothing(Schema):
    """A form with a button and no fields."""


class JobQuery(Schema):
    """Which parked work."""

    __compartment__ = Apart.NO_CASE

    name = fields.String(metadata={"description": "Only this actor's."})
    error = fields.String(metadata={"description": "Only what ended by this kind of error."})
    before = fields.UUID(metadata={"description": "The last id of the page before."})


class KindSchema(Schema):
    """All parked work of one actor and, where it is named, one kind of error."""

    __compartment__ = Apart.NO_CASE

    name = fields.String(required=True, validate=validate.Length(1, 200), metadata={"widget": "hidden"})
    error = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(0, 200), metadata={"widget": "hidden"}
    )


class QueueRead(Schema):
    """How much of one queue is in which state."""

    __compartment__ = Apart.NO_CASE

    queue = fields.String(required=True)
    waiting = fields.Integer(required=True)
    running = fields.Integer(required=True)
    parked = fields.Integer(required=True)
    done = fields.Integer(required=True, metadata={"description": "In the last 24 hours."})
    set_aside = fields.Integer(required=True, metadata={"description": "In the last 24 hours."})


class JobRead(Schema):
    """One parked piece of work: ids, times and kinds, nothing about whom or what."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": "The actor, such as notifications.remind."})
    queue = fields.String(required=True)
    published_at = fields.AwareDateTime(required=True)
    parked_at = fields.AwareDateTime(required=True)
    attempts = fields.Integer(required=True)
    error = fields.String(allow_none=True, metadata={"description": "The kind of its last error."})


class JobList(Schema):
    """The queues, and parked work, the newest first."""

    __compartment__ = Apart.NO_CASE

    queues = fields.List(fields.Nested(QueueRead), required=True)
    items = fields.List(fields.Nested(JobRead), required=True)
    next = fields.UUID(allow_none=True, metadata={"description": "Give it as `before` for the next page."})


class Changed(Schema):
    """How many pieces of work were changed; 0 where somebody had done it before."""

    __compartment__ = Apart.NO_CASE

    changed = fields.Integer(required=True)
