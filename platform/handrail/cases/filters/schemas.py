"""What comes in and goes out of kept filters, for pages and API alike."""

from typing import Final

from marshmallow import Schema, fields, validate

from handrail.cases.filters.rules import LONGEST_NAME
from handrail.cases.listing import Sort
from handrail.cases.rules.participation import Participation
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text

NOBODY: Final = "nobody"
_KEY: Final = 60


class CaseFilterKeep(Schema):
    """A filter of the list of cases, and what it is called. It holds no name of a worker."""

    __compartment__ = Apart.NO_CASE

    name = Text(
        required=True,
        validate=validate.Length(1, LONGEST_NAME),
        metadata={"label": lazy("What do you call it?"), "hint": lazy("Only you see it.")},
    )
    participation = fields.String(
        load_default="",
        validate=validate.OneOf(["", *(each.value for each in Participation)]),
        metadata={"widget": "hidden"},
    )
    closed = fields.String(load_default="", validate=validate.OneOf(["", "1"]), metadata={"widget": "hidden"})
    coordinator = fields.String(load_default="", validate=validate.Length(max=_KEY), metadata={"widget": "hidden"})
    employer = fields.String(load_default="", validate=validate.Length(max=_KEY), metadata={"widget": "hidden"})
    sort = fields.String(
        load_default="", validate=validate.OneOf(["", *(each.value for each in Sort)]), metadata={"widget": "hidden"}
    )
    is_default = fields.Boolean(load_default=False, metadata={"label": lazy("Begin with it from now on")})


class CaseFilterRead(Schema):
    """A filter that somebody keeps."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    name = fields.String()
    query = fields.Dict(keys=fields.String(), values=fields.String())
    is_default = fields.Boolean()


class CaseFilterList(Schema):
    """The filters that you keep, by name."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(CaseFilterRead))
