"""A rule counts when a test of it fails once it is broken: each is, in the one place that keeps it."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.process.breaking import BROKEN

ROOT = Path(__file__).parents[2]
RULES = {"VOL-2", "VOL-4", "CON-2", "CON-3", "S2-2", "S4-4", "S4-5", "S5-6"}
pytestmark = pytest.mark.slow


def ended(folder: Path, *plugin: str) -> dict[str, str]:
    """Run the tests of all rules in a process of their own; returns how each of them ended."""
    folder.mkdir()
    report = folder / "report.xml"
    tests = [broken.test for broken in BROKEN.values()]
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
    cases = ET.parse(report).iter("testcase")  # noqa: S314 - written by pytest a moment ago
    return {
        str(case.get("name")): next(
            (each.tag for each in case if each.tag in {"failure", "error", "skipped"}), "passed"
        )
        for case in cases
    }


def test_every_broken_rule_is_noticed_by_a_test_of_it(tmp_path: Path) -> None:
    assert {broken.rule for broken in BROKEN.values()} == RULES
    names = {what: broken.test.rpartition("::")[2] for what, broken in BROKEN.items()}
    whole = ended(tmp_path / "whole")
    assert {what: whole.get(name) for what, name in names.items()} == dict.fromkeys(names, "passed")
    without = ended(tmp_path / "broken", "-p", "tests.process.breaking")
    assert {what: without.get(name) for what, name in names.items()} == dict.fromkeys(names, "failure")
