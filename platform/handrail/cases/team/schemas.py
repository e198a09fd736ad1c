"""What comes in and goes out about the people of a case, for pages and API alike."""

from marshmallow import Schema, fields

from handrail.cases.schemas import code
from handrail.cases.team import words
from handrail.cases.team.rules import Part
from handrail.identity.duties import Duty
from handrail.kit.codes import Compartment, Role
from handrail.kit.i18n import lazy


class PartGive(Schema):
    """Who gets which part."""

    __compartment__ = Compartment.COORDINATION

    part = code(Part, words.PARTS, lazy("Which part?"), required=True)
    person_id = fields.UUID(required=True, metadata={"label": lazy("Who?"), "widget": "select"})


class MemberRead(Schema):
    """Somebody with a part in the case. Their own compartments, never those of another."""

    __compartment__ = Compartment.COORDINATION

    id = fields.UUID()
    person_id = fields.UUID()
    name = fields.String()
    role = fields.Enum(Role, by_value=True)
    duty = fields.Enum(Duty, by_value=True)
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    by = fields.String(allow_none=True)
    covers_for = fields.String(allow_none=True)
    is_contact = fields.Boolean()
    sees = fields.List(fields.Enum(Compartment, by_value=True))


class MemberList(Schema):
    """Everybody with a part in the case today whom you may know of."""

    __compartment__ = Compartment.COORDINATION

    items = fields.List(fields.Nested(MemberRead))
