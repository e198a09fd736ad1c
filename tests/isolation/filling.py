"""Values that a schema takes: enough for a request to get past its form, to where the thing itself is looked for."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

from marshmallow import Schema, fields, validate

from handrail.interventions.kinds.schemas import PayloadField
from handrail.kit import clock

MONDAY: Final = 0
CHOSEN: Final = {"kind": "other"}
"""Codes to choose where not every one of a list is taken by every act."""
NOT_KNOWN: Final = "01890000-0000-7000-8000-000000000000"
"""Where no id is given for a field that wants one."""


class UnknownField(AssertionError):
    """A schema has a field that the crawler can not fill: say in `filling` how."""


def filled(schema: type[Schema] | Schema, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what the schema loads: its required fields, and those named in `given` with their values.

    Raises UnknownField where what was made up is refused, so that no route is passed by for the sake of its form.
    """
    bound = schema() if isinstance(schema, type) else schema
    found = _values(bound, given or {})
    problems = bound.validate({name: value for name, value in found.items() if not isinstance(value, _File)})
    problems = {name: told for name, told in problems.items() if not isinstance(found.get(name), _File)}
    if problems:
        raise UnknownField(f"{type(bound).__name__}: {problems}")
    return found


def typed(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return the same as the fields of a page's form: rows and parts become names with dashes."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= typed(value, f"{prefix}{name}-")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for at, row in enumerate(value):
                found |= typed(row, f"{prefix}{name}-{at}-")
        elif isinstance(value, bool):
            found[f"{prefix}{name}"] = "true" if value else "false"
        elif isinstance(value, _File):
            continue
        else:
            found[f"{prefix}{name}"] = value
    return found


class _File:
    """Stands for a file, which no crawler uploads."""


def _values(schema: Schema, given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, bound in schema.load_fields.items():
        key = bound.data_key or name
        if name in given and not _is_nested(bound):
            found[key] = [str(given[name])] if isinstance(bound, fields.List) else str(given[name])
        elif bound.required or (_holds(bound, given)):
            found[key] = _value(name, bound, given)
    return found


def _is_nested(bound: fields.Field[Any]) -> bool:
    return isinstance(bound.inner if isinstance(bound, fields.List) else bound, fields.Nested)


def _holds(bound: fields.Field[Any], given: Mapping[str, Any]) -> bool:
    """Say whether a row or part of the form has one of the given fields."""
    inner = bound.inner if isinstance(bound, fields.List) else bound
    return isinstance(inner, fields.Nested) and bool(set(inner.schema.load_fields) & set(given))


def _value(name: str, bound: fields.Field[Any], given: Mapping[str, Any]) -> Any:
    """Return one value. The order matters: a field may be of a kind that derives from another."""
    makers: tuple[tuple[type, Any], ...] = (
        (fields.Nested, lambda: _values(bound.schema, given)),  # type: ignore[attr-defined]
        (fields.List, lambda: [_value(name, bound.inner, given)]),  # type: ignore[attr-defined]
        (fields.Enum, lambda: _code(name, bound)),
        (fields.Boolean, lambda: True),
        (fields.Decimal, lambda: str(_number(bound))),
        (fields.Integer, lambda: _number(bound)),
        (fields.UUID, lambda: NOT_KNOWN),
        (fields.Date, lambda: _day(name).isoformat()),
        (fields.Time, lambda: time(10).isoformat()),
        (fields.Email, lambda: "somebody@nowhere.example"),
        (fields.Url, lambda: "https://127.0.0.1"),  # which is asked for nothing: it is inside
        (PayloadField, lambda: {"type": "adjustments/adjustment", "what": "Something", "kind": "hours"}),
        (fields.Dict, dict),
        (fields.String, lambda: _text(bound)),
        (fields.Raw, _File),
    )
    for kind, make in makers:
        if isinstance(bound, kind):
            return make()
    raise UnknownField(f"{name}: {type(bound).__name__}")


def _code(name: str, bound: fields.Field[Any]) -> str:
    """Return the first code that the field's own checks let through."""
    codes = [each.value for each in bound.enum]  # type: ignore[attr-defined]
    return CHOSEN[name] if CHOSEN.get(name) in codes else next(code for code in codes if _passes(bound, code))


def _passes(bound: fields.Field[Any], value: str) -> bool:
    try:
        bound.deserialize(value)
    except Exception:  # noqa: BLE001 - whatever a check raises, this value is not taken
        return False
    return True


def _day(name: str) -> date:
    today = clock.today()
    return today if name != "monday" else date.fromordinal(today.toordinal() - today.weekday())


def _number(bound: fields.Field[Any]) -> int:
    """Return 1, or the least that the field's own checks let through."""
    least = [check.min for check in bound.validators if isinstance(check, validate.Range) and check.min is not None]
    return max(1, *least) if least else 1


def _text(bound: fields.Field[Any]) -> str:
    """Return a text; a digest where the field asks for one."""
    for check in bound.validators:
        if isinstance(check, validate.Regexp):
            return "0" * 64
        if isinstance(check, validate.OneOf):
            return str(next(iter(check.choices)))
    return "Something"


def names_of(schema: type[Schema] | Schema, kind: type[fields.Field[Any]]) -> set[str]:
    """Return the names of all fields of a kind, those in rows and parts too."""
    bound = schema() if isinstance(schema, type) else schema
    found: set[str] = set()
    for name, each in bound.load_fields.items():
        inner = each.inner if isinstance(each, fields.List) else each
        if isinstance(inner, fields.Nested):
            found |= names_of(inner.schema, kind)
        elif isinstance(inner, kind):
            found.add(name)
    return found
