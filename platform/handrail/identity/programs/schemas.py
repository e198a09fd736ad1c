"""What comes in and goes out where tokens and programs are looked after, for pages and API alike."""

from typing import Any, Final

from marshmallow import Schema, fields, validate

from handrail.identity.programs.rules import MOST_DAYS, MOST_SECRET_DAYS, PROGRAM_ROLES
from handrail.kit.codes import Role
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text

_MOST_SIGNS: Final = 120
_EMPLOYER: Final = {"label": lazy("Client organisation"), "widget": "select"}


def _name(**metadata: Any) -> Text:
    return Text(
        required=True, validate=validate.Length(min=1, max=_MOST_SIGNS), metadata={"label": lazy("Name"), **metadata}
    )


def _secret_days() -> fields.Integer:
    return fields.Integer(
        required=True,
        validate=validate.Range(1, MOST_SECRET_DAYS),
        metadata={
            "label": lazy("Days until its secret ends"),
            "hint": lazy("365 at most. You make another one before that."),
            "attributes": {"inputmode": "numeric"},
        },
    )


class TokenForm(Schema):
    """A token of one's own."""

    __compartment__ = Apart.NO_CASE

    name = _name(hint=lazy("What it is for, so that you know it again."))
    reach = fields.String(
        required=True,
        validate=validate.OneOf(["reading", "all"]),
        metadata={
            "label": lazy("What it is good for"),
            "widget": "radios",
            "choices": [("reading", lazy("Only read")), ("all", lazy("All that you may do in this role"))],
        },
    )
    days = fields.Integer(
        required=True,
        validate=validate.Range(1, MOST_DAYS),
        metadata={
            "label": lazy("Days until it ends"),
            "hint": lazy("180 at most."),
            "attributes": {"inputmode": "numeric"},
        },
    )


class TokenRead(Schema):
    """A token of one's own, without its secret."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    name = fields.String()
    role = fields.Enum(Role, by_value=True)
    scopes = fields.List(
        fields.String(), allow_none=True, metadata={"description": "What it is good for; null: all of the role."}
    )
    made_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    last_used_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "Noted once an hour at most; null: not used yet."}
    )


class TokenList(Schema):
    """One's own living tokens, the newest first."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(TokenRead))


class ProgramForm(Schema):
    """A program: who it is, where, and what it is good for. The role is chosen before."""

    __compartment__ = Apart.NO_CASE

    name = _name(hint=lazy("Such as the name of the payroll program. Administrators see it."))
    employer = fields.String(
        allow_none=True,
        load_default=None,
        validate=validate.Length(max=_MOST_SIGNS),
        metadata=_EMPLOYER,
    )
    scopes = fields.List(
        fields.String(validate=validate.Length(max=_MOST_SIGNS)),
        required=True,
        validate=validate.Length(min=1, max=_MOST_SIGNS),
        metadata={
            "label": lazy("What it is good for"),
            "widget": "checkboxes",
            "hint": lazy("As little as it needs. “read” looks, “write” changes; neither includes the other."),
        },
    )
    days = _secret_days()


class ProgramAtEmployerForm(ProgramForm):
    """The same for a role that is held at one client organisation."""

    employer = fields.String(required=True, validate=validate.Length(max=_MOST_SIGNS), metadata=_EMPLOYER)


class SecretForm(Schema):
    """Another secret of a program."""

    __compartment__ = Apart.NO_CASE

    days = _secret_days()


class ProgramWrite(ProgramForm):
    """A program to make: `employer` is a key, null where it has its role in the whole consultancy."""

    role = fields.Enum(Role, by_value=True, required=True, validate=validate.OneOf(PROGRAM_ROLES))


class SecretRead(Schema):
    """A living secret of a program, without the secret."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    made_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()


class ProgramRead(Schema):
    """A program."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    client_id = fields.String()
    name = fields.String()
    employer = fields.String(allow_none=True)
    role = fields.Enum(Role, by_value=True)
    scopes = fields.List(fields.String())
    made_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    last_used_at = fields.AwareDateTime(allow_none=True, metadata={"description": "When it last got a token."})
    secrets = fields.List(fields.Nested(SecretRead))


class ProgramMade(ProgramRead):
    """A program with a secret that was made just now, and is shown this once."""

    client_secret = fields.String()


class ProgramList(Schema):
    """Programs that you look after, those that ended last."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(ProgramRead))


class TokenAsk(Schema):
    """A program's request for a token (RFC 6749, 4.4.2); its id and secret by HTTP Basic, or here."""

    __compartment__ = Apart.NO_CASE

    grant_type = fields.String(required=True, validate=validate.OneOf(["client_credentials"]))
    scope = fields.String(metadata={"description": "Names with spaces between; without it all that the program has."})
    client_id = fields.String()
    client_secret = fields.String()


class TokenGiven(Schema):
    """A token for an hour (RFC 6749, 5.1)."""

    __compartment__ = Apart.NO_CASE

    access_token = fields.String()
    token_type = fields.String()
    expires_in = fields.Integer()
    scope = fields.String()


class TokenRefused(Schema):
    """Why there is none (RFC 6749, 5.2)."""

    __compartment__ = Apart.NO_CASE

    error = fields.String()
    error_description = fields.String()
