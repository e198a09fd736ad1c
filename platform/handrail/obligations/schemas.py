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
    """One thing due. What `due_on` is depends on `kind`: the last day for an act, the first day of a threshold ...

    `explanation` derives the date; for a reader on the employer's side it may be the date alone.
    """

    id = fields.UUID()
    key = fields.String(metadata={"description": "Its lasting name, to be named in a contact request."})
    rule = fields.String()
    title = fields.String()
    kind = fields.String()
    due_on = fields.Date(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    window_from = fields.Date(allow_none=True)
    safe_target = fields.Date(allow_none=True)
    status = fields.String()
    met_on = fields.Date(allow_none=True)
    is_open = fields.Boolean()
    owed_by = fields.String()
    compartment = fields.String()
    case_id = fields.UUID(allow_none=True)
    basis = fields.String()
    confidence = fields.String()
    source = fields.Dict(allow_none=True)
    explanation = fields.List(fields.Nested(ExplanationRead))
    stale = fields.Boolean()


class ObligationList(Schema):
    """What is due for one worker, by date."""

    obligations = fields.List(fields.Nested(ObligationRead))


class ObligationChangeRead(Schema):
    """What happened to an obligation: it appeared, moved, was met, was reopened or was dropped."""

    at = fields.AwareDateTime()
    kind = fields.String()
    due_before = fields.Date(allow_none=True)
    due_after = fields.Date(allow_none=True)
    text = fields.String()
    because = fields.List(fields.Nested(ExplanationRead))


class ObligationHistory(Schema):
    """One obligation, and how it came to its date, newest first."""

    obligation = fields.Nested(ObligationRead)
    changes = fields.List(fields.Nested(ObligationChangeRead))


class FactRead(Schema):
    """A recorded act."""

    id = fields.UUID()
    rule = fields.String()
    done_on = fields.Date()
