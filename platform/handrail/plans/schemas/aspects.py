"""Aspects of the work that are noted for prevention, in and out (S4-3)."""

from marshmallow import Schema, fields

from handrail.kit.codes import Compartment
from handrail.kit.i18n import lazy
from handrail.plans.rules.codes import AspectCategory, Effect
from handrail.plans.schemas.parts import WORDS, box, choices
from handrail.plans.wording import ASPECTS, EFFECTS
from handrail.web.fields import Text


class AspectWrite(Schema):
    """An aspect of the work."""

    __compartment__ = Compartment.PREVENTION

    category = fields.Enum(
        AspectCategory,
        by_value=True,
        required=True,
        metadata={"label": lazy("What is it about?"), "widget": "select", "choices": choices(ASPECTS)},
    )
    effect = fields.Enum(
        Effect, by_value=True, required=True, metadata={"label": lazy("What does it do?"), "choices": choices(EFFECTS)}
    )
    words = Text(
        required=True,
        validate=WORDS,
        metadata=box(
            lazy("The aspect of the work"), Compartment.PREVENTION,
            hint=lazy("About the work and not about a person. No names."),
            readers=lazy("The worker and the coordinator. The committee gets themes of many, never these words."),
        ),
    )  # fmt: skip


class AspectRead(Schema):
    """An aspect of the work; `counts` is false once the consent under which it was noted was taken back."""

    __compartment__ = Compartment.PREVENTION

    id = fields.UUID()
    category = fields.Enum(AspectCategory, by_value=True)
    effect = fields.Enum(Effect, by_value=True)
    words = fields.String()
    noted_on = fields.Date()
    counts = fields.Boolean()


class AspectList(Schema):
    """What was noted for prevention, oldest first."""

    items = fields.List(fields.Nested(AspectRead))
