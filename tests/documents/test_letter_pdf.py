"""The letter as people and their screen readers get it."""

import io
import time
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader

from handrail.documents.errors import UnknownPlaceholder
from handrail.documents.typst.letter import LetterModel, LetterTemplate, fill_template, render_letter

Build = Callable[..., LetterModel]
Tags = Callable[[Any], list[str]]


def _read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def _words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in _read(pdf).pages).split())


@pytest.mark.rule("S1-4")
@pytest.mark.parametrize("locale", ["en", "nl", "fr", "de"])
def test_the_letter_is_an_accessible_pdf_in_the_workers_language(a_letter: Build, tags_of: Tags, locale: str) -> None:
    letter = a_letter(locale)
    reader = _read(render_letter(letter))
    root = reader.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == locale
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == letter.subject
    tags = tags_of(root["/StructTreeRoot"])
    assert {"/H1", "/P", "/L", "/LI", "/Strong"} <= set(tags)


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "I would like to call you."),
        ("nl", "Ik bel u graag, vóór 12 december."),
        ("fr", "Je vous téléphonerai où ça vous arrange."),
        ("de", "ich rufe Sie gern an, ganz ungezwungen."),
    ],
)
def test_the_words_of_each_language_can_be_read_back(a_letter: Build, locale: str, said: str) -> None:
    assert said in _words(render_letter(a_letter(locale)))


def test_an_arabic_name_in_a_dutch_letter_and_an_arabic_letter_are_set(a_letter: Build) -> None:
    for locale in ("nl", "ar"):
        words = _words(render_letter(a_letter(locale, "محمد العربي")))
        assert sum("\u0600" <= sign <= "\u06ff" or "\ufb50" <= sign <= "\ufeff" for sign in words) >= 10
    assert _read(render_letter(a_letter("ar"))).trailer["/Root"]["/Lang"] == "ar"


def test_emoji_are_printed_and_a_sign_without_a_typeface_is_a_box_with_a_note(a_letter: Build) -> None:
    words = _words(render_letter(a_letter("en", "Li 王 😀")))
    assert "Li □" in words
    assert "A □ stands for a sign" in words
    assert "□" not in _words(render_letter(a_letter("en", "Li 😀")))


def test_the_same_letter_gives_the_same_bytes(a_letter: Build) -> None:
    assert render_letter(a_letter()) == render_letter(a_letter())


@pytest.mark.rule("CON-1")
def test_every_page_has_its_number_and_every_page_after_the_first_says_who_may_see_it(a_letter: Build) -> None:
    letter = a_letter()
    pages = [" ".join(page.extract_text().split()) for page in _read(render_letter(letter)).pages]
    assert len(pages) == 2
    assert all(letter.may_see in page for page in pages)
    assert ["Page 1 of 2" in pages[0], "Page 2 of 2" in pages[1]] == [True, True]


@pytest.mark.rule("S1-4")
def test_the_pamphlet_comes_with_the_letter_on_a_page_of_its_own(a_letter: Build) -> None:
    pages = _read(render_letter(a_letter())).pages
    assert "Seven steps" in pages[1].extract_text()
    assert "Seven steps" not in pages[0].extract_text()
    assert len(_read(render_letter(a_letter(pamphlet=None))).pages) == 1


def test_values_are_data_for_typst_and_never_code(a_letter: Build) -> None:
    hostile = '#panic("x") $a$ @b <c> *d* `e` \\n = f /* g'
    assert "#panic" in _words(render_letter(a_letter("en", hostile)))


def test_a_template_that_asks_for_something_unknown_is_refused_by_name() -> None:
    with pytest.raises(UnknownPlaceholder) as problem:
        fill_template(LetterTemplate("Hello", "{shoe_size}"), {"name": "x"}, "en")
    assert problem.value.members["placeholder"] == "shoe_size"


def test_a_letter_of_fifty_pages_is_set_whole(a_letter: Build, record_property: Callable[[str, object], None]) -> None:
    body = a_letter().body * 600
    started = time.perf_counter()
    pdf = render_letter(a_letter(body=body, pamphlet=None))
    record_property("seconds", time.perf_counter() - started)
    assert len(_read(pdf).pages) >= 50
