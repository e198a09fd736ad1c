import io
import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from handrail.kit.codes import Compartment
from handrail.kit.errors import Conflict, FieldProblem, Invalid, NotFound
from handrail.kit.i18n import lazy, use_locale
from handrail.web.checks import assert_well_formed, read
from handrail.web.fields import Text
from handrail.web.forms import MOST_ROWS, Form
from handrail.web.messages import plain_words
from handrail.web.widgets import CAUTIONS, READERS

KEY = "00000000-0000-4000-8000-000000000001"


class Purpose(Enum):
    CALL = "call"
    UNION = "inform_union"


class Row(Schema):
    text = Text(required=True, validate=validate.Length(max=20), metadata={"label": "What"})
    due_on = fields.Date(allow_none=True, metadata={"label": "By when"})


class Place(Schema):
    street = Text(required=True, metadata={"label": "Street"})


class Everything(Schema):
    first_day = fields.Date(required=True, metadata={"label": lazy("First day"), "hint": "A day"})
    starts_at = fields.Time()
    minutes = fields.Integer(validate=validate.Range(min=1, max=240))
    share = fields.Decimal(places=1)
    purpose = fields.Enum(Purpose, by_value=True, required=True, metadata={"label": "Purpose"})
    note = Text(validate=validate.Length(max=4000), metadata={"compartment": Compartment.COORDINATION})
    told = fields.List(fields.String(), metadata={"choices": [("a", "A"), ("b", "B")]})
    agreed = fields.Boolean()
    until = fields.Date(allow_none=True)
    actions = fields.List(fields.Nested(Row), metadata={"label": "Actions", "row_label": "Action"})
    place = fields.Nested(Place)
    made_on = fields.Date(dump_only=True)
    renamed = Text(data_key="otherName")

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if data.get("until") and data["until"] < data["first_day"]:
            raise ValidationError("The end comes before the begin.", "until")


GOOD = {"idempotency_key": KEY, "first_day": "2026-08-31", "purpose": "call"}
Post = Callable[..., Form]


@pytest.fixture
def post(app: Flask) -> Post:
    def sent(data: dict[str, Any], schema: type[Schema] = Everything, **options: Any) -> Form:
        with app.test_request_context("/form", method="POST", data=data):
            return Form.from_request(schema, **options)

    return sent


@pytest.fixture
def draw(app: Flask) -> Callable[[Form], str]:
    def drawn(form: Form) -> str:
        with app.test_request_context("/form"):
            html = app.jinja_env.from_string("{{ ui.form(form) }}").render(form=form)
        assert_well_formed(html)
        return html

    return drawn


def test_a_form_that_was_not_sent_shows_what_is_known_and_judges_nothing(
    app: Flask, draw: Callable[[Form], str]
) -> None:
    with app.test_request_context("/form"):
        form = Form.from_request(Everything, initial={"first_day": date(2026, 8, 31), "purpose": Purpose.UNION})
    assert not form.is_ready
    assert form.errors == {}
    assert form.status == 200
    html = draw(form)
    assert 'value="2026-08-31"' in html
    assert 'value="inform_union" checked' in html
    assert "errors" not in html


def test_what_was_sent_becomes_what_the_schema_says(post: Post) -> None:
    form = post(
        {
            **GOOD,
            "starts_at": "09:30",
            "minutes": " 25 ",
            "share": "7.5",
            "note": "A\r\nB",
            "told": ["b", "a"],
            "agreed": "true",
            "until": "",
            "actions-0-text": "Call",
            "actions-0-due_on": "2026-12-01",
            "place-street": "Kade 1",
            "otherName": "x",
            "made_on": "2020-01-01",
        },
    )
    assert form.is_ready, form.errors
    assert form.data == {
        "first_day": date(2026, 8, 31),
        "purpose": Purpose.CALL,
        "starts_at": time(9, 30),
        "minutes": 25,
        "share": Decimal("7.5"),
        "note": "A\nB",
        "told": ["b", "a"],
        "agreed": True,
        "until": None,
        "actions": [{"text": "Call", "due_on": date(2026, 12, 1)}],
        "place": {"street": "Kade 1"},
        "renamed": "x",
    }
    assert form.idempotency_key == UUID(KEY)


def test_an_empty_box_is_no_value_and_an_unticked_one_is_false(post: Post) -> None:
    form = post({**GOOD, "minutes": "", "note": "  ", "place-street": ""})
    assert form.is_ready, form.errors
    assert form.data["agreed"] is False
    assert form.data["until"] is None
    assert not {"minutes", "note", "place"} & set(form.data)


def test_nothing_typed_is_lost_whatever_is_wrong(post: Post, draw: Callable[[Form], str]) -> None:
    typed = {
        "idempotency_key": KEY, "first_day": "soon", "minutes": "many", "note": '<b>Keep</b> "this" & that',
        "actions-0-text": "far too long for a text of this kind", "actions-3-text": "kept", "told": "a",
    }  # fmt: skip
    form = post(typed)
    assert not form.is_ready
    assert form.status == 422
    assert set(form.errors) == {"/first_day", "/minutes", "/purpose", "/actions/0/text"}
    html = draw(form)
    assert 'value="soon"' in html
    assert 'value="many"' in html
    assert "&lt;b&gt;Keep&lt;/b&gt; &#34;this&#34; &amp; that" in html
    assert 'value="far too long for a text of this kind"' in html
    assert form["actions"].children[1].children[0].value == "kept"
    assert 'value="a" checked' in html
    assert f'value="{KEY}"' in html


def test_errors_stand_above_with_links_and_beside_the_fields(post: Post, draw: Callable[[Form], str]) -> None:
    html = draw(post({"idempotency_key": KEY, "first_day": "soon", "actions-0-due_on": "x"}))
    page = read(html)
    summary = next(element for element in page.elements if element.attributes.get("class") == "errors")
    assert summary.attributes["role"] == "alert"
    assert "autofocus" in summary.attributes
    ids = {element.attributes.get("id") for element in page.elements}
    targets = re.findall(r'<li><a href="#([\w-]+)">', html)
    assert targets == ["form-first_day", "form-purpose", "form-actions-0-text", "form-actions-0-due_on"]
    assert set(targets) <= ids
    field = next(element for element in page.elements if element.attributes.get("id") == "form-first_day")
    assert field.attributes["aria-invalid"] == "true"
    assert field.attributes["aria-describedby"] == "form-first_day-hint form-first_day-error"
    assert "Give a date with day, month and year." in html


def test_a_row_is_added_and_removed_by_buttons_without_judging(post: Post, draw: Callable[[Form], str]) -> None:
    sent = {"idempotency_key": KEY, "first_day": "soon", "actions-0-text": "one", "actions-1-text": "two"}
    form = post({**sent, "add": "actions"})
    assert form.rearranged
    assert not form.is_ready
    assert (form.errors, form.status) == ({}, 200)
    assert [row.children[0].value for row in form["actions"].children] == ["one", "two", ""]
    assert re.search(r'id="form-actions-2-text"[^>]* autofocus', draw(form))
    without = post({**sent, "remove": "actions-0"})
    assert [row.children[0].value for row in without["actions"].children] == ["two"]
    assert without["first_day"].value == "soon"


@pytest.mark.parametrize("pressed", [{"add": "first_day"}, {"add": "none"}, {"remove": "actions-9"}, {"remove": "x"}])
def test_a_button_that_is_none_is_ignored(post: Post, pressed: dict[str, str]) -> None:
    assert not post({**GOOD, "actions-0-text": "one", **pressed}).rearranged


def test_blank_rows_are_dropped_and_their_number_is_bounded(post: Post) -> None:
    form = post({**GOOD, "actions-0-text": "", "actions-1-text": "kept", "actions-2-due_on": " "})
    assert form.is_ready, form.errors
    assert form.data["actions"] == [{"text": "kept", "due_on": None}]
    many = {f"actions-{number}-text": "x" for number in range(MOST_ROWS + 50)}
    assert len(post({**GOOD, **many}).data["actions"]) == MOST_ROWS
    assert not post({**GOOD, **many, "add": "actions"}).rearranged


def test_enter_in_a_field_does_not_remove_a_row(post: Post, draw: Callable[[Form], str]) -> None:
    page = read(draw(post(GOOD)))
    first = next(element for element in page.elements if element.tag == "button")
    assert "name" not in first.attributes


@pytest.mark.parametrize("bad", ["a\x00b", "a\x07b", "a\x1b[31m", "\x85", "\x7f"])
def test_signs_that_no_page_can_show_are_refused_beside_the_field(
    post: Post, draw: Callable[[Form], str], bad: str
) -> None:
    form = post({**GOOD, "note": bad, "actions-0-text": bad})
    assert set(form.errors) == {"/note", "/actions/0/text"}
    assert form.status == 422
    draw(form)


@pytest.mark.parametrize("bad", ["\ud800", "a\udfff", "a\x00", "\x1b"])
def test_the_api_refuses_the_same_signs(bad: str) -> None:
    with pytest.raises(ValidationError):
        Text().deserialize(bad)


def test_text_is_stored_in_one_form(post: Post) -> None:
    form = post({**GOOD, "note": " Ame\u0301lie\r\n\tü "})
    assert form.data["note"] == "Am\u00e9lie\n\tü"


def test_a_refusal_of_a_command_goes_beside_its_fields(post: Post, draw: Callable[[Form], str]) -> None:
    form = post({**GOOD, "actions-0-text": "Call"})
    with form.absorbing():
        raise Invalid(
            problems=[
                FieldProblem("/first_day", "This day is ahead."),
                FieldProblem("/actions/0/text", "Say more."),
                FieldProblem("/unknown", "Something else."),
            ],
        )
    assert form.status == 422
    assert form["first_day"].errors == ["This day is ahead."]
    assert form.summary == [
        ("Something else.", ""), ("This day is ahead.", "form-first_day"), ("Say more.", "form-actions-0-text"),
    ]  # fmt: skip
    assert not form.is_ready
    draw(form)


def test_a_conflict_stands_above_the_form_and_what_is_hidden_stays_hidden(post: Post) -> None:
    form = post(GOOD)
    with form.absorbing():
        raise Conflict("Version 4 was made since.")
    assert (form.status, form.summary) == (409, [("Version 4 was made since.", "")])
    with pytest.raises(NotFound), post(GOOD).absorbing():
        raise NotFound


def test_a_rule_over_two_fields_is_shown_at_the_one_it_names(post: Post) -> None:
    assert set(post({**GOOD, "until": "2026-08-01"}).errors) == {"/until"}


def test_a_form_without_its_key_is_stale(post: Post) -> None:
    form = post({"first_day": "2026-08-31", "purpose": "call"})
    assert not form.is_ready
    assert "" in form.errors


def test_the_same_form_sent_twice_has_the_same_key_and_fingerprint(post: Post) -> None:
    first, second, other = post(GOOD), post(GOOD), post({**GOOD, "minutes": "3"})
    assert first.idempotency_key == second.idempotency_key
    assert first.fingerprint == second.fingerprint != other.fingerprint


def test_choices_and_readers_of_the_view_win(post: Post, draw: Callable[[Form], str]) -> None:
    person = UUID(int=7)
    form = post(GOOD, readers={"note": "Only you and Sanne."}, choices={"purpose": [(person, "Ruben")]})
    html = draw(form)
    assert f'value="{person}"' in html
    assert "Only you and Sanne." in html
    assert str(READERS[Compartment.COORDINATION]) in draw(post(GOOD))


def test_every_compartment_says_who_reads(draw: Callable[[Form], str]) -> None:
    for compartment in Compartment:
        schema = Schema.from_dict({"note": Text(metadata={"compartment": compartment})})
        html = draw(Form(schema))
        assert f'data-c="{compartment}"' in html
        described = "form-note-hint form-note-readers" if compartment in CAUTIONS else "form-note-readers"
        assert f'aria-describedby="{described}"' in html
        assert str(READERS[compartment]) in html


@pytest.mark.parametrize(
    ("field", "widget"),
    [
        (fields.String(), "text"),
        (fields.String(validate=validate.Length(max=201)), "textarea"),
        (fields.String(metadata={"widget": "hidden"}), "hidden"),
        (fields.String(validate=validate.OneOf(["a", "b"])), "radios"),
        (fields.String(validate=validate.OneOf(list("abcdef"))), "select"),
        (fields.Enum(Purpose), "radios"),
        (fields.List(fields.Enum(Purpose)), "checkboxes"),
        (fields.List(fields.Nested(Row)), "rows"),
        (fields.Nested(Row), "fieldset"),
        (fields.Boolean(), "checkbox"),
        (fields.Date(), "date"),
        (fields.DateTime(), "datetime"),
        (fields.Time(), "time"),
        (fields.Float(), "number"),
        (fields.Email(), "email"),
        (fields.Url(), "url"),
        (fields.Raw(metadata={"widget": "file"}), "file"),
    ],
)
def test_each_kind_of_field_has_its_control(field: Any, widget: str, draw: Callable[[Form], str]) -> None:
    form = Form(Schema.from_dict({"x": field}))
    assert form["x"].widget == widget
    draw(form)


def test_an_upload_arrives_and_the_form_is_multipart(app: Flask, draw: Callable[[Form], str]) -> None:
    schema = Schema.from_dict({"paper": fields.Raw(required=True, metadata={"widget": "file"})})
    data = {"idempotency_key": KEY, "paper": (io.BytesIO(b"%PDF"), "a.pdf")}
    with app.test_request_context("/form", method="POST", data=data):
        form = Form.from_request(schema)
        assert form.is_ready
        assert form.data["paper"].read() == b"%PDF"
    assert 'enctype="multipart/form-data"' in draw(form)


def test_an_enum_says_its_own_label() -> None:
    class Labelled(Enum):
        ONE = "one"

        @property
        def label(self) -> str:
            return "The first"

    form = Form(Schema.from_dict({"x": fields.Enum(Labelled, by_value=True)}))
    assert form["x"].choices == [("one", "The first")]


def test_two_forms_of_a_page_have_their_own_ids(app: Flask) -> None:
    with app.test_request_context("/form"):
        html = app.jinja_env.from_string("{{ ui.form(a) }}{{ ui.form(b) }}").render(
            a=Form(Everything, id="a"), b=Form(Everything, id="b")
        )
    assert_well_formed(html)
    assert {"a", "b"} <= set(re.findall(r'<form id="(\w+)"', html))


def test_the_labels_speak_the_readers_language() -> None:
    with use_locale("en-XA"):
        assert Form(Everything)["first_day"].label.startswith("[Fîrst")


@pytest.mark.parametrize(
    "message",
    [
        text
        for kind in (
            fields.Field, fields.String, fields.Integer, fields.Decimal, fields.Boolean, fields.Date, fields.Time,
            fields.DateTime, fields.AwareDateTime, fields.NaiveDateTime, fields.UUID, fields.Email, fields.Url,
        )
        for key, text in kind.default_error_messages.items()
        if key in {"required", "null", "invalid", "validator_failed"} and "{" not in text
    ],
)  # fmt: skip
def test_no_message_of_the_library_reaches_a_person_as_it_is(message: str) -> None:
    assert plain_words(message) != message


@pytest.mark.parametrize(
    ("rule", "value", "words"),
    [
        (validate.Length(max=3), "long", "Use at most 3 signs."),
        (validate.Length(min=3), "a", "Use at least 3 signs."),
        (validate.Length(min=3, max=4), "a", "Use 3 to 4 signs."),
        (validate.Range(min=1), 0, "Give 1 or more."),
        (validate.Range(max=9), 10, "Give 9 or less."),
        (validate.Range(min=1, max=9), 10, "Give a value from 1 to 9."),
        (validate.OneOf(["a"]), "b", "Choose one of the list."),
    ],
)
def test_limits_are_said_in_plain_words(rule: Any, value: object, words: str) -> None:
    with pytest.raises(ValidationError) as raised:
        rule(value)
    assert plain_words(str(raised.value.messages[0])) == words


NAMES = st.sampled_from(
    [
        "first_day", "minutes", "note", "told", "actions-0-text", "actions-1-due_on", "actions-99-text",
        "actions--1-text", "place-street", "add", "remove", "idempotency_key", "csrf_token", "otherName", "actions",
    ],
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.dictionaries(NAMES, st.lists(st.text(max_size=12), max_size=3)))
def test_whatever_is_sent_is_either_ready_or_says_why(app: Flask, sent: dict[str, list[str]]) -> None:
    pairs = {name: [value.encode("utf-8", "replace").decode() for value in values] for name, values in sent.items()}
    with app.test_request_context("/form", method="POST", data=pairs):
        form = Form.from_request(Everything)
        html = app.jinja_env.from_string("{{ ui.form(form) }}").render(form=form)
    assert form.is_ready or form.rearranged or form.summary
    assert_well_formed(html)
