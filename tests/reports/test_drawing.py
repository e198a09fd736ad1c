"""Charts as they leave the server: safe under our policy, true to the table, readable by everybody."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import handrail.web
from handrail.kit.i18n import use_locale
from handrail.reports.drawing import NARROW, WIDE, describe, draw
from handrail.reports.drawing.palette import TOKENS
from handrail.reports.drawing.specs import spec_of
from handrail.reports.drawing.svg import UnknownDrawing, clean
from handrail.reports.drawing.vega import to_svg
from handrail.reports.tables import Cell, Drawing, Heading, Hidden, Line, ShownTable, Unit, month_words

HELD = Cell(why=Hidden.HELD_BACK)
EVIL = """</text><script>alert('x')</script> & "Werf" \\ {{7*7}}"""


def table(chart: Drawing | None, *lines: tuple[str, list[int | None]], totals: bool = False) -> ShownTable:
    columns = [Heading(f"c{place}", name) for place, name in enumerate(["own job", "other job", "not yet"])]
    count = len(lines[0][1]) - totals
    return ShownTable(
        "ended.department",
        "How cases ended",
        "Department",
        (*columns[:count], *((Heading("", "All"),) if totals else ())),
        tuple(Line(name, tuple(HELD if number is None else Cell(number) for number in row)) for name, row in lines),
        has_row_totals=totals,
        chart=chart,
    )


BARS = table(Drawing.BARS, ("Dispatch", [23]), (EVIL, [None]), ("Office", [0]))
STACKED = table(Drawing.STACKED, ("Dispatch", [12, 5, 6, 23]), (EVIL, [13, None, None, 20]), totals=True)
LINES = ShownTable(
    "begun",
    "Absences begun",
    "Month",
    (Heading("first", "first"), Heading("lasting", "lasting")),
    tuple(
        Line(month_words(date(2026, month, 1)), (Cell(10 + month), Cell(20 - month) if month != 4 else HELD))
        for month in range(1, 13)
    ),
    chart=Drawing.LINES,
)
EVERY = pytest.mark.parametrize("shown", [BARS, STACKED, LINES], ids=["bars", "stacked", "lines"])


def parsed(shown: ShownTable, width: int = WIDE) -> ET.Element:
    drawn = draw(shown, width=width)
    assert drawn is not None
    return ET.fromstring(drawn)  # noqa: S314 - our own output


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter() if element.tag.endswith("}text")]


@EVERY
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_in_a_chart_needs_more_than_our_policy_gives(shown: ShownTable, width: int) -> None:
    root = parsed(shown, width=width)
    allowed = {"svg", "title", "desc", "defs", "pattern", "g", "path", "rect", "line", "text", "tspan", "circle"}
    for element in root.iter():
        assert element.tag.rpartition("}")[2] in allowed
        assert not [name for name in element.attrib if name in {"style", "class", "href"} or name.startswith("on")]
        assert all("url(" not in value or value.startswith("url(#chart-") for value in element.attrib.values())
    assert float(root.attrib["width"]) <= width


@EVERY
def test_a_chart_says_in_words_what_it_shows(shown: ShownTable) -> None:
    root = parsed(shown)
    assert root.attrib["role"] == "img"
    title, description = list(root)[:2]
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    assert title.text == shown.title
    assert description.text == describe(shown)
    assert "All numbers are in the table." in describe(shown)


@EVERY
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_no_text_is_smaller_than_twelve_pixels(shown: ShownTable, width: int) -> None:
    sizes = [element.attrib.get("font-size") for element in parsed(shown, width=width).iter() if element.text]
    assert min(float(size.removesuffix("px")) for size in sizes if size) >= 12


@pytest.mark.rule("REP-2")
@pytest.mark.parametrize("shown", [BARS, STACKED, LINES], ids=["bars", "stacked", "lines"])
def test_what_is_held_back_is_said_and_never_drawn_as_zero(shown: ShownTable) -> None:
    assert any("held back" in text for text in texts(parsed(shown)))
    hidden = [line for line in shown.lines if any(cell.why for cell in line.cells)]
    drawn = spec_of(shown, WIDE)
    assert drawn is not None
    for place, line in enumerate(shown.lines):
        marks = [
            value
            for layer in drawn["layer"]
            if layer["mark"]["type"] in {"bar", "point"}
            for value in layer["data"]["values"]
            if value["row"] == place and "why" not in value
        ]
        assert len([mark for mark in marks if mark.get("to", mark.get("value")) == 0]) <= (line not in hidden)


def test_numbers_that_are_shown_stand_in_the_chart() -> None:
    assert {"12", "23", "13", "20", "7"} <= set(texts(parsed(STACKED)))
    assert {"23", "0"} <= set(texts(parsed(BARS)))


def test_names_are_text_whatever_they_look_like() -> None:
    for shown in (BARS, STACKED):
        assert EVIL in texts(parsed(shown))


def test_labels_of_an_axis_are_text_whatever_they_look_like() -> None:
    lines = (Line(EVIL, (Cell(3),)), Line("😀 é", (Cell(4),)))
    shown = ShownTable("t", "t", "t", (Heading("a", "a"),), lines, chart=Drawing.LINES)
    found = texts(parsed(shown))
    assert "😀 é" in found
    assert any(text.startswith("</text><") for text in found), found  # a long label is cut


def test_every_colour_is_a_token_of_the_page_with_a_light_one_for_a_file_of_its_own() -> None:
    drawn = draw(STACKED)
    assert drawn is not None
    assert "var(--teal, #0b655f)" in drawn
    painted = {element.attrib.get(key, "none") for element in parsed(STACKED).iter() for key in ("fill", "stroke")}
    known = {f"var({token}, {light})" for light, token in TOKENS.items()}
    assert {each for each in painted if not each.startswith("url(#chart-")} <= known | {"none"}


def test_the_colours_are_those_of_the_stylesheet() -> None:
    css = (Path(handrail.web.__file__).parent / "static" / "handrail.css").read_text().replace("#fff,", "#ffffff,")
    for light, token in TOKENS.items():
        assert f"{token}: light-dark({light}, " in css


def test_the_same_table_gives_the_same_bytes() -> None:
    assert draw(STACKED) == draw(STACKED)


def test_numbers_are_written_in_the_language_of_the_reader() -> None:
    shares = ShownTable(
        "s", "Shares", "Row", (Heading("a", "a", Unit.SHARE),), (Line("x", (Cell(0.825),)),), chart=Drawing.BARS
    )
    with use_locale("de"):
        drawn = draw(shares)
    assert drawn is not None
    assert "82\xa0%" in drawn or "83\xa0%" in drawn


@pytest.mark.parametrize(
    "shown",
    [
        table(None, ("Dispatch", [23])),
        table(Drawing.BARS, ("Dispatch", [None])),
    ],
)
def test_without_a_wish_or_a_number_nothing_is_drawn(shown: ShownTable) -> None:
    assert draw(shown) is None


def test_the_library_loads_nothing_from_elsewhere() -> None:
    with pytest.raises(ValueError, match=r"not allowed|denied|External"):
        to_svg({"data": {"url": "http://127.0.0.1:9/x.json"}, "mark": "bar", "encoding": {"x": {"field": "a"}}})


@pytest.mark.parametrize(
    "drawn",
    ["<svg xmlns='http://www.w3.org/2000/svg'><image/></svg>", "<g fill='red' d='M0'/>", "<!DOCTYPE svg><svg/>"],
)
def test_what_we_do_not_know_is_refused(drawn: str) -> None:
    with pytest.raises(UnknownDrawing):
        clean(drawn, name="x", title="x", description="x")
