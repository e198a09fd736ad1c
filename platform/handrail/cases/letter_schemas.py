"""What comes in of requests to be in touch, and of letters, from pages and programs of the employer's side."""

from marshmallow import Schema, fields, validate

from handrail.cases import words
from handrail.cases.rules.neutrality import AskedFor, Why
from handrail.cases.schemas import ContactRequestMake
from handrail.kit.codes import Compartment
from handrail.kit.i18n import N_, lazy
from handrail.web.fields import Text

_ADMINISTRATIVE = Compartment.ADMINISTRATIVE
ASKED_FOR = {AskedFor.THEMSELVES: N_("Me"), AskedFor.INSURER: N_("The insurer, for whom I ask")}
"""Who wants to be in touch."""


class ContactRequestAsk(ContactRequestMake):
    """A wish to be in touch with the worker, one's own or the insurer's."""

    __compartment__ = Compartment.ADMINISTRATIVE

    class Meta:
        """Who first."""

        fields = ("asked_for", "why", "channel", "wanted_on", "obligation_key")

    asked_for = fields.Enum(
        AskedFor,
        by_value=True,
        load_default=AskedFor.THEMSELVES,
        metadata={
            "label": lazy("Who wants to be in touch?"),
            "choices": words.choices(ASKED_FOR),
            "compartment": _ADMINISTRATIVE,
        },
    )


class EmployerLetterWrite(Schema):
    """A letter to the worker about the administration of the absence (CON-4)."""

    __compartment__ = Compartment.ADMINISTRATIVE

    why = fields.Enum(
        Why,
        by_value=True,
        required=True,
        metadata={"label": lazy("What is it about?"), "choices": words.choices(words.WHYS)},
    )
    obligation_key = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=300),
        metadata={
            "label": lazy("Which obligation requires it?"),
            "hint": lazy("Only for a letter that the law requires. It may be about nothing else."),
            "widget": "select",
            "compartment": _ADMINISTRATIVE,
        },
    )
    title = Text(
        required=True,
        validate=validate.Length(min=1, max=120),
        metadata={"label": lazy("Subject"), "compartment": _ADMINISTRATIVE},
    )
    body = Text(
        required=True,
        validate=validate.Length(min=1, max=4000),
        metadata={"label": lazy("Letter"), "widget": "textarea", "compartment": _ADMINISTRATIVE},
    )
