"""Readiness, summary, topics and meeting, in and out."""

from typing import Any, Final

from marshmallow import Schema, fields, validate

from handrail.kit.codes import Role
from handrail.kit.i18n import N_, lazy
from handrail.plans.rules.codes import Physician, Topic
from handrail.plans.schemas.parts import COORDINATION, PLAN, WORDS, box, choices
from handrail.plans.wording import PHYSICIANS, TOPICS
from handrail.web.fields import Text


class ReadinessWrite(Schema):
    """That the worker feels ready, and what a physician set (S4-1)."""

    __compartment__ = COORDINATION

    worker_ready_on = fields.Date(
        allow_none=True,
        load_default=None,
        metadata={
            "label": lazy("The worker feels ready since"),
            "hint": lazy("The day on which they said so. Leave it empty while they are not."),
        },
    )
    physician = fields.Enum(
        Physician,
        by_value=True,
        allow_none=True,
        load_default=None,
        metadata={"label": lazy("Who set the date below"), "choices": choices(PHYSICIANS)},
    )
    capacity_from_on = fields.Date(
        allow_none=True,
        load_default=None,
        metadata={"label": lazy("Able to work in part from"), "hint": lazy("Dates only: no findings, no diagnosis.")},
    )
    return_on = fields.Date(allow_none=True, load_default=None, metadata={"label": lazy("Return date that was set")})


class ReadinessRead(Schema):
    """Readiness as worker and coordinator read it."""

    worker_ready_on = fields.Date(metadata={"compartment": COORDINATION})
    physician = fields.Enum(Physician, by_value=True, metadata={"compartment": COORDINATION})
    capacity_from_on = fields.Date(metadata={"compartment": COORDINATION})
    return_on = fields.Date(metadata={"compartment": COORDINATION})


class SummaryText(Schema):
    """The summary of the concerns (S4-4)."""

    text = Text(
        required=True,
        validate=validate.Length(min=1, max=12000),
        metadata=box(
            lazy("Summary"), COORDINATION, attributes={"rows": 12},
            hint=lazy("What matters most, in the worker's words. They read it and say whether it is right."),
        ),
    )  # fmt: skip


class SummaryWrite(SummaryText):
    """The same as a form, with the number of the summary that the writer saw."""

    __compartment__ = COORDINATION

    number = fields.Integer(allow_none=True, load_default=None, metadata={"widget": "hidden"})


class SummaryValidate(Schema):
    """The worker finds a summary right and agrees to discuss it."""

    __compartment__ = COORDINATION

    number = fields.Integer(required=True, metadata={"widget": "hidden"})


class SummaryRead(Schema):
    """A summary."""

    number = fields.Integer(metadata={"compartment": COORDINATION})
    text = fields.String(metadata={"compartment": COORDINATION})
    written_at = fields.AwareDateTime(metadata={"compartment": COORDINATION})
    validated_at = fields.AwareDateTime(metadata={"compartment": COORDINATION})
    agreed_to_discuss = fields.Boolean(metadata={"compartment": COORDINATION})


class TentativePlanTopics(Schema):
    """The topics of the meeting and nothing else (S4-5)."""

    __compartment__ = COORDINATION

    topics = fields.List(
        fields.Enum(Topic, by_value=True),
        required=True,
        validate=validate.Length(min=1, error=N_("Choose at least one topic.")),
        metadata={
            "label": lazy("Topics of the meeting"),
            "hint": lazy("Topics only. What will be done is sought together at the meeting."),
            "choices": choices(TOPICS),
            "widget": "checkboxes",
        },
    )


class TentativePlanWrite(TentativePlanTopics):
    """The same as a form, with the revision that the writer saw."""

    revision = fields.Integer(allow_none=True, load_default=None, metadata={"widget": "hidden"})


class TentativePlanRead(Schema):
    """The topics of the meeting."""

    topics = fields.List(fields.String(), metadata={"compartment": COORDINATION})
    revision = fields.Integer(metadata={"compartment": COORDINATION})


_PLACE: Final = {
    "label": lazy("Where"),
    "hint": lazy("Neutral ground by preference. The place only: nothing of what will be said."),
    "widget": "text",
    "holds": "a place",
}


class MeetingSchedule(Schema):
    """When and where the planning meeting is; times are those of the worker's site."""

    __compartment__ = PLAN

    on = fields.Date(required=True, metadata={"label": lazy("Day")})
    at = fields.Time(required=True, metadata={"label": lazy("Time")})
    minutes = fields.Integer(
        required=True,
        validate=validate.Range(min=15, max=480),
        metadata={"label": lazy("How long, in minutes")},
    )
    place = Text(required=True, validate=validate.Length(min=1, max=300), metadata=_PLACE)
    union_invited = fields.Boolean(
        load_default=False, metadata={"label": lazy("The worker wants the union representative to be there")}
    )


PRESENT: Final[dict[Role, Any]] = {
    Role.WORKER: lazy("The worker"),
    Role.SUPERVISOR: lazy("The supervisor"),
    Role.COORDINATOR: lazy("The coordinator"),
    Role.UNION: lazy("The union representative"),
    Role.OCCUPATIONAL_HEALTH: lazy("Occupational health"),
}


class MeetingRecord(Schema):
    """How the planning meeting was held (S5-1)."""

    __compartment__ = PLAN

    held_on = fields.Date(required=True, metadata={"label": lazy("Held on")})
    present = fields.List(
        fields.Enum(Role, by_value=True),
        required=True,
        metadata={
            "label": lazy("Who was there"),
            "choices": [(role.value, text) for role, text in PRESENT.items()],
            "widget": "checkboxes",
        },
    )
    objectives = Text(required=True, validate=WORDS, metadata=box(lazy("Objectives"), PLAN))
    worker_spoke_first = fields.Boolean(
        load_default=False, metadata={"label": lazy("The worker spoke first, and the supervisor listened")}
    )
    raised = fields.List(
        fields.UUID(),
        load_default=None,
        metadata={
            "label": lazy("Concerns that came to the table"),
            "hint": lazy("In the words that the worker approved. From now on the supervisor reads them."),
            "widget": "checkboxes",
        },
    )


class Briefing(Schema):
    """The day on which the supervisor was briefed."""

    __compartment__ = PLAN

    on = fields.Date(required=True, metadata={"label": lazy("Briefed on")})


class MeetingRead(Schema):
    """A planning meeting, as everybody who takes part may read it."""

    state = fields.String(metadata={"compartment": PLAN})
    starts_at = fields.AwareDateTime(metadata={"compartment": PLAN})
    minutes = fields.Integer(metadata={"compartment": PLAN})
    place = fields.String(metadata={"compartment": PLAN})
    union_invited = fields.Boolean(metadata={"compartment": PLAN})
    briefed_on = fields.Date(metadata={"compartment": PLAN})
    began_at = fields.AwareDateTime(metadata={"compartment": PLAN})
    held_on = fields.Date(metadata={"compartment": PLAN})
    present = fields.List(fields.String(), metadata={"compartment": PLAN})
    objectives = fields.String(metadata={"compartment": PLAN})
    worker_spoke_first = fields.Boolean(metadata={"compartment": PLAN})


class MeetingList(Schema):
    """Planning meetings, newest first."""

    items = fields.List(fields.Nested(MeetingRead))
