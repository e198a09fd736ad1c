"""No library in a lock is older than an advisory allows; needs no network, so it can not pass by having none."""

import re
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).parents[2]
FLOORS = ROOT / "docs" / "advisory-floors.txt"
LOCKS = ("requirements/run.txt", "requirements/dev.txt")
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*])?==([^ ;\\]+)", re.MULTILINE)


def floors() -> dict[str, Version]:
    lines = [line.split() for line in FLOORS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert all(len(line) == 3 for line in lines)
    return {name: Version(version) for name, version, _advisory in lines}


def pinned(lock: str) -> list[tuple[str, Version]]:
    return [(name, Version(version)) for name, version in PINNED.findall(lock)]


def too_old(lock: str) -> list[str]:
    known = floors()
    return [f"{name} {version}" for name, version in pinned(lock) if name in known and version < known[name]]


@pytest.mark.parametrize("name", LOCKS)
def test_no_library_is_older_than_an_advisory_allows(name: str) -> None:
    lock = (ROOT / name).read_text("utf-8")
    assert len(pinned(lock)) > 50
    assert too_old(lock) == []


def test_every_floor_is_of_a_library_that_we_use() -> None:
    used = {name for lock in LOCKS for name, _version in pinned((ROOT / lock).read_text("utf-8"))}
    assert floors().keys() <= used


def test_an_old_version_is_found() -> None:
    assert too_old("jinja2==3.1.5 \\\nflask==3.1.1 \\\n") == ["jinja2 3.1.5"]
