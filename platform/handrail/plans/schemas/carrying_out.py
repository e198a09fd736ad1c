"""Accepting, answering, confirming, returning: in and out."""

from marshmallow import Schema, ValidationError, fields, validate

from handrail.kit.i18n import N_, lazy
from handrail.plans.rules.codes import Party
from handrail.plans.schemas.parts import PLAN, WORDS, Number, box, yes_no
from handrail.web.fields import Text


class VersionChoice(Schema):
    """The version that is meant."""

    __compartment__ = PLAN

    version = fields.Integer(required=True, metadata={"widget": "hidden"})


def _is_ticked(agreed: bool) -> None:  # noqa: FBT001 - marshmallow hands the value alone
    if not agreed:
        raise ValidationError(N_("Tick this if you accept the plan."))


class AcceptForm(VersionChoice):
    """Accepting a version on a page."""

    agreed = fields.Boolean(
        required=True,
        validate=_is_ticked,
        metadata={"label": lazy("I have read this version and accept it."), "widget": "checkbox"},
    )


class AcceptanceRead(Schema):
    """An acceptance."""

    number = fields.Integer(metadata={"compartment": PLAN})
    party = fields.Enum(Party, by_value=True, metadata={"compartment": PLAN})
    accepted_at = fields.AwareDateTime(metadata={"compartment": PLAN})


class DraftChoice(Schema):
    """The draft that is meant."""

    __compartment__ = PLAN

    revision = fields.Integer(required=True, metadata={"widget": "hidden"})


class AnswerWrite(Schema):
    """An answer to a question of the plan."""

    answer = Text(required=True, validate=WORDS, metadata=box(lazy("Answer"), PLAN))


class AnswerRead(Schema):
    """An answer."""

    key = fields.String(metadata={"compartment": PLAN})
    text = fields.String(metadata={"compartment": PLAN})
    answered_at = fields.AwareDateTime(metadata={"compartment": PLAN})


class ConfirmationWrite(Schema):
    """Whether an action is in place (S6-1)."""

    __compartment__ = PLAN

    in_place = fields.Boolean(
        required=True,
        metadata={
            "label": lazy("Is it in place?"),
            "widget": "radios",
            "choices": [("true", lazy("In place")), ("false", lazy("Not yet"))],
        },
    )
    on = fields.Date(allow_none=True, load_default=None, metadata={"label": lazy("Since")})
    note = Text(
        load_default="",
        validate=validate.Length(max=1000),
        metadata={"label": lazy("What is still open"), "widget": "text"},
    )


class ConfirmationRead(Schema):
    """What was said of an action."""

    key = fields.String(metadata={"compartment": PLAN})
    in_place = fields.Boolean(metadata={"compartment": PLAN})
    on = fields.Date(metadata={"compartment": PLAN})
    note = fields.String(metadata={"compartment": PLAN})


class ReturnWrite(Schema):
    """The first day back (S6-2)."""

    __compartment__ = PLAN

    first_day_on = fields.Date(required=True, metadata={"label": lazy("First day back at work")})
    full = fields.Boolean(load_default=False, metadata={"label": lazy("All hours of the contract from this day on")})
    supervisor_greeted = yes_no(lazy("The supervisor greeted in person"))
    welcome_as_wished = yes_no(lazy("The welcome was as the worker wished"))
    coordinator_came_along = yes_no(lazy("The coordinator came along"))


class ReturnRead(Schema):
    """What is recorded of the return; `skipped` are codes of what it went past."""

    prepared_version = fields.Integer(metadata={"compartment": PLAN})
    prepared_at = fields.AwareDateTime(metadata={"compartment": PLAN})
    first_day_on = fields.Date(metadata={"compartment": PLAN})
    full = fields.Boolean(metadata={"compartment": PLAN})
    supervisor_greeted = fields.Boolean(metadata={"compartment": PLAN})
    welcome_as_wished = fields.Boolean(metadata={"compartment": PLAN})
    coordinator_came_along = fields.Boolean(metadata={"compartment": PLAN})
    skipped = fields.List(fields.String(), metadata={"compartment": PLAN})


class WeekWorked(Schema):
    """A week as it went (S6-3)."""

    __compartment__ = PLAN

    hours = Number(
        places=2, required=True, validate=validate.Range(min=0, max=168), metadata={"label": lazy("Hours in all")}
    )
    tasks = Text(
        load_default="", validate=validate.Length(max=1000), metadata={"label": lazy("Tasks"), "widget": "text"}
    )
    replacement_there = yes_no(lazy("The replacement was there, as planned"))


class WeekForm(WeekWorked):
    """The same with its week."""

    monday = fields.Date(required=True, metadata={"label": lazy("Week from Monday")})


class WeekRead(Schema):
    """A week as it went."""

    monday = fields.Date(metadata={"compartment": PLAN})
    hours = Number(as_string=True, metadata={"compartment": PLAN})
    tasks = fields.String(metadata={"compartment": PLAN})
    replacement_there = fields.Boolean(metadata={"compartment": PLAN})


class WeekBesideRead(WeekRead):
    """The same beside the plan."""

    planned_hours = Number(as_string=True, metadata={"compartment": PLAN})
    planned_tasks = fields.String(metadata={"compartment": PLAN})


class WeekList(Schema):
    """Weeks, planned and worked."""

    items = fields.List(fields.Nested(WeekBesideRead))


class TalkWrite(Schema):
    """A talk that the supervisor plans with the worker (S7-6): its day, and nothing of what it is about."""

    planned_on = fields.Date(required=True, metadata={"compartment": PLAN, "label": lazy("On which day do you talk?")})


class TalkHeld(Schema):
    """That a talk was held."""

    held_on = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={"compartment": PLAN, "label": lazy("When was it?"), "hint": lazy("Leave it empty for today.")},
    )


class TalkRead(Schema):
    """A talk of the supervisor with the worker."""

    id = fields.UUID(metadata={"compartment": PLAN})
    planned_on = fields.Date(metadata={"compartment": PLAN})
    held_on = fields.Date(metadata={"compartment": PLAN})


class TalkList(Schema):
    """The talks of a supervisor with the worker."""

    items = fields.List(fields.Nested(TalkRead))
