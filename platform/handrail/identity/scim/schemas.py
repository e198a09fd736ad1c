"""What comes in where directories are connected."""

from marshmallow import Schema, fields, validate

from handrail.identity.scim.tokens import MOST_DAYS
from handrail.kit.codes import Role
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text


class DirectoryForm(Schema):
    """A directory to connect."""

    __compartment__ = Apart.NO_CASE

    name = Text(
        required=True,
        validate=validate.Length(min=1, max=120),
        metadata={"label": lazy("Name"), "hint": lazy("Such as the name of the organisation whose directory it is.")},
    )
    employer_id = fields.UUID(
        allow_none=True,
        load_default=None,
        metadata={
            "label": lazy("Whose people it knows"),
            "hint": lazy("The directory of a client organisation gives roles of that organisation, and no others."),
            "widget": "select",
        },
    )
    identity_connection_id = fields.UUID(
        allow_none=True,
        load_default=None,
        metadata={
            "label": lazy("Belongs to the sign-on"),
            "hint": lazy("Then its groups give what they give at sign-on. Otherwise you say here what they give."),
            "widget": "select",
        },
    )


class TokenForm(Schema):
    """How long a token lets a directory in."""

    __compartment__ = Apart.NO_CASE

    days = fields.Integer(
        required=True,
        validate=validate.Range(1, MOST_DAYS),
        metadata={"label": lazy("Days until it ends"), "attributes": {"inputmode": "numeric"}},
    )


class LineForm(Schema):
    """A group and the role that whoever is in it gets."""

    __compartment__ = Apart.NO_CASE

    group = Text(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={
            "label": lazy("Group"),
            "hint": lazy("Its name in the directory, or its external id."),
        },
    )
    role = fields.Enum(Role, by_value=True, required=True, metadata={"label": lazy("Role"), "widget": "select"})
    employer_id = fields.UUID(
        allow_none=True, load_default=None, metadata={"label": lazy("Client organisation"), "widget": "select"}
    )
