"""The pages of docs that are made from the code: `make docs` writes them, and a test compares them.

- docs/rules.md: the rules of the domain with the tests that carry their ids (`@pytest.mark.rule("VOL-2")`).
- docs/reference/problems.md: every type of problem that the API can answer with.
- docs/reference/who-may-do-what.md: the policy, cell by cell and act by act.
- docs/jurisdictions: the rules of each place, from the plugins.
"""

import ast
import importlib
import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.docs.jurisdictions import jurisdiction_pages

import handrail
from handrail.identity import policies
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import HandrailError

ROOT = Path(__file__).parents[2]
TITLES = Path(__file__).with_name("rules.toml")
_PACKAGE = Path(handrail.__file__).parent
_DECLARES = re.compile(r"^    (?:status, )?slug\b", re.MULTILINE)


def pages() -> dict[Path, str]:
    """Return the text of every generated page."""
    return {
        ROOT / "docs" / "rules.md": rules_page(),
        ROOT / "docs" / "reference" / "problems.md": problems_page(),
        ROOT / "docs" / "reference" / "who-may-do-what.md": policy_page(),
        **jurisdiction_pages(ROOT / "docs" / "jurisdictions"),
    }


def write() -> None:
    """Write every generated page."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


# --- Rules and their tests ----------------------------------------------------------------------------------------


def titles() -> dict[str, dict[str, str]]:
    """Return the titles of the rules by heading and id."""
    return tomllib.loads(TITLES.read_text("utf-8"))


def proofs() -> dict[str, list[tuple[str, str]]]:
    """Return, by rule id, the tests that carry it: file and name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted([*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "plugins").glob("*/tests/**/test_*.py")]):
        for rule, name in marked(path.read_text("utf-8")):
            found.setdefault(rule, []).append((path.relative_to(ROOT).as_posix(), name))
    return found


def marked(source: str) -> Iterator[tuple[str, str]]:
    """Yield the rule ids with the names of the tests that carry them, or of the state machine that does."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                yield from ((rule, node.name) for rule in _ids(decorator))
        elif isinstance(node, ast.Assign) and "pytestmark" in map(ast.unparse, node.targets):
            names = [each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.name[:5] == "test_"]
            marks = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            yield from ((rule, name) for mark in marks for rule in _ids(mark) for name in names)


def _ids(mark: ast.expr) -> list[str]:
    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.rule":
        return [ast.literal_eval(argument) for argument in mark.args]
    return []


def rules_page() -> str:
    """Return docs/rules.md."""
    tests, by_heading = proofs(), titles()
    wanted = [rule for group in by_heading.values() for rule in group]
    lines = [
        "# The rules, and the tests that prove them",
        "",
        "Made by `make docs`. A rule is done when a test carries its id; the name of a test says what it proves.",
        "",
        f"{sum(rule in tests for rule in wanted)} of {len(wanted)} rules have tests.",
    ]
    for heading, group in by_heading.items():
        lines += ["", f"## {heading}"]
        for rule, title in group.items():
            lines += ["", f"### {rule} {title}", "", *(_tests_of(tests[rule]) if rule in tests else ["Not yet."])]
    return "\n".join(lines) + "\n"


def _tests_of(tests: list[tuple[str, str]]) -> Iterator[str]:
    by_file: dict[str, list[str]] = {}
    for file, name in tests:
        by_file.setdefault(file, []).append(name)
    for file, names in by_file.items():
        yield f"- [{file}](../{file})"
        yield from (f"  - {_sentence(name)}" for name in dict.fromkeys(names))


def _sentence(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ")


# --- Problems -----------------------------------------------------------------------------------------------------


def problems() -> list[type[HandrailError]]:
    """Return every error with a slug of its own, by slug."""
    for path in _PACKAGE.rglob("*.py"):
        if _DECLARES.search(path.read_text("utf-8")):
            importlib.import_module(".".join(("handrail", *path.relative_to(_PACKAGE).with_suffix("").parts)))
    found = [each for each in _below(HandrailError) if "slug" in vars(each) and each.__module__.startswith("handrail.")]
    return sorted({*found, HandrailError}, key=lambda each: (each.slug, each.__module__))


def _below(kind: type[HandrailError]) -> Iterator[type[HandrailError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def problems_page() -> str:
    """Return docs/reference/problems.md."""
    rows = [f"| `{each.slug}` | {each.status} | {each.title} | {_meaning(each)} |" for each in problems()]
    return f"""# Problems

Made by `make docs`. The API answers what did not work as `application/problem+json` (RFC 9457). `type` is
`/problems/` and one of these, and is what a program decides by; `detail`, where there is one, is a sentence for a
person, in their language. Further members are named in the text. A problem of the type `about:blank` means what its
HTTP status means.

| type | status | title | what it means |
| --- | --- | --- | --- |
{chr(10).join(rows)}
| `fault` | 500 | Something went wrong on our side | A bug of ours. `correlation_id` is how to find it in the log. |

`invalid` has `errors`, a list with `pointer` (RFC 6901, into what was sent) and `detail` for each value. `not-found`
is the answer both where there is nothing and where you may not know that there is something.
"""


def _meaning(kind: type[HandrailError]) -> str:
    """Return the first paragraph of what the class says of itself, in one line."""
    return " ".join((inspect.getdoc(kind) or "").partition("\n\n")[0].split()).replace("|", "\\|").replace("``", "`")


# --- The policy ---------------------------------------------------------------------------------------------------


def policy_page() -> str:
    """Return docs/reference/who-may-do-what.md."""
    head = " | ".join(f"`{compartment}`" for compartment in Compartment)
    matrix = [
        f"| `{role}` | {' | '.join(_cell(policies.MATRIX[role].get(each)) for each in Compartment)} |" for role in Role
    ]
    acts = [
        f"| `{name}` | {_touches(act)} | {_roles(act.roles)} | `{policies.scope_of(name)}` | {_proof(act)} |"
        for name, act in policies.ACTIONS.items()
    ]
    return f"""# Who may do what

Made by `make docs` from `identity/policies.py`, the one place where this is decided. Row-level policies of the database
are the second lock, and hold to the same table. Every part is for a time, at named client organisations, in one
consultancy; what the table does not open does not exist for that role: the answer is 404.

**R** read · **W** read and write · **F** facts only, no text (step, dates, who coordinates) · *part*: where the person
has this role in this very case, or is this worker or their direct supervisor · *employer*: every case of the client
organisation · *shared*: only while the worker takes part

| role | {head} |
| --- |{" --- |" * len(Compartment)}
{chr(10).join(matrix)}

## Acts

An act needs the role, and the cell of the table above for the compartment that it touches. A program needs the scope
as well, where its token names any. *Fresh*: whoever does it showed once more that it is them, within ten minutes;
*their own*: to us, and not to their employer's provider.

| act | touches | roles | scope | proof |
| --- | --- | --- | --- | --- |
{chr(10).join(acts)}
"""


def _cell(cell: policies.Cell | None) -> str:
    if cell is None:
        return ""
    letter = "W" if cell.write else "R" if cell.content else "F"
    return f"{letter} {'part' if cell.reach == 'related' else 'employer'}{', shared' if cell.while_shared else ''}"


def _touches(act: policies.Action) -> str:
    if act.compartment is None:
        return "no case"
    return f"{'writes' if act.write else 'reads'} `{act.compartment}`"


def _proof(act: policies.Action) -> str:
    return f"fresh{', their own' if act.own_proof else ''}" if act.step_up else ""


def _roles(roles: frozenset[Role]) -> str:
    if roles == frozenset(Role):
        return "everybody"
    return ", ".join(f"`{role}`" for role in Role if role in roles)


if __name__ == "__main__":
    write()
