"""What the tables of a report say to the employer's side when they are read side by side."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from handrail.reports.codes import Kind as ReportKind
from handrail.reports.codes import Side
from handrail.reports.composing import Counted, Subject, definitions_of, tables_of
from handrail.reports.measuring.returns import FIRST, SUSTAINED
from handrail.reports.rules.disclosure import protect
from handrail.reports.tables import FigureTable, Kind, ShownTable

TENANT, EMPLOYER, A_TO_C = UUID(int=1), UUID(int=2), ("A", "B", "C")
Returned = tuple[tuple[int, int], tuple[int, int]]
"""How many are known to be back and how many not, of the first and of the sustained return."""


def subject_of(side: Side, begun: Sequence[int], returned: Returned | None = None) -> Subject:
    """Return a report where so many absences began by department, all of different workers."""
    whole = sum(begun)
    returned = returned or ((whole, 0), (whole, 0))
    numbers: dict[str, Any] = {
        "absences": {
            "departments": [
                [str(UUID(int=place + 10)), f"Department {name}", each, each, 0, 10 * each, each]
                for place, (name, each) in enumerate(zip(A_TO_C, begun, strict=False))
            ],
            "months": [["2026-02-01", whole, whole]],
        },
        "returns": {
            kind: {
                "days": {"2026-01-01": [[30, known, left]]},
                "known": {"all": [known, known]},
                "censored": {"all": [left, left]},
                "all": {"all": [whole, whole]},
            }
            for kind, (known, left) in zip((FIRST, SUSTAINED), returned, strict=True)
        },
    }
    return Subject(
        kind=ReportKind.RETURNS,
        side=side,
        first_day=date(2026, 1, 1),
        last_day=date(2026, 3, 31),
        cut_on=date(2026, 6, 1),
        counted=(Counted(EMPLOYER, "Invented employer", numbers),),
        tenant_id=TENANT,
    )


def report_of(begun: Sequence[int], returned: Returned) -> dict[str, ShownTable]:
    """Return what the employer's side sees of it."""
    subject = subject_of(Side.EMPLOYER, begun, returned)
    return {table.key: table for table in protect(tables_of(subject)).tables}


def printed(table: ShownTable) -> list[float | None]:
    return [cell.value for cell in table.cells()]


@pytest.mark.rule("REP-2")
def test_a_total_that_is_held_back_in_one_table_does_not_stand_in_another() -> None:
    """Four absences in one department and one in the other, all back: the five of all would tell the one."""
    shown = report_of((4, 1), ((5, 0), (5, 0)))
    assert shown["absences"].withheld
    assert shown["begun_by_month"].withheld
    assert 5 not in printed(shown["returned"])


@pytest.mark.rule("REP-2")
@pytest.mark.parametrize(
    ("begun", "returned"),
    [((4, 9, 20), ((33, 0), (20, 13))), ((30, 9, 20), ((59, 0), (56, 3))), ((2, 9, 2), ((7, 6), (1, 12)))],
)
def test_all_that_began_is_one_number_wherever_it_stands(begun: Sequence[int], returned: Returned) -> None:
    shown = report_of(begun, returned)
    totals = {line.cells[-1].value for line in shown["returned"].lines}
    totals |= {line.cells[0].value for key in ("absences", "begun_by_month") for line in shown[key].lines[-1:]}
    assert len(totals) == 1
    bases = {line.cells[0].base for line in shown["returns"].lines}
    assert len(bases) == 1


@pytest.mark.rule("REP-2")
def test_days_of_absence_stand_in_the_consultancys_reports_alone() -> None:
    """Of days lost, unlike of workers, nobody has checked what several reports tell together."""
    assert "days_lost" in {table.key for table in tables_of(subject_of(Side.CONSULTANCY, (30, 20)))}
    employers = subject_of(Side.EMPLOYER, (30, 20))
    tables = tables_of(employers)
    assert not {Kind.SUM, Kind.MEAN} & {
        each.kind for table in tables if isinstance(table, FigureTable) for each in table.measures
    }
    words = " ".join(str(word) for line in definitions_of(employers) for word in line)
    assert "Days of absence" not in words
