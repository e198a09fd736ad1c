import re
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from handrail.kit import catalogues
from handrail.kit.i18n import (
    CORE,
    LOCALES,
    N_,
    PSEUDO,
    Domain,
    catalogue,
    current_locale,
    direction,
    format_date,
    format_datetime,
    format_list,
    format_number,
    known,
    language_name,
    lazy,
    negotiate,
    ngettext,
    pseudo,
    use_locale,
)
from handrail.kit.text import UncleanText, clean_text

SAME = {"Sec-Fetch-Site": "same-origin"}
DAY = date(2026, 11, 30)
AppMaker = Callable[..., Flask]


# --- Which language ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wishes", "accepted", "default", "chosen"),
    [
        (("nl",), ["fr"], "de", "nl"),
        ((None, "de"), ["fr"], "nl", "de"),
        ((None,), ["pt", "fr-CA", "nl"], "de", "fr"),
        ((None,), ["pt"], "de", "de"),
        (("xx",), [], "yy", "en"),
        ((PSEUDO,), ["nl"], "nl", PSEUDO),
        ((None,), [PSEUDO, "ar"], "nl", "nl"),  # proofs are for those who ask by name
        (("",), ["*"], "fr", "fr"),
    ],
)
def test_the_person_wins_over_the_browser_over_the_tenant(
    wishes: tuple[str | None, ...], accepted: list[str], default: str, chosen: str
) -> None:
    assert negotiate(*wishes, accepted=accepted, default=default) == chosen


@given(st.text(max_size=20))
def test_any_tag_is_a_language_of_ours_or_none(tag: str) -> None:
    assert known(tag) in {*LOCALES, PSEUDO, "ar", None}


def test_a_block_speaks_its_language_and_a_thread_its_own() -> None:
    heard: list[str] = []
    with use_locale("nl"):
        with use_locale("de_DE"):
            assert current_locale() == "de"
        assert current_locale() == "nl"
        thread = threading.Thread(target=lambda: heard.append(current_locale()))
        thread.start()
        thread.join()
    assert (heard, current_locale()) == (["en"], "en")


def test_each_language_has_its_direction_and_its_own_name() -> None:
    assert {code: direction(code) for code in ("en", "ar", "he-IL")} == {"en": "ltr", "ar": "rtl", "he-IL": "rtl"}
    assert [language_name(code) for code in LOCALES] == ["English", "Nederlands", "Français", "Deutsch"]


def test_a_page_speaks_what_the_browser_accepts(client: FlaskClient) -> None:
    page = client.get("/_gallery", headers={"Accept-Language": "pt, nl-BE;q=0.8, en;q=0.5"})
    assert '<html lang="nl" dir="ltr">' in page.text
    assert "Accept-Language" in page.headers["Vary"]


def test_the_switch_in_the_footer_needs_no_script(make_app: AppMaker) -> None:
    remembered: list[str] = []
    app = make_app(remember_locale=remembered.append)
    client = app.test_client()
    page = client.get("/_gallery?wrong").text
    form = page.split('class="langs"')[1].split("</form>")[0]
    found = re.search(r'name="csrf_token" value="(\w+)"', form)
    assert found
    data = {"csrf_token": found[1], "next": "/_gallery?wrong", "language": "fr"}
    assert 'name="next" value="/_gallery?wrong"' in form
    answer = client.post("/language", data=data, headers=SAME)
    assert (answer.status_code, answer.location) == (303, "/_gallery?wrong")
    assert remembered == ["fr"]
    assert '<html lang="fr"' in client.get("/_gallery").text


@pytest.mark.parametrize("language", ["xx", "", PSEUDO, "ar"])
def test_only_languages_of_ours_are_remembered(client: FlaskClient, token: str, language: str) -> None:
    data = {"csrf_token": token, "next": "//evil.example", "language": language}
    answer = client.post("/language", data=data, headers=SAME)
    assert answer.location == "/"
    assert "hr-lang" not in answer.headers.get("Set-Cookie", "")


def test_the_language_a_person_chose_wins_over_this_browsers(make_app: AppMaker) -> None:
    client = make_app(chosen_locale=lambda: "de").test_client()
    client.set_cookie("hr-lang", "fr")
    assert '<html lang="de"' in client.get("/_gallery").text


def test_the_tenants_language_is_the_last_to_be_asked(make_app: AppMaker) -> None:
    client = make_app(tenant_locale=lambda: "nl").test_client()
    assert '<html lang="nl"' in client.get("/_gallery").text


# --- Texts ------------------------------------------------------------------------------------------------------


def test_a_lazy_text_speaks_when_it_is_shown() -> None:
    text = lazy("Save")
    with use_locale(PSEUDO):
        assert str(text) == "[Sávé ~]"
    assert (str(text), text == "Save", bool(text)) == ("Save", True, True)
    assert N_("Save") == "Save"


def test_a_number_chooses_the_form_and_is_written_as_people_write_it() -> None:
    assert ngettext("One thing", "%(num)s things", 1) == "One thing"
    assert ngettext("One thing", "%(num)s things", 1200) == "1,200 things"


@given(st.text(max_size=60))
def test_the_pseudo_language_keeps_placeholders_and_is_longer(text: str) -> None:
    message = f"{text} %(name)s <b>%(num)d</b> &amp; end".replace("%%", "")
    assert "%(name)s" in pseudo(message)
    assert "<b>" in pseudo(message)
    assert "&amp;" in pseudo(message)
    assert len(pseudo(message)) >= len(message) * 1.3


def test_every_text_survives_the_pseudo_language_with_its_placeholders() -> None:
    for key in catalogues.used():
        for message in (key,) if isinstance(key, str) else key:
            expected = sorted(re.findall(r"%\(\w+\)[sd]", message))
            assert sorted(re.findall(r"%\(\w+\)[sd]", pseudo(message))) == expected


def test_a_page_in_the_pseudo_language_has_no_text_of_ours_left_in_english(client: FlaskClient) -> None:
    client.set_cookie("hr-lang", PSEUDO)
    html = client.get("/nothing").text
    for words in ("Help now", "Skip to main content", "There is nothing here", "Sign out"):
        assert words not in html


def _write_po(directory: Path, text: str) -> Path:
    path = directory / "nl" / "LC_MESSAGES" / "mine.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
        f'\nmsgid "Save"\nmsgstr "{text}"\n'
        '\nmsgid "One"\nmsgid_plural "%(num)s"\nmsgstr[0] "Een"\nmsgstr[1] ""\n',
        "utf-8",
    )
    return path


def test_a_catalogue_is_compiled_in_memory_and_a_fresh_compiled_one_is_used(tmp_path: Path) -> None:
    domain = Domain(tmp_path, "mine")
    source = _write_po(tmp_path, "Bewaren")
    with use_locale("nl"):
        assert domain.gettext("Save") == "Bewaren"
        assert domain.gettext("Unknown") == "Unknown"
    compiled = source.with_suffix(".mo")
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - used once
    from babel.messages.pofile import read_po  # noqa: PLC0415 - used once

    with source.open("rb") as file, compiled.open("wb") as out:
        write_mo(out, read_po(file, locale="nl"))
    source.write_text(source.read_text("utf-8").replace("Bewaren", "Opslaan"), "utf-8")
    import os  # noqa: PLC0415 - used once

    for changed_at, expected in ((1_000, "Bewaren"), (9_999_999_999, "Opslaan")):
        os.utime(source, (changed_at, changed_at))
        catalogue.cache_clear()
        with use_locale("nl"):
            assert domain.gettext("Save") == expected
    catalogue.cache_clear()


def test_what_is_not_translated_is_named_and_a_half_plural_counts_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_po(tmp_path, "Bewaren")
    have = catalogues.translated("nl", Domain(tmp_path, "mine"))
    assert have == {"Save"}
    monkeypatch.setattr(catalogues, "translated", lambda _code: {"Undo"})
    missing = catalogues.missing("nl")
    assert "Undo" not in missing
    assert missing["Skip to main content"].startswith("web/templates/base.html:")
    assert ("One thing to put right", "%(num)s things to put right") in missing


def test_marked_texts_are_found_in_python_and_in_templates_and_not_in_the_gallery() -> None:
    used = catalogues.used()
    assert used["Choose yes or no."].startswith("web/messages.py:")
    assert used["Only the worker reads this."].startswith("web/widgets.py:")
    assert not [place for place in used.values() if "gallery" in place]


@pytest.mark.parametrize("code", [code for code in LOCALES if code != "en"])
def test_every_text_is_translated(code: str) -> None:
    assert catalogues.missing(code) == {}


def test_the_core_finds_its_catalogues_beside_the_package() -> None:
    assert CORE.directory.name == "locale"
    assert (CORE.directory / "babel.cfg").exists()


# --- Dates, numbers, lists --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "full", "day", "number", "names"),
    [
        ("en", "Monday 30 November 2026", "Mon 30 Nov", "1,234.5", "A, B and C"),
        ("nl", "maandag 30 november 2026", "ma 30 nov", "1.234,5", "A, B en C"),
        ("fr", "lundi 30 novembre 2026", "lun. 30 nov.", "1\u202f234,5", "A, B et C"),
        ("de", "Montag, 30. November 2026", "Mo., 30. Nov.", "1.234,5", "A, B und C"),
    ],
)
def test_dates_and_numbers_are_written_as_people_write_them(
    code: str, full: str, day: str, number: str, names: str
) -> None:
    with use_locale(code):
        assert format_date(DAY, "full") == full
        assert format_date(DAY, "day") == day
        assert format_number(1234.5) == number
        assert format_list(["A", "B", "C"]) == names


def test_an_instant_is_shown_in_the_zone_of_the_site_with_its_date() -> None:
    at = datetime(2026, 11, 30, 23, 40, tzinfo=UTC)
    assert format_datetime(at, zone="Europe/Amsterdam") == "1 Dec 2026, 00:40"
    assert format_datetime(at, "long") == "30 November 2026, 23:40"


# --- What people write ------------------------------------------------------------------------------------------


@given(st.text())
def test_clean_text_is_one_form_or_refused(raw: str) -> None:
    try:
        text = clean_text(raw)
    except UncleanText:
        return
    assert clean_text(text) == text
    assert "\x00" not in text
    assert "\r" not in text
    text.encode("utf-8")


@pytest.mark.parametrize("kept", ["Ruben 👩🏽‍🔧", "سلام\u200fنور", "a\tb\nc", "\u00ad", "Zoë"])
def test_signs_of_every_script_are_kept(kept: str) -> None:
    assert clean_text(kept) == kept
