"""What comes in at the sign-in page and the account."""

from marshmallow import Schema, fields, validate

from handrail.kit.codes import Role
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart


class SignInAsk(Schema):
    """An address to send a sign-in link to."""

    __compartment__ = Apart.NO_CASE

    email = fields.Email(
        required=True,
        metadata={
            "label": lazy("E-mail address"),
            "hint": lazy("We send you a link. It works once, in this browser, for ten minutes."),
            "attributes": {"autocomplete": "email", "inputmode": "email"},
        },
    )


class SignInAskAnywhere(SignInAsk):
    """The same where the address of the page does not name the consultancy."""

    consultancy = fields.String(
        required=True,
        validate=validate.Length(max=60),
        metadata={
            "label": lazy("Consultancy"),
            "hint": lazy("Its short name. It stands in the letter or mail you got."),
            "attributes": {"autocomplete": "organization", "autocapitalize": "none"},
        },
    )


class Nothing(Schema):
    """A form with a button and no fields."""


class RoleSwitch(Schema):
    """The role to act under."""

    __compartment__ = Apart.NO_CASE

    role = fields.Enum(Role, by_value=True, required=True, metadata={"label": lazy("Role")})


class DeviceRead(Schema):
    """A browser in which you have signed in."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    name = fields.String(metadata={"description": 'Such as "Firefox, Android".'})
    first_at = fields.AwareDateTime()
    last_at = fields.AwareDateTime()


class CalendarRead(Schema):
    """Whether a calendar follows what is due in the role in which you act, and since when."""

    __compartment__ = Apart.NO_CASE

    made_at = fields.AwareDateTime(allow_none=True)


class CalendarMade(CalendarRead):
    """A calendar address that was made just now; it is shown this once."""

    address = fields.Url()
