"""The words that people see first: whole in every language, readable, and without pressure or blame."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from handrail.documents.placeholders import names_in, names_in_line
from handrail.documents.typst.coverage import printable
from handrail.frameworks.folder import base_folder, base_layers
from handrail.frameworks.rules import resolve
from handrail.frameworks.rules.document import LAYERED
from handrail.kit.codes import Role
from handrail.kit.i18n import LOCALES

BASE = resolve(base_layers("none"))
WORKER_LETTERS = sorted(key for key, template in BASE.templates.items() if template.to is Role.WORKER)


def _texts(tree: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield every table from language to text."""
    if isinstance(tree, dict):
        if tree and set(tree) <= set(LOCALES):
            yield path, tree
        else:
            for key, below in tree.items():
                yield from _texts(below, f"{path}.{key}")


ALL_TEXTS = dict(_texts({key: value for key, value in msgspec.to_builtins(BASE).items() if key in LAYERED}))


@pytest.mark.rule("ACC-4")
def test_every_base_text_exists_in_every_language() -> None:
    assert len(ALL_TEXTS) > 250
    lacking = {path: set(LOCALES) - set(texts) for path, texts in ALL_TEXTS.items() if set(texts) != set(LOCALES)}
    assert lacking == {}


@pytest.mark.rule("ACC-4")
def test_the_files_are_the_same_in_every_language() -> None:
    def names(language: str) -> set[Path]:
        folder = base_folder() / "texts" / language
        return {file.relative_to(folder) for file in folder.rglob("*.md")}

    assert all(names(language) == names("en") for language in LOCALES)


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize("key", sorted(BASE.templates))
def test_a_letter_holds_the_same_placeholders_in_every_language(key: str) -> None:
    template = BASE.templates[key]
    held = {code: names_in(template.text[code]) | names_in_line(template.title[code]) for code in LOCALES}
    assert len(set(held.values())) == 1
    assert set(template.placeholders) <= held["en"] <= {*template.placeholders, *template.optional}


@pytest.mark.rule("ACC-4")
def test_no_language_is_a_copy_of_another() -> None:
    for path, texts in ALL_TEXTS.items():
        if max(map(len, texts.values())) > 60:
            assert len(set(texts.values())) == len(LOCALES), path


@pytest.mark.rule("S1-4")
@pytest.mark.parametrize("code", LOCALES)
def test_the_invitation_announces_the_call_and_the_pamphlet(code: str) -> None:
    invitation = BASE.templates["invitation_letter"]
    assert "{call_before_date}" in invitation.text[code]
    assert invitation.attach == ("pamphlet",)


@pytest.mark.rule("CON-3")
def test_no_text_for_the_supervisor_can_hold_what_a_worker_confided() -> None:
    told = {"concern", "topic", "reason", "diagnosis", "participation"}
    for template in BASE.templates.values():
        if template.to is Role.SUPERVISOR:
            names = {*template.placeholders, *template.optional}
            assert not any(word in name for name in names for word in told)


PRESSING = {
    "en": r"as soon as possible|must return|have to return|failed to|should be back|urgently",
    "nl": r"zo snel mogelijk|zo spoedig mogelijk|moet terug|verplicht om|nalat|dringend",
    "fr": r"dès que possible|au plus vite|devez revenir|devez reprendre|manqué à|urgent",
    "de": r"so bald wie möglich|so schnell wie möglich|müssen zurück|versäum|dringend|unverzüglich",
}
WRONG_WORDS = {
    "en": r"\bpatient|\bclaimant|\bresource\b|\boffender",
    "nl": r"\bpatiënt|\bcliënt\b",
    "fr": r"\bpatiente?\b|\bassuré\b",
    "de": r"\bPatient|\bKlient",
}


@pytest.mark.rule("VOL-3")
@pytest.mark.parametrize("code", LOCALES)
def test_no_base_text_presses_or_blames(code: str) -> None:
    for path, texts in ALL_TEXTS.items():
        assert not re.search(PRESSING[code], texts[code], re.IGNORECASE), path
        assert not re.search(WRONG_WORDS[code], texts[code]), path


def _lix(text: str) -> float:
    """Return the LIX of a text: mean words a sentence plus the percentage of words of more than six letters.

    Björnsson 1968; it needs no dictionary and so serves four languages. Below 40 is easy reading in English, Dutch
    and French; German runs longer words, so its line lies at 45.
    """
    bare = re.sub(r"[*#>{}_|]|^\s*(\d+\.|-)\s", " ", text, flags=re.MULTILINE)
    sentences = [part for part in re.split(r"[.!?:;](?:\s|$)|\n\n", bare) if part.strip()]
    words = re.findall(r"[^\W\d_]+", bare)
    long = [word for word in words if len(word) > 6]
    return len(words) / len(sentences) + 100 * len(long) / len(words)


EASY = {"en": 38.0, "nl": 38.0, "fr": 40.0, "de": 45.0}


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("key", WORKER_LETTERS)
def test_what_a_worker_reads_is_easy_to_read(key: str, code: str) -> None:
    assert _lix(BASE.templates[key].text[code]) < EASY[code]


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize("code", LOCALES)
def test_sentences_for_workers_are_short(code: str) -> None:
    for key in WORKER_LETTERS:
        for sentence in re.split(r"[.!?:]\s|\n", BASE.templates[key].text[code]):
            assert len(sentence.split()) <= 28, sentence


@pytest.mark.rule("FRW-1")
def test_the_base_says_something_in_every_part_that_an_employer_adapts() -> None:
    for name in ("roles", "steps", "gates", "templates", "guides", "consents", "resources", "activities", "prevention"):
        assert getattr(BASE, name), name
    assert sum(len(step.tasks) for step in BASE.steps.values()) > 30
    assert set(BASE.committee.seats) >= {"senior_management", "hr", "union", "occupational_health", "supervisor"}


@pytest.mark.rule("INT-4")
def test_the_guides_cover_every_contact_of_the_process() -> None:
    assert {guide.contact for guide in BASE.guides.values()} == {
        "first_call",
        "first_meeting",
        "follow_up_leave",
        "preparation",
        "supervisor_briefing",
        "planning_meeting",
        "follow_up_return_worker",
        "follow_up_return_supervisor",
        "return_to_work_interview",
        "reintegration_interview",
    }


@pytest.mark.rule("S2-1")
def test_the_first_call_ticks_off_what_must_be_explained() -> None:
    explained = BASE.guides["first_call"].sections["explained"].questions
    assert {key for key, question in explained.items() if question.required and question.answer == "tick"} == {
        "process_explained",
        "confidentiality_explained",
        "voluntary_explained",
        "withdrawal_explained",
        "questions_answered",
    }
    last = max(BASE.guides["first_call"].sections.values(), key=lambda section: section.order)
    assert set(last.questions) == {"supervisor_contact"}


@pytest.mark.rule("INT-3")
def test_reasons_told_on_the_first_day_back_are_the_workers_own() -> None:
    sections = BASE.guides["return_to_work_interview"].sections
    assert {question.compartment for question in sections["talk"].questions.values()} == {"own"}
    assert {question.compartment for question in sections["agreed"].questions.values()} == {"administrative"}


@pytest.mark.rule("S1-4")
@pytest.mark.parametrize("code", LOCALES)
def test_every_sign_of_the_base_texts_can_be_printed(code: str) -> None:
    for path, texts in ALL_TEXTS.items():
        assert printable(texts[code]).replaced == 0, path
