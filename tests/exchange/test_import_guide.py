"""What the guide shows works as shown."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner

from handrail.entrypoints.cli import handrail
from handrail.exchange.intake.absence_row import AbsenceRow
from handrail.exchange.intake.feed import read_feed
from handrail.exchange.intake.library import available, load
from handrail.exchange.intake.profile_reader import read_profile
from handrail.exchange.intake.profiles import FIELDS

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "absence-import.md").read_text("utf-8")


def test_the_profile_in_the_guide_is_a_profile() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    profile = read_profile(block, "guide")
    assert profile.name == "payroll"
    assert {*profile.required, *profile.optional} | {"last_day"} == set(FIELDS)


def test_the_feed_in_the_guide_is_read_by_the_generic_profile() -> None:
    lines = re.findall(r"^ {4}((?:absence_id|2026-).*)$", GUIDE, re.MULTILINE)
    feed = read_feed(BytesIO("\n".join([*lines, ""]).encode()), load("generic"), today=date(2026, 11, 20))
    assert len(feed.rows) == len(lines) - 1 == 2
    assert all(isinstance(row, AbsenceRow) for row in feed.rows)


def test_the_guide_names_every_option_and_every_shipped_profile() -> None:
    help_text = CliRunner().invoke(handrail, ["absence", "import", "--help"]).output
    for option in re.findall(r"^ +(--[a-z-]+)", help_text, re.MULTILINE):
        assert option in GUIDE
    for name in available():
        assert f"`{name}`" in GUIDE
