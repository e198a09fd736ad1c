"""The migrations' SQL, as squawk reads it: nothing that stops a running installation."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from handrail.kit import migrations

SQUAWK = Path(sys.executable).parent / "squawk"
OLDEST_POSTGRES = "17.0"

EXCLUDED = {
    "prefer-bigint-over-int": "ids are UUIDs; our integers count days, hours, versions and links of one chain",
}
"""Rules that we go by otherwise, each with its reason."""

NOT_OURS = "version_num VARCHAR(32)"
"""Alembic makes its own table."""


def complaints(sql: str, folder: Path) -> list[tuple[str, str]]:
    """Return the broken rules, each with the line of SQL that breaks it."""
    (folder / "upgrades.sql").write_text(sql, "utf-8")
    excluded = [f"--exclude={rule}" for rule in EXCLUDED]
    found = subprocess.run(
        [SQUAWK, "--reporter=json", f"--pg-version={OLDEST_POSTGRES}", *excluded, "upgrades.sql"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode in {0, 1}, found.stderr  # 1: there are complaints
    lines = sql.splitlines()  # which squawk numbers from 0
    read: list[dict[str, Any]] = json.loads(found.stdout)
    return [(each["rule_name"], lines[each["line"]].strip()) for each in read]


@pytest.fixture(scope="module")
def upgrades() -> str:
    return migrations.as_sql()


def test_the_migrations_block_nobody_and_wait_for_no_lock(upgrades: str, tmp_path: Path) -> None:
    assert [each for each in complaints(upgrades, tmp_path) if NOT_OURS not in each[1]] == []


def test_no_exclusion_outlives_its_reason(upgrades: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    excluded = set(EXCLUDED)
    monkeypatch.setitem(globals(), "EXCLUDED", {})
    assert excluded <= {rule for rule, _line in complaints(upgrades, tmp_path)}


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("require-concurrent-index-creation", "create index cases_later_idx on cases (number);"),
        ("changing-column-type", "alter table cases alter column number type bytea using number::bytea;"),
        ("renaming-column", "alter table cases rename column number to label;"),
        ("constraint-missing-not-valid", "alter table cases add constraint later check (number <> '');"),
        ("adding-required-field", "alter table cases add column later text not null;"),
        ("adding-field-with-default", "alter table cases add column later uuid default gen_random_uuid();"),
        ("ban-drop-column", "alter table cases drop column number;"),
    ],
)
def test_a_later_revision_that_stops_the_show_is_found(
    upgrades: str, tmp_path: Path, rule: str, statement: str
) -> None:
    later = f"{upgrades}\nBEGIN;\n\n{statement}\n\nCOMMIT;\n"
    assert (rule, statement) in complaints(later, tmp_path)
