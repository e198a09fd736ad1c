"""What comes in about statutory documents: one set of schemas for pages and API."""

from marshmallow import Schema, fields, validate

from handrail.cases.schemas import ADMINISTRATIVE, LONGEST, code
from handrail.cases.statutory import words
from handrail.cases.statutory.codes import Answer
from handrail.kit.codes import Compartment
from handrail.kit.i18n import lazy
from handrail.web.fields import Text


class Written(Schema):
    """What the form of every document has beside the declared fields."""

    __compartment__ = Compartment.ADMINISTRATIVE

    seen = fields.Integer(load_default=0, metadata={"widget": "hidden"})
    on = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={"label": lazy("Of which day is it?"), "hint": lazy("Leave it empty for today.")},
    )


class Answered(Schema):
    """What somebody says of a version, for their own side."""

    __compartment__ = Compartment.ADMINISTRATIVE

    number = fields.Integer(required=True, metadata={"widget": "hidden"})
    answer = fields.Enum(
        Answer,
        by_value=True,
        required=True,
        metadata=ADMINISTRATIVE | {"label": lazy("Do you agree to this version?"), "widget": "radios"},
    )
    words = Text(
        load_default="",
        validate=validate.Length(max=LONGEST),
        metadata=ADMINISTRATIVE
        | {
            "label": lazy("How do you see it?"),
            "hint": lazy("Where you do not agree, say why. Otherwise you may leave it empty."),
            "widget": "textarea",
        },
    )


class Unanswered(Schema):
    """That the worker gave no answer, as the employer notes it."""

    __compartment__ = Compartment.ADMINISTRATIVE

    number = fields.Integer(required=True, metadata={"widget": "hidden"})
    words = Text(
        required=True,
        validate=validate.Length(1, LONGEST),
        metadata=ADMINISTRATIVE | {"label": lazy("How and when was the worker asked?"), "widget": "textarea"},
    )


class StatutoryVersionWrite(Schema):
    """A version over the API: your own sections by the keys of the declaration, each checked against it."""

    __compartment__ = Compartment.ADMINISTRATIVE

    on = fields.Date(load_default=None, allow_none=True)
    content = fields.Dict(
        keys=fields.String(validate=validate.Length(max=80)),
        load_default=dict,
        validate=validate.Length(max=60),
        metadata=ADMINISTRATIVE | {"description": "By the keys that the document declares."},
    )


class StatutoryDocumentBegin(StatutoryVersionWrite):
    """A new document over the API."""

    code = fields.String(
        required=True, validate=validate.Length(1, 80), metadata={"description": "Such as nl.plan_of_action."}
    )


class StatutoryAnswerWrite(Schema):
    """An answer over the API; `unanswered` notes that the worker gave none."""

    __compartment__ = Compartment.ADMINISTRATIVE

    number = fields.Integer(required=True, metadata={"description": "The version that you read."})
    answer = code(Answer, words.ANSWERS, lazy("Do you agree to this version?"), required=True, metadata=ADMINISTRATIVE)
    words = Text(load_default="", validate=validate.Length(max=LONGEST), metadata=ADMINISTRATIVE)


class StatutoryPaperQuery(Schema):
    """In which language a document is printed."""

    __compartment__ = Compartment.ADMINISTRATIVE

    language = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=12))
