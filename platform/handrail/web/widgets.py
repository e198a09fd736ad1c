"""From a marshmallow field to what a person sees: which control, which label, which choices, who can read it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Literal

from marshmallow import Schema, fields, validate

from handrail.kit.codes import Compartment
from handrail.kit.i18n import LazyText, lazy
from handrail.kit.labels import Label, label_of

Widget = Literal[
    "text", "textarea", "date", "datetime", "time", "number", "email", "tel", "url", "password", "search", "hidden",
    "checkbox", "radios", "select", "checkboxes", "file", "fieldset", "rows",
]  # fmt: skip
Choice = tuple[str, str]

TEXT_BOXES: Final[frozenset[Widget]] = frozenset({"text", "textarea"})
_LONG: Final = 200  # signs: more than this is written in a box of several lines
_FEW: Final = 5  # choices that are shown at once; more go into a list
_TYPES: Final[Sequence[tuple[type[fields.Field[Any]], Widget]]] = (
    (fields.Boolean, "checkbox"),
    (fields.AwareDateTime, "datetime"),
    (fields.DateTime, "datetime"),
    (fields.Date, "date"),
    (fields.Time, "time"),
    (fields.Number, "number"),
    (fields.Email, "email"),
    (fields.Url, "url"),
    (fields.Nested, "fieldset"),
)

READERS: Final[Mapping[Compartment, LazyText]] = {
    Compartment.ADMINISTRATIVE: lazy("The worker, human resources and the coordinator read this."),
    Compartment.COORDINATION: lazy("Only the worker and the coordinator read this."),
    Compartment.OWN: lazy("Only the worker reads this."),
    Compartment.PLAN: lazy("The worker, the supervisor, the coordinator and those named in the plan read this."),
    Compartment.MEDICAL: lazy("Only the worker and occupational health read this."),
    Compartment.PROVIDER: lazy("Only the worker and the provider read this, and the coordinator if the worker agrees."),
    Compartment.UNION: lazy("Only the worker and the union representative read this."),
    Compartment.PREVENTION: lazy("Whoever wrote it and the coordinator read this; the committee only as themes."),
}
"""Said where the page does not name the readers; a page that knows them names them."""

CAUTIONS: Final[Mapping[Label, LazyText]] = {
    Compartment.ADMINISTRATIVE: lazy("The employer reads this. Please put no health information here."),
    Compartment.PLAN: lazy("The supervisor reads this. Please put no health information here."),
}
"""Said beside every box for free text that the employer's side reads (CON-4)."""


@dataclass(slots=True)
class FieldView:
    """One field as the macros draw it; `typed` is what the person typed, kept whatever became of it."""

    form_id: str
    name: str
    pointer: str
    widget: Widget
    label: str
    hint: str = ""
    caution: str = ""
    required: bool = False
    typed: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    compartment: str | None = None
    readers: str = ""
    max_length: int | None = None
    attributes: dict[str, Any] = field(default_factory=dict)  # autocomplete, inputmode, rows, min, max, step, accept
    children: list["FieldView"] = field(default_factory=list)  # of a fieldset; of `rows`: one fieldset a row

    @property
    def id(self) -> str:
        """The id of the control; of a group, of its first control."""
        return f"{self.form_id}-{self.name}"

    @property
    def value(self) -> str:
        """What the control holds."""
        return self.typed[0] if self.typed else ""

    @property
    def checked(self) -> bool:
        """Whether the one box is ticked."""
        return self.value in {"true", "on", "1"}

    @property
    def described_by(self) -> str | None:
        """The ids of hint, error and readers, in the order in which they are read out."""
        parts = [(self.hint or self.caution, "hint"), (self.errors, "error"), (self.compartment, "readers")]
        return " ".join(f"{self.id}-{part}" for present, part in parts if present) or None


def key_of(name: str, bound: fields.Field[Any]) -> str:
    """Return the name of a field in the input."""
    return bound.data_key or name


def shown_fields(schema: Schema) -> Mapping[str, fields.Field[Any]]:
    """Return the fields a person fills in, by input name, in the order of the schema."""
    return {key_of(name, bound): bound for name, bound in schema.load_fields.items()}


def nested_schema(bound: fields.Field[Any]) -> Schema | None:
    """Return the schema inside a Nested, or inside a List of Nested."""
    inner = bound.inner if isinstance(bound, fields.List) else bound
    return inner.schema if isinstance(inner, fields.Nested) else None


def widget_of(bound: fields.Field[Any], choices: Sequence[Choice]) -> Widget:
    """Return the control for a field: what `metadata["widget"]` names, else what its type suggests."""
    if named := bound.metadata.get("widget"):
        return named  # type: ignore[no-any-return]
    if isinstance(bound, fields.List):
        return "rows" if nested_schema(bound) else "checkboxes"
    if choices:
        return "radios" if len(choices) <= _FEW else "select"
    for kind, widget in _TYPES:
        if isinstance(bound, kind):
            return widget
    return "textarea" if (longest(bound) or 0) > _LONG else "text"


def longest(bound: fields.Field[Any]) -> int | None:
    """Return the most signs a text may have, as its Length validator says."""
    limits = [rule.max for rule in bound.validators if isinstance(rule, validate.Length) and rule.max]
    return min(limits) if limits else None


def choices_of(bound: fields.Field[Any]) -> list[Choice]:
    """Return the choices: `metadata["choices"]` (pairs, or a function of none), else the enum's or validator's."""
    given: Any = bound.metadata.get("choices")
    if isinstance(given, Callable):  # type: ignore[arg-type]
        given = given()
    if given is not None:
        return [(as_text(value), str(text)) for value, text in given]
    inner = bound.inner if isinstance(bound, fields.List) else bound
    if isinstance(inner, fields.Enum):
        return [(as_text(member.value if inner.by_value else member.name), _words(member)) for member in inner.enum]
    for rule in inner.validators:
        if isinstance(rule, validate.OneOf):
            labels = [str(label) for label in rule.labels] or [_words(choice) for choice in rule.choices]
            return list(zip((as_text(choice) for choice in rule.choices), labels, strict=True))
    return []


def _words(choice: object) -> str:
    label = getattr(choice, "label", None)
    if label is not None and not callable(label):
        return str(label)
    plain = as_text(choice).replace("_", " ")
    return plain[:1].upper() + plain[1:]


def as_text(value: Any) -> str:
    """Return a value as a control holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def caution_of(bound: fields.Field[Any], widget: Widget) -> str:
    """Return what is said beside a box for free text that the employer's side reads (CON-4).

    `metadata["holds"]` names what a box holds that is no free text, such as the name of a place.
    """
    if widget not in TEXT_BOXES or not isinstance(bound, fields.String) or "holds" in bound.metadata:
        return ""
    owner = bound.parent
    label = label_of(type(owner), bound) if isinstance(owner, Schema) else None
    return str(CAUTIONS.get(label, "")) if label else ""


def reader_sentence(bound: fields.Field[Any], named: str | LazyText | None) -> str:
    """Return who reads this field: as the page names them, as the schema says, else by its compartment."""
    sentence = named or bound.metadata.get("readers")
    compartment = bound.metadata.get("compartment")
    if sentence is None and compartment is not None:
        sentence = READERS[Compartment(compartment)]
    return str(sentence or "")
