"""The page on writing a jurisdiction: its plugin runs exactly as it stands there."""

import importlib
import json
import re
import sys
from pathlib import Path

import pytest

from handrail.extensions.discovery import Installed
from handrail.extensions.registry import boot
from handrail.obligations.engine import compute
from handrail.obligations.reading import read_case
from handrail.obligations.texts import language

PAGE = Path(__file__).parents[2] / "docs" / "plugins" / "jurisdiction.md"


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_plugin_of_the_page_answers_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "handrail_xa"
    (package / "locale").mkdir(parents=True)
    (package / "__init__.py").write_text(block("python") + block("python documents"), "utf-8")
    (package / "handrail.toml").write_text(block("toml"), "utf-8")
    (package / "locale" / "en.toml").write_text(block("toml locale"), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    try:
        loaded = boot((Installed(name="xa", module="handrail_xa", version="1"),), {"xa": "required"})
    finally:
        sys.modules.pop("handrail_xa", None)
    plan = loaded.documents["xa.plan_of_return"]
    assert (plan.proves, plan.signed_by) == ("xa.plan", ("worker", "hr"))
    facts, jurisdiction = read_case(json.loads(block("json")), loaded.jurisdictions)
    texts = language(loaded, "en")
    lines = [
        f"{row.rule.id} {row.due} {row.status}: {'; '.join(row.why(texts))}" for row in compute(facts, jurisdiction)
    ]
    assert "\n".join(lines) + "\n" == block("text")


def test_the_page_names_every_part_of_a_milestone_and_of_a_jurisdiction() -> None:
    page = PAGE.read_text("utf-8")
    for name in (
        "absence_cases",
        "unless",
        "every",
        "until",
        "safe",
        "window",
        "holidays",
        "calendar_version",
        "lapses",
    ):
        assert name in page
