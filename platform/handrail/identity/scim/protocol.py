"""SCIM 2.0 at /scim/v2: what directories call. No session and no cookie counts here, only the token."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, g, request
from pydantic import ValidationError
from scim2_models import (
    Context,
    ListResponse,
    NotFoundException,
    NotImplementedException,
    PatchOp,
    Resource,
    SCIMException,
    SearchRequest,
)
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from handrail.identity.scim import answering, asking, groups, roles, searching, users, versions
from handrail.identity.scim.asking import Directory
from handrail.identity.scim.errors import GroupRefused
from handrail.identity.scim.searching import Shelf
from handrail.identity.scim.shapes import CONFIG, POLICY, PROVIDER, FullUser, Group, User
from handrail.identity.web import public
from handrail.kit.errors import HandrailError
from handrail.web.security import exempt_from_csrf

protocol = Blueprint("protocol", __name__, url_prefix="/scim/v2")

MODELS: Final[dict[str, type[Resource[Any]]]] = {"Users": FullUser, "Groups": Group}
ACTS: Final[dict[str, Any]] = {"Users": users, "Groups": groups}
_KIND: Final = "<any(Users, Groups):kind>"
_WHY: Final = "the directory's own token is asked for"
_ALL: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


def route(rule: str, *methods: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Register a view for directories: open to whoever has a token, closed to browsers."""

    def register(view: Callable[..., Response]) -> Callable[..., Response]:
        marked = public(_WHY)(exempt_from_csrf("no cookie counts here; the directory's token does")(view))
        protocol.add_url_rule(rule, view_func=marked, methods=methods or ("GET",))
        return marked

    return register


@protocol.before_request
def _who_asks() -> None:
    """Find out which directory asks, before anything else; raises what the error handlers answer."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    g.scim_secret = secret.strip() if scheme.lower() == "bearer" else ""
    g.scim = asking.known(g.scim_secret, request.remote_addr)


def _asks(*, writes: bool = False) -> Any:
    return asking.asking(g.scim, g.scim_secret, writes=writes)


def _act(do: Callable[[Session, Directory], Response]) -> Response:
    """Carry out a change; what a rule forbids is undone as a whole, and kept in a transaction of its own."""
    try:
        with _asks(writes=True) as (session, directory):
            return do(session, directory)
    except GroupRefused as refused:
        with _asks(writes=True) as (session, directory):
            roles.record_refusal(session, directory, directory.connection.id, refused)
        raise


# --- What there is ----------------------------------------------------------------------------------------------------


@route("/ServiceProviderConfig")
def config() -> Response:
    """Say what this server can do."""
    with _asks():
        return answering.answer(_described(CONFIG, "ServiceProviderConfig", "ServiceProviderConfig"))


@route("/ResourceTypes")
def resource_types() -> Response:
    """List the kinds of things there are."""
    with _asks():
        return _listed(
            [_described(each, "ResourceType", f"ResourceTypes/{each.name}") for each in PROVIDER.resource_types]
        )


@route("/ResourceTypes/<name>")
def resource_type(name: str) -> Response:
    """Show one kind of things."""
    with _asks():
        for each in PROVIDER.resource_types:
            if each.name == name:
                return answering.answer(_described(each, "ResourceType", f"ResourceTypes/{name}"))
    raise NotFoundException


@route("/Schemas")
def schemas() -> Response:
    """List the attributes that are kept."""
    with _asks():
        return _listed([_described(each, "Schema", f"Schemas/{each.id}") for each in PROVIDER.schemas])


@route("/Schemas/<name>")
def schema(name: str) -> Response:
    """Show the attributes of one schema."""
    with _asks():
        for each in PROVIDER.schemas:
            if each.id == name:
                return answering.answer(_described(each, "Schema", f"Schemas/{name}"))
    raise NotFoundException


def _described(found: Resource[Any], kind: str, path: str) -> dict[str, Any]:
    said = answering.dump(found, Context.RESOURCE_QUERY_RESPONSE)
    return said | {"meta": {"resourceType": kind, "location": f"{request.host_url}scim/v2/{path}"}}


def _listed(said: list[dict[str, Any]]) -> Response:
    message = ListResponse[User | Group](total_results=len(said), start_index=1, items_per_page=len(said))
    return answering.answer(answering.dump(message, Context.DEFAULT) | {"Resources": said})


# --- People and groups ------------------------------------------------------------------------------------------------


@route(f"/{_KIND}", "GET")
def listed(kind: str) -> Response:
    """Return a page of people or groups, filtered and sorted as asked."""
    asked = _search(MODELS[kind]).model_validate(answering.query(), scim_policy=POLICY)
    return _found(asked, [MODELS[kind]], Context.RESOURCE_QUERY_RESPONSE)


@route(f"/{_KIND}/.search", "POST")
def searched(kind: str) -> Response:
    """Do the same with the question in the body, where no log of addresses sees it."""
    asked = _search(MODELS[kind]).model_validate(answering.body(), scim_ctx=Context.SEARCH_REQUEST, scim_policy=POLICY)
    return _found(asked, [MODELS[kind]], Context.SEARCH_RESPONSE)


@route("/.search", "POST")
def searched_everywhere() -> Response:
    """Search people and groups at once."""
    asked = _search(FullUser | Group).model_validate(
        answering.body(), scim_ctx=Context.SEARCH_REQUEST, scim_policy=POLICY
    )
    return _found(asked, [FullUser, Group], Context.SEARCH_RESPONSE)


def _search(model: Any) -> Any:
    return SearchRequest.__class_getitem__(model)


def _found(asked: SearchRequest[User | Group], kinds: list[type[Resource[Any]]], context: Context) -> Response:
    with POLICY, _asks() as (session, directory):
        found = searching.find(_shelf(session, directory), asked, kinds)
        message = ListResponse[User | Group](
            total_results=found.total, start_index=found.start, items_per_page=len(found.resources)
        )
        said = answering.dump(message, Context.DEFAULT)
        return answering.answer(
            said | {"Resources": [answering.dump(each, context, asked) for each in found.resources]}
        )


@route(f"/{_KIND}", "POST")
def make(kind: str) -> Response:
    """Make somebody, or a group."""
    model, asked = MODELS[kind], answering.parameters(MODELS[kind])
    given = model.model_validate(answering.body(), scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_provider=PROVIDER)

    def do(session: Session, directory: Directory) -> Response:
        row = ACTS[kind].create(session, directory, given)
        return answering.shown(
            _show(_shelf(session, directory), kind, row), Context.RESOURCE_CREATION_RESPONSE, asked, 201
        )

    with POLICY:
        return _act(do)


@route(f"/{_KIND}/<row_id>", "GET")
def one(kind: str, row_id: str) -> Response:
    """Return one person or group; nothing but its version where the directory has it already."""
    asked = answering.parameters(MODELS[kind])
    with POLICY, _asks() as (session, directory):
        shelf = _shelf(session, directory)
        row = shelf.user(_id(row_id)) if kind == "Users" else shelf.group(_id(row_id))
        if row is None:
            raise NotFoundException
        if versions.is_seen(row, request.headers.get("If-None-Match")):
            return Response(status=304, headers={"ETag": searching.version_of(row)})
        return answering.shown(_show(_shelf(session, directory), kind, row), Context.RESOURCE_QUERY_RESPONSE, asked)


@route(f"/{_KIND}/<row_id>", "PUT")
def replace(kind: str, row_id: str) -> Response:
    """Replace somebody, or a group."""
    model = MODELS[kind]
    given = model.model_validate(
        answering.body(), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST, scim_provider=PROVIDER
    )
    return _changed(kind, row_id, "replace", given, Context.RESOURCE_REPLACEMENT_RESPONSE)


@route(f"/{_KIND}/<row_id>", "PATCH")
def patch(kind: str, row_id: str) -> Response:
    """Change parts of somebody, or of a group."""
    message: Any = PatchOp.__class_getitem__(MODELS[kind])
    given = message.model_validate(answering.body(), scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_provider=PROVIDER)
    return _changed(kind, row_id, "patch", given, Context.RESOURCE_PATCH_RESPONSE)


def _changed(kind: str, row_id: str, act: str, given: Any, context: Context) -> Response:
    asked, if_match = answering.parameters(MODELS[kind]), request.headers.get("If-Match")

    def do(session: Session, directory: Directory) -> Response:
        row = getattr(ACTS[kind], act)(
            session, directory, _id(row_id), given, if_match=if_match, shelf=_shelf(session, directory)
        )
        return answering.shown(_show(_shelf(session, directory), kind, row), context, asked)

    with POLICY:
        return _act(do)


@route(f"/{_KIND}/<row_id>", "DELETE")
def remove(kind: str, row_id: str) -> Response:
    """Remove somebody, or a group."""

    def do(session: Session, directory: Directory) -> Response:
        if_match = request.headers.get("If-Match")
        ACTS[kind].remove(session, directory, _id(row_id), if_match=if_match, shelf=_shelf(session, directory))
        return answering.gone()

    with POLICY:
        return _act(do)


def _shelf(session: Session, directory: Directory) -> Shelf:
    return Shelf(session, directory.connection, answering.locate)


def _show(shelf: Shelf, kind: str, row: Any) -> Resource[Any]:
    shelf.session.flush()
    return shelf.people([row])[0] if kind == "Users" else shelf.groups([row])[0]


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundException from None


# --- What there is not ------------------------------------------------------------------------------------------------


@route("/Me", *_ALL)
@route("/Me/<path:rest>", *_ALL)
@route("/Bulk", *_ALL)
def not_here(rest: str = "") -> Response:
    """Say that this server does not do that."""
    del rest
    with _asks():
        raise NotImplementedException


@route("/", *_ALL)
@route("/<path:rest>", *_ALL)
def anything_else(rest: str = "") -> Response:
    """Say that there is nothing here, or that it is not asked for in this way."""
    with _asks():
        if rest in {*MODELS, "ServiceProviderConfig", "ResourceTypes", "Schemas"} or rest.endswith(".search"):
            raise MethodNotAllowed
        raise NotFoundException


protocol.register_error_handler(SCIMException, answering.of_scim)
protocol.register_error_handler(ValidationError, answering.of_values)
protocol.register_error_handler(HandrailError, answering.of_rules)
protocol.register_error_handler(HTTPException, answering.of_http)
