"""Rules of ours that no linter knows: what may reach the network, the database and the page, and from where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "platform" / "handrail"
PYTHON = [*sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "plugins").glob("*/src/**/*.py"))]
TEMPLATES = [path for top in ("platform", "plugins") for path in sorted((ROOT / top).rglob("*.html"))]

# --- The network --------------------------------------------------------------------------------------------------

WIRES = frozenset(
    {
        "aiohttp", "asyncio", "ftplib", "http.client", "httpcore", "httpx", "httpx2", "imaplib", "poplib", "pycurl",
        "requests", "smtplib", "socket", "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc.client",
    }
)  # fmt: skip
"""Modules with which code reaches other machines."""

WIRED = {
    ("documents/uploads/scanning.py", "socket"): "asks the scanner that a setting of the installation names",
    ("entrypoints/doctor/servers.py", "smtplib"): "greets the mail server that the installation names",
    ("entrypoints/mail.py", "asyncio"): "catches mail on loopback",
    ("entrypoints/mail.py", "socket"): "catches mail on loopback",
    ("entrypoints/observing/beats.py", "socket"): "the name of this machine",
    ("entrypoints/servers/children.py", "socket"): "finds free ports",
    ("entrypoints/supervisor/ports.py", "socket"): "finds free ports",
    ("entrypoints/supervisor/stand.py", "socket"): "hands a listening socket on",
    ("entrypoints/supervisor/up.py", "http.client"): "asks our own pages whether they are up",
    ("entrypoints/supervisor/up.py", "socket"): "listens",
    ("entrypoints/web.py", "socket"): "listens",
    ("identity/oidc/caller.py", "httpx"): "the forms of a question; the door asks it",
    ("identity/oidc/checking.py", "httpx"): "numbers of statuses",
    ("identity/oidc/provider.py", "httpx"): "the forms of an answer that came through the door",
    ("kit/dialing.py", "httpcore"): "the door itself",
    ("kit/dialing.py", "socket"): "the door itself",
    ("kit/egress.py", "httpcore"): "the door itself",
    ("kit/egress.py", "httpx"): "the door itself",
    ("kit/queues.py", "socket"): "options of the connection to the queue",
    ("notifications/smtp.py", "smtplib"): "the mail server that the installation names",
}
"""Who reaches for the network beside `kit.egress`, and why: nobody's configuration but the operator's is followed."""


def wires(tree: ast.AST) -> Iterator[str]:
    """Yield every module of the network that is imported, by whatever way."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found = [each.name for each in names]
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found = [module, *(f"{module}.{each.name}" for each in names)]
            case ast.Call(func=ast.Attribute(attr="import_module") | ast.Name(id="__import__"), args=[given, *_]):
                found = [given.value] if isinstance(given, ast.Constant) else []
            case _:
                continue
        for name in found:
            yield from (wire for wire in WIRES if name == wire or str(name).startswith(f"{wire}."))


def test_nothing_but_the_door_reaches_other_machines() -> None:
    found = {(inside(path), wire) for path in PYTHON for wire in wires(parsed(path))}
    assert found == set(WIRED)


OPENERS_OF_HTTPX = re.compile(
    r"^httpx2?\.(?:Client|AsyncClient|HTTPTransport|AsyncHTTPTransport|get|head|options|patch|post|put|delete|request|stream)$"
)


def openers(tree: ast.AST) -> Iterator[str]:
    """Yield what opens a connection with httpx, by call, by inheritance or by its bare name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and OPENERS_OF_HTTPX.match(ast.unparse(node)):
            yield ast.unparse(node)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("httpx"):
            yield str(node.module)


def test_only_the_door_opens_connections_with_httpx() -> None:
    assert {inside(path) for path in PYTHON if [*openers(parsed(path))]} == {"kit/egress.py"}
    for trespass in ("httpx.Client()", "httpx.get(url)", "class C(httpx.Client): ...", "from httpx import get"):
        assert [*openers(ast.parse(trespass))]
    assert not [*openers(ast.parse("httpx.Request('GET', url)"))]


@pytest.mark.parametrize(
    "trespass",
    ["import requests", "from urllib import request", "import urllib.request as r",
     "from urllib.request import urlopen",
     "from http.client import HTTPSConnection", "import httpx._client", "def f():\n    import socket",
     "import importlib\nimportlib.import_module('httpx')", "__import__('requests')"],
)  # fmt: skip
def test_reaching_past_the_door_is_seen(trespass: str) -> None:
    assert [*wires(ast.parse(trespass))]


def test_only_addresses_are_taken_apart_with_urllib() -> None:
    assert not [*wires(ast.parse("from urllib.parse import urlsplit\nimport http\nfrom http import HTTPStatus"))]


# --- The database -------------------------------------------------------------------------------------------------

ASKING = frozenset({"execute", "executemany", "exec_driver_sql", "scalar", "scalars", "stream", "text"})

MADE_SQL = {
    "entrypoints/relay.py": "`listen` takes no parameter; the channel is a constant",
}
"""Where SQL is put together while the program runs, and why nobody's words can get into it."""


def made_sql(tree: ast.AST) -> Iterator[int]:
    """Yield each line where a function puts together the SQL that it sends: `%`, `+`, `.format`, an f-string."""
    for outer in ast.walk(tree):
        if not isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node in ast.walk(outer):
            if isinstance(node, ast.Call) and _name(node.func) in ASKING and node.args and _is_made(node.args[0]):
                yield node.lineno


def _is_made(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=left, right=right):
            return any(_is_text(each) for each in (left, right))
        case ast.Call(func=ast.Attribute(attr="format" | "join", value=value)):
            return _is_text(value)
        case ast.Call(func=ast.Name(id="text"), args=[given, *_]):
            return _is_made(given)
    return False


def _is_text(node: ast.expr) -> bool:
    return (isinstance(node, ast.Constant) and isinstance(node.value, str)) or _is_made(node)


def test_no_function_puts_its_sql_together() -> None:
    assert {inside(path) for path in PYTHON if [*made_sql(parsed(path))]} == set(MADE_SQL)


@pytest.mark.parametrize(
    "statement",
    ["session.execute(f'select {name}')", "session.execute(text('select ' + name))", "c.execute('select %s' % name)",
     "session.scalar(text('select {}'.format(name)))", "c.execute(' '.join(parts))",
     "session.scalars(text('a' + b + 'c'))"],
)  # fmt: skip
def test_sql_that_is_put_together_is_seen(statement: str) -> None:
    assert [*made_sql(ast.parse(f"def f(name):\n    {statement}"))]


@pytest.mark.parametrize("statement", ["session.execute(text('select :name'), {'name': name})", "c.execute(_SQL, [1])"])
def test_sql_with_parameters_passes(statement: str) -> None:
    assert not [*made_sql(ast.parse(f"def f(name):\n    {statement}"))]


# --- The page -----------------------------------------------------------------------------------------------------

OPENERS = {
    "a filter that escapes nothing": re.compile(r"\|\s*safe\b"),
    "escaping switched off": re.compile(r"{%-?\s*autoescape\b"),
    "an event handler in a page": re.compile(r"""\shx-on\b|\sdata-hx-on\b|<[^>{]*\son[a-z]+\s*=""", re.IGNORECASE),
    "script in an attribute": re.compile(r"""["']\s*(?:js|javascript):""", re.IGNORECASE),
    "a style in a page": re.compile(r"<style\b|<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "script without our nonce": re.compile(r"<script\b(?![^>]*\bnonce=)", re.IGNORECASE),
}
"""What would let somebody's words become script, or ask for a weaker policy."""


def openings(page: str) -> list[str]:
    """Return what a template opens."""
    return [what for what, pattern in OPENERS.items() if pattern.search(page)]


def test_no_template_lets_words_become_script() -> None:
    assert len(TEMPLATES) > 50
    assert {inside(path): found for path in TEMPLATES if (found := openings(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("{{ note|safe }}", "a filter that escapes nothing"),
        ("{{ note | safe }}", "a filter that escapes nothing"),
        ("{% autoescape false %}{{ note }}{% endautoescape %}", "escaping switched off"),
        ('<button hx-on:click="go()">', "an event handler in a page"),
        ('<a onclick="go()">', "an event handler in a page"),
        ("<div hx-vals='js:{a: b}'>", "script in an attribute"),
        ('<a href="javascript:go()">', "script in an attribute"),
        ('<p style="color: red">', "a style in a page"),
        ("<script>go()</script>", "script without our nonce"),
    ],
)
def test_a_template_that_opens_a_door_is_seen(page: str, what: str) -> None:
    assert openings(page) == [what]


def unescaped(tree: ast.AST) -> Iterator[int]:
    """Yield each line that calls something markup which is no literal of the code itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) == "Markup" and node.args:
            given = node.args[0]
            if not (isinstance(given, ast.Constant) and isinstance(given.value, str)):
                yield node.lineno


MARKED = {
    "documents/html.py": "made from blocks, and every word of it escaped",
    "reports/drawing/svg.py": "a drawing made here, with script and foreign parts refused",
}
"""Where a text is called markup, and why it is."""


def test_only_literals_are_called_markup() -> None:
    assert {inside(path) for path in PYTHON if [*unescaped(parsed(path))]} <= set(MARKED)
    assert [*unescaped(ast.parse("Markup(note)"))]
    assert [*unescaped(ast.parse("markupsafe.Markup(f'<b>{note}</b>')"))]
    assert not [*unescaped(ast.parse("Markup('<b>{}</b>').format(note)"))]


# --- What runs ----------------------------------------------------------------------------------------------------

RUNNERS = frozenset({"eval", "exec", "compile", "__import__", "render_template_string", "from_string", "os.system"})
UNPACKERS = frozenset({"dill", "jsonpickle", "marshal", "pickle", "shelve", "yaml"})


def runs(tree: ast.AST) -> Iterator[str]:
    """Yield what would run a text, or make objects of one."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func) if ast.unparse(func) in RUNNERS or _name(func) in RUNNERS - {"compile"}:
                yield ast.unparse(func)
            case ast.Import(names=names):
                yield from (each.name for each in names if each.name.partition(".")[0] in UNPACKERS)
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in UNPACKERS:
                yield module


def test_no_text_is_ever_run() -> None:
    assert {(inside(path), found) for path in PYTHON for found in runs(parsed(path))} == set()


@pytest.mark.parametrize(
    "trespass",
    ["eval(note)", "exec(note)", "import pickle", "from yaml import load", "render_template_string(note)",
     "env.from_string(note)", "__import__(name)", "os.system(note)"],
)  # fmt: skip
def test_a_text_that_would_run_is_seen(trespass: str) -> None:
    assert [*runs(ast.parse(trespass))]


# --- Where an answer leads ----------------------------------------------------------------------------------------


def astray(tree: ast.AST) -> Iterator[int]:
    """Yield each redirect to what the request itself said; `redirect_to` and `safe_target` look at it first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) == "redirect" and node.args:
            target = ast.unparse(node.args[0])
            if re.search(r"request\.(args|form|values|headers|referrer|json|cookies)", target) and (
                "safe_target(" not in target
            ):
                yield node.lineno


def test_no_answer_leads_where_the_request_says() -> None:
    assert {inside(path) for path in PYTHON if [*astray(parsed(path))]} == set()
    assert [*astray(ast.parse("redirect(request.args['next'])"))]
    assert not [*astray(ast.parse("redirect(safe_target(request.args.get('next')))"))]


# --- How it is read -----------------------------------------------------------------------------------------------

_trees: dict[Path, ast.AST] = {}


def parsed(path: Path) -> ast.AST:
    if path not in _trees:
        _trees[path] = ast.parse(path.read_text("utf-8"))
    return _trees[path]


def inside(path: Path) -> str:
    return path.relative_to(PACKAGE if PACKAGE in path.parents else ROOT).as_posix()


def _name(node: ast.expr) -> str:
    return ast.unparse(node).rsplit(".", 1)[-1]
