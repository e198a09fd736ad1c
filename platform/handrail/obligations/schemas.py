"""What comes in and goes out at the edges of what is due."""

from marshmallow import Schema, fields

from handrail.kit.i18n import lazy


class ActRecord(Schema):
    """That the act of a rule was done."""

    rule = fields.String(required=True, metadata={"label": lazy("What was done"), "widget": "select"})
    done_on = fields.Date(required=True, metadata={"label": lazy("On which day")})


class ExplanationRead(Schema):
    """One step of a derivation."""

    key = fields.String()
    text = fields.String()


class ObligationRead(Schema):
    """One thing due."""

    id = fields.UUID()
    rule = fields.String()
    title = fields.String()
    due_on = fields.Date(allow_none=True)
    window_from = fields.Date(allow_none=True)
    safe_target = fields.Date(allow_none=True)
    status = fields.String()
    met_on = fields.Date(allow_none=True)
    owed_by = fields.String()
    compartment = fields.String()
    basis = fields.String()
    confidence = fields.String()
    source = fields.Dict(allow_none=True)
    explanation = fields.List(fields.Nested(ExplanationRead))
    stale = fields.Boolean()


class ObligationList(Schema):
    """What is due for one worker, by date."""

    obligations = fields.List(fields.Nested(ObligationRead))


class FactRead(Schema):
    """A recorded act."""

    id = fields.UUID()
    rule = fields.String()
    done_on = fields.Date()
