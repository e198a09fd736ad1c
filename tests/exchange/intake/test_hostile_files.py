"""Files that are not what they should be: told by line, byte and column, and never half read."""

from collections.abc import Callable
from datetime import date
from io import BytesIO, RawIOBase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.exchange.intake.absence_row import AbsenceRow, RejectedRow
from handrail.exchange.intake.feed import Feed, read_feed
from handrail.exchange.intake.lines import MOST_BYTES_A_LINE
from handrail.exchange.intake.problems import FileRefused, Problem
from handrail.exchange.intake.profile_reader import read_profile
from handrail.exchange.intake.profiles import Profile
from handrail.kit.i18n import lazy

HEADER = "absence_id,worker_id,first_day,last_day,expected_days,percent\n"
ROW = "a1,w1,2026-03-02,2026-03-06,5,100\n"
Read = Callable[..., Feed]


def refusal(read: Read, content: str | bytes, profile: Profile | None = None) -> tuple[Problem, ...]:
    with pytest.raises(FileRefused) as refused:
        read(content, profile)
    assert refused.value.status == 422
    return refused.value.problems


@pytest.mark.parametrize(
    ("content", "code", "line", "told"),
    [
        (b"", "empty-file", 1, "first line has to name"),
        (b"\n" + ROW.encode(), "empty-file", 1, "first line has to name"),
        (b"PK\x03\x04rest", "not-a-text-file", None, "Save it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "not-a-text-file", None, "Save it as CSV"),
        (b"%PDF-1.7", "not-a-text-file", None, "PDF"),
        (HEADER.encode("utf-16"), "not-a-text-file", None, "UTF-16"),
        (HEADER.encode() + b"a1,M\xfcller,2026-03-02,,,\n", "wrong-encoding", 2, "Line 2, byte 5 (0xFC) is not utf-8"),
        (
            HEADER.encode() + ROW.encode() + b"a2,w\x002,2026-03-02,,,\n",
            "zero-byte",
            3,
            "Line 3 has a zero byte at place 5",
        ),
        (HEADER.replace("\n", "\r").encode() + b"a1,w1,2026-03-02,,,\r", "odd-line-end", 1, "ordinary line ends"),
        (HEADER.encode() + b"a1,w1,2026-03-02,2026-0", "cut-off", 2, "stops in the middle of line 2"),
        (
            HEADER.encode() + b'a1,"w1,2026-03-02,,,\n' + ROW.encode(),
            "open-quotation",
            2,
            "Line 2 has a quotation mark",
        ),
        (HEADER.encode() + b'a1,"w1"x,2026-03-02,,,\n', "open-quotation", 2, "Line 2 has a quotation mark"),
        (HEADER.encode() + b"a" * (MOST_BYTES_A_LINE + 1), "line-too-long", 2, "Line 2 does not end"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_as_a_whole(
    read: Read, content: bytes, code: str, line: int | None, told: str
) -> None:
    (problem,) = refusal(read, content)
    assert (problem.code, problem.line) == (code, line)
    assert told in str(problem)


@pytest.mark.parametrize(
    ("header", "code", "column"),
    [
        ("absence_id,worker_id,first_day,last_day,expected_days", "column-missing", "percent"),
        ("absence_id,worker_id,first_day,last_day,expected_days,percent,shoe_size", "column-unknown", "shoe_size"),
        ("absence_id,worker_id,first_day,last_day,expected_days,percent,percent", "column-twice", "percent"),
        ("absence_id,worker_id,first_day,last_day,expected_days,percent,Percent ", "column-twice", "Percent"),
        ("absence_id,worker_id,first_day,last_day,expected_days,percent,", "column-without-name", None),
        ("absence_id;worker_id;first_day;last_day;expected_days;percent", "wrong-delimiter", None),
        ("absence_id\tworker_id\tfirst_day\tlast_day\texpected_days\tpercent", "wrong-delimiter", None),
        ("absence_id,worker_id,first_day,last_day,expected_days,per\x1bcent", "control-sign", None),
    ],
)
def test_a_header_that_does_not_fit_the_profile_says_which_column(
    read: Read, header: str, code: str, column: str | None
) -> None:
    problems = refusal(read, f"{header}\n")
    assert [(problem.code, problem.line, problem.column) for problem in problems] == [(code, 1, column)]


def test_all_that_is_wrong_with_a_header_is_told_at_once(read: Read) -> None:
    problems = refusal(read, "absence_id,worker_id,first_day,first_day,shoe_size\n")
    assert [problem.code for problem in problems] == [
        "column-twice",
        "column-missing",
        "column-missing",
        "column-missing",
        "column-unknown",
    ]


@pytest.mark.rule("NEU-3")
def test_a_column_of_discipline_is_refused_at_import_whatever_the_profile_says_of_other_columns(
    read: Read, generic: Profile
) -> None:
    lenient = read_profile(
        'format = 1\nname = "x"\ntitle = "x"\n[file]\nother_columns = "leave unread"\n'
        '[columns]\nabsence = "absence_id"\nworker = "worker_id"\nfirst_day = "first_day"\n',
        "x.toml",
    )
    for profile in (generic, lenient):
        problems = refusal(read, HEADER.replace("\n", ",Bradford factor\n"), profile)
        assert [problem.code for problem in problems] == ["column-refused"]
        assert "NEU-3" in str(problems[0])


@pytest.mark.rule("CON-4")
def test_a_column_of_diagnoses_is_refused_at_import(read: Read) -> None:
    (problem,) = refusal(read, HEADER.replace("\n", ",Diagnosis\n"))
    assert "CON-4" in str(problem)


def test_columns_that_a_lenient_profile_leaves_unread_never_reach_a_record(read: Read) -> None:
    lenient = read_profile(
        'format = 1\nname = "x"\ntitle = "x"\n[file]\nother_columns = "leave unread"\n'
        '[columns]\nabsence = "absence_id"\nworker = "worker_id"\nfirst_day = "first_day"\n',
        "x.toml",
    )
    feed = read("absence_id,worker_id,first_day,note\na1,w1,2026-03-02,bitter\x07 words\n", lenient)
    (row,) = feed.rows
    assert isinstance(row, AbsenceRow)
    assert "bitter" not in repr(feed.rows)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("a1,w\x071,2026-03-02,,,", "control-sign", "worker_id"),
        ("a1,w\t1,2026-03-02,,,", "value-too-long", "worker_id"),
        (f"{'a' * 300},w1,2026-03-02,,,", "value-too-long", "absence_id"),
        (f"{'a' * 101},w1,2026-03-02,,,", "key-too-long", "absence_id"),
        ("a1,w1,2026-03-02,,,,", "wrong-column-count", None),
        ("a1,w1,2026-03-02", "wrong-column-count", None),
        (",w1,2026-03-02,,,", "value-missing", "absence_id"),
        ("a1,,2026-03-02,,,", "value-missing", "worker_id"),
        ("a1,w1,,,,", "value-missing", "first_day"),
        ("a1,w1,2026-02-30,,,", "impossible-date", "first_day"),
        ("a1,w1,02/03/2026,,,", "no-date", "first_day"),
        ("a1,w1,1026-03-02,,,", "date-out-of-range", "first_day"),
        ("a1,w1,2206-03-02,,,", "date-out-of-range", "first_day"),
        ("a1,w1,2026-03-02,2026-03-01,,", "end-before-start", "last_day"),
        ("a1,w1,2026-03-02,,many,", "no-number", "expected_days"),
        ("a1,w1,2026-03-02,,0,", "no-number", "expected_days"),
        ("a1,w1,2026-03-02,,5.5,", "no-number", "expected_days"),
        ("a1,w1,2026-03-02,,,101", "no-number", "percent"),
        ("a1,w1,2026-03-02,,,-5", "no-number", "percent"),
    ],
)
def test_a_row_that_is_wrong_is_rejected_and_the_next_one_is_read(
    read: Read, row: str, code: str, column: str | None
) -> None:
    rejected, taken = read([row, "b2,w2,2026-04-06,,,"]).rows
    assert isinstance(rejected, RejectedRow)
    assert [(each.code, each.line, each.column) for each in rejected.problems] == [(code, 2, column)]
    assert isinstance(taken, AbsenceRow)
    assert taken.line == 3


def test_all_that_is_wrong_with_a_row_is_told_at_once(read: Read) -> None:
    (rejected,) = read(["a1,w1,2026-02-30,soon,many,200"]).rows
    assert isinstance(rejected, RejectedRow)
    assert [each.column for each in rejected.problems] == ["first_day", "last_day", "expected_days", "percent"]


def test_a_byte_order_mark_windows_line_ends_quotes_and_empty_lines_are_no_trouble(read: Read) -> None:
    content = "\ufeff" + HEADER.replace("\n", "\r\n") + '\r\n"a,1",w1,2026-03-02,"",,\r\n,,,,,\r\n'
    (row,) = read(content).rows
    assert isinstance(row, AbsenceRow)
    assert (row.key, row.line) == ("a,1", 3)


def test_names_in_two_spellings_of_unicode_become_one(read: Read) -> None:
    composed, decomposed = read(["a1,Zoë,2026-03-02,,,", "a2,Zoe\u0308,2026-04-02,,,"]).rows
    assert composed.worker == decomposed.worker


def test_a_file_in_another_encoding_is_read_when_the_profile_says_so(read: Read) -> None:
    western = read_profile(
        'format = 1\nname = "x"\ntitle = "x"\n[file]\nencoding = "windows-1252"\ndelimiter = ";"\n'
        'date_forms = ["D/M/YYYY"]\n[columns]\nabsence = "Clé"\nworker = "Salarié"\nfirst_day = "Début"\n',
        "x.toml",
    )
    text = "Clé;Salarié;Début\n1;Zoë;3/4/2026\n"
    (row,) = read(text.encode("windows-1252"), western).rows
    assert isinstance(row, AbsenceRow)
    assert (row.worker, row.first_day) == ("Zoë", date(2026, 4, 3))
    (problem,) = refusal(read, ("\ufeff" + text).encode(), western)
    assert problem.code == "wrong-encoding"


def test_a_last_line_without_an_end_is_read_and_pointed_out(read: Read) -> None:
    assert [notice.code for notice in read(HEADER + ROW.rstrip()).notices] == ["no-line-end"]
    assert read(HEADER + ROW).notices == ()


def test_the_fingerprint_is_that_of_the_bytes_of_the_file(read: Read) -> None:
    assert read(HEADER + ROW).sha256 == read((HEADER + ROW).encode()).sha256
    assert read(HEADER + ROW).sha256 != read(HEADER + ROW.replace("a1", "a2")).sha256


class _Endless(RawIOBase):
    """A stream that never ends a line; counts what was taken from it."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        view[:] = b"a" * len(view)
        self.taken += len(view)
        return len(view)


def test_a_line_without_end_is_given_up_before_it_fills_the_memory(generic: Profile) -> None:
    stream = _Endless()
    with pytest.raises(FileRefused):
        read_feed(stream, generic, today=date(2026, 11, 20))  # type: ignore[arg-type]
    assert stream.taken <= 2 * MOST_BYTES_A_LINE


def test_a_file_of_too_many_rows_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.exchange.intake.records.MOST_RECORDS", 2)
    (problem,) = refusal(read, HEADER + ROW * 3)
    assert (problem.code, problem.line) == ("too-many-rows", 4)


def _damaged() -> st.SearchStrategy[bytes]:
    valid = (
        HEADER + "".join(f"a{n},w{n % 3},2026-0{n % 9 + 1}-02,2026-0{n % 9 + 1}-06,5,100\n" for n in range(8))
    ).encode()
    pieces = st.sampled_from(
        [b"", b"\x00", b"\r", b"\n", b'"', b",", b";", b"\xff", b"\xc3", b"2026", b"\x1b[2J", b"'"]
    )

    def damage(edits: list[tuple[int, int, bytes]]) -> bytes:
        content = valid
        for at, length, piece in edits:
            content = content[: at % len(content)] + piece + content[at % len(content) + length :]
        return content

    return st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 8), pieces), max_size=6).map(damage)


@given(content=st.one_of(_damaged(), st.binary(max_size=400)))
def test_whatever_the_bytes_a_file_is_read_row_by_row_or_refused(content: bytes, generic: Profile) -> None:
    try:
        feed = read_feed(BytesIO(content), generic, today=date(2026, 11, 20))
    except FileRefused:
        return  # the rows of a refused file go nowhere
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")[1:]
    assert len(feed.rows) == sum(
        1 for line in lines if line.replace(b'"', b"").strip(b", \t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85")
    )


def test_a_problem_speaks_the_language_of_whoever_reads_it() -> None:
    problem = Problem("x", lazy("The value is missing."), 3, "worker_id")
    assert problem.as_dict() == {"code": "x", "detail": "The value is missing.", "line": 3, "column": "worker_id"}
