"""The workbook and the CSV file, read back by other programs than ours."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from handrail.kit.i18n import use_locale
from handrail.reports.csv_text import COLUMNS, harmless, to_csv
from handrail.reports.sheets import to_xlsx
from handrail.reports.tables import Cell, Drawing, Heading, Hidden, Line, Report, ShownTable, Unit

HELD = Cell(why=Hidden.HELD_BACK)
FORMULA = '=HYPERLINK("http://127.0.0.1/","x")'


def report(*tables: ShownTable) -> Report:
    return Report(
        title="Absence and return",
        about="Havenwerk (Demo)",
        audience="Human resources of this client organisation",
        days=(date(2026, 1, 1), date(2026, 9, 30)),
        made_at=datetime(2026, 11, 30, 6, tzinfo=UTC),
        tables=tables,
        method=("Method T5: fewer than 5 are held back.", "Nothing is rounded."),
        definitions=(("First return", "The first day of any work."),),
        zone="Europe/Amsterdam",
    )


OUTCOMES = ShownTable(
    "ended",
    "How cases ended: by [department] / 'all' of them together",
    "Department",
    (Heading("own", "own job"), Heading("other", "other job"), Heading("", "All")),
    (
        Line("Dispatch", (Cell(12), Cell(1105), Cell(1117))),
        Line(FORMULA, (HELD, HELD, Cell(20))),
        Line("All", (HELD, HELD, Cell(1137)), is_total=True),
    ),
    has_row_totals=True,
    chart=Drawing.STACKED,
)
FIGURES = ShownTable(
    "days",
    "Days to the first return",
    "Quarter",
    (Heading("median", "Median", Unit.DAYS), Heading("share", "Returned", Unit.SHARE)),
    (
        Line("Q1", (Cell(71.5, base=21, spread=(40, 90)), Cell(0.75, base=24))),
        Line("Q2", (Cell(60, base=12), Cell(0.5, base=14))),
    ),
    has_bases=True,
    chart=Drawing.LINES,
)
WHOLE = report(OUTCOMES, OUTCOMES, FIGURES)


def opened(made: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(made))


def rows(book: Workbook, place: int) -> list[list[object]]:
    return [[cell.value for cell in row] for row in book.worksheets[place].iter_rows()]


@pytest.mark.rule("REP-1")
@pytest.mark.rule("REP-2")
def test_the_cover_says_what_it_is_for_whom_and_how_small_numbers_were_treated() -> None:
    text = "\n".join(str(value) for row in rows(opened(to_xlsx(WHOLE)), 0) for value in row if value)
    for said in (
        *("Absence and return", "Havenwerk (Demo)", "Human resources of this client organisation"),
        *("1 January 2026 to 30 September 2026", "30 November 2026, 07:00", "Method T5", "Nothing is rounded"),
        *("First return", "The first day of any work."),
    ):
        assert said in text


@pytest.mark.rule("REP-1")
def test_each_table_has_a_sheet_with_numbers_that_are_numbers() -> None:
    book = opened(to_xlsx(WHOLE))
    assert len(book.sheetnames) == 4
    assert len(set(book.sheetnames)) == 4
    assert rows(book, 1)[2] == ["Department", "own job", "other job", "All"]
    assert rows(book, 1)[3] == ["Dispatch", 12, 1105, 1117]
    assert book.worksheets[1].freeze_panes == "B4"
    assert rows(book, 3)[2] == [
        *("Quarter", "Median", "Median: made from", "Median: from", "Median: to", "Returned", "Returned: made from"),
    ]
    assert rows(book, 3)[3] == ["Q1", 71.5, 21, 40, 90, 0.75, 24]
    assert rows(book, 3)[4] == ["Q2", 60, 12, None, None, 0.5, 14]
    assert book.worksheets[3]["F4"].number_format == "0%"


@pytest.mark.rule("REP-2")
def test_a_hidden_cell_is_words_and_no_chart_draws_it_as_zero() -> None:
    book = opened(to_xlsx(WHOLE))
    assert rows(book, 1)[4][1:3] == ["held back", "held back"]
    assert not book.worksheets[1]._charts  # noqa: SLF001 - openpyxl has no public list
    assert len(book.worksheets[3]._charts) == 1  # noqa: SLF001


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    book = opened(to_xlsx(WHOLE))
    assert {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row} <= {
        "n",
        "s",
        "inlineStr",
    }
    assert rows(book, 1)[4][0] == f"'{FORMULA}"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert to_xlsx(WHOLE) == to_xlsx(WHOLE)
    assert to_csv(WHOLE) == to_csv(WHOLE)


def test_a_workbook_in_arabic_runs_from_right_to_left() -> None:
    with use_locale("ar"):
        book = opened(to_xlsx(WHOLE))
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)


def test_a_report_without_tables_still_has_a_cover() -> None:
    assert len(opened(to_xlsx(report())).sheetnames) == 1


@pytest.mark.rule("REP-1")
@pytest.mark.rule("REP-2")
def test_every_line_of_the_csv_says_by_itself_what_it_is() -> None:
    made = to_csv(WHOLE)
    assert made.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in made
    found = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    assert tuple(found[0]) == COLUMNS
    assert len(found) == 9 + 9 + 4
    first = found[0]
    assert first["row"] == "Dispatch"
    assert (first["column"], first["value"], first["not_shown"], first["is_total"]) == ("own", "12", "", "no")
    assert found[2]["is_total"] == "yes"
    assert (found[3]["value"], found[3]["not_shown"]) == ("", "held_back")
    median = next(line for line in found if line["column"] == "median")
    assert [median[name] for name in ("unit", "value", "base", "low", "high")] == ["days", "71.5", "21", "40", "90"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    named = ShownTable("t", f"{sign}t", "r", (Heading("c", f"{sign}c"),), (Line(f"{sign}r", (Cell(-3),)),))
    (line,) = list(csv.DictReader(io.StringIO(to_csv(report(named)).decode("utf-8-sig"), newline="")))
    assert not [value for name, value in line.items() if name != "value" and value[:1] == sign]
    assert line["value"] == "-3"


def test_names_with_commas_quotes_and_breaks_come_back_whole() -> None:
    name = 'Dispatch, "north"\r\nand south'
    named = ShownTable("t", "t", "r", (Heading("c", "c"),), (Line(name, (Cell(1),)),))
    (line,) = list(csv.DictReader(io.StringIO(to_csv(report(named)).decode("utf-8-sig"), newline="")))
    assert line["row"] == name
