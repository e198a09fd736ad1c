"""Requests of directories read, and answers and errors written, in the form of RFC 7644."""

import json
from typing import Any, Final

from flask import Response, make_response, request, url_for
from pydantic import ValidationError
from scim2_models import (
    Context,
    Error,
    InvalidSyntaxException,
    InvalidValueException,
    PayloadTooLargeException,
    Resource,
    ResponseParameters,
    SCIMException,
)
from werkzeug.exceptions import HTTPException

from handrail.identity.errors import RolesConflict
from handrail.identity.scim.shapes import MOST_BYTES, PROVIDER
from handrail.kit.errors import HandrailError
from handrail.kit.text import UncleanText, clean_text

MEDIA_TYPE: Final = "application/scim+json"
_LONGEST_TEXT: Final = 2_000
_CREATED, _NO_CONTENT, _OK = 201, 204, 200


def locate(kind: str, row_id: object) -> str:
    """Return the address of somebody or a group, as the directory reached us."""
    return url_for("identity_scim.protocol.one", kind=kind, row_id=row_id, _external=True)


def body() -> dict[str, Any]:
    """Return what was sent, with its texts clean; raises an exception of SCIM for anything that is no JSON object."""
    if (request.content_length or 0) > MOST_BYTES:
        raise PayloadTooLargeException(detail=f"At most {MOST_BYTES} bytes.")
    try:
        found = _clean(json.loads(request.get_data()))
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, UncleanText):
            raise InvalidValueException(detail="A text holds a control character or half a sign.") from None
        raise InvalidSyntaxException from None
    if not isinstance(found, dict):
        raise InvalidSyntaxException
    return found


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        if len(value) > _LONGEST_TEXT:
            raise InvalidValueException(detail=f"A text is longer than {_LONGEST_TEXT} signs.")
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {clean_text(name): _clean(each) for name, each in value.items()}
    return value


def query() -> dict[str, Any]:
    """Return the query of the address, with its texts clean."""
    try:
        found: dict[str, Any] = _clean(request.args.to_dict())
    except UncleanText:
        raise InvalidValueException(detail="A text holds a control character or half a sign.") from None
    return found


def parameters(model: type[Resource[Any]]) -> ResponseParameters[Any]:
    """Return which attributes were asked for."""
    given = query()
    asked: dict[str, Any] = {name: given[name] for name in ("attributes", "excludedAttributes") if name in given}
    kind: Any = ResponseParameters.__class_getitem__(model)
    found: ResponseParameters[Any] = kind.model_validate(asked)
    return found


def dump(found: Any, context: Context, asked: ResponseParameters[Any] | None = None) -> dict[str, Any]:
    """Return a resource or a message as JSON."""
    said: dict[str, Any] = found.model_dump(scim_ctx=context, response_parameters=asked, scim_provider=PROVIDER)
    return said


def shown(found: Resource[Any], context: Context, asked: ResponseParameters[Any] | None, status: int = _OK) -> Response:
    """Return the answer that holds one person or group, with its version and address."""
    headers = {}
    if found.meta and found.meta.version:
        headers["ETag"] = found.meta.version
    if found.meta and found.meta.location and status == _CREATED:
        headers["Location"] = found.meta.location
    return answer(dump(found, context, asked), status, headers)


def answer(said: Any, status: int = _OK, headers: dict[str, str] | None = None) -> Response:
    """Return an answer in SCIM's media type."""
    return make_response(json.dumps(said), status, {"Content-Type": MEDIA_TYPE, **(headers or {})})


def gone() -> Response:
    """Return the answer to a removal."""
    return make_response("", _NO_CONTENT)


# --- Errors -----------------------------------------------------------------------------------------------------------


def of_scim(error: SCIMException) -> Response:
    """Answer for an outcome that RFC 7644 knows."""
    return _error(error.to_error())


def of_values(error: ValidationError) -> Response:
    """Answer for a body or query that does not fit; the value itself is not said again."""
    return _error(Error.from_validation_errors(error.errors(include_url=False))[0])


def of_rules(error: HandrailError) -> Response:
    """Answer for an outcome of Handrail; of two roles that exclude each other it names the rule and the role held."""
    detail = str(error.detail or error.title)
    if isinstance(error, RolesConflict):
        detail = f"{error.members['rule']}: {error.members['conflicting']} stands against it. {detail}"
    headers = {"Retry-After": str(error.members["retry_after"])} if "retry_after" in error.members else {}
    if error.status == 401:  # noqa: PLR2004 - HTTP's own
        headers["WWW-Authenticate"] = 'Bearer realm="scim"'
    return _error(Error(status=error.status, detail=detail), headers)


def of_http(error: HTTPException) -> Response:
    """Answer for what never came to a view of ours."""
    return _error(Error(status=error.code or 500, detail=error.name))


def _error(error: Error, headers: dict[str, str] | None = None) -> Response:
    said = error.model_dump(scim_ctx=Context.DEFAULT)
    return answer(said, error.status or 500, headers)
