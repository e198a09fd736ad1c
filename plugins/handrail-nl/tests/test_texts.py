"""The texts say the same things in four languages, and each rule of the tables is declared."""

import re
from importlib.resources import files
from typing import Any

import pytest

from handrail.sdk import Catalogue, read_texts
from handrail_nl import NETHERLANDS

LOCALE = files("handrail_nl") / "locale"
LANGUAGES = ("en", "nl", "fr", "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_step_with_the_same_arguments(language: str) -> None:
    english, texts = read_texts(LOCALE, "en")["steps"], read_texts(LOCALE, language)["steps"]
    assert texts.keys() == english.keys()
    for key, text in texts.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", english[key])), key


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_every_rule_has_a_title_in_each_language(language: str) -> None:
    titles = read_texts(LOCALE, language)["rules"]
    assert titles.keys() == {rule.id for rule in NETHERLANDS.rules}
    texts = Catalogue((LOCALE,)).language(language)
    assert all(texts.title(rule) != rule.title for rule in NETHERLANDS.rules if "(" not in texts.title(rule))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_follows_when_an_act_is_late_is_said_in_each_language(language: str) -> None:
    told = read_texts(LOCALE, language)["if_missed"]
    assert told.keys() == read_texts(LOCALE, "en")["if_missed"].keys() <= {rule.id for rule in NETHERLANDS.rules}
    asks_an_act = {rule.id for rule in NETHERLANDS.rules if rule.kind == "act"}
    assert asks_an_act - told.keys() == {"nl.uwv_wia_letter", "nl.uwv_shortening_decision"}, "the table says nothing"
    texts = Catalogue((LOCALE,)).language(language)
    assert texts.if_missed("nl.problem_analysis") == told["nl.problem_analysis"]
    assert texts.if_missed("nl.wia_earliest_start") is None


def test_what_tells_of_the_illness_shows_the_employers_side_its_date_alone(ask: Any) -> None:
    answer = ask(("2026-06-10", "due_date_of_birth"))
    row, english = answer.one("maternity_leave_latest_start"), Catalogue((LOCALE,)).language("en")
    assert row.why(english, employer_side=True) == ["last day of the period 2026-05-14"]
    assert "expected day of birth 2026-06-10" in row.why(english)
    assert {rule.id.removeprefix("nl.") for rule in NETHERLANDS.rules if rule.tells_cause} == {
        "maternity_leave_earliest_start", "maternity_leave_latest_start", "flex_days_deducted",
        "early_iva_earliest_application", "early_iva_latest_application", "early_iva_earliest_start",
    }  # fmt: skip


def test_every_rule_has_a_source_a_page_and_a_day_of_review() -> None:
    for rule in NETHERLANDS.rules:
        assert rule.source.act
        assert rule.source.url.startswith("http")
        assert rule.reviewed_on is not None


def test_the_plugin_imports_nothing_of_the_host_but_the_sdk() -> None:
    for file in files("handrail_nl").iterdir():
        if file.name.endswith(".py"):
            for imported in re.findall(r"^(?:from|import) (handrail[.\w]*)", file.read_text("utf-8"), re.MULTILINE):
                assert imported == "handrail.sdk" or imported.startswith("handrail_nl"), file.name
