"""The label of what comes in and goes out: in which compartment a field lies (CON-1).

A schema names it once as `__compartment__`; a field that lies elsewhere, or whose readers the page shows, names its own
as `metadata["compartment"]`. A schema whose fields have neither does not pass the build.
"""

from collections.abc import Iterator
from enum import StrEnum

from marshmallow import Schema, fields

from handrail.kit.codes import Compartment


class Apart(StrEnum):
    """What lies in no compartment, or in that of another thing."""

    NO_CASE = "no case"
    """Of accounts, connections, reports in numbers: nothing of anybody's absence or support."""
    ITS_RECORD = "its record"
    """Of records of any compartment, each of which was decided by itself."""


Label = Compartment | Apart


def label_of(schema: type[Schema], field: fields.Field) -> Label | None:  # type: ignore[type-arg]  # of any value
    """Return where a field of a schema lies; None where nobody said."""
    return _own_label(field) or getattr(schema, "__compartment__", None)


def _own_label(field: fields.Field) -> Label | None:  # type: ignore[type-arg]  # of any value
    named = field.metadata.get("compartment")
    return named if named is None or isinstance(named, Apart) else Compartment(named)


def inner_of(field: fields.Field) -> type[Schema] | None:  # type: ignore[type-arg]  # of any value
    """Return the schema inside a Nested, or inside a List of Nested."""
    inner = field.inner if isinstance(field, fields.List) else field
    return type(inner.schema) if isinstance(inner, fields.Nested) else None


def labelled(schema: type[Schema]) -> Iterator[tuple[str, type[Schema], fields.Field, Label | None]]:  # type: ignore[type-arg]
    """Yield each field that holds a value, nested ones with the path to them, and its label."""
    for name, field in schema().fields.items():
        if (inner := inner_of(field)) is None:
            yield name, schema, field, label_of(schema, field)
            continue
        for path, owner, deeper, label in labelled(inner):
            # A content that is labelled where it is nested lies there, wherever else it is used.
            yield f"{name}.{path}", owner, deeper, _own_label(field) or label
