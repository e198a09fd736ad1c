"""A letter's words are checked before they count: placeholders, and what a reader of that side may be told."""

import pytest

from handrail.frameworks.folder import base_layers
from handrail.frameworks.letters.checking import allowed_in, findings
from handrail.frameworks.letters.choosing import choose
from handrail.frameworks.letters.codes import Origin
from handrail.frameworks.letters.comparing import side_by_side
from handrail.frameworks.letters.samples import EXPLAINED, sample_letter, sample_values
from handrail.frameworks.rules import PLACEHOLDERS, FrameworkRefused, Layer, LayerDocument, check, resolve
from handrail.frameworks.rules.letters import WORKER_ONLY
from handrail.kit.codes import Role
from handrail.kit.i18n import LOCALES

FRAMEWORK = resolve(base_layers("none"))
NOTICE = FRAMEWORK.templates["supervisor_notice"]
NEXT_TALK = FRAMEWORK.templates["next_talk_letter"]
BODY = "Dear {worker_name}, we talk on {next_talk_date}. {coordinator_name}, {coordinator_phone}"


def said(template: object, title: str, body: str) -> str:
    return " ".join(found.message for found in findings(template, title, body))  # type: ignore[arg-type]


@pytest.mark.rule("FRW-5")
@pytest.mark.parametrize("key", sorted(FRAMEWORK.templates))
def test_every_letter_as_delivered_can_be_sent_in_every_language(key: str) -> None:
    template = FRAMEWORK.templates[key]
    for locale in LOCALES:
        title, body = template.title[locale], template.text[locale]
        assert findings(template, title, body) == ()
        assert "{" not in sample_letter(template, locale, title, body).subject


@pytest.mark.rule("FRW-5")
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{worker_nam}", "{worker_name}"),
        ("{Worker Name}", "{worker_name}"),
        ("{coordinator-phone}", "{coordinator_phone}"),
    ],
)
def test_a_placeholder_written_wrong_is_named_with_the_one_that_was_meant(written: str, meant: str) -> None:
    assert f"Did you mean {meant}?" in said(NEXT_TALK, "A letter", f"{BODY} {written}")


@pytest.mark.rule("FRW-5")
def test_a_needed_placeholder_that_is_gone_is_missed() -> None:
    (found,) = findings(NEXT_TALK, "A letter", BODY.replace("{next_talk_date}", "soon"))
    assert (found.part, "{next_talk_date}" in found.message) == ("body", True)
    assert findings(NEXT_TALK, "On {next_talk_date}", BODY.replace("{next_talk_date}", "soon")) == ()


@pytest.mark.rule("CON-3")
def test_a_letter_to_the_employers_side_holds_nothing_of_worker_and_coordinator() -> None:
    words = NOTICE.text["en"] + " {next_talk_date}"
    assert "between the worker and the coordinator" in said(NOTICE, "Notice", words)
    for template in FRAMEWORK.templates.values():
        if template.to is not Role.WORKER:
            assert not allowed_in(template) & WORKER_ONLY


@pytest.mark.rule("CON-3")
def test_no_layer_can_give_a_notice_a_placeholder_of_the_workers_own() -> None:
    tree = {"templates": {"supervisor_notice": {"optional": ["next_talk_date"]}}}
    framework = resolve([*base_layers("none"), LayerDocument(Layer.EMPLOYER, "e", tree)])
    assert [found.rule for found in check(framework) if "for letters to the worker alone" in found.message] == ["CON-3"]


@pytest.mark.rule("FRW-4")
def test_a_review_that_a_lower_layer_asks_for_is_not_switched_off_above() -> None:
    asked = LayerDocument(Layer.CONSULTANCY, "c", {"templates": {"invitation_letter": {"review": True}}})
    waived = LayerDocument(Layer.EMPLOYER, "e", {"templates": {"invitation_letter": {"review": False}}})
    assert resolve([*base_layers("none"), asked]).templates["invitation_letter"].review
    with pytest.raises(FrameworkRefused, match="can not be switched off"):
        resolve([*base_layers("none"), asked, waived])


def test_every_placeholder_is_explained_and_has_a_sample() -> None:
    assert set(EXPLAINED) == PLACEHOLDERS
    for locale in LOCALES:
        assert set(sample_values(locale)) == PLACEHOLDERS


class _Row:
    def __init__(self, number: int, body: str | None) -> None:
        self.id, self.number, self.adapts, self.title, self.body = None, number, body is not None, "A letter", body


@pytest.mark.rule("FRW-4")
def test_the_employers_words_come_before_the_consultancys_and_those_before_the_delivered() -> None:
    own, general = _Row(2, f"Own. {BODY}"), _Row(5, f"General. {BODY}")

    def ref(mine: object, of_all: object) -> str:
        words, _unfit = choose(FRAMEWORK, "next_talk_letter", "en", mine, of_all)  # type: ignore[arg-type]
        assert words is not None
        return words.ref

    assert ref(own, general) == "employer/en/2"
    assert ref(None, general) == "consultancy/en/5"
    assert ref(_Row(3, None), general) == "consultancy/en/5"
    assert ref(None, None) == "delivered/en/0"


@pytest.mark.rule("FRW-4")
def test_what_an_employers_framework_agreed_on_is_not_covered_by_the_consultancys_words() -> None:
    tree = {"templates": {"next_talk_letter": {"text": {"en": f"Agreed. {BODY}"}}}}
    framework = resolve([*base_layers("none"), LayerDocument(Layer.EMPLOYER, "e", tree)])
    words, _unfit = choose(framework, "next_talk_letter", "en", None, _Row(5, f"General. {BODY}"))  # type: ignore[arg-type]
    assert words is not None
    assert words.origin is Origin.DELIVERED


@pytest.mark.rule("FRW-5")
def test_words_that_lack_what_a_framework_needs_are_passed_over() -> None:
    words, unfit = choose(FRAMEWORK, "next_talk_letter", "en", _Row(2, "Nothing in it"), _Row(5, BODY))  # type: ignore[arg-type]
    assert words is not None
    assert (words.ref, [each.ref for each in unfit]) == ("consultancy/en/5", ["employer/en/2"])


def test_two_wordings_stand_side_by_side_with_what_differs_marked() -> None:
    same, changed, added = side_by_side("One.\n\nTwo old words.", "One.\n\nTwo new words.\n\nThree.")
    assert not same.differs
    assert [piece.text for piece in changed.before if piece.differs] == ["old"]
    assert [piece.text for piece in changed.after if piece.differs] == ["new"]
    assert (added.before, added.differs) == ((), True)
