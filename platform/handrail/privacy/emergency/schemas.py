"""What comes in and goes out of emergency access, for pages and API alike."""

from marshmallow import Schema, fields, validate

from handrail.kit.codes import Compartment
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.privacy.emergency.rules import State
from handrail.web.fields import Text


class EmergencyAsk(Schema):
    """One part of a case, and why it has to be seen now."""

    __compartment__ = Compartment.COORDINATION

    part = fields.Enum(
        Compartment,
        by_value=True,
        required=True,
        metadata={"label": lazy("Which part"), "widget": "radios", "hint": lazy("One part, for half an hour.")},
    )
    reason = Text(
        required=True,
        validate=validate.Length(max=2000),
        metadata={
            "label": lazy("What happened, and what you have to know"),
            "widget": "textarea",
            "compartment": "coordination",
        },
    )


class EmergencyDecision(Schema):
    """Approved or refused."""

    __compartment__ = Apart.NO_CASE

    approve = fields.Boolean(required=True)


class EmergencyReview(Schema):
    """What a third person found."""

    __compartment__ = Compartment.COORDINATION

    was_right = fields.Boolean(
        required=True,
        metadata={
            "label": lazy("Was it right to look?"),
            "widget": "radios",
            "choices": [("true", lazy("Yes")), ("false", lazy("No"))],
        },
    )
    words = Text(
        required=True,
        validate=validate.Length(min=1, max=2000),
        metadata={"label": lazy("What you found"), "widget": "textarea", "compartment": "coordination"},
    )


class EmergencyRead(Schema):
    """An emergency access, without its reason."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    case = fields.String()
    part = fields.Enum(Compartment, by_value=True)
    state = fields.Enum(State, by_value=True)
    asked_by = fields.String()
    asked_at = fields.AwareDateTime()
    decided_by = fields.String(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    ends_at = fields.AwareDateTime(allow_none=True)
    opened = fields.Integer()
    reviewed_by = fields.String(allow_none=True)
    reviewed_at = fields.AwareDateTime(allow_none=True)
    was_right = fields.Boolean(allow_none=True)


class EmergencyList(Schema):
    """Accesses, the newest first."""

    items = fields.List(fields.Nested(EmergencyRead))


class EmergencyRecord(Schema):
    """One record of the part that was opened."""

    __compartment__ = Apart.ITS_RECORD

    table = fields.String()
    id = fields.UUID()
    values = fields.Dict()


class EmergencyLook(Schema):
    """The part, as it is now."""

    __compartment__ = Apart.ITS_RECORD

    part = fields.Enum(Compartment, by_value=True)
    ends_at = fields.AwareDateTime()
    records = fields.List(fields.Nested(EmergencyRecord))
