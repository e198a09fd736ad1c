"""The texts of the support process, in four languages."""

import re
from importlib.resources import files

import pytest

from handrail.extensions.registry import registry
from handrail.obligations.rights import RIGHTS_RULES
from handrail.obligations.rules import SUPPORT_RULES
from handrail.obligations.texts import LANGUAGES, language
from handrail.sdk import read_texts, step

LOCALE = files("handrail.obligations") / "locale"


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_step_with_the_same_arguments(code: str) -> None:
    english, texts = read_texts(LOCALE, "en")["steps"], read_texts(LOCALE, code)["steps"]
    assert texts.keys() == english.keys()
    for key, text in texts.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", english[key])), key


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize("code", ["nl", "fr", "de"])
def test_every_rule_of_the_platform_has_a_title_in_each_language(code: str) -> None:
    assert read_texts(LOCALE, code)["rules"].keys() == {rule.id for rule in (*RIGHTS_RULES, *SUPPORT_RULES)}


def test_texts_of_the_engine_and_of_the_plugins_are_read_together() -> None:
    texts = language(registry(), "nl")
    assert {"due", "support.invited", "nl.clock_start"} <= texts.steps.keys()


@pytest.mark.parametrize("code", LANGUAGES)
def test_one_month_and_one_year_are_said_as_one(code: str) -> None:
    texts = language(registry(), code)
    for key, unit in (("plus_months", "months"), ("minus_months", "months"), ("plus_years", "years")):
        assert "1" not in texts.text(step(key, **{unit: 1}))
        assert "2" in texts.text(step(key, **{unit: 2}))
