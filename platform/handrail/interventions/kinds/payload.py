"""What is sent of an item: the declared fields as a form, checked by the type they belong to, as they are kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate

from handrail.interventions.kinds.declared import Kind
from handrail.interventions.kinds.words import Words
from handrail.kit.codes import Compartment
from handrail.kit.errors import Invalid
from handrail.kit.i18n import _
from handrail.sdk import Field
from handrail.web.fields import Text
from handrail.web.messages import problems_beside

MOST_ROWS: Final = 60
_LONGEST: Final = 4000
_LINE: Final = 200
_CURRENCIES: Final = ("EUR", "GBP", "CHF", "USD", "CAD", "AUD", "NZD", "DKK", "NOK", "SEK")

People = Sequence[tuple[UUID, str]]
"""Who can be named in a field of the kind person, with their names."""


def schema_of(
    kind: Kind,
    wanted: Collection[Field],
    required: Collection[str] = (),
    *,
    people: People = (),
    base: type[Schema] = Schema,
) -> type[Schema]:
    """Return the form of these fields of a type; `required` are keys to be filled in beside the declared ones.

    Where all lie in one compartment, the page says once who reads them; else each box says it.
    """
    places = {Compartment(field.compartment) for field in wanted}
    made = _Made(Words(kind), people, apart=len(places) > 1)
    shown = {field.key: made.field(field, "", required=field.required or field.key in required) for field in wanted}
    name = "".join(part.title().replace("_", "").replace("-", "") for part in kind.name.split("/"))
    compartment = {"__compartment__": places.pop() if len(places) == 1 else Compartment(kind.shape.compartment)}
    return type(f"{base.__name__}Of{name}", (base,), {**compartment, **shown})


class _Made:
    """Makes the fields of one form."""

    def __init__(self, words: Words, people: People, *, apart: bool) -> None:
        self._words = words
        self._people = people
        self._apart = apart

    def field(self, field: Field, within: str, *, required: bool) -> fields.Field[Any]:
        metadata: dict[str, Any] = {
            "label": self._words.field(field, within),
            "hint": self._words.hint(field, within),
        }
        if self._apart and not within:
            metadata["compartment"] = Compartment(field.compartment)
        missing: dict[str, Any] = {"required": True} if required else {"load_default": None, "allow_none": True}
        match field.kind:
            case "list":
                return self._rows(field, metadata, required=required)
            case "multichoice":
                labels = [self._words.choice(field, code, within) for code in field.choices]
                inner = fields.String(validate=validate.OneOf(field.choices, labels=labels))
                filled = validate.Length(min=1, error=_("Choose at least one.")) if required else None
                return fields.List(inner, validate=filled, metadata=metadata, **_or_none(required))
            case "money":
                return fields.Nested(_money(field), metadata=metadata, **missing)
            case "text" | "organisation" | "longtext":
                return self._text(field, metadata, in_row=bool(within), required=required)
            case _:
                return self._single(field, within, metadata, missing)

    def _single(
        self, field: Field, within: str, metadata: dict[str, Any], missing: dict[str, Any]
    ) -> fields.Field[Any]:
        found: fields.Field[Any]
        match field.kind:
            case "choice":
                labels = [self._words.choice(field, code, within) for code in field.choices]
                check = validate.OneOf(field.choices, labels=labels)
                found = fields.String(validate=check, metadata=metadata, **missing)
            case "person":
                ids, names = [each for each, _name in self._people], [name for _id, name in self._people]
                check = validate.OneOf(ids, labels=names)
                found = fields.UUID(validate=check, metadata=metadata | {"widget": "select"}, **missing)
            case "document":  # by its id among the files of the case: each is read by whoever may read it
                found = fields.UUID(metadata=metadata, **missing)
            case "bool" if within:
                found = fields.Boolean(load_default=False, metadata=metadata)
            case "bool":
                yes_no = [("true", _("Yes")), ("false", _("No"))]
                found = fields.Boolean(metadata=metadata | {"widget": "radios", "choices": yes_no}, **missing)
            case "date":
                found = fields.Date(metadata=metadata, **missing)
            case _:
                found = _number(field, metadata, missing)
        return found

    @staticmethod
    def _text(field: Field, metadata: dict[str, Any], *, in_row: bool, required: bool) -> fields.Field[Any]:
        most = _LONGEST if field.kind == "longtext" else _LINE
        widget = {"widget": "textarea"} if field.kind == "longtext" and not in_row else {}
        check = validate.Length(1 if required else 0, most)
        missing: dict[str, Any] = {"required": True} if required else {"load_default": ""}
        return Text(validate=check, metadata=metadata | widget, **missing)

    def _rows(self, field: Field, metadata: dict[str, Any], *, required: bool) -> fields.Field[Any]:
        made = {inner.key: self.field(inner, field.key, required=inner.required) for inner in field.item}
        row = {"__compartment__": Compartment(field.compartment), **made}
        inner = type(f"{field.key.title().replace('_', '')}Row", (Schema,), row)
        metadata |= {"row_label": self._words.of(f"rows.{field.key}", field.label)}
        check = validate.Length(1 if required else 0, MOST_ROWS)
        return fields.List(fields.Nested(inner), validate=check, metadata=metadata, **_or_none(required))


def _or_none(required: bool) -> dict[str, Any]:  # noqa: FBT001 - the one question there is
    return {"required": True} if required else {"load_default": list}


def _number(field: Field, metadata: dict[str, Any], missing: dict[str, Any]) -> fields.Field[Any]:
    check = validate.Range(field.minimum, field.maximum)
    if field.kind == "int":
        return fields.Integer(validate=check, metadata=metadata, **missing)
    return fields.Decimal(places=2, validate=check, metadata=metadata, **missing)


def _money(field: Field) -> type[Schema]:
    amount = fields.Decimal(
        places=2, required=True, validate=validate.Range(0, 999_999_999), metadata={"label": _("Amount")}
    )
    currency = fields.String(
        required=True, validate=validate.OneOf(_CURRENCIES, labels=_CURRENCIES), metadata={"label": _("Currency")}
    )
    made = {"__compartment__": Compartment(field.compartment), "amount": amount, "currency": currency}
    return type(f"{field.key.title().replace('_', '')}Amount", (Schema,), made)


def read(schema: type[Schema], sent: Mapping[str, Any], pointer: str = "/intervention") -> dict[str, Any]:
    """Return what a program sent as it is kept; raises Invalid beside each value, under `pointer`."""
    try:
        loaded = schema().load(dict(sent))
    except ValidationError as problem:
        raise Invalid(problems=problems_beside(problem.messages_dict, pointer)) from problem
    kept: dict[str, Any] = plain(loaded)
    return kept


def plain(value: Any) -> Any:
    """Return a value as JSON holds it; what is empty in a row is left out of it, and empty rows altogether."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        rows = [_without_empty(plain(each)) for each in value]
        return [row for row in rows if row not in ({}, "", None)]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def _without_empty(row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    return {key: each for key, each in row.items() if each is not None and each not in ("", [])}
