"""What is said of a version before it is accepted, in and out."""

from marshmallow import Schema, fields, validate

from handrail.kit.i18n import lazy
from handrail.plans.rules.codes import RemarkKind
from handrail.plans.schemas.parts import COORDINATION, PLAN, WORDS, box, choices
from handrail.plans.wording import REMARKS
from handrail.web.fields import Text


class RemarkWrite(Schema):
    """What the worker says of a version to the coordinator."""

    __compartment__ = COORDINATION

    number = fields.Integer(required=True, metadata={"widget": "hidden"})
    kind = fields.Enum(
        RemarkKind, by_value=True, required=True, metadata={"label": lazy("What is it?"), "choices": choices(REMARKS)}
    )
    words = Text(
        load_default="",
        validate=validate.Length(max=4000),
        metadata=box(lazy("In your words"), COORDINATION, hint=lazy("You need not say why.")),
    )


class RemarkRead(Schema):
    """What the worker said."""

    __compartment__ = COORDINATION

    number = fields.Integer()
    kind = fields.Enum(RemarkKind, by_value=True)
    words = fields.String()
    said_at = fields.AwareDateTime()


class RemarkList(Schema):
    """What the worker said of the versions, oldest first."""

    items = fields.List(fields.Nested(RemarkRead))


class ObjectionWrite(Schema):
    """What the supervisor can not promise in a version."""

    __compartment__ = PLAN

    number = fields.Integer(required=True, metadata={"widget": "hidden"})
    words = Text(required=True, validate=WORDS, metadata=box(lazy("What is not possible, and why"), PLAN))


class ObjectionRead(Schema):
    """What the supervisor said."""

    __compartment__ = PLAN

    number = fields.Integer()
    words = fields.String()
    said_at = fields.AwareDateTime()
