"""docs/asvs.csv: each item of the security standard that we hold ourselves to, and where its claim is proven."""

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pytest
from tests.docs.writing import ROOT

from handrail.identity import commands

TABLE = ROOT / "docs" / "asvs.csv"
PAGE = ROOT / "docs" / "security.md"
INVENTORY = ROOT / "docs" / "reference" / "cryptography.md"
PACKAGE = ROOT / "platform" / "handrail"
COLUMNS = ["item", "level", "what", "status", "where", "test", "note"]
STATUSES = ("holds", "partly", "does not", "not applicable")
READING = "reading"
"""In the column of tests: nothing can show it, and the note says what was read."""

LEVELS = """
1.1 22 / 1.2 1111122223 / 1.3 112222222223 / 1.4 222 / 1.5 123 / 2.1 122 / 2.2 112 / 2.3 12223 / 2.4 23 / 3.1 3
3.2 113 / 3.3 12223 / 3.4 11222233 / 3.5 11122333 / 3.6 3 / 3.7 22333 / 4.1 12233 / 4.2 23333 / 4.3 22 / 4.4 1222
5.1 2 / 5.2 112333 / 5.3 113 / 5.4 222 / 6.1 122 / 6.2 111111112222 / 6.3 11223333 / 6.4 112233 / 6.5 22222333
6.6 2223 / 6.7 33 / 6.8 2222 / 7.1 222 / 7.2 1111 / 7.3 22 / 7.4 11222 / 7.5 223 / 7.6 22 / 8.1 1233 / 8.2 1123
8.3 133 / 8.4 23 / 9.1 111 / 9.2 1222 / 10.1 22 / 10.2 223 / 10.3 22223 / 10.4 1111122222233333 / 10.5 22222
10.6 22 / 10.7 222 / 11.1 2233 / 11.2 22233 / 11.3 11233 / 11.4 1222 / 11.5 23 / 11.6 23 / 11.7 33 / 12.1 12233
12.2 11 / 12.3 22223 / 13.1 2333 / 13.2 222223 / 13.3 2233 / 13.4 1222233 / 14.1 22 / 14.2 12223333 / 14.3 122
15.1 12233 / 15.2 12233 / 15.3 1222222 / 15.4 3333 / 16.1 2 / 16.2 22222 / 16.3 2222 / 16.4 222 / 16.5 2223
17.1 23 / 17.2 22223333 / 17.3 22
"""
"""The standard's own levels (OWASP ASVS 5.0.0): a section, then the level of its first item, of its second, ..."""
THIRD_LEVEL = frozenset({6, 7, 8, 10, 14, 16})
"""Chapters of which we want the third level as well: who somebody is, what they may, what is kept and what is noted."""


def wanted() -> Iterator[tuple[str, str]]:
    """Yield the items that we hold ourselves to, each with its level."""
    for section, levels in re.findall(r"(\d+\.\d+) (\d+)", LEVELS):
        for number, level in enumerate(levels, start=1):
            if level != "3" or int(section.partition(".")[0]) in THIRD_LEVEL:
                yield f"V{section}.{number}", level


def rows() -> list[dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == COLUMNS
        return [*reader]


@cache
def names_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    return frozenset(
        each.name for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.FunctionDef)
    )


def wrong(row: dict[str, str], variables: str) -> str | None:
    """Return what is not right about a row, or None."""
    where, test = row["where"], row["test"]
    if row["status"] not in STATUSES or not row["what"]:
        return "a status and a few words"
    if not where and row["status"] != "not applicable":
        return "where"
    if where.isupper():
        return None if f'"{where}"' in variables or where in variables else "no such variable"
    if where and not (ROOT / where).exists():
        return "no such file"
    if test == READING:
        return None if len(row["note"]) > 5 else "a reason"
    file, _colons, name = test.partition("::")
    return None if name.startswith("test_") and name in names_in(file) else "no such test"


def test_every_item_of_the_target_is_there_once_with_its_level() -> None:
    assert [(row["item"], row["level"]) for row in rows()] == [*wanted()]


def test_every_claim_names_a_file_and_a_test_that_exist_or_a_reason() -> None:
    variables = (ROOT / "docs" / "guides" / "operating.md").read_text("utf-8")
    assert {row["item"]: found for row in rows() if (found := wrong(row, variables))} == {}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, None),
        ({"status": "yes"}, "a status and a few words"),
        ({"where": "platform/handrail/nowhere.py"}, "no such file"),
        ({"where": "HANDRAIL_NOWHERE"}, "no such variable"),
        ({"test": "tests/docs/test_asvs.py::test_nothing"}, "no such test"),
        ({"test": READING, "note": ""}, "a reason"),
        ({"where": ""}, "where"),
    ],
)
def test_a_claim_without_proof_is_seen(change: dict[str, str], found: str | None) -> None:
    name = "tests/docs/test_asvs.py::test_a_claim_without_proof_is_seen"
    row = {"item": "V1.1.1", "what": "x", "status": "holds", "where": "docs/asvs.csv", "test": name, "note": ""}
    assert wrong(row | change, "HANDRAIL_BIND") == found


def test_the_page_on_security_counts_them_as_they_are() -> None:
    count = Counter(row["status"] for row in rows())
    told = (
        f"{len(rows())} items: {count['holds']} hold, {count['partly']} hold partly, {count['does not']} do not, and "
        f"{count['not applicable']} do not apply"
    )
    assert told in " ".join(PAGE.read_text("utf-8").split())


def test_the_page_on_security_names_each_item_that_does_not_hold() -> None:
    text = PAGE.read_text("utf-8")
    assert [row["item"] for row in rows() if row["status"] == "does not" and row["item"] not in text] == []


# --- What the table refers to -------------------------------------------------------------------------------------


def test_the_guide_says_how_long_a_session_lasts() -> None:
    guide = (ROOT / "docs" / "guides" / "signing-in.md").read_text("utf-8")
    idle, medical, longest = (
        each // timedelta(minutes=1) for each in (commands.IDLE, commands.IDLE_MEDICAL, commands.ABSOLUTE)
    )
    assert f"after {idle} minutes without use, an occupational physician's after {medical}" in guide
    assert f"in any case after {longest // 60} hours" in guide


CRYPTOGRAPHY = re.compile(r"^(?:from|import) (?:cryptography|joserfc|webauthn)\b|\bhmac\.new\(", re.MULTILINE)
HASHES = re.compile(r"\bhashlib\.(\w+)|^from hashlib import (.+)$", re.MULTILINE)


def sources() -> Iterator[tuple[str, str]]:
    for path in sorted([*PACKAGE.rglob("*.py"), *(ROOT / "plugins").glob("*/src/**/*.py")]):
        yield path.relative_to(PACKAGE if PACKAGE in path.parents else ROOT).as_posix(), path.read_text("utf-8")


def test_every_module_that_does_cryptography_is_in_the_inventory() -> None:
    listed = re.findall(r"^\| `([\w/-]+\.py)` \|", INVENTORY.read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == [name for name, text in sources() if CRYPTOGRAPHY.search(text)]


def test_no_hash_but_sha_256_and_scrypt_is_taken() -> None:
    taken = {found for _name, text in sources() for pair in HASHES.findall(text) for found in pair if found}
    assert taken == {"sha256", "_Hash", "scrypt"}  # the second is its type, the third for codes that people type
