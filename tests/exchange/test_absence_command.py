"""`handrail absence import` on a terminal."""

import os
import signal
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from handrail.cases.absence_models import Absence
from handrail.entrypoints.cli import handrail, main
from handrail.exchange.intake.gathering import Gathered
from handrail.exchange.intake.in_parts import Import, TakenInElsewhere
from handrail.exchange.intake.runs import RowsRejected
from handrail.kit.away import DatabaseAway, DatabaseBusy
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import HandrailError

World = Any  # the fixture's own type lies in conftest, which tests do not import
UNKNOWN = "No worker with the key nobody is known at this employer. Add the worker first."
HEADER = "absence_id,worker_id,first_day,last_day,expected_days,percent\n"


@pytest.fixture
def run(world: World, tmp_path: Path) -> Callable[..., Result]:
    """Import a text for the harbour, with further options."""

    def _run(content: str | bytes, *options: str, profile: str = "generic") -> Result:
        file = tmp_path / "feed.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        arguments = ["absence", "import", str(file), "--tenant", world.slug, "--employer", "harbour"]
        return CliRunner().invoke(handrail, [*arguments, "--profile", profile, *options])

    return _run


def stored(world: World) -> int:
    with tenant_session(engine_context(world.tenant_id)) as session:
        return session.scalar(select(func.count()).select_from(Absence)) or 0


def counts(result: Result) -> dict[str, int]:
    lines = [line.split(None, 1) for line in result.output.splitlines() if line.strip()[:1].isdigit()]
    return {label: int(number) for number, label in lines}


def test_a_dry_run_tells_every_row_and_does_nothing(run: Callable[..., Result], world: World) -> None:
    run(HEADER + "a0,w2,2026-03-02,,,\na8,w1,2026-01-05,2026-01-09,,\n")
    rows = "a0,w2,2026-03-02,2026-03-06,,\na1,w1,2026-03-02,2026-03-06,5,50\na2,nobody,2026-03-02,,,\n"
    result = run(HEADER + rows + "a8,w1,2026-01-06,2026-01-09,,\n", "--dry-run")
    assert result.exit_code == 0
    assert stored(world) == 2
    told = [line for line in result.output.splitlines() if "row " in line]
    assert told == [
        f"rejected  row 4  worker nobody  absence a2  {UNKNOWN}",
        "creates  row 3  worker w1  absence a1  2 Mar 2026 to 6 Mar 2026, 5 days expected, 50 per cent",
        "changes  row 5  worker w1  absence a8  First day: 5 Jan 2026 → 6 Jan 2026",
        "ends  row 2  worker w2  absence a0  First day fit: none → 7 Mar 2026",
    ]
    assert counts(result) == {
        "Rejected": 1,
        "New absences": 1,
        "Corrected absences": 1,
        "Ended absences": 1,
        "Unchanged": 0,
        "Not an absence": 0,
        "rows in all": 4,
    }


def test_the_same_file_again_changes_nothing(run: Callable[..., Result], world: World) -> None:
    content = HEADER + "a1,w1,2026-03-02,2026-03-06,,\na2,w2,2026-03-02,,,\n"
    assert counts(run(content))["New absences"] == 2
    assert counts(run(content))["Unchanged"] == 2
    assert stored(world) == 2


def test_a_strict_import_takes_in_nothing_where_a_row_is_wrong(run: Callable[..., Result], world: World) -> None:
    content = HEADER + "a1,w1,2026-03-02,2026-03-06,,\na2,w2,2026-02-30,,,\n"
    result = run(content, "--strict")
    assert (result.exit_code, stored(world)) == (1, 0)
    assert "row 3" in result.output
    assert "nothing was" in result.output
    assert (run(content).exit_code, stored(world)) == (0, 1)


def many(rows: int) -> str:
    """Return a file of so many weeks, w1 and w2 in turn, so that parts of few rows are several."""
    days = [date(2019, 1, 7) + timedelta(weeks=week) for week in range(rows // 2)]
    pairs = [(worker, day) for worker in ("w1", "w2") for day in days]
    return HEADER + "".join(f"{worker}-{day},{worker},{day},{day + timedelta(days=2)},,\n" for worker, day in pairs)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have parts of few rows."""
    real = Gathered.parts
    monkeypatch.setattr(Gathered, "parts", lambda self, after=0: real(self, after, at_most=3))


@pytest.mark.usefixtures("small_parts")
def test_off_a_terminal_each_tenth_is_a_line_of_standard_error(run: Callable[..., Result]) -> None:
    result = run(many(20))
    assert [line for line in result.stderr.splitlines() if "%" in line] == [
        " 50 %  10 of 20 rows",
        "100 %  20 of 20 rows",
    ]
    assert "%" not in result.stdout
    assert "%" not in run(HEADER + "a1,w1,2026-03-02,2026-03-06,,\n").stderr


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_after_the_rows_under_way_and_the_same_command_goes_on(
    run: Callable[..., Result], world: World, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    real = Import.take_in

    def interrupted(*arguments: Any) -> Any:
        os.kill(os.getpid(), number)
        return real(*arguments)

    before = signal.getsignal(number)
    with monkeypatch.context() as patch:
        patch.setattr(Import, "take_in", interrupted)
        result = run(many(20))
    assert (result.exit_code, stored(world)) == (3, 10)
    assert "Stopping after the rows that are under way" in result.stderr
    assert "Not finished: 10 of 20 rows are done, none of them half. The same command goes on there." in result.stderr
    assert signal.getsignal(number) == before
    again = run(many(20))
    assert (again.exit_code, stored(world)) == (0, 20)
    assert "An earlier import of this file did 10 rows; it goes on after them." in again.stderr
    assert counts(again)["New absences"] == 20


@pytest.mark.usefixtures("small_parts")
def test_a_database_that_does_not_answer_ends_it_with_how_to_go_on(
    run: Callable[..., Result], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = Import.take_in, iter([True, False])

    def cut_off(*arguments: Any) -> Any:
        if next(calls):
            return real(*arguments)
        raise DatabaseAway

    monkeypatch.setattr(Import, "take_in", cut_off)
    result = run(many(20))
    assert (result.exit_code, stored(world)) == (3, 10)
    assert "The database does not answer." in result.stderr
    assert "at least 10 of 20 rows are done" in result.stderr


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    "problem", [RowsRejected("Row 12 can not be taken in any more."), TakenInElsewhere("Elsewhere.")]
)
def test_what_ends_it_in_the_middle_is_told_with_how_far_it_came(
    run: Callable[..., Result], world: World, monkeypatch: pytest.MonkeyPatch, problem: HandrailError
) -> None:
    real, calls = Import.take_in, iter([True, False])

    def stopped(*arguments: Any) -> Any:
        if next(calls):
            return real(*arguments)
        raise problem

    monkeypatch.setattr(Import, "take_in", stopped)
    result = run(many(20))
    assert (result.exit_code, stored(world)) == (3, 10)
    assert str(problem) in result.stderr
    assert "at least 10 of 20 rows are done, none of them half. The same command goes on there." in result.stderr


@pytest.mark.usefixtures("small_parts")
def test_rows_that_were_locked_by_others_are_tried_again(
    run: Callable[..., Result], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = Import.take_in, iter([True, False, False, True, True])

    def busy(*arguments: Any) -> Any:
        if next(calls):
            return real(*arguments)
        raise DatabaseBusy

    monkeypatch.setattr(Import, "take_in", busy)
    result = run(many(20))
    assert (result.exit_code, stored(world)) == (0, 20)


@pytest.mark.usefixtures("small_parts")
def test_a_strict_import_looks_at_the_last_row_before_it_takes_in_the_first(
    run: Callable[..., Result], world: World
) -> None:
    result = run(many(20) + "late,w2,2019-01-08,2019-01-09,,\n", "--strict")
    assert (result.exit_code, stored(world)) == (1, 0)
    assert "row 22" in result.stdout
    assert "nothing was" in result.stderr


def test_a_refused_file_ends_with_what_to_do_and_code_1(run: Callable[..., Result], world: World) -> None:
    result = run(HEADER.encode() + b"a1,w\xff1,2026-03-02,,,\n")
    assert (result.exit_code, stored(world)) == (1, 0)
    assert result.output.strip().startswith("Line 2, byte 5 (0xFF) is not utf-8.")


def test_a_file_of_the_real_shape_is_imported_and_says_how_it_was_read(
    run: Callable[..., Result], world: World, uci_file: Callable[..., bytes]
) -> None:
    rows = [{}, {"Disciplinary failure": "1"}, {"Reason for absence": "23"}, {"ID": "5"}, {"Day of the week": "5"}]
    result = run(uci_file(rows), "--start-year", "2020", profile="uci-absenteeism")
    assert result.exit_code == 0
    assert "the first year is 2020" in result.output
    assert counts(result) | {"New absences": 3, "Rejected": 1, "Not an absence": 1} == counts(result)
    assert stored(world) == 3
    again = run(uci_file(rows), "--start-year", "2020", profile="uci-absenteeism")
    assert counts(again)["Unchanged"] == 3


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--tenant", "There is no consultancy 'unknown'; there are: "),
        ("--employer", "There is no client organisation 'unknown'; there are: bakery, harbour."),
        ("--profile", "There is no profile “unknown”; there are: generic, uci-absenteeism."),
    ],
)
def test_what_is_not_known_is_answered_with_what_is(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, told: str
) -> None:
    file = tmp_path / "feed.csv"
    file.write_text(HEADER)
    named = {"--tenant": world.slug, "--employer": "harbour", "--profile": "generic"} | {option: "unknown"}
    with pytest.raises(SystemExit) as ended:
        main(["absence", "import", str(file), *(part for pair in named.items() for part in pair)])
    assert ended.value.code == 1
    assert told in capsys.readouterr().err


def test_the_profiles_are_listed() -> None:
    result = CliRunner().invoke(handrail, ["absence", "profiles"])
    assert [line.split()[0] for line in result.output.splitlines()] == ["generic", "uci-absenteeism"]
