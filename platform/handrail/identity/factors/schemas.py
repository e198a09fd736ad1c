"""What comes in at the pages and the API of people's ways to sign in."""

from marshmallow import Schema, fields, validate

from handrail.identity.factors.rules import Way
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text

_CODE_SIGNS = 60


class CodeShown(Schema):
    """A code that somebody has in front of them."""

    __compartment__ = Apart.NO_CASE

    code = Text(
        required=True,
        validate=validate.Length(max=_CODE_SIGNS),
        metadata={
            "label": lazy("Your code"),
            "hint": lazy("Spaces and small or capital letters do not matter."),
            "attributes": {
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
            },
        },
    )


class AppCode(Schema):
    """The first code that an authenticator shows."""

    __compartment__ = Apart.NO_CASE

    code = Text(
        required=True,
        validate=validate.Length(max=_CODE_SIGNS),
        metadata={
            "label": lazy("The six digits that the app shows now"),
            "attributes": {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"},
        },
    )


class PasskeyNamed(Schema):
    """What somebody calls the device on which they keep a passkey."""

    __compartment__ = Apart.NO_CASE

    name = Text(
        required=True,
        validate=validate.Length(min=1, max=60),
        metadata={"label": lazy("A name for this device"), "attributes": {"autocomplete": "off"}},
    )


class Invitation(Schema):
    """Where the link to somebody's first sign-in goes."""

    __compartment__ = Apart.NO_CASE

    email = fields.Email(
        required=True,
        validate=validate.Length(max=200),
        metadata={
            "label": lazy("Private e-mail address"),
            "hint": lazy("One that nobody else reads. Not an address of the employer."),
            "attributes": {"autocomplete": "off", "inputmode": "email", "dir": "ltr"},
        },
    )
    at_work = fields.Boolean(
        load_default=False,
        metadata={"label": lazy("They chose an address of their employer, and know that others may read it")},
    )


class CodeAsked(Schema):
    """How a one-time code reaches the person."""

    __compartment__ = Apart.NO_CASE

    way = fields.Enum(
        Way,
        by_value=True,
        required=True,
        metadata={
            "label": lazy("How do they get the code?"),
            "choices": [
                (Way.TELEPHONE, lazy("I read it to them on the telephone. It works for 24 hours.")),
                (Way.LETTER, lazy("They get it in a letter. It works for 14 days.")),
            ],
        },
    )


class CodeGiven(Schema):
    """A one-time code, shown this once: eight digits, to be told to the person and to nobody else."""

    __compartment__ = Apart.NO_CASE

    code = fields.String()
    way = fields.Enum(Way, by_value=True)
    expires_at = fields.AwareDateTime()


class PasskeyRead(Schema):
    """A passkey of yours, without the key."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    name = fields.String()
    host = fields.String(attribute="rp_id", metadata={"description": "The host on which it works."})
    made_at = fields.AwareDateTime()
    used_at = fields.AwareDateTime(allow_none=True)
    stopped_at = fields.AwareDateTime(allow_none=True)


class WaysRead(Schema):
    """What you can sign in with, beside a link by mail."""

    __compartment__ = Apart.NO_CASE

    passkeys = fields.List(fields.Nested(PasskeyRead))
    authenticator_since = fields.AwareDateTime(allow_none=True)
    recovery_codes_left = fields.Integer()
