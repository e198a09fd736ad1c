"""The small acts at the table, in and out (S5-1 to S5-4)."""

from typing import Any, Final

from marshmallow import Schema, fields, validate

from handrail.kit.codes import Role
from handrail.kit.i18n import lazy
from handrail.plans.rules.codes import Topic, Welcome
from handrail.plans.schemas.parts import LINE, PLAN, WORDS, Number, box, choices
from handrail.plans.schemas.preparation import PRESENT
from handrail.plans.wording import WELCOMES
from handrail.web.fields import Text

_AT_ONCE: Final = lazy("Everybody at the table, at once. No word about health.")
_DRAFT: Final = lazy("You and the worker; the supervisor and all who read the plan once you propose it.")


class PresentPart(Schema):
    """Who is at the table."""

    __compartment__ = PLAN

    present = fields.List(
        fields.Enum(Role, by_value=True),
        required=True,
        metadata={
            "label": lazy("Who is there"),
            "choices": [(role.value, text) for role, text in PRESENT.items()],
            "widget": "checkboxes",
        },
    )


class ObjectivesPart(Schema):
    """What the meeting is for."""

    __compartment__ = PLAN

    objectives = Text(
        required=True,
        validate=WORDS,
        metadata=box(lazy("Objectives"), PLAN, readers=_AT_ONCE, attributes={"rows": 3}),
    )


class FirstPart(Schema):
    """Who spoke first."""

    __compartment__ = PLAN

    worker_spoke_first = fields.Boolean(
        required=True, metadata={"label": lazy("The worker spoke first, and the supervisor listened")}
    )


class MeetingNotes(Schema):
    """What is noted of a meeting that is under way; what is left out stays as it is."""

    __compartment__ = PLAN

    present = fields.List(fields.Enum(Role, by_value=True))
    objectives = Text(validate=WORDS)
    worker_spoke_first = fields.Boolean()


def _clause(label: Any, hint: Any = "") -> Text:
    return Text(
        load_default="",
        validate=validate.Length(max=4000),
        metadata=box(label, PLAN, hint=hint, readers=_DRAFT, attributes={"rows": 2}),
    )


class GoalPart(Schema):
    """Where it leads."""

    __compartment__ = PLAN

    aim = _clause(lazy("Aim"), lazy("Where does this lead? For instance: own job, 32 hours."))
    first_day_on = fields.Date(allow_none=True, load_default=None, metadata={"label": lazy("First day back")})
    full_week_hours = Number(
        places=2,
        allow_none=True,
        load_default=None,
        validate=validate.Range(min=0, max=168),
        metadata={"label": lazy("Hours a week by contract")},
    )


class StallingPart(Schema):
    """What has to be kept in mind, and what happens if it does not go as planned."""

    __compartment__ = PLAN

    limitations = _clause(lazy("To be kept in mind"))
    if_it_stalls = _clause(lazy("If the build-up stalls or a goal proves out of reach"))


class AroundPart(Schema):
    """Replacement, colleagues and welcome."""

    __compartment__ = PLAN

    replacement = _clause(lazy("Who replaces or helps in the meantime"))
    colleagues = _clause(lazy("How colleagues are prepared"), lazy("Only what the worker wants them to know."))
    welcome = fields.Enum(
        Welcome,
        by_value=True,
        allow_none=True,
        load_default=None,
        metadata={
            "label": lazy("How the worker wants to be welcomed"),
            "choices": choices(WELCOMES),
            "widget": "select",
        },
    )
    welcome_wish = Text(
        load_default="",
        validate=LINE,
        metadata={"label": lazy("The welcome, in the worker's words"), "widget": "text"},
    )


class DayPart(Schema):
    """One more day on which they look again, or one that is taken out."""

    __compartment__ = PLAN

    on = fields.Date(required=True, metadata={"label": lazy("We look again on")})


class WhyPart(Schema):
    """Why nothing is done about a concern."""

    __compartment__ = PLAN

    why_no_action = Text(
        load_default="",
        validate=validate.Length(max=2000),
        metadata={
            "label": lazy("Why nothing is done about it"),
            "hint": lazy("Only where no action answers it."),
            "widget": "text",
        },
    )


class PlanConcernRead(Schema):
    """A concern that was raised: the words that the worker approved."""

    __compartment__ = PLAN

    id = fields.UUID()
    topic = fields.Enum(Topic, by_value=True)
    words = fields.String()
    place = fields.Integer()
    shared_on = fields.Date()
