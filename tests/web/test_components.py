import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import UndefinedError

from handrail.web import checks
from handrail.web.checks import assert_well_formed, problems_of
from handrail.web.template_helpers import Macros, hx, initials, paragraphs, timeline_months

TEMPLATES = Path(checks.__file__).parent / "templates"
NOT_SHOWN = {
    # drawn by base.html or by another macro that the gallery shows
    "side_navigation", "language_switch", "token", "error_summary", "fields", "field", "form_buttons", "tile",
    "derivation", "obligations", "section", "measure", "more", "scroll", "both",
}  # fmt: skip


@pytest.mark.parametrize(
    "address", ["/_gallery", "/_gallery?wrong", "/_gallery?worker", "/_gallery?worker&wrong", "/no"]
)
def test_every_component_is_well_formed_and_its_references_lead_somewhere(client: FlaskClient, address: str) -> None:
    assert_well_formed(client.get(address).text)


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ("<p><b>a</p>", "</p> closes"),
        ('<i id="a"></i><b id="a"></b>', "id a is used 2 times"),
        ('<label for="x">A</label>', "for=x"),
        ('<input name="q">', "has no label"),
        ('<p style="color:red">a</p>', "has style"),
        ('<a onclick="x()">a</a>', "has onclick"),
        ('<a data-hx-get="/x">a</a>', "without a nonce"),
        ("<p><div>a</div></p>", "<div> inside <p>"),
        ("<form><form></form></form>", "<form> inside <form>"),
        ("<div>", "never closed"),
    ],
)
def test_the_checks_see_what_is_wrong(html: str, wrong: str) -> None:
    assert any(wrong in problem for problem in problems_of(html)), problems_of(html)


def test_the_gallery_shows_every_macro(app: Flask) -> None:
    with app.test_request_context():
        names = set(Macros(app.jinja_env).names())
    gallery = (TEMPLATES / "web/gallery.html").read_text("utf-8")
    shown = set(re.findall(r"\bui\.(\w+)\(", gallery))
    assert names - shown == NOT_SHOWN
    assert shown <= names


def test_macros_are_named_once_and_an_unknown_one_is_an_error(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ ui.no_such_part() }}").render()


def test_what_people_wrote_is_shown_and_not_obeyed(app: Flask) -> None:
    with app.test_request_context():
        template = app.jinja_env.from_string(
            "{{ ui.seebox('own', 'Only me.', text) }}{{ ui.tag('done', text) }}{{ ui.tasks([{'text': text}]) }}"
            "{{ _('Hello %(name)s', name=text) }}{{ ui.toast(text) }}{{ ui.button(text, about=text) }}",
        )
        html = template.render(text="<script>alert(1)</script>\"'\n\nnext")
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 7


def test_a_text_keeps_its_lines_and_its_own_direction() -> None:
    assert paragraphs("a\nb\n\n\nc") == '<p dir="auto">a<br>b</p>\n<p dir="auto">c</p>'


def test_a_table_names_its_columns_on_each_card_and_its_row_in_a_header(app: Flask) -> None:
    with app.test_request_context():
        html = app.jinja_env.from_string(
            "{{ ui.table([{'text': 'By'}, {'text': 'What'}, {'text': 'Act', 'hidden': true}],"
            " [{'group': 'Late', 'count': 1}, ['1 Dec', 'Call', 'x']], caption='Due', head=1) }}",
        ).render()
    assert_well_formed(html)
    assert '<th role="rowheader" scope="row">Call</th>' in html
    assert '<th role="rowheader" colspan="3" scope="rowgroup">Late' in html
    assert "data-l" not in html.split('scope="row">Call')[1]  # a hidden heading is not repeated on the card
    assert html.count("<tbody") == html.count("</tbody>") == 1


def test_a_strip_key_has_a_sign_for_what_the_strip_holds(client: FlaskClient) -> None:
    html = client.get("/_gallery").text
    for words in ("absent", "partly at work", "hours at work, planned", "due", "met"):
        assert f"</svg>{words}</span>" in html


def test_htmx_attributes_always_carry_the_nonce(app: Flask) -> None:
    with app.test_request_context():
        markup = hx(post="/a?b=1&c=2", target="#rows")
    assert 'data-hx-post="/a?b=1&amp;c=2"' in markup
    assert re.search(r'data-hx-nonce="[\w-]{22}"', markup)


def test_no_template_writes_script_or_style_or_trusts_text() -> None:
    for path in TEMPLATES.parent.parent.rglob("templates/**/*.html"):
        source = path.read_text("utf-8")
        for refused in ("|safe", "| safe", "<style", "javascript:", " style=", "hx-on", "autoescape false"):
            assert refused not in source, f"{refused} in {path.name}"


def test_initials_come_from_the_first_and_the_last_word() -> None:
    assert [initials(name) for name in ("Sanne Verhoef", "Noor", "Ana de la Cruz", "")] == ["SV", "N", "AC", ""]


def test_entries_are_grouped_by_month_in_their_order() -> None:
    from datetime import date  # noqa: PLC0415 - used once

    days = [date(2026, 11, 30), date(2026, 11, 2), date(2026, 10, 9), date(2025, 10, 1)]
    months = timeline_months([{"on": day} for day in days])
    assert [(month, len(entries)) for month, entries in months] == [
        (date(2026, 11, 1), 2), (date(2026, 10, 1), 1), (date(2025, 10, 1), 1),
    ]  # fmt: skip
