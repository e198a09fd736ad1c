"""What comes in and goes out of access for a time, for pages and API alike."""

from marshmallow import Schema, fields, validate

from handrail.identity.granting.rules import LENSES
from handrail.kit.codes import Role
from handrail.kit.i18n import LazyText, lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text

_MOST_SIGNS = 120
_LONGEST_REASON = 400


def _key(label: LazyText, hint: LazyText | None = None) -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Length(min=1, max=_MOST_SIGNS),
        metadata={"label": label, "widget": "select"} | ({"hint": hint} if hint else {}),
    )


class SupportGive(Schema):
    """Leave for one agent to look at one client organisation."""

    __compartment__ = Apart.NO_CASE

    agent = _key(lazy("Who may look"))
    employer = _key(lazy("Client organisation"))
    lens = fields.Enum(
        Role,
        by_value=True,
        required=True,
        validate=validate.OneOf(LENSES),
        metadata={
            "label": lazy("Through the eyes of"),
            "widget": "select",
            "hint": lazy(
                "They see what this role sees and can change nothing. "
                "Confidences, medical and union records are never shown."
            ),
        },
    )
    hours = fields.Integer(
        required=True,
        validate=validate.Range(1, 4),
        metadata={"label": lazy("For how many hours"), "hint": lazy("From now; four at most.")},
    )
    reason = Text(
        required=True,
        validate=validate.Length(max=_LONGEST_REASON),
        metadata={
            "label": lazy("What they are to look at, and why"),
            "hint": lazy("No names and nothing about health: others who check this later read it."),
        },
    )


class SupportRead(Schema):
    """A leave to look."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    agent = fields.String()
    given_by = fields.String()
    employer = fields.String()
    lens = fields.Enum(Role, by_value=True)
    reason = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    looks = fields.Integer()


class SupportList(Schema):
    """Leaves of the last 90 days, the newest first."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(SupportRead))


class Days(Schema):
    """From the first day to the last, both included."""

    __compartment__ = Apart.NO_CASE

    first_day = fields.Date(required=True, metadata={"label": lazy("First day")})
    last_day = fields.Date(required=True, metadata={"label": lazy("Last day"), "hint": lazy("180 days at most.")})


class CoverArrange(Days):
    """Who stands in for whom at which client organisation."""

    employer = _key(lazy("Client organisation"))
    away = _key(lazy("Who is away"))
    by = _key(
        lazy("Who stands in"),
        lazy("They see and do everything in these cases, for these days. The worker sees their name."),
    )


class CoverRead(Schema):
    """A cover."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    away = fields.String()
    by = fields.String()
    employer = fields.String()
    first_day = fields.Date()
    last_day = fields.Date()


class CoverList(Schema):
    """Covers that last or are to come."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(CoverRead))


class RoleLend(Days):
    """The role in which one acts, for a colleague, for a while."""

    employer = _key(lazy("Client organisation"))
    person = _key(lazy("To whom"))
    reason = Text(
        required=True,
        validate=validate.Length(max=_LONGEST_REASON),
        metadata={"label": lazy("Why"), "hint": lazy("Nothing about health: an administrator may read it.")},
    )


class LoanRead(Schema):
    """A role that was lent."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    person_id = fields.UUID()
    role = fields.Enum(Role, by_value=True)
    first_day = fields.Date()
    last_day = fields.Date()
    reason = fields.String(allow_none=True)


class LoanList(Schema):
    """Roles that one lent and that still count or will."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(LoanRead))
