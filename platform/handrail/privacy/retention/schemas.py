"""What comes in of decisions about retention, and what goes out, for pages and API alike."""

from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, post_load, validate

from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.privacy.retention.codes import ItemState, Kind, RunState
from handrail.privacy.retention.periods import Period
from handrail.privacy.retention.rules import DEFAULT
from handrail.web.fields import Text

_REASON: Final = 500
_NO_HEALTH: Final = lazy("Who watches over retention reads this. No health information, and nothing that was confided.")
_DIGEST: Final = validate.Regexp(r"[0-9a-f]{64}")


class Decide(Schema):
    """A decision about what was shown: its digest stands for it, so that two people decide on the same."""

    __compartment__ = Apart.NO_CASE

    digest = fields.String(required=True, validate=_DIGEST, metadata={"widget": "hidden", "label": lazy("Shown")})


class Reverse(Schema):
    """Stopping a run before its days are over."""

    __compartment__ = Apart.NO_CASE

    reason = Text(
        required=True,
        validate=validate.Length(min=1, max=_REASON),
        metadata={"label": lazy("Why it is stopped"), "hint": _NO_HEALTH},
    )


class HoldPlace(Schema):
    """Keeping a case, or everything of a client organisation, whatever is due."""

    __compartment__ = Apart.NO_CASE

    number = Text(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=40),
        metadata={"label": lazy("Number of the case"), "hint": lazy("Its worker's administrative file is held too.")},
    )
    employer = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=120),
        metadata={"label": lazy("Or a whole client organisation"), "widget": "select"},
    )
    reason = Text(
        required=True,
        validate=validate.Length(min=1, max=_REASON),
        metadata={"label": lazy("Why it has to be kept"), "hint": _NO_HEALTH},
    )
    until = fields.Date(required=True, metadata={"label": lazy("Until and including")})

    @post_load
    def nothing_for_empty(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Take what was left empty for not given."""
        return data | {name: data[name] or None for name in ("number", "employer")}


class PeriodField(fields.String):
    """A period as ISO 8601 says it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return Period.read(super()._deserialize(value, attr, data, **kwargs) or "")
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002 - its signature
        return None if value is None else str(value)


class PeriodChoose(Schema):
    """How long the consultancy keeps a kind of record, and why."""

    __compartment__ = Apart.NO_CASE

    kind = fields.Enum(Kind, by_value=True, required=True, metadata={"label": lazy("What"), "widget": "select"})
    jurisdiction = fields.String(
        load_default=DEFAULT,
        validate=validate.Length(min=1, max=20),
        metadata={"label": lazy("Where"), "widget": "select", "description": "A jurisdiction's code, or `default`."},
    )
    period = PeriodField(
        required=True,
        metadata={
            "label": lazy("How long"),
            "hint": lazy("Y for years, M for months, D for days: P2Y is two years, P90D ninety days."),
        },
    )
    reason = Text(
        required=True,
        validate=validate.Length(min=1, max=_REASON),
        metadata={"label": lazy("Why"), "hint": _NO_HEALTH},
    )


class PeriodGiveUp(Schema):
    """Going by the rule's own period again."""

    __compartment__ = Apart.NO_CASE

    kind = fields.Enum(Kind, by_value=True, required=True)
    jurisdiction = fields.String(load_default=DEFAULT, validate=validate.Length(min=1, max=20))


class RuleRead(Schema):
    """A rule as it is applied."""

    __compartment__ = Apart.NO_CASE

    kind = fields.Enum(Kind, by_value=True)
    jurisdiction = fields.String()
    period = fields.String(allow_none=True, metadata={"description": "ISO 8601; null: until one is chosen."})
    floor = fields.String(allow_none=True)
    ceiling = fields.String(allow_none=True)
    counts_from = fields.String()
    why = fields.String()
    source = fields.String()
    confidence = fields.String()
    chosen = fields.String(allow_none=True, metadata={"description": "What the consultancy chose in its place."})


class RuleList(Schema):
    """The rules."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(RuleRead))


class ItemRead(Schema):
    """One thing that is due, by case number."""

    __compartment__ = Apart.NO_CASE

    kind = fields.Enum(Kind, by_value=True)
    cases = fields.List(fields.String())
    due_on = fields.Date()
    state = fields.Enum(ItemState, by_value=True)
    erased_at = fields.AwareDateTime(allow_none=True)


class RunListed(Schema):
    """How far a run is."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    state = fields.Enum(RunState, by_value=True)
    worked_out_on = fields.Date()
    asked_at = fields.AwareDateTime(allow_none=True)
    asked_by = fields.UUID(allow_none=True)
    approved_at = fields.AwareDateTime(allow_none=True)
    approved_by = fields.UUID(allow_none=True)
    erase_after = fields.AwareDateTime(allow_none=True, metadata={"description": "Until then it can be reversed."})
    ended_at = fields.AwareDateTime(allow_none=True)


class RunRead(RunListed):
    """The same with what it is about; `digest` is what a decision sends back."""

    digest = fields.String()
    items = fields.List(fields.Nested(ItemRead))


class RunList(Schema):
    """The runs, what is proposed first."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(RunListed))


class HoldRead(Schema):
    """A hold in force."""

    __compartment__ = Apart.NO_CASE

    id = fields.UUID()
    number = fields.String(allow_none=True)
    employer_id = fields.UUID()
    reason = fields.String()
    until = fields.Date()
    placed_at = fields.AwareDateTime()
    placed_by = fields.UUID()


class HoldList(Schema):
    """The holds that were not lifted."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(HoldRead))
