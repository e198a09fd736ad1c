"""What comes in and goes out at the edges of packages and corrections: one set of schemas for pages and API."""

from typing import Any, ClassVar, Final

from marshmallow import Schema, fields, validate

from handrail.kit.codes import Compartment
from handrail.kit.i18n import _, lazy
from handrail.kit.labels import Apart, Label
from handrail.privacy.corrections.models import CorrectionState
from handrail.privacy.corrections.rules import OF_THE_COORDINATOR, OF_THE_EMPLOYER, About
from handrail.privacy.corrections.words import ABOUTS
from handrail.privacy.package.models import HeldState, PackageState
from handrail.web.fields import Text

LONGEST: Final = 4000
_OWN: Final = {"compartment": "own"}
_SHARED: Final = {"compartment": "coordination"}
_ADMINISTRATIVE: Final = {"compartment": "administrative"}


def _choices(abouts: tuple[About, ...]) -> Any:
    return lambda: [(about.value, _(ABOUTS[about])) for about in abouts]


class EmployerCorrectionAsk(Schema):
    """Something that the employer keeps is not right."""

    about = fields.Enum(
        About,
        by_value=True,
        required=True,
        validate=validate.OneOf(OF_THE_EMPLOYER),
        metadata=_ADMINISTRATIVE
        | {"label": lazy("What is not right?"), "choices": _choices(OF_THE_EMPLOYER), "widget": "select"},
    )
    record_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata=_ADMINISTRATIVE | {"label": lazy("Which one?"), "widget": "select"},
    )
    words = Text(
        required=True,
        validate=validate.Length(1, LONGEST),
        metadata=_ADMINISTRATIVE
        | {
            "label": lazy("What is wrong, and how should it be?"),
            "widget": "textarea",
        },
    )


class CoordinatorCorrectionAsk(Schema):
    """Something that the coordinator wrote down is not right."""

    about = fields.Enum(
        About,
        by_value=True,
        required=True,
        validate=validate.OneOf(OF_THE_COORDINATOR),
        metadata=_SHARED
        | {"label": lazy("What is not right?"), "choices": _choices(OF_THE_COORDINATOR), "widget": "select"},
    )
    record_id = fields.UUID(
        load_default=None, allow_none=True, metadata=_SHARED | {"label": lazy("Which one?"), "widget": "select"}
    )
    words = Text(
        required=True,
        validate=validate.Length(1, LONGEST),
        metadata=_SHARED
        | {
            "label": lazy("What is wrong, and how should it be?"),
            "hint": lazy("Only your coordinator reads this."),
            "widget": "textarea",
        },
    )


def _answer(**metadata: Any) -> Text:
    return Text(
        required=True,
        validate=validate.Length(1, LONGEST),
        metadata={
            "label": lazy("In plain words"),
            "hint": lazy("The worker reads this, word for word."),
            "widget": "textarea",
            **metadata,
        },
    )


class CorrectionAnswer(Schema):
    """What whoever keeps the record says to a request."""

    __compartment__: ClassVar[Label] = Apart.ITS_RECORD

    state = fields.Enum(
        CorrectionState,
        by_value=True,
        required=True,
        validate=validate.OneOf((CorrectionState.ACCEPTED, CorrectionState.DECLINED)),
        metadata={
            "label": lazy("Your answer"),
            "widget": "radios",
            "choices": lambda: [
                (CorrectionState.ACCEPTED.value, _("It is put right. What I write stands beside the old record.")),
                (CorrectionState.DECLINED.value, _("It stays as it is. I say why.")),
            ],
        },
    )
    words = _answer()


class EmployerCorrectionAnswer(CorrectionAnswer):
    """The same on a page of human resources."""

    __compartment__ = Compartment.ADMINISTRATIVE

    words = _answer(**_ADMINISTRATIVE)


class CoordinatorCorrectionAnswer(CorrectionAnswer):
    """The same on a page of the coordinator."""

    __compartment__ = Compartment.COORDINATION

    words = _answer(**_SHARED)


class Redaction(Schema):
    """What the worker gets in place of a text."""

    words = Text(
        required=True,
        validate=validate.Length(1, 20000),
        metadata=_SHARED
        | {
            "label": lazy("What the worker gets"),
            "hint": lazy("Take out what tells of somebody else, and nothing more."),
            "widget": "textarea",
        },
    )


# --- The API ------------------------------------------------------------------------------------------------------


class ReaderRead(Schema):
    """Somebody who may read a part of one's data."""

    person_id = fields.UUID(metadata=_OWN)
    name = fields.String(metadata=_OWN)
    role = fields.String(metadata=_OWN)
    since = fields.Date(allow_none=True, metadata=_OWN)
    until = fields.Date(allow_none=True, metadata=_OWN)
    facts_only = fields.Boolean(metadata=_OWN)
    why = fields.String(metadata=_OWN)


class PartRead(Schema):
    """One compartment, and who may read it."""

    compartment = fields.String(metadata=_OWN)
    title = fields.String(metadata=_OWN)
    people = fields.List(fields.Nested(ReaderRead), metadata=_OWN)


class LookRead(Schema):
    """Somebody looked."""

    at = fields.DateTime(metadata=_OWN)
    person_id = fields.UUID(metadata=_OWN)
    name = fields.String(metadata=_OWN)
    role = fields.String(metadata=_OWN)
    what = fields.List(fields.String(), metadata=_OWN)
    purpose = fields.String(metadata=_OWN)
    why = fields.String(metadata=_OWN)
    is_apart = fields.Boolean(metadata=_OWN | {"description": "Emergency or support access."})


class DisclosureRead(Schema):
    """Something was given to somebody; `to` is empty where it was the worker."""

    on = fields.Date(metadata=_OWN)
    to = fields.String(metadata=_OWN)
    what = fields.String(metadata=_OWN)
    why = fields.String(metadata=_OWN)


class SeeingRead(Schema):
    """Who may see what, who looked, and what was given to whom."""

    parts = fields.List(fields.Nested(PartRead), metadata=_OWN)
    never_of_the_employer = fields.List(fields.String(), metadata=_OWN)
    looks = fields.List(fields.Nested(LookRead), metadata=_OWN)
    disclosures = fields.List(fields.Nested(DisclosureRead), metadata=_OWN)


class PackageRead(Schema):
    """A package of one's data; it is downloaded from `file` while `state` is ready."""

    id = fields.UUID(metadata=_OWN)
    state = fields.Enum(PackageState, by_value=True, metadata=_OWN)
    asked_at = fields.DateTime(metadata=_OWN)
    ready_at = fields.DateTime(allow_none=True, metadata=_OWN)
    ends_at = fields.DateTime(allow_none=True, metadata=_OWN)
    fetched_at = fields.DateTime(allow_none=True, metadata=_OWN)
    records = fields.Integer(metadata=_OWN)
    held = fields.Integer(metadata=_OWN | {"description": "Texts that somebody looks at first."})
    size = fields.Integer(metadata=_OWN)


class PackageList(Schema):
    """One's packages, the newest first."""

    items = fields.List(fields.Nested(PackageRead), metadata=_OWN)


class CorrectionAsk(Schema):
    """Something is not right. What it is about decides who reads it: the employer, or the coordinator."""

    __compartment__ = Apart.ITS_RECORD

    about = fields.Enum(About, by_value=True, required=True)
    record_id = fields.UUID(load_default=None, allow_none=True)
    words = Text(required=True, validate=validate.Length(1, LONGEST))


class CorrectionRead(Schema):
    """A request for a correction, and what was answered."""

    __compartment__ = Apart.ITS_RECORD

    id = fields.UUID()
    person_id = fields.UUID()
    about = fields.String()
    compartment = fields.String()
    record_id = fields.UUID(attribute="object_id", allow_none=True)
    words = fields.String()
    state = fields.Enum(CorrectionState, by_value=True)
    asked_at = fields.DateTime()
    answer = fields.String()
    answered_at = fields.DateTime(allow_none=True)


class CorrectionList(Schema):
    """Requests for corrections."""

    items = fields.List(fields.Nested(CorrectionRead))


class HeldTextRead(Schema):
    """A text that may tell of others; `text` only where one is read."""

    id = fields.UUID(metadata=_SHARED)
    person_id = fields.UUID(metadata=_SHARED)
    object_table = fields.String(metadata=_SHARED)
    name = fields.String(metadata=_SHARED)
    state = fields.Enum(HeldState, by_value=True, metadata=_SHARED)
    asked_at = fields.DateTime(metadata=_SHARED)
    text = fields.String(metadata=_SHARED)


class HeldTextList(Schema):
    """Texts that wait to be looked at."""

    items = fields.List(fields.Nested(HeldTextRead), metadata=_SHARED)
