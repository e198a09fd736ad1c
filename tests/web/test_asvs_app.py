"""What the application security standard asks for and no other test shows: of every address, cookie and script."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from marshmallow import RAISE, Schema
from tests.builders import World, build_world
from tests.web.whole import Browser, address_of

import handrail
from handrail.entrypoints.app import create_app
from handrail.kit.codes import Role
from handrail.kit.settings import Settings

PACKAGE = Path(handrail.__file__).parent
PYTHON = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = [path for top in (PACKAGE, PACKAGE.parents[1] / "plugins") for path in sorted(top.rglob("*.html"))]
SCRIPTS = {path.name: path.read_text("utf-8") for path in (PACKAGE / "web" / "static").glob("*.js")}
HERE = {"Sec-Fetch-Site": "same-origin"}
KEEPING = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|postMessage|serviceWorker")
MADE = {
    "exchange/intake/dates.py: ''.join(parts)": "of patterns of the module, all else escaped",
    "exchange/intake/dates.py: f'({_TOKEN.pattern})'": "a constant",
    "exchange/intake/values.py: f'[0-9]{{1,6}}({mark}[0-9]{{1,2}})?'": "a comma or a point, escaped",
    "web/forms.py: f'{re.escape(name)}-(\\\\d{{1,3}})-'": "escaped",
}
"""Patterns that are put together while it runs, with why nobody's words get into them."""
PASSWORDS = re.compile(r"type=\"password\"|(?:current|new)-password")


@pytest.fixture(scope="module")
def app(database: Settings) -> Flask:  # noqa: ARG001 - its settings are read at boot
    return create_app()


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - the rows lie there
    return build_world()


def test_no_address_answers_trace(app: Flask) -> None:
    client = app.test_client()
    rules = [*app.url_map.iter_rules()][::7]  # none declares it: the boot refuses a method without a declared act
    assert {client.open(address_of(rule), method="TRACE").status_code for rule in rules} <= {404, 405}
    assert [rule.rule for rule in app.url_map.iter_rules() if "TRACE" in (rule.methods or ())] == []


def test_nothing_is_served_in_debug_mode(app: Flask) -> None:
    assert not app.debug
    assert not app.testing
    assert not app.config["PROPAGATE_EXCEPTIONS"]


def test_every_cookie_over_tls_is_of_this_host_alone_and_closed_to_scripts(app: Flask, world: World) -> None:
    del world
    client, base = app.test_client(), "https://localhost"
    page = client.get("/sign-in?next=/account", base_url=base)
    token = re.findall(r'name="csrf_token" value="(\w+)"', page.text)[0]
    key = re.findall(r'name="idempotency_key" value="([\w-]+)"', page.text)[0]
    asked = {"csrf_token": token, "idempotency_key": key, "consultancy": "nobody", "email": "nobody@trial.example"}
    chosen = {"csrf_token": token, "language": "nl", "next": "/sign-in"}
    answers = [
        page,
        client.post("/sign-in?next=/account", base_url=base, headers=HERE, data=asked),
        client.post("/language", base_url=base, headers=HERE, data=chosen),
    ]
    told = [each for answer in answers for each in answer.headers.getlist("Set-Cookie")]
    names = {each.partition("=")[0] for each in told}
    assert names >= {"__Host-hr-browser", "__Host-hr-lang", "__Host-hr-ask"}
    for each in told:
        assert each.startswith("__Host-"), each
        parts = set(each.split("; ")[1:])
        assert parts >= {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"}, each
        assert not [part for part in parts if part.startswith("Domain")], each


def test_no_cookie_is_set_but_by_those_who_name_it_for_its_host() -> None:
    setting = {
        path.relative_to(PACKAGE).as_posix()
        for path in PYTHON
        if re.search(r"\.(?:set|delete)_cookie\(", path.read_text("utf-8"))
    }
    assert setting == {"identity/web.py", "web/cookies.py", "web/security.py"}


KEEPS = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|postMessage|serviceWorker")


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_no_script_keeps_anything_in_the_browser_or_listens_to_other_windows(name: str) -> None:
    """But what was written at the table and is not sent yet: sealed, for this window, until signing out ends it."""
    found = KEEPS.findall(SCRIPTS[name])
    if name != "plan.js":
        assert found == []
        return
    assert set(found) == {"sessionStorage"}
    kept = re.findall(r"sessionStorage\.setItem\(this\.place\(form\), ([^;]*)\);", SCRIPTS[name])
    assert kept == ["`${text(iv)}.${text(sealed)}`"]
    assert len(kept) == SCRIPTS[name].count("setItem")


def test_there_are_no_passwords() -> None:
    fields = [path for path in TEMPLATES if PASSWORDS.search(path.read_text("utf-8"))]
    columns = [
        path
        for path in PACKAGE.rglob("models.py")
        if re.search(r"^    \w*password\w*: Mapped", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert fields == columns == []


def schemas(base: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for each in base.__subclasses__():
        if each.__module__.startswith("handrail."):
            yield each
        yield from schemas(each)


def test_no_schema_takes_a_field_that_it_does_not_name(app: Flask) -> None:
    assert app
    ours = [*schemas()]
    assert len(ours) > 100
    assert {each.__qualname__ for each in ours if each.opts.unknown != RAISE} == {"Problem"}  # only goes out


def test_a_program_that_sends_a_field_too_many_is_refused(app: Flask, world: World) -> None:
    browser = Browser(app, world, Role.WORKER)
    answer = browser.send(
        "PUT",
        "/api/v1/account/notification-preferences",
        HERE | {"X-Handrail-Token": browser.token},
        json={"email": "each", "role": "consultancy_admin"},
    )
    assert answer.status_code == 422
    assert "/role" in [each["pointer"] for each in answer.get_json(force=True)["errors"]]


def test_no_view_mixes_up_where_a_value_came_from() -> None:
    """`request.values` joins address and body, and so lets one stand in for the other."""
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PYTHON
        if re.search(r"\brequest\.values\b", path.read_text("utf-8"))
    }
    assert found == set()


def test_no_pattern_is_made_of_what_somebody_typed() -> None:
    made = {
        f"{path.relative_to(PACKAGE).as_posix()}: {ast.unparse(node.args[0])}"
        for path in PYTHON
        if "re." in (text := path.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and re.fullmatch(r"re\.(compile|match|search|fullmatch|sub|split|findall|finditer)", ast.unparse(node.func))
        and not isinstance(node.args[0], ast.Constant)
    }
    assert made == set(MADE)


def test_a_page_for_others_is_cleared_from_a_browser_that_signs_out(app: Flask, world: World) -> None:
    browser = Browser(app, world, Role.COORDINATOR)
    page = browser.send("GET", "/cases", {"Accept": "text/html"})
    assert 'action="/sign-out"' in page.text
    answer = browser.send("POST", "/sign-out", HERE, data={"csrf_token": browser.token})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [Role.WORKER, Role.COORDINATOR, Role.SUPERVISOR, Role.HR])
def test_every_frame_has_the_way_out(app: Flask, world: World, role: Role) -> None:
    assert 'action="/sign-out"' in Browser(app, world, role).send("GET", "/account", {"Accept": "text/html"}).text
