"""A control counts when a test fails without it: each is switched off, and its test has to notice."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.identity.switching_off import CONTROLS

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def outcomes(folder: Path, *plugin: str) -> dict[str, Counter[str]]:
    """Run the tests of all controls in a process of their own; returns how those of each name ended."""
    report = folder / "report.xml"
    tests = sorted({control.test for control in CONTROLS.values()})
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, f"--junitxml={report}", *tests],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert report.exists(), ran.stdout + ran.stderr
    found: dict[str, Counter[str]] = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - written by pytest a moment ago
        ended = next((each.tag for each in case if each.tag in {"failure", "error", "skipped"}), "passed")
        found.setdefault(str(case.get("name")).partition("[")[0], Counter())[ended] += 1
    return found


def name_of(test: str) -> str:
    return test.rpartition("::")[2].partition("[")[0]


def test_with_their_controls_they_pass_and_without_they_fail(tmp_path: Path) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    whole = outcomes(tmp_path / "with")
    assert {name: dict(ended) for name, ended in whole.items() if set(ended) != {"passed"}} == {}
    without = outcomes(tmp_path / "without", "-p", "tests.identity.switching_off")
    assert without.keys() == whole.keys() == {name_of(control.test) for control in CONTROLS.values()}
    assert {name: dict(ended) for name, ended in without.items() if ended["error"] or ended["skipped"]} == {}
    assert [what for what, control in CONTROLS.items() if not without[name_of(control.test)]["failure"]] == []
