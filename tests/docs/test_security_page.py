"""The page on security names tests that exist."""

import re

from tests.docs.writing import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


def test_every_promise_names_a_test_that_exists() -> None:
    promises = [line for line in PAGE.splitlines() if line.startswith("| ") and "| we promise" not in line]
    promises = [line for line in promises if not line.startswith("| ---")]
    named = re.findall(r"\[`(test_\w+)`\]\(\.\./(tests/[\w/.]+)\)", PAGE)
    assert len(named) == len(promises)
    missing = [name for name, file in named if f"def {name}(" not in (ROOT / file).read_text("utf-8")]
    assert missing == []
