"""Markdown is a small part of Markdown; the rest is words."""

from hypothesis import given
from hypothesis import strategies as st

from handrail.documents import html
from handrail.documents.blocks import (
    Break,
    Emphasis,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    Strong,
    Text,
    as_data,
    plain_text,
)
from handrail.documents.markdown import parse, plain


def test_the_parts_that_letters_use_become_a_typed_tree() -> None:
    tree = parse("# A\n\nb **c *d*** [e](https://example.org)\\\nf\n\n- g\n  1. h\n\n3. i\n")
    heading, paragraph, bullets, numbers = tree
    assert heading == Heading(1, (Text("A"),))
    assert isinstance(paragraph, Paragraph)
    assert Link("https://example.org", (Text("e"),)) in paragraph.children
    assert Break() in paragraph.children
    strong = next(child for child in paragraph.children if isinstance(child, Strong))
    assert Emphasis((Text("d"),)) in strong.children
    assert isinstance(bullets, ListBlock)
    assert bullets.start is None
    assert isinstance(bullets.items[0][1], ListBlock)
    assert isinstance(numbers, ListBlock)
    assert numbers.start == 3


def test_html_tables_code_and_rules_are_printed_as_they_were_typed() -> None:
    for source in ("<b>a</b>", "<script>alert(1)</script>", "`code`", "| a | b |", "***", "> quote", "    indented"):
        (block,) = parse(source)
        assert isinstance(block, Paragraph)
        assert plain_text(block.children) == source.strip()


def test_only_web_mail_and_telephone_addresses_are_links() -> None:
    for href in ("javascript:alert(1)", "data:text/html,x", "/path", "file:///etc/passwd"):
        (block,) = parse(f"[a]({href})")
        assert isinstance(block, Paragraph)
        assert not any(isinstance(child, Link) for child in block.children)


def test_headings_close_up_so_that_no_level_is_skipped() -> None:
    levels = [block["level"] for block in as_data(parse("### a\n\n##### b\n\n### c\n\n## d\n\n### e"))]
    assert levels == [1, 2, 1, 1, 2]


def test_a_link_on_paper_shows_its_address_once() -> None:
    printed = [
        block["children"][0]["print"]
        for block in as_data(
            parse("[site](https://example.org)\n\n[112](tel:112)\n\n[a@b.example](mailto:a@b.example)")
        )
    ]
    assert printed == ["https://example.org", "", ""]


def test_plain_text_keeps_its_lines_and_none_of_its_marks() -> None:
    (first, second) = plain("# a\n*b*\n\nc")
    assert first == Paragraph((Text("# a"), Break(), Text("*b*")))
    assert second == Paragraph((Text("c"),))


def test_pages_get_the_same_tree_as_html_under_their_own_headings() -> None:
    written = str(html.render("# A\n\nb & **c**\n\n- d\n\n3. e\n"))
    assert written == ('<h2>A</h2><p>b &amp; <strong>c</strong></p><ul><li>d</li></ul><ol start="3"><li>e</li></ol>')


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()*_#`!-1. \nahrefscriptjon:=/"), max_size=120))
def test_no_markup_but_ours_comes_out_of_any_source(source: str) -> None:
    written = str(html.render(source))
    tags = {part.split(">")[0].split(" ")[0].strip("/") for part in written.split("<")[1:]}
    assert tags <= {"a", "p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"}
    assert 'href="javascript' not in written
