"""What comes in where letters are read before they go out."""

from marshmallow import Schema, fields, validate

from handrail.cases.review.codes import Verdict
from handrail.kit.codes import Compartment
from handrail.kit.i18n import N_, lazy
from handrail.web.fields import Text

VERDICTS = {Verdict.RELEASE: N_("Let it go out"), Verdict.SEND_BACK: N_("Send it back")}


class LetterAnswer(Schema):
    """The answer for a letter that is held."""

    __compartment__ = Compartment.COORDINATION

    verdict = fields.Enum(
        Verdict,
        by_value=True,
        required=True,
        metadata={
            "label": lazy("What happens with it?"),
            "choices": [(code, lazy(words)) for code, words in VERDICTS.items()],
            "widget": "radios",
        },
    )
    reason = Text(
        load_default="",
        validate=validate.Length(max=1000),
        metadata={
            "label": lazy("What should be different?"),
            "hint": lazy("Only where you send it back. It is about the letter; nothing about the worker belongs here."),
            "widget": "textarea",
            "compartment": Compartment.COORDINATION,
        },
    )
