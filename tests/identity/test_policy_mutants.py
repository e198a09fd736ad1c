"""A policy that is a little wrong is noticed: nearly every small change of it makes a test fail."""

import importlib.util
import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
from tests.docs import writing
from tests.identity.mutants import mutants, survives

from handrail.identity import policies

KILLED_AT_LEAST: Final = 0.95
SOURCE: Final = Path(policies.__file__)

pytestmark = pytest.mark.slow


def _tests_afresh() -> ModuleType:
    """Load the tests of the policy again, so that they import what stands in its place now."""
    spec = importlib.util.spec_from_file_location("policy_judged", Path(__file__).with_name("test_policies.py"))
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def _cases(test: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """Yield the arguments of each case of a parametrized test."""
    axes = []
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            names, values = mark.args
            names = [names] if isinstance(names, str) else list(names)
            axes.append([dict(zip(names, each if len(names) > 1 else (each,), strict=True)) for each in values])
    for chosen in itertools.product(*axes):
        yield {name: value for part in chosen for name, value in part.items()}


def _judge() -> None:
    assert writing.policy_page() == (writing.ROOT / "docs" / "reference" / "who-may-do-what.md").read_text("utf-8")
    for name, test in vars(_tests_afresh()).items():
        if name.startswith("test_"):
            for arguments in _cases(test):
                test(**arguments)


def test_nearly_every_mutant_of_the_policy_is_noticed() -> None:
    _judge()  # as it is, nothing fails
    made = list(mutants(SOURCE.read_text("utf-8")))
    alive = [mutant.place for mutant in made if survives(mutant, policies, _judge)]
    assert len(made) > 200
    assert 1 - len(alive) / len(made) >= KILLED_AT_LEAST, alive


def test_the_tests_of_the_policy_take_every_branch_of_it(tmp_path: Path) -> None:
    tests = Path(__file__).with_name("test_policies.py")
    told = [f"--data-file={tmp_path / 'coverage'}", f"--include={SOURCE}"]
    run = [sys.executable, "-m", "coverage", "run", "--branch", *told, "-m", "pytest", "-q", "-x", str(tests)]
    made = subprocess.run(run, cwd=writing.ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout
    report = [sys.executable, "-m", "coverage", "report", *told, "--show-missing", "--fail-under=100"]
    seen = subprocess.run(report, cwd=writing.ROOT, capture_output=True, text=True, check=False)
    assert seen.returncode == 0, seen.stdout
