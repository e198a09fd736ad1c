"""Text the typefaces can not set must never stop a document."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handrail.documents.typst.coverage import FAMILIES, FOLDER, REPLACEMENT, coverage, printable, printable_data
from handrail.documents.typst.engine import compile_pdf
from handrail.documents.typst.letter import Addressee, Letterhead, LetterModel, Sender, _data

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def test_the_four_languages_arabic_and_common_signs_are_printed_as_they_are() -> None:
    for text in ("Zoë Ærøskøbing, 12½ °C, € 5", "où ça, cœur", "Größe „Straße“", "محمد العربي", "→ ✓ ☐ ☑ №"):
        assert printable(text).text == unicodedata.normalize("NFC", text)
        assert printable(text).replaced == 0


def test_emoji_sequences_stay_whole() -> None:
    for text in ("😀", "👍🏽", "👩‍❤️‍👩", "🇳🇱", "✉️"):
        assert printable(text).replaced == 0


def test_what_no_typeface_has_becomes_one_box_a_sign() -> None:
    assert printable("王 Li").text == f"{REPLACEMENT} Li"
    assert printable("王小明").replaced == 3


def test_a_mark_without_its_letter_and_a_lone_surrogate_become_boxes() -> None:
    assert printable("\u0301a").text == f"{REPLACEMENT}a"
    assert printable("a\ud800b").text == f"a{REPLACEMENT}b"


def test_decomposed_letters_are_composed() -> None:
    assert printable("Zoe\u0308").text == "Zoë"


def test_counts_are_summed_over_nested_data() -> None:
    data, replaced = printable_data({"a": ["王", {"b": "明"}], "n": 3, "none": None})
    assert replaced == 2
    assert data == {"a": [REPLACEMENT, {"b": REPLACEMENT}], "n": 3, "none": None}


def test_every_vendored_typeface_is_named_with_its_licence() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    files = {name for names in FAMILIES.values() for name in names}
    assert files == {path.name for path in FOLDER.glob("*.ttf")}
    assert all(name in readme for name in files)
    assert sum((FOLDER / name).stat().st_size for name in files) < 4_000_000


def _letter_with(text: str) -> None:
    letter = LetterModel(
        locale="en",
        dated_on=NOW.date(),
        letterhead=Letterhead("A"),
        addressee=Addressee(text, ()),
        subject=text,
        body=(),
        sender=Sender(text),
        may_see=text,
        created_at=NOW,
    )
    assert compile_pdf("letter", _data(letter), created_at=NOW).startswith(b"%PDF")


def test_every_character_that_counts_as_covered_can_be_set() -> None:
    covered = sorted(set().union(*coverage().values()))
    for start in range(0, len(covered), 1500):
        _letter_with(" ".join(printable(chr(code)).text for code in covered[start : start + 1500]))


@pytest.mark.rule("ACC-4")
@settings(max_examples=60, deadline=None)
@example("a\u20dd\u0610\ufeff\u2026\U0001f9d1\u200d\u0303")
@example("\u1def⚷\u036f")
@given(st.text(min_size=1, max_size=40))
def test_any_text_that_a_person_can_type_is_printed_without_an_error(text: str) -> None:
    _letter_with(text)
