"""Every route of the application, filled with ids: its own, of somebody else, of nobody."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final
from unittest.mock import patch
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from tests.builders import World, bearer, sign_in
from tests.isolation.filling import filled, typed
from tests.isolation.worlds import Full
from werkzeug.routing import Rule

from handrail.identity.policies import may_ever
from handrail.identity.web import declared
from handrail.kit.codes import Role
from handrail.web.forms import Form

API: Final = "/api/"
DIRECTORIES: Final = "/scim/v2/"
"""The door of directories: nobody in a role comes in there. It has tests of its own, in tests/identity/scim."""
BASE: Final = "http://localhost"
SAFE: Final = frozenset({"GET"})
REQUEST: Final = "X-Request-Id"
"""A name for each request, made anew: a short key that was sent may stand in it by chance."""

UUIDS: Final[Mapping[str, str]] = {
    "absence_correction_id": "absence correction",
    "absence_id": "absence",
    "access_id": "support access",
    "action_id": "prevention action",
    "aspect_id": "aspect",
    "attempt_id": "try",
    "call_id": "call",
    "case_id": "case",
    "connection_id": "sign-on",
    "consent_id": "consent",
    "directory_id": "directory",
    "directory_token_id": "directory token",
    "correction_id": "correction administrative",
    "cover_id": "cover",
    "device_id": "device",
    "document_id": "document coordination",
    "domain_id": "domain",
    "emergency_id": "emergency",
    "employment_id": "employment",
    "engagement_id": "slice",
    "erasure_id": "erasure",
    "fact_id": "act",
    "file_id": "file",
    "filter_id": "case filter",
    "forum_id": "forum",
    "hand_over_id": "hand-over",
    "hold_id": "hold",
    "invitation_id": "invitation",
    "login_id": "login",
    "match_id": "match",
    "member_id": "member",
    "membership_id": "loan",
    "held_id": "held text",
    "held_letter_id": "held letter",
    "intervention_id": "intervention",
    "interview_id": "interview",
    "message_id": "message",
    "obligation_id": "obligation",
    "passkey_id": "passkey",
    "person_id": "helped",
    "package_id": "package",
    "part_id": "case part",
    "program_id": "program",
    "raised_id": "plan concern",
    "referral_id": "referral",
    "report_id": "report",
    "request_id": "request",
    "role_id": "role of the member",
    "row_id": "parked",
    "run_id": "run",
    "schedule_id": "report schedule",
    "secret_id": "program secret",
    "sign_in_id": "sign_in",
    "statutory_document_id": "statutory document",
    "talk_id": "talk",
    "theme_id": "theme",
    "token_id": "own token",
}
"""What kind of thing each uuid in an address names; a concern is one of two kinds, by the address."""
SECOND: Final[Mapping[str, str]] = {
    "/api/v1/account/devices/<uuid:device_id>": "second device",
    "/api/v1/case-filters/<uuid:filter_id>": "second case filter",
    "/hand-overs/<uuid:hand_over_id>/refuse": "second hand-over",
    "/cases/<uuid:case_id>/interventions/<uuid:intervention_id>/take.json": "second intervention",
    "/cases/<uuid:case_id>/interventions/<uuid:intervention_id>/take.pdf": "second intervention",
}
"""Addresses with a thing of their own: another address ends the first one, or it is of another sort."""
NUMBERS: Final[Mapping[str, int]] = {"number": 1}
TEXTS: Final[Mapping[str, str]] = {
    "act_name": "correct",
    "file_name": "report.json",
    "code": "nl",
    "form": "json",
    "kind": "follow-up",
    "language": "en",
    "letter": "pamphlet",
    "key": "nothing",  # of a caught mail, which belongs to the machine and to no world
    "name": "x",
    "noted": "objectives",
    "part": "union",
    "own_question": "own_words",
    "party": "worker",
    "plugin": "nl",
    "plugin_name": "adjustments",
    "purpose": "prevention_observations",
    "section": "goal",
    "statutory_code": "nl.plan_of_action",
    "type_key": "passport",
    "version": "0",
}
"""Parts of addresses that are the same in every world."""
KEYS: Final[Mapping[str, str]] = {
    "monday": "monday",
    "place": "employer",
    "secret": "calendar",
    "slug": "slug",
    "token": "link",
}
"""Parts of addresses that are no uuid; a `key` is one of three kinds, by the address."""
EMPLOYMENT_FORM: Final = "reintegration"
"""The kind of form that is kept on an employment; that of `TEXTS` is kept on a case."""
INNER: Final = frozenset({"monday", "action", "question"})
"""Kinds of keys that count inside one case and may be the same in another."""


class UnknownPart(AssertionError):
    """A route has a part that the crawler can not fill: say in `crawling` what it names."""


@dataclass(frozen=True)
class Route:
    """One method of one rule, with the act that it declares."""

    rule: Rule
    method: str
    act: str | None

    @property
    def path(self) -> str:
        return str(self.rule.rule)

    @property
    def is_api(self) -> bool:
        return self.path.startswith(API)

    @property
    def named(self) -> str:
        return f"{self.method} {self.path}"

    def parts(self) -> dict[str, str]:
        """Return what each part of the address names: the kind of an id, or of a key."""
        return {name: self._kind(name) for name in sorted(self.rule.arguments)}

    def ids(self) -> dict[str, str]:
        """Return the parts that name something of one world alone, with its kind."""
        return {name: kind for name, kind in self.parts().items() if kind and kind not in INNER}

    def _kind(self, name: str) -> str:
        converter = type(self.rule._converters[name]).__name__  # noqa: SLF001 - werkzeug tells it nowhere else
        if converter == "UUIDConverter":
            if name == "concern_id":
                return self._kind_of_concern()
            if name in UUIDS:
                return UUIDS[name] if name == "case_id" else SECOND.get(self.path, UUIDS[name])
        if converter == "AnyConverter" and name in TEXTS:
            return ""
        if converter == "UnicodeConverter":
            if name == "key":
                return self._kind_of_key()
            if name in KEYS or name in TEXTS:
                return KEYS.get(name, "")
        if converter == "IntegerConverter" and name in NUMBERS:
            return ""
        raise UnknownPart(f"{self.path}: <{converter}:{name}>")

    def _kind_of_concern(self) -> str:
        if "/own-concerns/" in self.path:
            return "own concern"
        return "own concern on a page" if self.path.endswith(("/change", "/remove", "/tell")) else "concern"

    def _kind_of_key(self) -> str:
        kinds = {
            "/framework/": "employer",
            "/prevention/": "employer",
            "/plan/actions/": "action",
            "/plan/questions/": "question",
            "/room/actions/": "action",
            "/room/questions/": "question",
            "/_mail/": "",
        }
        return next(kind for start, kind in kinds.items() if start in self.path)

    def address(self, ids: Mapping[str, object]) -> str:
        """Return the path with its parts filled: by name of the part."""
        values: dict[str, object] = {**TEXTS, **NUMBERS, **ids}
        if self.path.startswith("/employments/"):
            values["kind"] = EMPLOYMENT_FORM
        _domain, path = self.rule.build({name: values[name] for name in self.rule.arguments}) or ("", "")
        return path


def routes_of(app: Flask) -> list[Route]:
    """Return every method of every rule; OPTIONS is answered before any view, HEAD by the view of GET."""
    found = [
        Route(rule, method, declared(app.view_functions[rule.endpoint], method))
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith(DIRECTORIES)
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
    ]
    return sorted(found, key=lambda route: (route.path, route.method))


def may_knock(route: Route, role: Role | None) -> bool:
    """Say whether a role gets past the door of a route."""
    if route.act in {None, "public"}:
        return True
    return role is not None and may_ever(role, str(route.act))


# --- Ids ----------------------------------------------------------------------------------------------------------


def own(route: Route, full: Full) -> dict[str, object]:
    """Return the parts of an address as this world has them."""
    return {name: thing(full, kind) for name, kind in route.parts().items() if kind}


def thing(full: Full, kind: str) -> object:
    """Return the id or key of this kind in a world."""
    return full.ids[kind] if kind in full.ids else full.keys[kind]


def unknown(kind: str, full: Full) -> object:
    """Return an id or key of nothing, in the form of this kind."""
    return uuid4() if kind in full.ids else re.sub(r"[a-z0-9]", "q", full.keys[kind], flags=re.IGNORECASE)


def next_to(given: object) -> object:
    """Return an id or key of nothing that stands in every order just where the given one does."""
    return UUID(int=given.int ^ 1) if isinstance(given, UUID) else f"{str(given)[:-1]}\u007e"


# --- Whoever asks -------------------------------------------------------------------------------------------------


@dataclass
class Answer:
    """What came back, without what differs between any two requests."""

    status: int
    headers: list[tuple[str, str]]
    body: str
    statements: list[str]
    etag: str = ""

    def differs_from(self, other: "Answer") -> str | None:
        """Say in what two answers differ; None where nobody could tell them apart."""
        if self.status != other.status:
            return f"status {self.status} and {other.status}"
        if self.headers != other.headers:
            return f"headers {sorted(set(self.headers) ^ set(other.headers))}"
        if self.body != other.body:
            return f"body {_first_difference(self.body, other.body)}"
        if self.statements != other.statements:
            return f"{len(self.statements)} and {len(other.statements)} statements"
        return None

    def holds(self, word: str) -> bool:
        """Say whether a word stands anywhere in the answer."""
        return word.lower() in self.body.lower() or any(word.lower() in value.lower() for _name, value in self.headers)


def _first_difference(one: str, other: str) -> str:
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(0, at - 60) : at + 60]!r} and {other[max(0, at - 60) : at + 60]!r}"


@dataclass
class Visitor:
    """Somebody of one world in a role, with a browser and a program; a role of None is nobody."""

    app: Flask
    world: World
    role: Role | None
    etag: str = '"1"'
    _client: FlaskClient = field(init=False)
    _cookie: dict[str, str] = field(default_factory=dict)
    _bearer: dict[str, str] = field(default_factory=dict)
    _token: str = ""

    def __post_init__(self) -> None:
        self._client = self.app.test_client(use_cookies=False)
        if self.role is None:
            return
        browser = self.app.test_client()
        sign_in(browser, self.world, self.role)
        self._cookie = {"Cookie": f"hr={browser.get_cookie('hr').value}"}  # type: ignore[union-attr] # just set
        self._bearer = bearer(self.world, self.role)
        page = self._client.get("/account", base_url=BASE, headers=self._cookie).text
        self._token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]

    def ask(
        self,
        route: Route,
        ids: Mapping[str, object],
        body: Mapping[str, Any] | None = None,
        given: Mapping[str, object] | None = None,
    ) -> Answer:
        """Send one request: `body` is what a form or a program would send, `given` are ids that stand in its query."""
        query = query_of(self.app, route, given)
        sent = [*ids.values(), *(given or {}).values()]
        has_file = bool(schemas_of(self.app, route, "files"))
        return self.send(route.method, route.address(ids), sent, body=body, query=query, has_file=has_file)

    def send(
        self,
        method: str,
        path: str,
        sent: Iterable[object] = (),
        *,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
        has_file: bool = False,
    ) -> Answer:
        """Send a request to any path; `sent` is what stands in it and is not to count in the answer."""
        options: dict[str, Any] = {"method": method, "base_url": BASE}
        if query:
            options["query_string"] = query
        if path.startswith(API):
            options["headers"] = {**self._bearer, "If-Match": self.etag}
            if has_file:
                options["data"] = {"file": (BytesIO(b"words"), "a.txt")}
            elif method not in SAFE:
                options["json"] = dict(body or {})
        else:
            options["headers"] = {**self._cookie, "Sec-Fetch-Site": "same-origin"}
            if method not in SAFE:
                form = {"csrf_token": self._token, "idempotency_key": str(uuid4())}
                options["data"] = {**form, **(body or {})}
        with statements() as noted:
            answer = self._client.open(path, **options)
        return Answer(
            answer.status_code,
            sorted((name, neutral(value, sent)) for name, value in answer.headers if name != REQUEST),
            neutral(answer.get_data().decode("utf-8", "replace"), sent),
            noted,
            answer.headers.get("ETag", ""),
        )


_UUID: Final = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
_NONCES: Final = (
    re.compile(r'(nonce=")[^"]*'),
    re.compile(r"('nonce-)[^']*"),
    re.compile(r'(name="csrf_token" value=")[^"]*'),
    re.compile(r'(data-whose=")[^"]*'),  # the session that a page was made for
    re.compile(r"^(hr-browser=)[^;]*"),
    re.compile(r"(Expires=)[^;]*"),
    re.compile(r'("revision":)\d+'),
    re.compile(r'("key":"[a-z])\d+'),
    re.compile(r"(challenge&#34;: &#34;)[^&]*"),
    re.compile(r"(user&#34;: \{&#34;id&#34;: &#34;)[^&]*"),  # of the person who looks, as a key knows them
    re.compile(r'^(")\d+(?="$)'),  # an ETag: how often a record was changed
)


def neutral(text: str, sent: Iterable[object] = ()) -> str:
    """Return a text without ids, nonces and tokens, and without what the request itself held."""
    for each in sent:
        text = text.replace(str(each), "SENT")
    text = _UUID.sub("ID", text)
    for nonce in _NONCES:
        text = nonce.sub(r"\1", text)
    return text


@contextmanager
def statements() -> Iterator[list[str]]:
    """Note what is sent to PostgreSQL, without its values."""
    noted: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:  # noqa: ARG001 - the event's
        noted.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        event.remove(Engine, "before_cursor_execute", note)


# --- What is sent -------------------------------------------------------------------------------------------------


def schemas_of(app: Flask, route: Route, place: str) -> list[Any]:
    """Return the schemas of what the API takes in this place: json or query."""
    view: Any = app.view_functions[route.rule.endpoint]
    handler = getattr(getattr(view, "view_class", None), route.method.lower(), view)
    parameters = getattr(handler, "_apidoc", {}).get("arguments", {}).get("parameters", [])
    return [each["schema"] for each in parameters if each["in"] == place]


def query_of(app: Flask, route: Route, given: Mapping[str, object] | None = None) -> dict[str, str]:
    """Return what the query of a route must hold, with `given` values by the name of their field."""
    schemas = schemas_of(app, route, "query")
    return {name: str(value) for schema in schemas for name, value in filled(schema, given).items()}


def json_of(app: Flask, route: Route, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a body that the API's own schema takes, with `given` values by the name of their field."""
    schemas = schemas_of(app, route, "json")
    return filled(schemas[0], given) if schemas else {}


@contextmanager
def listening_for_forms() -> Iterator[list[Any]]:
    """Note the schema of every form that a page asks to be filled in."""
    schemas: list[Any] = []
    original = Form.from_request.__func__  # type: ignore[attr-defined] # a class method

    def from_request(cls: type[Form], schema: Any, **options: Any) -> Form:
        schemas.append(schema)
        made: Form = original(cls, schema, **options)
        return made

    with patch.object(Form, "from_request", classmethod(from_request)):
        yield schemas


def form_of(schemas: Sequence[Any], given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what a browser would send for these forms."""
    found: dict[str, Any] = {}
    for schema in schemas:
        found |= typed(filled(schema, given))
    return found


def without_next(body: str) -> str:
    """Return a page without the address to which its choice of language leads back."""
    return re.sub(r'(name="next" value=")[^"]*', r"\1", body)
