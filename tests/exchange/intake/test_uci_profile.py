"""The profile for UCI 445, on invented rows of the same shape."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.exchange.intake.absence_row import AbsenceRow, NotAnAbsence, RejectedRow
from handrail.exchange.intake.feed import Feed
from handrail.exchange.intake.plan import Snapshot
from handrail.exchange.intake.planning import plan
from handrail.exchange.intake.profiles import Profile

Read = Callable[..., Feed]
Write = Callable[[Sequence[Mapping[str, str]]], bytes]
HOURS = "Absenteeism time in hours"
NOBODY = Snapshot(employer="courier", workers=frozenset())


@pytest.fixture(scope="session")
def read_uci(read: Read, uci: Profile, uci_file: Write) -> Callable[[Sequence[Mapping[str, str]]], Feed]:
    return lambda rows: read(uci_file(rows), uci)


ReadUci = Callable[[Sequence[Mapping[str, str]]], Feed]


@pytest.mark.rule("S1-1")
def test_a_row_of_eight_hours_is_an_absence_of_one_day(read_uci: ReadUci) -> None:
    (row,) = read_uci([{}]).rows
    assert isinstance(row, AbsenceRow)
    assert (row.worker, row.key, row.line) == ("11", "11-001", 2)
    assert (row.first_day, row.first_day_fit, row.hours) == (date(2007, 7, 3), date(2007, 7, 4), Decimal(8))


def test_forty_hours_from_a_tuesday_end_on_the_next_monday(read_uci: ReadUci) -> None:
    (row,) = read_uci([{HOURS: "40"}]).rows
    assert isinstance(row, AbsenceRow)
    assert row.first_day_fit == date(2007, 7, 10)


@pytest.mark.rule("NEU-3")
def test_a_row_marked_in_the_disciplinary_column_is_refused_and_its_mark_told_to_nobody(read_uci: ReadUci) -> None:
    feed = read_uci(
        [{"Disciplinary failure": "1", HOURS: "0", "Reason for absence": "0"}, {"Disciplinary failure": "yes"}]
    )
    for row in feed.rows:
        assert isinstance(row, RejectedRow)
        (problem,) = row.problems
        assert (problem.code, problem.column) == ("refused-record", "Disciplinary failure")
        assert "NEU-3" in str(problem)
        assert "yes" not in str(problem)
        assert (row.worker, row.key) == (None, None)
    assert any("Disciplinary failure" in str(notice) and "NEU-3" in str(notice) for notice in feed.notices)


@pytest.mark.rule("CON-4")
@pytest.mark.parametrize("reason", ["1", "13", "21"])
def test_a_diagnosis_chapter_makes_an_absence_and_leaves_no_trace_in_it(read_uci: ReadUci, reason: str) -> None:
    (row,) = read_uci([{"Reason for absence": reason}]).rows
    (other,) = read_uci([{"Reason for absence": "5"}]).rows
    assert isinstance(row, AbsenceRow)
    assert row == other


@pytest.mark.rule("CON-4")
def test_a_reason_that_the_profile_does_not_know_is_rejected_without_being_repeated(read_uci: ReadUci) -> None:
    (row,) = read_uci([{"Reason for absence": "F43.2"}]).rows
    assert isinstance(row, RejectedRow)
    assert "F43" not in str(row.problems[0])
    assert row.problems[0].code == "reason-unknown"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"Reason for absence": "23"}, "no-sickness"),
        ({"Reason for absence": "28"}, "no-sickness"),
        ({"Reason for absence": "0", HOURS: "0"}, "no-hours"),
        ({HOURS: "0"}, "no-hours"),
        ({HOURS: "0", "Month of absence": "0"}, "no-hours"),
    ],
)
def test_a_row_that_tells_of_no_sickness_is_no_absence(read_uci: ReadUci, row: Mapping[str, str], code: str) -> None:
    (found,) = read_uci([row]).rows
    assert isinstance(found, NotAnAbsence)
    assert (found.reason.code, found.reason.line) == (code, 2)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"Month of absence": "0"}, "month-unknown"),
        ({"Month of absence": "July"}, "no-month"),
        ({"Day of the week": "7"}, "no-weekday"),
        ({HOURS: "-8"}, "no-number"),
        ({HOURS: "eight"}, "no-number"),
        ({HOURS: ""}, "value-missing"),
        ({"ID": ""}, "value-missing"),
    ],
)
def test_a_row_that_cannot_be_placed_or_read_is_rejected(read_uci: ReadUci, row: Mapping[str, str], code: str) -> None:
    (found,) = read_uci([row]).rows
    assert isinstance(found, RejectedRow)
    assert [problem.code for problem in found.problems] == [code]


def test_a_rejected_row_still_keeps_the_rows_in_order(read_uci: ReadUci) -> None:
    _refused, row = read_uci([{"Disciplinary failure": "1", "Day of the week": "6"}, {"Day of the week": "3"}]).rows
    assert isinstance(row, AbsenceRow)
    assert row.first_day == date(2007, 7, 10)


def test_the_preview_says_how_rows_were_placed_and_days_reckoned(read_uci: ReadUci) -> None:
    notices = {notice.code: str(notice) for notice in read_uci([{}]).notices}
    assert list(notices) == [
        "dates-placed",
        "days-from-hours",
        "reason-not-stored",
        "column-refused",
        "columns-not-read",
    ]
    assert "the first year is 2007" in notices["dates-placed"]
    assert "Social drinker" in notices["columns-not-read"]


def test_habits_weight_and_children_are_not_read_at_all(read_uci: ReadUci) -> None:
    personal = ("Social drinker", "Social smoker", "Weight", "Height", "Body mass index", "Son", "Pet", "Age")
    feed = read_uci([dict.fromkeys(personal, "distinctive")])
    assert isinstance(feed.rows[0], AbsenceRow)
    assert "distinctive" not in repr(feed.rows)


def test_a_correction_of_hours_keeps_the_key_of_the_absence(read_uci: ReadUci) -> None:
    before = read_uci([{HOURS: "0"}, {"ID": "5"}, {"Day of the week": "5"}]).rows
    after = read_uci([{HOURS: "8"}, {"ID": "5"}, {"Day of the week": "5"}]).rows
    assert [row.key for row in before] == [row.key for row in after] == ["11-001", "5-001", "11-002"]


SHAPE = st.fixed_dictionaries(
    {
        "ID": st.integers(1, 6).map(str),
        "Reason for absence": st.integers(0, 28).map(str),
        "Month of absence": st.sampled_from(["0", *map(str, range(1, 13))]),
        "Day of the week": st.integers(2, 6).map(str),
        "Disciplinary failure": st.sampled_from(["0", "0", "0", "1"]),
        HOURS: st.sampled_from(["0", "1", "2", "4", "8", "8", "16", "24", "40", "80", "120"]),
    }
)


@given(rows=st.lists(SHAPE, max_size=40))
def test_every_row_of_such_a_file_is_accounted_for_once(rows: list[dict[str, str]], read_uci: ReadUci) -> None:
    found = plan(read_uci(rows).rows, NOBODY, create_workers=True)
    assert found.rows == len(rows)
    lines = [item.row.line for item in found.decisions]
    lines += [row.line for row in found.rejected] + [row.line for row in found.no_absences]
    assert sorted(lines) == list(range(2, len(rows) + 2))


@given(rows=st.lists(SHAPE, max_size=40))
def test_what_would_be_stored_of_such_a_file_has_neither_reason_nor_discipline(
    rows: list[dict[str, str]], read_uci: ReadUci
) -> None:
    blind = [row | {"Reason for absence": "7"} if 1 <= int(row["Reason for absence"]) <= 21 else row for row in rows]
    assert plan(read_uci(rows).rows, NOBODY, create_workers=True).creates == (
        plan(read_uci(blind).rows, NOBODY, create_workers=True).creates
    )
    marked = {n for n, row in enumerate(rows, start=2) if row["Disciplinary failure"] == "1"}
    assert marked.isdisjoint(item.row.line for item in plan(read_uci(rows).rows, NOBODY, create_workers=True).creates)
