"""The page on security names tests that exist."""

import re

from tests.docs.writing import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


HEADS = ("| ---", "| we promise", "| check |")
NAMED = re.compile(r"\[`(test_\w+)`\]\(\.\./(tests/[\w/.]+)\)")


def test_every_promise_names_a_test_that_exists() -> None:
    promises = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(HEADS)]
    assert len(promises) > 80
    assert [line for line in promises if not NAMED.search(line)] == []
    named = NAMED.findall(PAGE)
    missing = [name for name, file in named if f"def {name}(" not in (ROOT / file).read_text("utf-8")]
    assert missing == []
