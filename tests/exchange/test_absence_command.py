"""`handrail absence import` on a terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from handrail.cases.absence_models import Absence
from handrail.entrypoints.cli import handrail, main
from handrail.kit.db import engine_context, tenant_session

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
