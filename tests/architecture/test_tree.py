"""The tree says what it means, and nothing passes by its doors."""

import ast
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "platform" / "handrail"
PYTHON = sorted(PACKAGE.rglob("*.py"))


def calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def callers_of(*names: str) -> set[str]:
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in PYTHON
        if any(name.rsplit(".", 1)[-1] in names for name, _line in calls(path))
    }


def test_the_folder_platform_never_shadows_the_standard_library() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert [entry.name for entry in (ROOT / "platform").iterdir() if not entry.name.endswith(".egg-info")] == [
        "handrail"
    ]
    assert ROOT not in Path(platform.__file__).parents


def test_engines_and_sessions_are_opened_in_one_place() -> None:
    assert callers_of("create_engine") <= {"kit/db.py", "kit/migrations.py", "kit/owning.py"}
    assert callers_of("Session", "sessionmaker", "TenantSession") <= {"kit/db.py", "kit/owning.py"}
    assert callers_of("owners_session") == {"kit/keys/rotation.py"}


def test_settings_of_a_transaction_are_set_in_one_place() -> None:
    text_of = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in PYTHON}
    assert {name for name, text in text_of.items() if "set_config(" in text} <= {
        "kit/db.py",
        "identity/resolving_models.py",  # one function of the database: in and out of a tenant in one statement
    }


ELEVATED = {
    "kit/tenant_secrets.py",  # the key of what lies in no compartment, such as how people sign in
    "audit/linking.py",  # a chain never loses an entry to a rule of who may read
    "identity/grants.py",  # the projection of the policy is made from all relations
    "obligations/facts.py",  # the engine computes from all facts
    "obligations/projection.py",  # and stores what follows from them
    "cases/beyond.py",  # one bit of the ledger, or what somebody answered themselves
    "reports/commands.py",  # the exact numbers of a cancelled report, which its asker never sees, go at once
    "interventions/beyond.py",  # a party answers in a slice, and a coordinator opens one, that they do not read
    "cases/commands/forwarding.py",  # HR forwards a file whose support process HR never sees
    "cases/handover/commands.py",  # whoever takes or refuses a case has no part in it yet, or none any more
    "cases/review/commands.py",  # a lead releases a letter that lies in coordination, whose words no lead reads
    "privacy/retention/holding.py",  # the number of a case, for whoever holds it and sees nothing of it
    "identity/granting/covering.py",  # whoever covers has a part in cases that the arranger may not open
    "identity/factors/telling.py",  # an address of before is kept for the mail to it, and shown to nobody
    "identity/scim/persons.py",  # whether somebody has work here or a running case, whoever provides them
    "identity/scim/roles.py",  # roles from groups, for a directory that is nobody in the policy
    "identity/scim/matching.py",  # an administrator confirms who somebody is, whatever else they may see
    "privacy/emergency/commands.py",  # whoever decides and whoever looks has no part in the case
    "privacy/emergency/queries.py",  # the number of a case, for those who watch over emergencies
    "exchange/intake/apply.py",  # an import opens absences for many workers
}
"""Whoever acts in the engine's scope inside somebody's transaction, and why."""


def test_only_listed_modules_act_in_the_engines_scope() -> None:
    assert callers_of("elevated", "elevating") <= ELEVATED | {"kit/db.py"}


def test_only_the_edge_commits() -> None:
    offenders = {
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in PYTHON
        for name, line in calls(path)
        if name in {"session.commit", "session.rollback"}
    }
    assert offenders == set()


def test_no_module_grows_past_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in PYTHON
        if (count := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long.keys() <= {"platform/handrail/identity/policies.py"}  # one table, changed as a whole by its mutants


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "what", "contract"),
    [
        ("kit/trespass.py", "import handrail.cases", "Slices only look down"),
        ("tenancy/queries.py", "import handrail.tenancy.views", "Inside a slice, edges import the core"),
        ("tenancy/policies.py", "import sqlalchemy", "Rules and policies are pure"),
        ("privacy/retention/policies.py", "import sqlalchemy", "Rules and policies are pure"),
    ],
)
def test_the_import_contracts_bite(tmp_path: Path, where: str, what: str, contract: str) -> None:
    lint = _lint_a_copy(tmp_path, where, what)
    assert lint.returncode != 0
    assert contract in lint.stdout.split("Broken contracts")[-1]


@pytest.mark.slow
def test_the_import_contract_for_plugins_bites(tmp_path: Path) -> None:
    lint = _lint_a_copy(tmp_path, "../../plugins/handrail-nl/src/handrail_nl/trespass.py", "import handrail.kit.db")
    assert lint.returncode != 0
    assert "Plugins see only handrail.sdk" in lint.stdout.split("Broken contracts")[-1]


def _lint_a_copy(folder: Path, where: str, what: str) -> subprocess.CompletedProcess[str]:
    """Copy the tree, add one trespass and run the contracts on it."""
    copy = folder / "tree"
    for part in ("platform", "plugins"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "static", "fonts"))
    (copy / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    target = copy / "platform" / "handrail" / where
    target.parent.mkdir(parents=True, exist_ok=True)
    before = target.read_text("utf-8") if target.exists() else '"""A trespass."""\n'
    target.write_text(f"{before}\n{what}\n", "utf-8")
    if what.endswith("tenancy.views"):
        (copy / "platform/handrail/tenancy/views.py").write_text('"""An edge."""\n', "utf-8")
    paths = ":".join(map(str, [copy / "platform", *copy.glob("plugins/*/src")]))
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(program), "--no-cache"], cwd=copy, env={"PYTHONPATH": paths, "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
