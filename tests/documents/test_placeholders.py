"""Placeholders are strict, and what is filled in stays words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.documents.blocks import Break, Paragraph, Strong, Text, plain_text
from handrail.documents.errors import MalformedPlaceholder, UnknownPlaceholder
from handrail.documents.placeholders import check, fill, fill_line, isolated, names_in, names_in_line
from handrail.kit.i18n import use_locale


def test_a_value_is_never_read_as_markup_or_as_a_placeholder() -> None:
    value = "# [x](https://example.org) **b** {other} <i>"
    (block,) = fill("Dear **{name}**", {"name": value})
    assert block == Paragraph((Text("Dear "), Strong((Text(value),))))


@given(st.text(max_size=60).filter(lambda text: "\n" not in text and text))
def test_any_value_comes_out_as_it_went_in(value: str) -> None:
    (block,) = fill("{name}!", {"name": value})
    assert isinstance(block, Paragraph)
    assert plain_text(block.children).replace("\u2068", "").replace("\u2069", "") == (value + "!").replace(
        "\u2068", ""
    ).replace("\u2069", "")


def test_the_lines_of_a_value_become_lines() -> None:
    (block,) = fill("{address}", {"address": "Kade 14\nUtrecht"})
    assert block == Paragraph((Text("Kade 14"), Break(), Text("Utrecht")))


def test_an_unknown_placeholder_is_named() -> None:
    with pytest.raises(UnknownPlaceholder) as problem:
        fill("{name} {diagnosis}", {"name": "x"})
    assert problem.value.members == {"placeholder": "diagnosis"}
    assert "diagnosis" in str(problem.value)
    with pytest.raises(UnknownPlaceholder):
        check("- {step}", known={"name"})


@pytest.mark.parametrize(
    "source", ["{name", "name}", "{Name}", "{ name }", "{*name*}", "{a b}", "{}", "1 { 2", "{{name}}"]
)
def test_braces_that_are_no_placeholder_are_refused(source: str) -> None:
    with pytest.raises(MalformedPlaceholder):
        fill(source, {"name": "x"})
    with pytest.raises(MalformedPlaceholder):
        names_in_line(source)


def test_a_placeholder_in_the_address_of_a_link_is_refused() -> None:
    with pytest.raises(MalformedPlaceholder):
        names_in("[a](https://example.org/{name})")


def test_the_names_of_a_template_are_found_wherever_they_stand() -> None:
    assert names_in("# {a}\n\n- *{b}*\n  1. [{c}](https://example.org)") == {"a", "b", "c"}


def test_a_subject_line_stays_one_line() -> None:
    assert fill_line("For {name}", {"name": "Sanne\nVerhoef"}) == "For Sanne Verhoef"


@pytest.mark.rule("ACC-4")
def test_a_name_of_the_other_writing_direction_is_isolated() -> None:
    assert isolated("محمد") == "\u2068محمد\u2069"
    assert isolated("Sanne") == "Sanne"
    with use_locale("ar"):
        assert isolated("+31 30 555") == "\u2068+31 30 555\u2069"
