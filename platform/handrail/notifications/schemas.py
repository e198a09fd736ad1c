"""Preferences and messages, for pages and API alike."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from handrail.kit.i18n import gettext, lazy
from handrail.kit.labels import Apart
from handrail.notifications.rules import REASONS


class PreferenceSchema(Schema):
    """What a person wants to be sent, and when not."""

    __compartment__ = Apart.NO_CASE

    email = fields.Boolean(
        required=True,
        metadata={"label": lazy("Send me an e-mail when there is something new")},
    )
    quiet_from = fields.Time(
        allow_none=True,
        load_default=None,
        format="%H:%M",
        metadata={
            "label": lazy("Nothing from"),
            "hint": lazy("On your own clock. Leave both empty if any hour is fine."),
        },
    )
    quiet_until = fields.Time(allow_none=True, load_default=None, format="%H:%M", metadata={"label": lazy("Until")})

    @validates_schema
    def both_or_neither(self, data: dict[str, Any], **_options: Any) -> None:
        """Quiet hours have a beginning and an end."""
        if (data.get("quiet_from") is None) != (data.get("quiet_until") is None):
            missing = "quiet_until" if data.get("quiet_from") else "quiet_from"
            raise ValidationError(gettext("Fill in both times, or leave both empty."), missing)


class MessageRead(Schema):
    """What a person was sent, or why not."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    channel = fields.String(required=True)
    status = fields.String(required=True)
    why = fields.Function(
        lambda message: gettext(REASONS[message.why]) if message.why in REASONS else None,
        metadata={"type": "string", "description": "In your language."},
    )
    composed_at = fields.AwareDateTime(required=True)
    not_before = fields.AwareDateTime(allow_none=True)
    settled_at = fields.AwareDateTime(allow_none=True)


class MessageList(Schema):
    """Messages, the newest first."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(MessageRead), required=True)


class DeliveryQuery(Schema):
    """Which page of the delivery log."""

    __compartment__ = Apart.NO_CASE

    before = fields.UUID(metadata={"description": "The last id of the page before."})


class DeliveryRead(Schema):
    """One attempt: ids, times and codes, nothing about whom or what."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID(required=True)
    message_id = fields.UUID(required=True)
    attempt = fields.Integer(required=True)
    started_at = fields.AwareDateTime(required=True)
    handed_over_at = fields.AwareDateTime(allow_none=True)
    answered_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)
    answer_code = fields.Integer(allow_none=True, metadata={"description": "SMTP reply code."})


class DeliveryList(Schema):
    """Attempts, the newest first."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(DeliveryRead), required=True)
    next = fields.UUID(allow_none=True, metadata={"description": "Give it as `before` for the next page."})


class Nothing(Schema):
    """A form with a button and no fields."""
