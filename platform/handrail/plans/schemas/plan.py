"""The draft of a plan, in and out."""

from decimal import Decimal
from typing import Any, Final

from marshmallow import Schema, fields, post_load, validate

from handrail.kit.i18n import lazy
from handrail.plans.rules.codes import ActionKind, LimitKind, Responsible, Welcome
from handrail.plans.rules.content import LISTS, Action, ConcernEntry, Content, Limit, Question, Week
from handrail.plans.schemas.parts import COORDINATION, LINE, PLAN, Number, box, choices
from handrail.plans.schemas.remarks import ObjectionRead
from handrail.plans.wording import KINDS, LIMITS, RESPONSIBLE, WELCOMES
from handrail.web.fields import Text

_AFTER_PROPOSING: Final = lazy(
    "You and the worker, until you propose it. Then the supervisor and all who read the plan."
)


class ConcernPart(Schema):
    """A shared concern in a draft: its words are the worker's and come from the plan itself."""

    __compartment__ = PLAN

    id = fields.UUID(required=True, metadata={"widget": "hidden"})
    why_no_action = Text(
        load_default="",
        validate=validate.Length(max=2000),
        metadata={
            "label": lazy("Why nothing is done about it"),
            "hint": lazy("Only where no action answers it."),
            "widget": "text",
        },
    )

    @post_load
    def _made(self, data: dict[str, Any], **_more: Any) -> ConcernEntry:
        return ConcernEntry(**data)


class ActionPart(Schema):
    """An action in a draft (S5-2)."""

    __compartment__ = PLAN

    key = fields.String(load_default="", metadata={"widget": "hidden"})
    description = Text(
        required=True,
        validate=validate.Length(min=1, max=2000),
        metadata={"label": lazy("What will be done"), "widget": "textarea"},
    )
    kind = fields.Enum(
        ActionKind,
        by_value=True,
        required=True,
        metadata={"label": lazy("Kind"), "widget": "select", "choices": choices(KINDS)},
    )
    responsible = fields.Enum(
        Responsible,
        by_value=True,
        required=True,
        metadata={"label": lazy("Who"), "widget": "select", "choices": choices(RESPONSIBLE)},
    )
    responsible_name = Text(
        load_default="", validate=LINE, metadata={"label": lazy("Who, by name"), "widget": "text", "holds": "a name"}
    )
    starts_on = fields.Date(allow_none=True, load_default=None, metadata={"label": lazy("Start")})
    due_on = fields.Date(allow_none=True, load_default=None, metadata={"label": lazy("In place by")})
    judged_by = Text(
        load_default="",
        validate=validate.Length(max=1000),
        metadata={"label": lazy("How you judge it"), "widget": "text"},
    )
    before_return = fields.Boolean(
        load_default=False, metadata={"label": lazy("Must be in place before the first day back")}
    )
    concerns = fields.List(
        fields.UUID(), load_default=list, metadata={"label": lazy("Answers concern"), "widget": "checkboxes"}
    )

    @post_load
    def _made(self, data: dict[str, Any], **_more: Any) -> Action:
        return Action(**(data | {"concerns": tuple(data["concerns"])}))


class QuestionPart(Schema):
    """A question in a draft (S5-3)."""

    __compartment__ = PLAN

    key = fields.String(load_default="", metadata={"widget": "hidden"})
    text = Text(
        required=True,
        validate=validate.Length(min=1, max=2000),
        metadata={"label": lazy("Question"), "widget": "textarea"},
    )
    responsible = fields.Enum(
        Responsible,
        by_value=True,
        load_default=Responsible.SUPERVISOR,
        metadata={"label": lazy("Who checks"), "widget": "select", "choices": choices(RESPONSIBLE)},
    )
    due_on = fields.Date(allow_none=True, load_default=None, metadata={"label": lazy("Answer by")})
    answer = Text(
        load_default="",
        validate=validate.Length(max=2000),
        metadata={"label": lazy("Answer, if known"), "widget": "text"},
    )

    @post_load
    def _made(self, data: dict[str, Any], **_more: Any) -> Question:
        return Question(**data)


def _hours(label: Any) -> Number:
    return Number(
        places=2,
        allow_none=True,
        load_default=None,
        validate=validate.Range(min=0, max=24),
        metadata={"label": label, "attributes": {"inputmode": "decimal"}},
    )


class WeekPart(Schema):
    """A week of the build-up in a draft: hours a day, and the tasks."""

    __compartment__ = PLAN

    monday = fields.Date(required=True, metadata={"label": lazy("Week from Monday")})
    mon = _hours(lazy("Monday"))
    tue = _hours(lazy("Tuesday"))
    wed = _hours(lazy("Wednesday"))
    thu = _hours(lazy("Thursday"))
    fri = _hours(lazy("Friday"))
    sat = _hours(lazy("Saturday"))
    sun = _hours(lazy("Sunday"))
    tasks = Text(
        load_default="", validate=validate.Length(max=1000), metadata={"label": lazy("Tasks"), "widget": "text"}
    )
    cover = Text(
        load_default="", validate=LINE, metadata={"label": lazy("Who covers"), "widget": "text", "holds": "a name"}
    )

    @post_load
    def _made(self, data: dict[str, Any], **_more: Any) -> Week:
        return Week(**data)


class LimitPart(Schema):
    """What is not gone beyond, in a draft (S5-4)."""

    __compartment__ = PLAN

    kind = fields.Enum(
        LimitKind,
        by_value=True,
        required=True,
        metadata={"label": lazy("What"), "widget": "select", "choices": choices(LIMITS)},
    )
    amount = Number(
        places=2,
        required=True,
        validate=validate.Range(min=0, max=1000),
        metadata={"label": lazy("At most"), "attributes": {"inputmode": "decimal"}},
    )
    until = fields.Date(
        allow_none=True,
        load_default=None,
        metadata={"label": lazy("Until and with"), "hint": lazy("Leave it empty where no day is known.")},
    )

    @post_load
    def _made(self, data: dict[str, Any], **_more: Any) -> Limit:
        return Limit(**data)


class DayPart(Schema):
    """One day."""

    __compartment__ = PLAN

    on = fields.Date(required=True, metadata={"label": lazy("Day")})


def _clause(label: Any, hint: Any = "") -> Text:
    return Text(
        load_default="",
        validate=validate.Length(max=4000),
        metadata=box(label, PLAN, hint=hint, readers=_AFTER_PROPOSING, attributes={"rows": 3}),
    )


class PlanWrite(Schema):
    """A draft of the plan: everything may still be missing; proposing it says what is."""

    __compartment__ = PLAN

    aim = _clause(lazy("Aim"), lazy("Where does this lead? For instance: own job, 32 hours."))
    first_day_on = fields.Date(allow_none=True, load_default=None, metadata={"label": lazy("First day back")})
    full_week_hours = Number(
        places=2,
        allow_none=True,
        load_default=None,
        validate=validate.Range(min=0, max=168),
        metadata={"label": lazy("Hours a week by contract")},
    )
    concerns = fields.List(fields.Nested(ConcernPart), load_default=list, metadata={"label": lazy("Concerns")})
    actions = fields.List(
        fields.Nested(ActionPart),
        load_default=list,
        metadata={"label": lazy("Actions"), "row_label": lazy("Action")},
    )
    questions = fields.List(
        fields.Nested(QuestionPart),
        load_default=list,
        metadata={
            "label": lazy("Questions to check first"),
            "row_label": lazy("Question"),
            "hint": lazy("What the supervisor must find out before committing."),
        },
    )
    weeks = fields.List(
        fields.Nested(WeekPart),
        load_default=list,
        metadata={
            "label": lazy("Build-up of hours and tasks"),
            "row_label": lazy("Week"),
            "hint": lazy("Leave a day empty where nothing is worked. Tasks grow with the hours."),
        },
    )
    limitations = _clause(lazy("To be kept in mind"))
    limits = fields.List(
        fields.Nested(LimitPart),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={
            "label": lazy("Limits in numbers"),
            "row_label": lazy("Limit"),
            "hint": lazy("The build-up above is checked against those in hours and days. No word about health."),
        },
    )
    if_it_stalls = _clause(lazy("If the build-up stalls or a goal proves out of reach"))
    evaluations_on = fields.List(
        fields.Nested(DayPart),
        load_default=list,
        metadata={"label": lazy("We look again on"), "row_label": lazy("Day")},
    )
    replacement = _clause(lazy("Who replaces or helps in the meantime"))
    colleagues = _clause(lazy("How colleagues are prepared"), lazy("Only what the worker wants them to know."))
    welcome = fields.Enum(
        Welcome,
        by_value=True,
        allow_none=True,
        load_default=None,
        metadata={"label": lazy("How the worker wants to be welcomed"), "choices": choices(WELCOMES)},
    )
    welcome_wish = Text(
        load_default="",
        validate=LINE,
        metadata={"label": lazy("The welcome, in the worker's words"), "widget": "text"},
    )

    @post_load
    def _made(self, data: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """Return the content under one name, beside what else the form holds."""
        own = {name: data.pop(name) for name in list(data) if name in _CONTENT}
        lists = {name: tuple(own[name]) for name in LISTS}
        days = tuple(sorted(day["on"] for day in own["evaluations_on"]))
        return data | {"content": Content(**(own | lists | {"evaluations_on": days}))}


_CONTENT: Final = frozenset(PlanWrite().load_fields)


class PlanEdit(PlanWrite):
    """The same as a form, with the revision that the writer saw."""

    revision = fields.Integer(required=True, metadata={"widget": "hidden"})


class AcceptedRead(Schema):
    """Who accepted a version, and when."""

    party = fields.String(metadata={"compartment": PLAN})
    at = fields.AwareDateTime(metadata={"compartment": PLAN})


class ClauseRead(Schema):
    """How the plan stands to a clause of the collective agreement, and who settles it (S5-5)."""

    __compartment__ = PLAN

    key = fields.String()
    title = fields.String()
    text = fields.String()
    reference = fields.String()
    verdict = fields.String()
    breaches = fields.List(fields.String())
    who = fields.String()


class VersionHead(Schema):
    """A version without its content; `digest` is the SHA-256 of what was proposed, in hexadecimal."""

    number = fields.Integer(metadata={"compartment": PLAN})
    digest = fields.String(metadata={"compartment": PLAN})
    standing = fields.String(metadata={"compartment": PLAN})
    proposed_at = fields.AwareDateTime(metadata={"compartment": PLAN})
    accepted = fields.List(fields.Nested(AcceptedRead), metadata={"compartment": PLAN})


class VersionRead(VersionHead):
    """A version in full."""

    content = fields.Nested(PlanWrite, metadata={"compartment": PLAN})


class PlanRead(Schema):
    """Where the plan stands."""

    newest = fields.Integer(allow_none=True, metadata={"compartment": PLAN})
    contract = fields.Integer(allow_none=True, metadata={"compartment": PLAN})
    versions = fields.List(fields.Nested(VersionHead), metadata={"compartment": PLAN})
    shown = fields.Nested(VersionRead, allow_none=True, metadata={"compartment": PLAN})
    in_place = fields.List(fields.String(), metadata={"compartment": PLAN})
    answers = fields.Dict(fields.String(), fields.String(), metadata={"compartment": PLAN})
    agreement = fields.List(fields.Nested(ClauseRead))
    objections = fields.List(fields.Nested(ObjectionRead))


class DraftRead(Schema):
    """The draft of the next version."""

    revision = fields.Integer(metadata={"compartment": COORDINATION})
    changed_at = fields.AwareDateTime(metadata={"compartment": COORDINATION})
    content = fields.Nested(PlanWrite, metadata={"compartment": COORDINATION})


class ChangeRead(Schema):
    """One clause that is not the same; `field` null: the whole item came or went."""

    part = fields.String(metadata={"compartment": PLAN})
    key = fields.String(metadata={"compartment": PLAN})
    field = fields.String(allow_none=True, metadata={"compartment": PLAN})
    before = fields.Raw(allow_none=True, metadata={"compartment": PLAN})
    after = fields.Raw(allow_none=True, metadata={"compartment": PLAN})
    kind = fields.String(metadata={"compartment": PLAN})


class ChangeList(Schema):
    """What changed between two versions."""

    items = fields.List(fields.Nested(ChangeRead))


def as_form(content: Content) -> dict[str, Any]:
    """Return a content in the shape that `PlanWrite` loads, to fill a form."""
    found = {name: _typed(getattr(content, name)) for name in _CONTENT}
    found["evaluations_on"] = [{"on": day} for day in content.evaluations_on]
    for name in LISTS:
        found[name] = [_fields_of(item) for item in getattr(content, name)]
    return found


def _fields_of(item: ConcernEntry | Action | Question | Week | Limit) -> dict[str, Any]:
    return {name: _typed(getattr(item, name)) for name in type(item).__dataclass_fields__}


def _typed(value: Any) -> Any:
    """Return a number as people type it, 4 and not 4.00; anything else as it is."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
