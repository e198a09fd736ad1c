"""What comes in over the API: an item as its type declares it, documented as one of the types that there are."""

from typing import Any, Final

from apispec import APISpec
from marshmallow import Schema, fields, validate

from handrail.interventions.kinds import declared
from handrail.interventions.kinds.declared import Kind
from handrail.kit.labels import Apart
from handrail.sdk import Field

TYPE: Final = "type"
_MOST: Final = 80


class PayloadField(fields.Dict):
    """An item with its `type` and the fields that the type declares.

    The field documents and lets everything through: which fields there are depends on the type, the act and who does
    it, so the command checks them, and answers 422 with a pointer to each value that is not right.
    """


class InterventionBegin(Schema):
    """The beginning of an intervention."""

    __compartment__ = Apart.ITS_RECORD

    intervention = PayloadField(keys=fields.String(), required=True, validate=validate.Length(1, _MOST))


class InterventionMove(Schema):
    """A transition: its name as the type declares it, the revision that was read, and what it asks."""

    __compartment__ = Apart.ITS_RECORD

    act = fields.String(required=True, validate=validate.Length(1, 40))
    revision = fields.Integer(required=True, validate=validate.Range(min=1))
    intervention = PayloadField(keys=fields.String(), load_default=dict, validate=validate.Length(max=_MOST))


class InterventionCorrect(Schema):
    """What was recorded, put right."""

    __compartment__ = Apart.ITS_RECORD

    revision = fields.Integer(required=True, validate=validate.Range(min=1))
    intervention = PayloadField(keys=fields.String(), required=True, validate=validate.Length(1, _MOST))


def describe(spec: APISpec, converter: Any) -> None:
    """Describe every installed type as a component, and each payload as one of them, told apart by its `type`."""
    names: dict[str, str] = {}
    for kind in declared.all_installed():
        name = component_name(kind)
        names[kind.name] = f"#/components/schemas/{name}"
        spec.components.schema(name, json_schema(kind))

    def as_one_of(_converter: Any, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
        if not isinstance(field, PayloadField) or not names:
            return {}
        refs = [{"$ref": ref} for ref in names.values()]
        return {"oneOf": refs, "discriminator": {"propertyName": TYPE, "mapping": names}}

    converter.add_attribute_function(as_one_of)


def component_name(kind: Kind) -> str:
    """Return what a type is called among the schemas of the API."""
    return "Intervention" + "".join(part.title() for part in kind.name.replace("/", "-").replace("_", "-").split("-"))


def json_schema(kind: Kind) -> dict[str, Any]:
    """Return the JSON Schema of a type: what an item of it may hold."""
    properties = {TYPE: {"type": "string", "const": kind.name}}
    fields_ = {field.key: _of(field) for field in kind.shape.data if field.reading != "plan.actual_weeks"}
    return {
        "type": "object",
        "description": kind.shape.sentence or kind.shape.label,
        "properties": {**properties, **fields_},
        "required": [TYPE],
        "additionalProperties": False,
    }


_PLAIN: Final[dict[str, dict[str, Any]]] = {
    "text": {"type": "string", "maxLength": 200},
    "longtext": {"type": "string", "maxLength": 4000},
    "organisation": {"type": "string", "maxLength": 200},
    "int": {"type": "integer"},
    "decimal": {"type": "number"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "person": {"type": "string", "format": "uuid"},
    "document": {"type": "string", "format": "uuid"},
    "money": {
        "type": "object",
        "properties": {"amount": {"type": "string"}, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}},
        "required": ["amount", "currency"],
    },
}


def _of(field: Field) -> dict[str, Any]:
    said = {"title": field.label, "description": field.hint or field.label, "x-compartment": field.compartment}
    match field.kind:
        case "choice":
            return {**said, "type": "string", "enum": list(field.choices)}
        case "multichoice":
            return {**said, "type": "array", "items": {"type": "string", "enum": list(field.choices)}}
        case "list":
            inner = {each.key: _of(each) for each in field.item}
            needed = [each.key for each in field.item if each.required]
            row: dict[str, Any] = {"type": "object", "properties": inner, "additionalProperties": False}
            return {**said, "type": "array", "items": row | ({"required": needed} if needed else {})}
        case _:
            bounds = {"minimum": field.minimum, "maximum": field.maximum}
            return {**said, **_PLAIN[field.kind], **{key: each for key, each in bounds.items() if each is not None}}
