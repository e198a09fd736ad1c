"""Wordings of letters as pages and programs send and get them."""

from marshmallow import Schema, fields, validate

from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text

LONGEST_TITLE, LONGEST_BODY = 200, 20_000  # signs


class LetterTextWrite(Schema):
    """A wording to check, to look at or to publish."""

    __compartment__ = Apart.NO_CASE

    title = Text(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_TITLE),
        metadata={"label": lazy("Subject line")},
    )
    body = Text(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_BODY),
        metadata={
            "label": lazy("Text"),
            "hint": lazy("An empty line begins a new paragraph. **Two stars** make words strong, - begins a list."),
            "widget": "textarea",
            "attributes": {"rows": 22, "spellcheck": "true"},
        },
    )
    based_on = fields.Integer(
        required=True,
        validate=validate.Range(min=0),
        metadata={
            "widget": "hidden",
            "description": "The number of the newest wording that you had before you; 0 where none was adapted.",
        },
    )


class LetterTextBack(Schema):
    """An earlier wording to publish anew; 0 lets what lies below count again."""

    __compartment__ = Apart.NO_CASE

    number = fields.Integer(required=True, validate=validate.Range(min=0))
    based_on = fields.Integer(required=True, validate=validate.Range(min=0))


class LetterTextLine(Schema):
    """A letter in one language."""

    __compartment__ = Apart.NO_CASE

    key = fields.String(required=True)
    locale = fields.String(required=True)
    to = fields.String(required=True, metadata={"description": "The role of whoever reads it."})
    review = fields.Boolean(required=True, metadata={"description": "Whether it is held until somebody else read it."})
    origin = fields.String(
        required=True, allow_none=True, metadata={"description": "Whose words are in force; null: there are none."}
    )
    number = fields.Integer(required=True, metadata={"description": "Of an adapted wording; 0 of one as delivered."})
    unfit = fields.Integer(
        required=True, metadata={"description": "How many newer wordings can not be used with this framework."}
    )


class LetterTextList(Schema):
    """Every letter in every language of the framework."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(LetterTextLine), required=True)


class LetterTextVersion(Schema):
    """One published wording."""

    __compartment__ = Apart.NO_CASE

    number = fields.Integer(required=True)
    adapts = fields.Boolean(required=True, metadata={"description": "False: from it on what lies below counts again."})
    title = fields.String(required=True, allow_none=True)
    body = fields.String(required=True, allow_none=True)
    written_at = fields.AwareDateTime(required=True)
    written_by = fields.String(required=True, allow_none=True)


class LetterTextRead(LetterTextLine):
    """A letter in one language with the words in force, what it may and must hold, and its history here."""

    title = fields.String(required=True)
    body = fields.String(required=True)
    required_placeholders = fields.List(fields.String(), required=True)
    allowed_placeholders = fields.List(fields.String(), required=True)
    based_on = fields.Integer(required=True, metadata={"description": "Send it along with what you publish."})
    versions = fields.List(fields.Nested(LetterTextVersion), required=True)


class LetterTextFinding(Schema):
    """One thing that is not right."""

    __compartment__ = Apart.NO_CASE

    part = fields.String(required=True, metadata={"description": "title or body."})
    message = fields.String(required=True)


class LetterTextChecked(Schema):
    """What keeps a letter from being sent with these words; nothing: it can be."""

    __compartment__ = Apart.NO_CASE

    findings = fields.List(fields.Nested(LetterTextFinding), required=True)
