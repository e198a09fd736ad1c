"""What comes in about interviews: one set of schemas for pages and API."""

from marshmallow import Schema, fields, validate

from handrail.cases.interviews import words
from handrail.cases.interviews.codes import StatementOf
from handrail.cases.left_schemas import TopicsLeftHere
from handrail.cases.rules.contacts import Channel
from handrail.cases.schemas import ADMINISTRATIVE, code
from handrail.cases.words import CHANNELS
from handrail.kit.codes import Compartment
from handrail.kit.i18n import lazy
from handrail.web.fields import Text

_SHORT = 200
_MOST = 20


class AgreedHere(Schema):
    """One thing that was agreed in an interview (INT-1)."""

    __compartment__ = Compartment.ADMINISTRATIVE

    what = Text(required=True, validate=validate.Length(1, _SHORT), metadata=ADMINISTRATIVE | {"label": lazy("What")})
    who = Text(required=True, validate=validate.Length(1, _SHORT), metadata=ADMINISTRATIVE | {"label": lazy("Who")})
    by = fields.Date(load_default=None, allow_none=True, metadata={"label": lazy("By when")})
    evaluated = Text(
        load_default="",
        validate=validate.Length(max=_SHORT),
        metadata=ADMINISTRATIVE | {"label": lazy("How will you see whether it worked?")},
    )


class StageSchema(Schema):
    """A stretch of the build-up."""

    __compartment__ = Compartment.ADMINISTRATIVE

    starts_on = fields.Date(required=True, metadata={"label": lazy("From")})
    hours = fields.Decimal(
        required=True, places=1, validate=validate.Range(0, 80), metadata={"label": lazy("Hours a week")}
    )
    activities = Text(
        required=True, validate=validate.Length(1, _SHORT), metadata=ADMINISTRATIVE | {"label": lazy("Activities")}
    )


class InterviewHeld(TopicsLeftHere):
    """What every interview has (INT-1)."""

    __compartment__ = Compartment.ADMINISTRATIVE

    channel = code(Channel, CHANNELS, lazy("How did you talk?"), required=True, metadata=ADMINISTRATIVE)
    on = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={"label": lazy("On which day did you talk?"), "hint": lazy("Leave it empty for today.")},
    )
    agreed = fields.List(
        fields.Nested(AgreedHere),
        load_default=list,
        validate=validate.Length(max=_MOST),
        metadata={"label": lazy("Who does what, and by when"), "row_label": lazy("Agreement")},
    )
    next_on = fields.Date(load_default=None, allow_none=True, metadata={"label": lazy("When do you look at it again?")})


class ReintegrationHeld(InterviewHeld):
    """A reintegration interview on a page (INT-2)."""

    statement_by = code(
        StatementOf, words.STATEMENTS, lazy("Whose statement do you go by?"), required=True, metadata=ADMINISTRATIVE
    )
    statement_on = fields.Date(
        load_default=None, allow_none=True, metadata={"label": lazy("Of which day is the statement?")}
    )
    build_up = fields.List(
        fields.Nested(StageSchema),
        load_default=list,
        validate=validate.Length(max=_MOST),
        metadata={"label": lazy("How hours and activities grow"), "row_label": lazy("Stage")},
    )
    acts = fields.List(
        fields.String(validate=validate.Length(max=80)),
        load_default=list,
        validate=validate.Length(max=_MOST),
        metadata={
            "label": lazy("What the law asks that was done in this talk"),
            "hint": lazy("Ticked, it counts as done on the day of the talk."),
        },
    )


class AnswersHere(Schema):
    """Answers by the guide's question keys; each is checked against the guide in force."""

    answers = fields.Dict(
        keys=fields.String(validate=validate.Length(max=80)),
        load_default=dict,
        validate=validate.Length(max=60),
        metadata=ADMINISTRATIVE | {"description": "By the guide's question keys."},
    )


class ReintegrationRecord(ReintegrationHeld, AnswersHere):
    """A reintegration interview over the API."""


class ReturnToWorkRecord(InterviewHeld, AnswersHere):
    """A return-to-work interview over the API (INT-3)."""


class TeamQuery(Schema):
    """Which team, for the employer's staff; a supervisor reads their own."""

    __compartment__ = Compartment.ADMINISTRATIVE

    team = fields.UUID(load_default=None, allow_none=True)


class OwnWordsWrite(Schema):
    """What the worker says about an absence, an answer to one of their own questions."""

    __compartment__ = Compartment.OWN

    question = fields.String(required=True, validate=validate.Length(1, 80))
    words = Text(required=True, validate=validate.Length(0, 4000))
