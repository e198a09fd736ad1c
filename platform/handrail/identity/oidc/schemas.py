"""What comes in and goes out where connections are set up: one schema for page and API."""

from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, post_load, validate

from handrail.identity.oidc.codes import ClientAuthentication, ConnectionState
from handrail.kit.codes import Role
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text

_SHORT: Final = validate.Length(max=120)
_LONG: Final = validate.Length(max=400)
_MOST: Final = 50
_LONGEST_LINE: Final = 200

AUTHENTICATIONS: Final = [
    (ClientAuthentication.BASIC, lazy("Secret in the header (client_secret_basic)")),
    (ClientAuthentication.POST, lazy("Secret in the body (client_secret_post)")),
    (ClientAuthentication.NONE, lazy("No secret, PKCE alone")),
]


def _one_a_line(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _few_short_lines(text: str) -> None:
    lines = _one_a_line(text)
    if len(lines) > _MOST or any(len(line) > _LONGEST_LINE for line in lines):
        raise ValidationError(str(lazy("At most 50 lines of at most 200 signs.")))


class GroupRow(Schema):
    """A group of the provider, and the role that whoever is in it gets."""

    __compartment__ = Apart.NO_CASE

    group = Text(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"label": lazy("Group, as the provider names it")},
    )
    role = fields.Enum(Role, by_value=True, required=True, metadata={"label": lazy("Role"), "widget": "select"})
    employer_id = fields.UUID(
        allow_none=True, load_default=None, metadata={"label": lazy("Client organisation"), "widget": "select"}
    )


class ConnectionForm(Schema):
    """A connection as it is typed."""

    __compartment__ = Apart.NO_CASE

    name = Text(
        required=True,
        validate=_SHORT,
        metadata={
            "label": lazy("Name"),
            "hint": lazy("It stands on the button of the sign-in page, such as the name of the organisation."),
        },
    )
    discovery = fields.Url(
        required=True,
        require_tld=False,
        schemes={"https", "http"},
        validate=_LONG,
        metadata={
            "label": lazy("Discovery address"),
            "hint": lazy("It ends in /.well-known/openid-configuration; what stands before that is enough."),
        },
    )
    issuer = Text(
        load_default=None,
        allow_none=True,
        validate=_LONG,
        metadata={
            "label": lazy("Issuer"),
            "widget": "text",
            "hint": lazy("Only where the provider calls itself otherwise than its discovery address begins."),
        },
    )
    client_id = Text(required=True, validate=_LONG, metadata={"label": lazy("Client id"), "widget": "text"})
    client_authentication = fields.Enum(
        ClientAuthentication,
        by_value=True,
        load_default=ClientAuthentication.BASIC,
        metadata={"label": lazy("How Handrail shows the secret"), "choices": AUTHENTICATIONS},
    )
    client_secret = fields.String(
        load_default=None,
        allow_none=True,
        load_only=True,
        validate=_LONG,
        metadata={
            "label": lazy("Client secret"),
            "widget": "text",
            "hint": lazy("It is kept sealed and never shown again. Left empty, the one there is stays."),
            "attributes": {"autocomplete": "off", "spellcheck": "false"},
        },
    )
    scopes = fields.String(
        load_default="openid\nprofile\nemail",
        validate=_few_short_lines,
        metadata={
            "label": lazy("Scopes"),
            "hint": lazy("One a line. Some providers tell groups only where a scope asks for them."),
            "widget": "textarea",
        },
    )
    requires_mfa = fields.Boolean(
        load_default=False,
        metadata={
            "label": lazy("Let nobody in whose provider tells of no second factor"),
            "hint": lazy(
                "Leave this on. Without it a stolen password is enough to read what is kept here. Only an "
                "administrator of the consultancy can turn it off; the register says who did, and when."
            ),
        },
    )
    strong_acr = fields.String(
        load_default="",
        validate=_few_short_lines,
        metadata={
            "label": lazy("Values of “acr” that mean two factors"),
            "hint": lazy("One a line, as the provider documents them. Needed for acts that ask for a fresh proof."),
            "widget": "textarea",
        },
    )
    strong_amr = fields.String(
        load_default="mfa",
        validate=_few_short_lines,
        metadata={
            "label": lazy("Values of “amr” of which one means two factors"),
            "hint": lazy("One a line. Most providers say “mfa”."),
            "widget": "textarea",
        },
    )
    groups_claim = Text(
        load_default="groups",
        validate=_SHORT,
        metadata={
            "label": lazy("Where the token tells of groups"),
            "hint": lazy("The name of the claim in the ID token, such as “groups” or “roles”; a/b looks inside a."),
        },
    )
    groups = fields.List(
        fields.Nested(GroupRow),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"label": lazy("Groups and roles"), "row_label": lazy("Group")},
    )

    @post_load
    def split(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Return what was typed one a line as lists."""
        for name in ("scopes", "strong_acr", "strong_amr"):
            if name in data:
                data[name] = _one_a_line(data[name])
        return data


class NewConnectionForm(ConnectionForm):
    """A new connection, and whose it is."""

    employer_id = fields.UUID(
        allow_none=True,
        load_default=None,
        metadata={
            "label": lazy("Whose people sign on"),
            "hint": lazy("It can not be changed later: a client organisation's provider counts for that one only."),
            "widget": "select",
        },
    )


class DomainForm(Schema):
    """A mail domain."""

    __compartment__ = Apart.NO_CASE

    domain = Text(
        required=True,
        validate=validate.Length(max=253),
        metadata={
            "label": lazy("Domain"),
            "hint": lazy("Such as example.org: what stands behind the @ of your people's addresses."),
        },
    )


class GroupGrantRead(Schema):
    """A group and its role."""

    __compartment__ = Apart.NO_CASE

    group = fields.String()
    role = fields.String()
    employer_id = fields.UUID(allow_none=True)


class DomainRead(Schema):
    """A domain, and the record that proves it."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    domain = fields.String()
    record_name = fields.String()
    record_text = fields.String()
    verified_at = fields.AwareDateTime(allow_none=True)


class ConnectionRead(Schema):
    """A connection; the secret is never among it."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    employer_id = fields.UUID(allow_none=True)
    name = fields.String()
    state = fields.Enum(ConnectionState, by_value=True)
    discovery = fields.String()
    issuer = fields.String()
    client_id = fields.String()
    client_authentication = fields.Enum(ClientAuthentication, by_value=True)
    has_secret = fields.Boolean()
    algorithms = fields.List(fields.String())
    scopes = fields.List(fields.String())
    requires_mfa = fields.Boolean()
    strong_acr = fields.List(fields.String())
    strong_amr = fields.List(fields.String())
    groups_claim = fields.String()
    groups = fields.List(fields.Nested(GroupGrantRead))
    redirect_uri = fields.String()
    logout_uri = fields.String()


class ConnectionWrite(Schema):
    """A connection to make, over the API; lists are lists."""

    __compartment__ = Apart.NO_CASE

    name = Text(required=True, validate=_SHORT)
    discovery = fields.Url(required=True, require_tld=False, schemes={"https", "http"}, validate=_LONG)
    issuer = Text(allow_none=True, validate=_LONG)
    client_id = Text(required=True, validate=_LONG)
    client_authentication = fields.Enum(ClientAuthentication, by_value=True)
    client_secret = fields.String(load_only=True, allow_none=True, validate=_LONG)
    scopes = fields.List(Text(validate=_SHORT), validate=validate.Length(max=_MOST))
    requires_mfa = fields.Boolean()
    strong_acr = fields.List(Text(validate=_LONG), validate=validate.Length(max=_MOST))
    strong_amr = fields.List(Text(validate=_LONG), validate=validate.Length(max=_MOST))
    groups_claim = Text(validate=_SHORT)
    groups = fields.List(fields.Nested(GroupRow), validate=validate.Length(max=100))


class NewConnection(ConnectionWrite):
    """The same, and whose it is: null for the consultancy's own."""

    employer_id = fields.UUID(allow_none=True, load_default=None)


class FindingRead(Schema):
    """One step of a check."""

    __compartment__ = Apart.NO_CASE

    step = fields.String()
    well = fields.Boolean()
    reason = fields.String(allow_none=True)
    detail = fields.String(allow_none=True)


class CheckRead(Schema):
    """What a check found, up to the first step that does not hold."""

    __compartment__ = Apart.NO_CASE

    well = fields.Boolean()
    findings = fields.List(fields.Nested(FindingRead))
