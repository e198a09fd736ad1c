"""How a case ends, and which measures helped (S7-5): one set of schemas for pages and API."""

from typing import Any

from marshmallow import Schema, fields, validate

from handrail.cases import words
from handrail.cases.rules.contacts import View
from handrail.cases.rules.outcomes import Outcome
from handrail.cases.schemas import COORDINATION, code
from handrail.kit.i18n import lazy
from handrail.web.fields import Text

_SHORT = 200


class JudgedSchema(Schema):
    """Whether one measure helped."""

    measure = Text(
        required=True, validate=validate.Length(1, _SHORT), metadata=COORDINATION | {"label": lazy("Measure")}
    )
    helped = code(View, words.VIEWS, lazy("Did it help?"), required=True)


class JudgedHere(JudgedSchema):
    """The same on its page, where the measures of the plan stand already: whoever has no view leaves it open."""

    helped = code(
        View,
        words.VIEWS,
        lazy("Did it help?"),
        load_default=None,
        allow_none=True,
        metadata={"hint": lazy("Leave it open where nobody has a view.")},
    )


def _views(row: type[Schema], **metadata: Any) -> fields.List[Any]:
    return fields.List(
        fields.Nested(row),
        load_default=list,
        validate=validate.Length(max=40),
        metadata=COORDINATION | {"row_label": lazy("Measure")} | metadata,
    )


_OF_WORKER = {"label": lazy("What helped, as the worker sees it")}
_OF_SUPERVISOR = {
    "label": lazy("What helped, as the supervisor sees it"),
    "hint": lazy("The worker does not read this."),
}


class CaseClose(Schema):
    """How the case ends (S7-5)."""

    outcome = code(Outcome, words.OUTCOMES, lazy("What came of it?"), required=True)
    on = fields.Date(
        load_default=None,
        allow_none=True,
        metadata=COORDINATION | {"label": lazy("On which day?"), "hint": lazy("Leave it empty for today.")},
    )
    worker_views = _views(JudgedSchema, **_OF_WORKER)
    supervisor_views = _views(JudgedSchema, **_OF_SUPERVISOR)


class CaseCloseForm(CaseClose):
    """How the case ends, on its page."""

    worker_views = _views(JudgedHere, **_OF_WORKER)
    supervisor_views = _views(JudgedHere, **_OF_SUPERVISOR)
