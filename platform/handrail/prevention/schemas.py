"""Themes and actions, in and out."""

from typing import Final

from marshmallow import Schema, fields, validate

from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.plans.rules.codes import AspectCategory, Effect
from handrail.plans.schemas.parts import choices
from handrail.prevention.rules.actions import ActionState
from handrail.prevention.rules.receding import Tendency
from handrail.prevention.wording import STATES
from handrail.web.fields import Text

_LINE: Final = 120
_WORDS: Final = 600


class ThemeTime(Schema):
    """One time that a theme was shown."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    since_on = fields.Date()
    until_on = fields.Date()
    at_least = fields.Integer(metadata={"description": "At least so many distinct workers told of it."})
    words = fields.String(allow_none=True, metadata={"description": "What a coordinator says of it."})


class ThemeRead(Schema):
    """A theme with every time that it was shown, oldest first."""

    __compartment__ = Apart.NO_CASE

    category = fields.Enum(AspectCategory, by_value=True)
    effect = fields.Enum(Effect, by_value=True)
    tendency = fields.Enum(Tendency, by_value=True)
    times = fields.List(fields.Nested(ThemeTime))


class ThemeList(Schema):
    """The themes of one client organisation."""

    __compartment__ = Apart.NO_CASE

    released_until = fields.Date(allow_none=True, metadata={"description": "Last day of the last quarter released."})
    items = fields.List(fields.Nested(ThemeRead))


class ThemeWords(Schema):
    """What a theme is about."""

    __compartment__ = Apart.NO_CASE

    words = Text(
        required=True,
        validate=validate.Length(min=1, max=_WORDS),
        metadata={
            "label": lazy("What it is about"),
            "hint": lazy(
                "About the work. No names, no health information, and nothing by which anybody could be recognised."
            ),
            "widget": "textarea",
        },
    )


class PreventionActionWrite(Schema):
    """An action of the prevention plan."""

    __compartment__ = Apart.NO_CASE

    title = Text(
        required=True,
        validate=validate.Length(min=1, max=_LINE),
        metadata={
            "label": lazy("What will be done"),
            "hint": lazy("About the work, the same for everybody. No names of workers, no health information."),
        },
    )
    theme = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"label": lazy("For which theme"), "widget": "select", "hint": lazy("Leave it open if for none.")},
    )
    owner = Text(
        required=True,
        validate=validate.Length(min=1, max=_LINE),
        metadata={"label": lazy("Who sees to it"), "hint": lazy("A name or an office, such as the planning desk.")},
    )
    aimed_for = fields.Date(required=True, metadata={"label": lazy("By when")})
    measure = Text(
        required=True,
        validate=validate.Length(min=1, max=_WORDS),
        metadata={
            "label": lazy("How you will see that it helped"),
            "hint": lazy("Such as: fewer shifts changed within a week."),
            "widget": "textarea",
        },
    )


class PreventionActionMove(Schema):
    """Where an action stands now."""

    __compartment__ = Apart.NO_CASE

    state = fields.Enum(
        ActionState,
        by_value=True,
        required=True,
        metadata={"label": lazy("Where it stands"), "widget": "radios", "choices": choices(STATES)},
    )
    remark = Text(
        load_default="",
        validate=validate.Length(max=_WORDS),
        metadata={
            "label": lazy("What came of it"),
            "hint": lazy("A sentence is needed once it is done or dropped. No names of workers."),
            "widget": "textarea",
        },
    )


class PreventionActionRead(Schema):
    """An action of the prevention plan, and where it stands."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    title = fields.String()
    theme = fields.UUID(allow_none=True, attribute="theme_id")
    owner = fields.String()
    aimed_for = fields.Date()
    measure = fields.String()
    state = fields.Enum(ActionState, by_value=True)
    remark = fields.String()


class PreventionActionList(Schema):
    """The prevention plan of one client organisation, by the day aimed for."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(PreventionActionRead))


class ForumWrite(Schema):
    """A forum that a team is offered."""

    __compartment__ = Apart.NO_CASE

    topic = Text(
        required=True,
        validate=validate.Length(min=1, max=_LINE),
        metadata={
            "label": lazy("What it is about"),
            "hint": lazy("About the work, the same for everybody. No names of workers, no health information."),
        },
    )
    theme = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"label": lazy("For which theme"), "widget": "select", "hint": lazy("Leave it open if for none.")},
    )
    team = Text(required=True, validate=validate.Length(min=1, max=_LINE), metadata={"label": lazy("For which team")})
    facilitator = Text(
        required=True,
        validate=validate.Length(min=1, max=_LINE),
        metadata={"label": lazy("Who leads it"), "hint": lazy("Best somebody who is nobody's superior there.")},
    )


class ForumMeeting(Schema):
    """A meeting of a forum. There is no field for who came."""

    __compartment__ = Apart.NO_CASE

    on = fields.Date(required=True, metadata={"label": lazy("Day of the meeting")})
    agreed = Text(
        load_default="",
        validate=validate.Length(max=_WORDS),
        metadata={
            "label": lazy("What was agreed"),
            "hint": lazy("What will be done, and by whom. Not who came and not who said what."),
            "widget": "textarea",
        },
    )


class ForumRead(Schema):
    """A forum with its meetings, oldest first."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    topic = fields.String()
    team = fields.String()
    facilitator = fields.String()
    theme = fields.UUID(allow_none=True, attribute="theme_id")
    begun_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    meetings = fields.List(fields.Nested(ForumMeeting))


class ForumList(Schema):
    """The forums of one client organisation, those that go on first."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(ForumRead))
