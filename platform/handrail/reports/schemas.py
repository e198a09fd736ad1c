"""What comes in of a report that is asked for, and what goes out, for pages and API alike."""

from marshmallow import Schema, fields, validate

from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.reports.codes import Kind, Rhythm
from handrail.reports.periods import Stretch

_MOST_SIGNS = 120


class ReportChoice(Schema):
    """What a report is about, and of which client organisation."""

    __compartment__ = Apart.NO_CASE

    kind = fields.Enum(
        Kind,
        by_value=True,
        required=True,
        metadata={"label": lazy("What it is about"), "widget": "radios"},
    )
    employer = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=_MOST_SIGNS),
        metadata={
            "label": lazy("Client organisation"),
            "widget": "select",
            "hint": lazy("Leave it open for all of yours, each by itself and in total."),
            "description": "The key of one client organisation; without it, all that you reach.",
        },
    )


class ReportAsk(ReportChoice):
    """A report that is asked for: its days by a name, or by the first and the last of them."""

    period = fields.Enum(
        Stretch,
        by_value=True,
        load_default=None,
        allow_none=True,
        metadata={"label": lazy("Which days"), "widget": "select"},
    )
    first_day = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={
            "label": lazy("Or from"),
            "hint": lazy("Both days, if the report is about other days than those above."),
        },
    )
    last_day = fields.Date(load_default=None, allow_none=True, metadata={"label": lazy("Until")})


class ReportAskOfQuarters(ReportChoice):
    """The same for the employer's side: whole quarters by their name."""

    period = fields.Enum(
        Stretch,
        by_value=True,
        required=True,
        metadata={
            "label": lazy("Which days"),
            "hint": lazy("Whole quarters, so that nobody can be told from two reports."),
            "widget": "radios",
        },
    )


class ScheduleMake(ReportChoice):
    """A report that is made by itself."""

    rhythm = fields.Enum(
        Rhythm,
        by_value=True,
        required=True,
        metadata={"label": lazy("How often"), "widget": "radios"},
    )


class PageQuery(Schema):
    """Which part of a list."""

    __compartment__ = Apart.NO_CASE

    after = fields.UUID(load_default=None, metadata={"description": "The `next` of the page before."})


class ReportFileRead(Schema):
    """One form in which a report can be downloaded."""

    __compartment__ = Apart.NO_CASE

    name = fields.String()
    content_type = fields.String()
    size = fields.Integer(metadata={"description": "Bytes."})


class ReportListed(Schema):
    """Where a report stands: `waiting`, `running`, `parked`, `cancelled` or `done`."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    kind = fields.Enum(Kind, by_value=True)
    state = fields.String()
    why = fields.String(allow_none=True, metadata={"description": "Why it was cancelled: `asked`, or `not_allowed`."})
    first_day = fields.Date()
    last_day = fields.Date()
    counted_on = fields.Date(metadata={"description": "What is known on this day is counted."})
    employers = fields.List(fields.UUID())
    done = fields.Integer(metadata={"description": "How many client organisations are counted."})
    of = fields.Integer(metadata={"description": "How many there are to count."})
    asked_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)


class ReportRead(ReportListed):
    """The same with what it can be downloaded as."""

    files = fields.List(fields.Nested(ReportFileRead))


class ReportList(Schema):
    """A part of your reports, the newest first."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(ReportListed))
    next = fields.UUID(allow_none=True)


class ScheduleRead(Schema):
    """A report that is made by itself after each period."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    kind = fields.Enum(Kind, by_value=True)
    rhythm = fields.Enum(Rhythm, by_value=True)
    employers = fields.List(fields.UUID(), metadata={"description": "Empty: all that you reach on the day."})
    made_at = fields.AwareDateTime()


class ScheduleList(Schema):
    """Your reports that are made by themselves."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(ScheduleRead))
