"""What the guide says of intervals and tables is what the program does."""

import re
from pathlib import Path

import pytest

from handrail.extensions.registry import registry
from handrail.frameworks.folder import KEYED_TABLES, PLAIN_TABLES, base_layers
from handrail.frameworks.rules import REQUIRED_GATES, resolve
from handrail.frameworks.rules.document import LAYERED, Intervals

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "framework-file.md").read_text("utf-8")
BASE = resolve(base_layers("none"))


@pytest.mark.parametrize("name", Intervals.__struct_fields__)
def test_the_guide_gives_every_interval_with_its_base_and_its_bounds(name: str) -> None:
    row = re.search(rf"^\| `{name}` \|.*\| (S[\d-]+|VOL-3) \| (\d+) \| (\d+)–(\d+)", GUIDE, re.MULTILINE)
    assert row is not None
    bound = BASE.bounds[name]
    assert bound.at_least is not None
    assert bound.at_most is not None
    told = (
        bound.at_least.rule,
        str(getattr(BASE.intervals, name)),
        str(bound.at_least.value),
        str(bound.at_most.value),
    )
    assert row.groups() == told


@pytest.mark.parametrize("table", LAYERED)
def test_the_guide_names_every_table_of_a_framework(table: str) -> None:
    assert re.search(rf"`\[?{table}\b|\[{table}[.\]]", GUIDE)


@pytest.mark.parametrize("name", [*KEYED_TABLES, *PLAIN_TABLES, "steps"])
def test_the_guide_names_every_file_of_words(name: str) -> None:
    assert f"`{name}.md`" in GUIDE


@pytest.mark.parametrize("place", sorted(registry().jurisdictions))
def test_the_guide_says_where_a_floor_switches_health_off(place: str) -> None:
    row = re.search(rf"^\| `{place}` \| ([a-z, ]+) \|", GUIDE, re.MULTILINE)
    _platform, floor = base_layers(place)
    switch = floor.tree.get("switched_off", {}).get("topics", {}).get("health", {})
    assert (row.group(1).split(", ") if row else []) == switch.get("compartments", [])


def test_the_guide_names_the_gates_that_stay() -> None:
    assert all(f"`{gate}`" in GUIDE for gate in REQUIRED_GATES)
