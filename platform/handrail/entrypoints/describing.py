"""The API's description of itself: how programs show who they are, and problems as they are answered (RFC 9457)."""

from decimal import Decimal
from typing import Any, Final

from flask_smorest import Api
from marshmallow import INCLUDE, Schema, fields

from handrail.kit.labels import Apart
from handrail.web.failures import PROBLEM_JSON

_JSON: Final = "application/json"
_BOUNDS: Final = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})


class WrongValue(Schema):
    """What is wrong with one value."""

    __compartment__ = Apart.NO_CASE

    pointer = fields.String(metadata={"description": "Into what was sent (RFC 6901)."})
    detail = fields.String()


class Problem(Schema):
    """Why something did not work; further members are named at its type, in docs/reference/problems.md."""

    __compartment__ = Apart.NO_CASE

    class Meta:
        """Problems have members of their own."""

        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    errors = fields.List(fields.Nested(WrongValue))


class DescribedApi(Api):  # type: ignore[misc] # flask-smorest has no types
    """The API as flask-smorest knows it, with our errors in place of its own."""

    ERROR_SCHEMA = Problem

    def finish(self) -> None:
        """Describe what is the same for every operation; to be called when all are there."""
        self.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
        self.spec.options["security"] = [{"token": []}]
        for response in self.spec.components.responses.values():
            _as_problem(response)
        for schema in self.spec.components.schemas.values():
            _bounds_as_numbers(schema)


def _bounds_as_numbers(described: Any) -> None:
    """Write bounds of decimal fields as the numbers that JSON Schema asks for; apispec writes them as the field would.

    What goes over the wire as text has no bounds there: JSON Schema knows none for text.
    """
    inner = described.values() if isinstance(described, dict) else described if isinstance(described, list) else ()
    for each in inner:
        _bounds_as_numbers(each)
    if not isinstance(described, dict):
        return
    for name in _BOUNDS & described.keys():
        if isinstance(described[name], str | Decimal):
            bound = float(described.pop(name))
            if "string" not in described.get("type", ()):
                described[name] = bound


def _as_problem(response: dict[str, Any]) -> None:
    content = response.get("content", {})
    if _JSON in content:
        content[PROBLEM_JSON] = content.pop(_JSON)
