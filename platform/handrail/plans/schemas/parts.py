"""What the schemas of this slice share: choices with their words, boxes with their readers."""

from typing import Any, Final

from marshmallow import Schema, fields, validate

from handrail.kit.codes import Compartment
from handrail.kit.i18n import gettext, lazy

COORDINATION, OWN, PLAN = Compartment.COORDINATION, Compartment.OWN, Compartment.PLAN
WORDS: Final = validate.Length(min=1, max=4000)
LINE: Final = validate.Length(max=300)


def choices(words: dict[Any, str]) -> Any:
    """Return the choices of a field of codes, in the language of whoever looks."""
    return lambda: [(code.value, gettext(text)) for code, text in words.items()]


def box(label: Any, compartment: Compartment, **more: Any) -> dict[str, Any]:
    """Return the metadata of a box for text, under the sentence that says who reads it."""
    return {"label": label, "compartment": compartment, "widget": "textarea", **more}


class Number(fields.Decimal):
    """A number as people write it: 7.5 and 7,5 are the same."""

    def _validated(self, value: Any) -> Any:
        return super()._validated(value.replace(",", ".") if isinstance(value, str) else value)


def yes_no(label: Any) -> fields.Boolean:
    """Return a question with yes, no, and no answer."""
    pairs = [("true", lazy("Yes")), ("false", lazy("No"))]
    return fields.Boolean(
        allow_none=True, load_default=None, metadata={"label": label, "widget": "radios", "choices": pairs}
    )


class Nothing(Schema):
    """A form with a button and no fields."""
