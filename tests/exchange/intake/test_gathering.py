"""A file parted: each part does what the whole would do, nothing is lost between two, and nothing lies open."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.feeds import HEADER, feed, workers_for

from handrail.exchange.intake.gathering import Gathered, gather
from handrail.exchange.intake.plan import ImportPlan, Snapshot, StoredAbsence
from handrail.exchange.intake.planning import plan
from handrail.exchange.intake.problems import FileRefused
from handrail.exchange.intake.profiles import Profile
from handrail.exchange.intake.shelf import Shelf

TODAY = date(2026, 11, 20)
KEYS = st.integers(0, 9).map(lambda number: f"a{number}")
WORKERS = st.sampled_from(["w1", "w2", "w3", "w4", "nobody"])
LINES = st.lists(st.tuples(KEYS, WORKERS, st.integers(0, 40), st.one_of(st.none(), st.integers(0, 14))), max_size=14)


@contextmanager
def gathered(content: bytes, profile: Profile) -> Iterator[Gathered]:
    with Shelf() as shelf:
        yield gather(BytesIO(content), profile, shelf, today=TODAY, start_year=None, site=None)


def written(lines: Sequence[tuple[str, str, int, int | None]]) -> bytes:
    rows = [HEADER]
    for key, worker, offset, days in lines:
        first = date(2026, 3, 1) + timedelta(days=offset)
        rows.append(f"{key},{worker},{first},{first + timedelta(days=days) if days is not None else ''},,")
    return "\n".join([*rows, ""]).encode()


def told(found: ImportPlan) -> Mapping[str, object]:
    """What a plan does, whatever the order in which it is done."""
    return {
        "creates": {each.row for each in found.creates},
        "moves": {(each.row, each.fields) for each in (*found.changes, *found.ends)},
        "unchanged": {each.row for each in found.unchanged},
        "rejected": {(each.line, tuple(map(str, each.problems))) for each in found.rejected},
    }


@given(lines=LINES, at_most=st.integers(1, 5))
def test_the_parts_do_together_what_the_whole_file_does(
    generic: Profile, lines: list[tuple[str, str, int, int | None]], at_most: int
) -> None:
    stored = StoredAbsence("a1", "w1", date(2026, 3, 5), date(2026, 3, 12))
    snapshot = Snapshot("harbour", frozenset({"w1", "w2", "w3", "w4"}), absences={"a1": stored})
    with gathered(written(lines), generic) as found:
        parts = [plan(part.rows, snapshot) for part in found.parts(at_most=at_most)]
        whole = plan([*found.absences], snapshot)
    together = {name: set().union(*(told(part)[name] for part in parts)) for name in told(whole)}  # type: ignore[arg-type]
    assert together == told(whole)


@given(lines=LINES, at_most=st.integers(1, 5))
def test_each_absence_stands_in_one_part_and_any_part_is_a_place_to_go_on(
    generic: Profile, lines: list[tuple[str, str, int, int | None]], at_most: int
) -> None:
    with gathered(written(lines), generic) as found:
        parts = [*found.parts(at_most=at_most)]
        assert sorted(row.line for part in parts for row in part.rows) == sorted(row.line for row in found.absences)
        for number, part in enumerate(parts, start=1):
            assert [*found.parts(part.after, at_most=at_most)] == parts[number:]
        for one, other in pairwise(parts):
            assert not {row.worker for row in one.rows} & {row.worker for row in other.rows}
            assert not {row.key for row in one.rows} & {row.key for row in other.rows}


def test_parts_are_as_small_as_asked_for_and_every_row_is_counted(generic: Profile) -> None:
    content = feed(2_000)
    with gathered(content, generic) as found:
        parts = [*found.parts()]
        assert found.count == 2_000
        assert len(found.rejected) > 0
        assert max(len(part.rows) for part in parts) <= 250
        assert parts[-1].after == len(found.absences) == sum(len(part.rows) for part in parts)
        assert {row.worker for part in parts for row in part.rows} - {"nobody"} <= set(workers_for(2_000))


def test_the_same_file_read_in_the_same_way_has_one_name_and_any_other_another(generic: Profile) -> None:
    content = feed(60)
    names = []
    for each, site in ((content, None), (content, None), (content + b"a9,w1,2026-03-02,,,\n", None), (content, "quay")):
        with Shelf() as shelf:
            names.append(gather(BytesIO(each), generic, shelf, today=TODAY, start_year=None, site=site).reading)
    assert names[0] == names[1]
    assert len({*names}) == 3


def test_a_file_that_breaks_off_at_its_end_is_refused_before_any_part(generic: Profile) -> None:
    with pytest.raises(FileRefused, match="stops in the middle of line"), gathered(feed(300)[:-8], generic):
        pass


@pytest.mark.parametrize("column", ["key", "worker"])
def test_a_column_that_names_one_thing_for_all_rows_is_refused(
    generic: Profile, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    monkeypatch.setattr("handrail.exchange.intake.gathering.MOST_TOGETHER", 20)
    lines = [("a" if column == "key" else f"a{n}", "w" if column == "worker" else f"w{n}", n, 0) for n in range(30)]
    with pytest.raises(FileRefused, match="More than 20 rows") as refused, gathered(written(lines), generic):
        pass
    assert refused.value.problems[0].code == "too-many-together"
    with gathered(written(lines[:20]), generic) as found:
        assert [part.after for part in found.parts(at_most=3)] == [20]


@pytest.mark.rule("CON-4")
def test_rows_put_aside_lie_in_a_file_without_a_name_and_cannot_be_read_there(
    uci: Profile, uci_file: Callable[..., bytes]
) -> None:
    rows = [{"ID": "4711", "Education": "9191", "Disciplinary failure": "1"}, {"ID": "4712"}]
    with gathered(uci_file(rows), uci) as found:
        (read,) = found.absences
        assert read.worker == "4712"
        aside = [*_nameless_files()]
        assert any(len(content) > 100 for content in aside)
        for content in aside:
            assert not any(value in content for value in (b"4711", b"4712", b"9191", b"first_day"))
    assert len([*_nameless_files()]) < len(aside)


def _nameless_files() -> Iterator[bytes]:
    """Yield the content of each open file of this process that has no name."""
    for opened in Path("/proc/self/fd").iterdir():
        try:
            where = str(opened.readlink())
        except FileNotFoundError:
            continue  # the listing's own
        if "(deleted)" in where and where.startswith("/"):
            yield opened.read_bytes()
