"""A file taken in part by part: stopped anywhere, the next run completes it, and nothing is lost or done twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, func, select
from tests.exchange.feeds import HEADER, add_workers, feed, workers_for

from handrail.audit.models import TenantEntry
from handrail.cases.absence_models import Absence, AbsenceCorrection
from handrail.exchange.intake import in_parts
from handrail.exchange.intake.gathering import ROWS_A_PART, gather
from handrail.exchange.intake.in_parts import Import, Progress, TakenInElsewhere, carry_out, look_through
from handrail.exchange.intake.library import load
from handrail.exchange.intake.models import APPLIED, RUNNING, STOPPED, ImportRun
from handrail.exchange.intake.runs import RowsRejected, expire_waiting
from handrail.exchange.intake.shelf import Shelf
from handrail.kit import clock
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.outbox import Outbox
from handrail.kit.subjects import System
from handrail.obligations import facts
from handrail.obligations.facts import NewFact
from handrail.obligations.models import Fact
from handrail.tenancy.models import Case, Employment

World = Any  # the fixture's own type lies in conftest, which tests do not import
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have parts of four rows, so that small files have many."""
    real = in_parts.Gathered.parts
    monkeypatch.setattr(
        in_parts.Gathered, "parts", lambda self, after=0, *, at_most=4: real(self, after, at_most=at_most)
    )


@contextmanager
def importing(world: World, content: bytes, *, employer: str = "harbour", strict: bool = False) -> Iterator[Import]:
    with Shelf() as shelf:
        read = gather(BytesIO(content), load("generic"), shelf, today=TODAY, start_year=None, site=None)
        context = engine_context(world.tenant_id)
        yield Import(
            context, System(world.tenant_id), world.employers[employer], read, file_name="feed.csv", strict=strict
        )


def take_in(world: World, content: bytes, *, parts: int | None = None, **options: Any) -> tuple[Progress, int]:
    """Take in so many parts of a file, or all that are left; return how far it came, and the parts it took."""
    told: list[object] = []
    with importing(world, content, **options) as work:
        progress = carry_out(
            work,
            work.begin(),
            lambda _progress, found: told.append(found),
            may_go_on=lambda: parts is None or len(told) < parts,
        )
        return progress, len(told)


def file_of(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


def year(many: int, worker: str = "w1") -> list[str]:
    """Return so many rows of one worker each, the workers w1 and w2 in turn, none of which overlaps another."""
    first = date(2020, 1, 6)
    days = [first + timedelta(weeks=number) for number in range(many)]
    return [f"{worker}-{n},{worker},{day},{day + timedelta(days=2)},," for n, day in enumerate(days)]


def runs(world: World) -> list[tuple[str, int, int, dict[str, int]]]:
    with tenant_session(engine_context(world.tenant_id)) as session:
        found = session.scalars(select(ImportRun).order_by(ImportRun.read_at))
        return [(run.status, run.rows_done, run.rows_in_all, run.counts) for run in found]


def count(world: World, model: type) -> int:
    with tenant_session(engine_context(world.tenant_id)) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def staffed(world: World) -> World:
    """The harbour with workers for a feed of 40 rows."""
    add_workers(world.tenant_id, world.employers["harbour"], workers_for(40))
    return world


def test_an_import_that_was_stopped_goes_on_after_what_it_did(staffed: World) -> None:
    content = feed(40)
    stopped, _parts = take_in(staffed, content, parts=3)
    assert 0 < stopped.rows_done < 40
    assert [run[:3] for run in runs(staffed)] == [(RUNNING, stopped.rows_done, 40)]
    done, parts = take_in(staffed, content)
    ((status, rows_done, _rows, counts),) = runs(staffed)
    assert (status, rows_done) == (APPLIED, 40)
    assert counts == done.counts
    assert sum(counts.values()) == 40
    assert counts["creates"] == count(staffed, Absence) > 0
    assert counts["unchanged"] == 0
    assert parts == len([*_parts_of(staffed, content)]) - 3
    assert count(staffed, AbsenceCorrection) == 0


def _parts_of(world: World, content: bytes) -> list[Any]:
    with importing(world, content) as work:
        return [*work.gathered.parts()]


def test_the_whole_file_again_changes_nothing_and_leaves_no_trace(staffed: World) -> None:
    content = feed(40)
    first, _parts = take_in(staffed, content)
    facts_before = count(staffed, Fact)
    again, _parts = take_in(staffed, content)
    assert again.counts["unchanged"] == first.counts["creates"]
    assert again.counts["rejected"] == first.counts["rejected"]
    assert again.run_id is None
    assert len(runs(staffed)) == 1
    assert count(staffed, Fact) == facts_before


def test_what_a_part_does_and_that_it_is_done_are_one_commit(staffed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    content = feed(40)
    take_in(staffed, content, parts=2)
    before, absences = runs(staffed), count(staffed, Absence)

    def break_down(*_arguments: object) -> None:
        raise RuntimeError("the lights go out")

    with monkeypatch.context() as patch:
        patch.setattr(in_parts.Import, "_note", break_down)
        with pytest.raises(RuntimeError):
            take_in(staffed, content)
    assert (runs(staffed), count(staffed, Absence)) == (before, absences)
    take_in(staffed, content)
    assert runs(staffed)[0][0] == APPLIED


def test_of_two_processes_with_the_same_file_one_goes_on_and_the_other_ends(staffed: World) -> None:
    content = feed(40)
    with importing(staffed, content) as one, importing(staffed, content) as other:
        begun = other.begin()
        (first, second, *_rest) = one.gathered.parts()
        progress, _found = one.take_in(one.begin(), first)
        with pytest.raises(TakenInElsewhere):
            other.take_in(begun, first)
        progress, _found = one.take_in(progress, second)
    assert runs(staffed)[0][1] == progress.rows_done


def test_an_overlap_with_a_row_far_away_in_the_file_is_found(world: World) -> None:
    rows = [*year(30), *year(30, "w2"), "late,w1,2020-02-04,2020-02-05,,"]
    done, parts = take_in(world, file_of(*rows))
    assert parts > 1
    assert (done.counts["creates"], done.counts["rejected"]) == (60, 1)


def test_rows_of_one_absence_at_both_ends_of_the_file_contradict_each_other(world: World) -> None:
    rows = ["a1,w1,2019-03-02,2019-03-06,,", *year(30), *year(30, "w2"), "a1,w2,2019-03-02,2019-03-06,,"]
    done, _parts = take_in(world, file_of(*rows))
    assert (done.counts["creates"], done.counts["rejected"]) == (60, 2)


def read_otherwise(world: World, content: bytes) -> None:
    """Take in a file, with new workers at another site than before."""
    with Shelf() as shelf:
        read = gather(BytesIO(content), load("generic"), shelf, today=TODAY, start_year=None, site="quay")
        context, actor = engine_context(world.tenant_id), System(world.tenant_id)
        work = Import(context, actor, world.employers["harbour"], read, file_name="feed.csv")
        assert work.begin().absences_done == 0
        carry_out(work, work.begin(), lambda _progress, _found: None, may_go_on=lambda: True)


def test_another_file_begins_anew_and_leaves_the_first_where_it_is(staffed: World) -> None:
    content = feed(40)
    stopped, _parts = take_in(staffed, content, parts=2)
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        take_in(staffed, content + b"new,w1,2019-03-02,2019-03-06,,\n")
    assert [run[:2] for run in runs(staffed)] == [(RUNNING, stopped.rows_done), (APPLIED, 41)]


def test_an_import_that_began_with_another_reading_of_the_file_is_given_up(world: World) -> None:
    content = file_of(*year(6), *year(6, "w2"))
    take_in(world, content, parts=1)
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        read_otherwise(world, content)
    assert [run[0] for run in runs(world)] == [STOPPED, APPLIED]
    assert runs(world)[1][3] | {"creates": 6, "unchanged": 6} == runs(world)[1][3]
    assert count(world, Absence) == 12


def test_an_import_that_nobody_goes_on_with_is_given_up_after_a_day(staffed: World) -> None:
    take_in(staffed, feed(40), parts=2)
    with clock.frozen(clock.now() + timedelta(days=1, seconds=1)):
        with tenant_session(engine_context(staffed.tenant_id)) as session:
            expire_waiting(session, staffed.tenant_id)
        assert [run[0] for run in runs(staffed)] == [STOPPED]
        done, _parts = take_in(staffed, feed(40))
    assert [run[0] for run in runs(staffed)] == [STOPPED, APPLIED]
    assert done.counts["unchanged"] > 0
    assert done.counts["creates"] + done.counts["unchanged"] == count(staffed, Absence)


def test_a_look_through_says_what_an_import_does_and_does_nothing(staffed: World) -> None:
    with importing(staffed, feed(40)) as work:
        progress = work.begin()
        for progress, _found in look_through(work, progress):  # noqa: B007, B020 - the last one counts
            assert count(staffed, Absence) == 0
    done, _parts = take_in(staffed, feed(40))
    assert progress.counts == done.counts
    assert len(runs(staffed)) == 1


def test_a_strict_import_stops_where_a_row_can_not_be_taken_in_any_more(world: World) -> None:
    content = file_of(*year(10), *year(10, "w2"))
    with importing(world, content, strict=True) as work:
        first, second = work.gathered.parts()
        progress, _found = work.take_in(work.begin(), first)
        take_in(world, file_of("mine,w2,2020-01-07,2020-01-08,,"))
        with pytest.raises(RowsRejected, match="Row 12 can not be taken in any more"):
            work.take_in(progress, second)
    assert count(world, Absence) == 11


def test_one_worker_whose_facts_contradict_keeps_nobody_else_out(world: World) -> None:
    with tenant_session(engine_context(world.tenant_id)) as session:
        employment = session.scalars(select(Employment).where(Employment.id == world.employments["w1"])).one()
        broken = [NewFact(employment, "recovered", date(2019, 5, 6))]  # from no absence that anybody knows
        facts.append_all(session, System(world.tenant_id), broken, source="test")
    content = file_of("a1,w1,2020-03-02,2020-03-06,,", "a2,w2,2020-03-02,2020-03-06,,")
    told: list[str] = []
    with importing(world, content) as work:
        carry_out(
            work,
            work.begin(),
            lambda _progress, found: told.extend(str(row.problems[0]) for row in found.rejected),
            may_go_on=lambda: True,
        )
    assert count(world, Absence) == 1
    assert ["no absence is open on that day" in each for each in told] == [True]


@contextmanager
def statements() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_part_takes_as_many_statements_for_two_hundred_rows_as_for_twenty(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # parts of their real size
    counted = []
    for many in (20, 200):
        keys = [f"{uuid4()}" for _worker in range(many // 2)]
        add_workers(world.tenant_id, world.employers["harbour"], keys)
        rows = [f"{key}-{n},{key},2026-0{n}-02,2026-0{n}-04,,50" for key in keys for n in (3, 4)]
        assert len(rows) == many <= ROWS_A_PART
        with statements() as said:
            done, parts = take_in(world, file_of(*rows))
        assert (done.counts["creates"], parts) == (many, 1)
        counted.append(len(said))
    assert counted[1] <= counted[0] <= 40  # the first also makes the consultancy's own key


def test_who_imports_is_told_of_on_the_consultancys_own_timeline_at_the_start_and_at_the_end(staffed: World) -> None:
    take_in(staffed, feed(40), parts=1)
    take_in(staffed, feed(40))
    with tenant_session(engine_context(staffed.tenant_id)) as session:
        entries = session.scalars(select(TenantEntry).order_by(TenantEntry.seq)).all()
    told = [entry.verb for entry in entries if entry.verb.startswith("absences.")]
    assert told == ["absences.import_started", "absences.imported"]


@pytest.mark.rule("S1-1")
def test_the_coordinator_of_many_new_cases_is_told_of_each_once_however_often_it_was_stopped(world: World) -> None:
    keys = [f"x{number}" for number in range(8)]
    add_workers(world.tenant_id, world.employers["harbour"], keys)
    content = file_of(*(f"a-{key},{key},2026-10-01,,," for key in keys))
    take_in(world, content, parts=1)
    take_in(world, content)
    with tenant_session(engine_context(world.tenant_id)) as session:
        told = session.scalars(select(Outbox).where(Outbox.name == "notifications.tell")).all()
        cases = session.scalars(select(Case.id)).all()
    assert len({row.idem_key for row in told}) == len(told) == len(cases) == len(keys)
