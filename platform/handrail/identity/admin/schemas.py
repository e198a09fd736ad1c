"""What comes in and goes out of administration, for pages and API alike."""

from marshmallow import Schema, fields, validate

from handrail.kit.codes import Role
from handrail.kit.i18n import LOCALES, lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text

_MOST_SIGNS = 120
_LONGEST = 400
_ROLE = {"label": lazy("Role"), "widget": "select"}
_EMPLOYER = {
    "label": lazy("Client organisation"),
    "widget": "select",
    "hint": lazy("Leave it open for a role in the whole consultancy."),
}


class PeopleQuery(Schema):
    """Which people to list."""

    __compartment__ = Apart.NO_CASE

    name = fields.String(load_default=None, validate=validate.Length(max=_MOST_SIGNS))
    role = fields.Enum(Role, by_value=True, load_default=None)
    after = fields.UUID(load_default=None)


class PersonAdd(Schema):
    """Somebody new, with their first role."""

    __compartment__ = Apart.NO_CASE

    name = Text(
        required=True,
        validate=validate.Length(min=1, max=_MOST_SIGNS),
        metadata={"label": lazy("Name"), "attributes": {"autocomplete": "off"}},
    )
    email = fields.Email(
        load_default=None,
        allow_none=True,
        metadata={"label": lazy("E-mail address"), "hint": lazy("Their own, not one that others read.")},
    )
    phone = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=40),
        metadata={"label": lazy("Telephone"), "attributes": {"inputmode": "tel"}},
    )
    locale = fields.String(
        required=True, validate=validate.OneOf(LOCALES), metadata={"label": lazy("Language"), "widget": "select"}
    )
    role = fields.Enum(Role, by_value=True, required=True, metadata=_ROLE)
    employer = fields.String(load_default=None, allow_none=True, metadata=_EMPLOYER)


class RoleGive(Schema):
    """A role, where, and for how long."""

    __compartment__ = Apart.NO_CASE

    role = fields.Enum(Role, by_value=True, required=True, metadata=_ROLE)
    employer = fields.String(load_default=None, allow_none=True, metadata=_EMPLOYER)
    first_day = fields.Date(required=True, metadata={"label": lazy("First day")})
    last_day = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={"label": lazy("Last day"), "hint": lazy("Leave it open if it goes with the work.")},
    )
    reason = Text(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=_LONGEST),
        metadata={"label": lazy("Why"), "hint": lazy("If it is for a while. Nothing about health.")},
    )


class RoleHeld(Schema):
    """A role that somebody holds or will."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    role = fields.Enum(Role, by_value=True)
    employer = fields.String(allow_none=True)
    first_day = fields.Date(allow_none=True)
    last_day = fields.Date(allow_none=True)
    source = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


class PersonRead(Schema):
    """A person."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    key = fields.String()
    name = fields.String()
    email = fields.String(allow_none=True)
    locale = fields.String()
    active = fields.Boolean()
    roles = fields.List(fields.Enum(Role, by_value=True))


class PersonWhole(PersonRead):
    """A person with what they hold and where they are signed in."""

    held = fields.List(fields.Nested(RoleHeld))
    sessions = fields.Integer()
    tokens = fields.Integer()


class PeopleList(Schema):
    """A page of people by name; `next` is the `after` of the next page."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(PersonRead))
    next = fields.UUID(allow_none=True)


class ShutOut(Schema):
    """Whether somebody is shut out."""

    __compartment__ = Apart.NO_CASE

    out = fields.Boolean(required=True)


class RegisterQuery(Schema):
    """Which entries of the register to list."""

    __compartment__ = Apart.NO_CASE

    verb = fields.String(load_default=None, validate=validate.Length(max=_MOST_SIGNS))
    person = fields.UUID(load_default=None)
    first_day = fields.Date(load_default=None)
    last_day = fields.Date(load_default=None)
    before = fields.Integer(load_default=None, validate=validate.Range(1))


class RegisterEntry(Schema):
    """One act outside cases."""

    __compartment__ = Apart.NO_CASE

    seq = fields.Integer()
    at = fields.AwareDateTime()
    actor_id = fields.UUID(allow_none=True)
    actor_role = fields.String(allow_none=True)
    verb = fields.String()
    object_table = fields.String()
    object_id = fields.UUID()
    changes = fields.Dict()


class RegisterList(Schema):
    """A page of the register, the newest first; `next` is the `before` of the next page."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(RegisterEntry))
    next = fields.Integer(allow_none=True)
