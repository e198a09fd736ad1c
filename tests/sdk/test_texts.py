"""The common texts, and that the package needs nothing of the host."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from handrail.sdk import Catalogue, read_texts, step
from handrail.sdk.texts import COMMON


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_every_language_has_every_common_step_with_the_same_arguments(language: str) -> None:
    english, texts = read_texts(COMMON, "en")["steps"], read_texts(COMMON, language)["steps"]
    assert texts.keys() == english.keys()
    for key, text in texts.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", english[key])), key


def test_a_step_is_written_with_its_arguments() -> None:
    english = Catalogue(()).language("en")
    assert english.text(step("plus_days", days=42)) == "+ 42 days"
    assert english.text(step("plus_days", days=1)) == "+ 1 day"
    assert english.text(step("due", date=date(2026, 2, 16))) == "last day on time 2026-02-16"


def test_dates_can_be_written_as_the_reader_writes_them() -> None:
    text = Catalogue(()).language("nl").text(step("due", date=date(2026, 2, 16)), lambda day: f"{day.day}/{day.month}")
    assert text == "laatste dag waarop het op tijd is 16/2"


def test_what_a_language_lacks_is_english(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[steps]\n"xx.a" = "only English"\n', "utf-8")
    assert Catalogue((tmp_path,)).language("nl").text(step("xx.a")) == "only English"


def test_the_sdk_needs_the_standard_library_and_pluggy_alone() -> None:
    code = (
        "import sys; before = set(sys.modules); import handrail.sdk; "
        "print('\\n'.join({name.split('.')[0] for name in set(sys.modules) - before}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) - set(sys.stdlib_module_names) <= {"handrail", "pluggy"}
