"""Topics of a guide that wait for the next talk of its kind, by the key of their section (S3-1)."""

from marshmallow import Schema, fields, validate

from handrail.kit.codes import Compartment
from handrail.kit.i18n import LazyText, lazy


def _topics(label: LazyText, hint: LazyText) -> fields.List[str]:
    return fields.List(
        fields.String(validate=validate.Length(max=80)),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={"label": label, "hint": hint},
    )


class TopicsLeft(Schema):
    """In a contact."""

    __compartment__ = Compartment.COORDINATION

    put_off = _topics(lazy("What do you leave for later?"), lazy("It comes first the next time."))
    let_go = _topics(
        lazy("What does nobody need to come back to?"), lazy("Left for later before, and no longer needed.")
    )


class TopicsLeftHere(TopicsLeft):
    """In an interview of the statutory track."""

    __compartment__ = Compartment.ADMINISTRATIVE
