"""The numbers of a report: counted by hand in a small world, and slowly, row by row, in random ones."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session
from tests.builders import build_tenant
from tests.reports import recount
from tests.reports.worlds import Firm, random_firm

from handrail.cases.rules import steps
from handrail.cases.rules.participation import Participation
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import Settings
from handrail.reports.codes import Measure, Side
from handrail.reports.measuring import Scope, measure
from handrail.reports.measuring.cases import BEGINS
from handrail.reports.survival import duration, merged

FIRST, LAST, CUT = date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 20)
SEEDS = range(12)


@pytest.fixture(scope="module")
def tenant_id(database: Settings) -> UUID:
    del database
    return build_tenant()


@pytest.fixture
def session(tenant_id: UUID) -> Iterator[Session]:
    with tenant_session(engine_context(tenant_id)) as opened:
        yield opened


def scope_of(firm: Firm, side: Side, *, last: date = LAST) -> Scope:
    return Scope(firm.tenant_id, firm.employer_id, FIRST, last, CUT, side)


@pytest.fixture(scope="module")
def small(tenant_id: UUID) -> Firm:
    """Three workers: one back in parts and for good, one who fell ill again, one still absent since the year before."""
    firm = Firm.found(tenant_id, departments=1)
    (office,) = firm.departments
    back, again, away = firm.worker(department=office), firm.worker(department=office), firm.worker()
    firm.absence(back, date(2026, 2, 2), date(2026, 3, 4))  # 30 days
    firm.fact(back, "partial_return", date(2026, 2, 12))  # day 10
    firm.absence(again, date(2026, 4, 1), date(2026, 4, 11))  # 10 days, and
    firm.absence(again, date(2026, 5, 8), date(2026, 5, 18))  # again on day 27 after it: the first did not last
    firm.absence(away, date(2025, 12, 1), None)
    first = firm.case(away, date(2025, 12, 15), participation=Participation.PARTICIPATING,
                      coordinator=firm.coordinators[0])  # fmt: skip
    firm.milestone(first, "participation_decided", date(2026, 1, 10))
    firm.milestone(first, "preparation_started", date(2026, 11, 10))  # step 4, for 10 days
    firm.case(back, date(2026, 2, 10), participation=Participation.DECLINED, closed_on=date(2026, 3, 10))
    firm.obligation(away, date(2026, 1, 12), status="met", met_on=date(2026, 1, 12))
    firm.obligation(away, date(2026, 1, 26), status="met", met_on=date(2026, 1, 27), rule="nl.plan_of_action")
    firm.obligation(away, date(2026, 9, 14), status="missed", rule="nl.week_42")
    firm.obligation(away, date(2026, 11, 30), rule="nl.first_year_evaluation")
    firm.obligation(away, date(2026, 12, 20), rule="support.follow_up", case_id=first, owed_by="coordinator")
    firm.write()
    return firm


def counted(session: Session, firm: Firm, side: Side) -> dict[str, Any]:
    return measure(session, scope_of(firm, side), tuple(Measure))


@pytest.mark.rule("REP-1")
def test_a_small_world_is_counted_as_by_hand(session: Session, small: Firm) -> None:
    found = counted(session, small, Side.CONSULTANCY)
    assert found["caseload"] == {"open": 1, "new": 1, "closed": 1, "participation": {"participating": 1}}
    assert found["ageing"] == [[4, 0, 1]]
    assert found["workload"] == [[str(small.coordinators[0]), "Invented Coordinator 0", 1]]
    outcomes = Counter({line[3]: 0 for line in found["duties"]})
    for line in found["duties"]:
        outcomes[line[3]] += line[4]
    assert outcomes == {"on_time": 1, "late": 1, "missed": 1, "ahead": 2}
    (office,) = [line for line in found["absences"]["departments"] if line[0]]
    assert office[2:] == [3, 2, 0, 50, 2]  # absences, workers, open, days, workers
    (nowhere,) = [line for line in found["absences"]["departments"] if not line[0]]
    assert nowhere[2:] == [0, 0, 1, 324, 1]  # 1 January to 20 November, both days in it
    assert found["absences"]["months"] == [["2026-02-01", 1, 1], ["2026-04-01", 1, 1], ["2026-05-01", 1, 1]]


@pytest.mark.rule("REP-1")
def test_a_return_is_sustained_only_without_an_absence_in_the_28_days_from_it_on(session: Session, small: Firm) -> None:
    found = counted(session, small, Side.CONSULTANCY)["returns"]
    assert found["first"]["days"] == {"2026-01-01": [[10, 1, 0]], "2026-04-01": [[10, 2, 0]]}
    # The April absence lasted until 18 May, the end of the next one: 47 days from 1 April.
    assert found["sustained"]["days"] == {"2026-01-01": [[30, 1, 0]], "2026-04-01": [[10, 1, 0], [47, 1, 0]]}
    assert found["sustained"]["all"] == {"2026-01-01": [1, 1], "2026-04-01": [2, 1], "all": [3, 2]}


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize(("gap", "days"), [(27, 47), (28, 10)])
def test_an_absence_on_the_last_day_of_the_window_breaks_it_and_one_on_the_day_after_does_not(
    tenant_id: UUID, session: Session, gap: int, days: int
) -> None:
    firm = Firm.found(tenant_id)
    worker = firm.worker()
    again = date.fromordinal(date(2026, 4, 11).toordinal() + gap)
    firm.absence(worker, date(2026, 4, 1), date(2026, 4, 11))
    firm.absence(worker, again, date(2026, 5, 18))
    firm.write()
    found = counted(session, firm, Side.EMPLOYER)["returns"]["sustained"]["days"]["2026-04-01"]
    assert max(line[0] for line in found) == days


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize("cut", [date(2026, 4, 30), date(2026, 5, 8), date(2026, 5, 9)], ids=str)
def test_a_return_is_known_to_last_28_days_after_it(tenant_id: UUID, session: Session, cut: date) -> None:
    firm = Firm.found(tenant_id)
    firm.absence(firm.worker(), date(2026, 4, 1), date(2026, 4, 11))
    firm.write()
    scope = Scope(firm.tenant_id, firm.employer_id, FIRST, LAST, cut, Side.EMPLOYER)
    found = measure(session, scope, [Measure.RETURNS])["returns"]["sustained"]["days"]["2026-04-01"]
    assert found == ([[10, 1, 0]] if cut >= date(2026, 5, 9) else [[10, 0, 1]])


@pytest.mark.rule("REP-1")
def test_an_absence_ends_with_the_employment(tenant_id: UUID, session: Session) -> None:
    """Two left in March, absent until then, and one of them is still said to be absent; one was so only afterwards."""
    firm = Firm.found(tenant_id)
    gone = date(2026, 3, 31)
    firm.absence(firm.worker(ended_on=gone), date(2026, 3, 22), None)
    firm.absence(firm.worker(ended_on=gone), date(2026, 3, 22), date(2026, 6, 1))
    firm.absence(firm.worker(ended_on=gone), date(2026, 4, 2), date(2026, 4, 9))
    firm.write()
    found = counted(session, firm, Side.EMPLOYER)
    assert [line[2:] for line in found["absences"]["departments"]] == [[2, 2, 0, 20, 2]]
    assert found["absences"]["months"] == [["2026-03-01", 2, 2]]
    assert found["returns"]["first"]["all"]["all"] == [2, 2]  # the same absences, so that the tables agree
    later = Scope(firm.tenant_id, firm.employer_id, date(2026, 4, 1), LAST, CUT, Side.EMPLOYER)
    assert measure(session, later, [Measure.ABSENCES])["absences"] == {"departments": [], "months": []}


@pytest.mark.parametrize("side", Side, ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_random_worlds_are_counted_as_row_by_row(tenant_id: UUID, seed: int, side: Side) -> None:
    firm = random_firm(tenant_id, seed)
    for last in (LAST, date(2026, 6, 30)):
        scope = scope_of(firm, side, last=last)
        with tenant_session(engine_context(tenant_id)) as session:
            found = measure(session, scope, tuple(Measure))
        assert found["caseload"] == recount.caseload(firm, scope)
        assert found["ageing"] == recount.ageing(firm, scope)
        assert {person: cases for person, _name, cases in found["workload"]} == recount.workload(firm, scope)
        assert sorted(found["duties"]) == recount.duties(firm, scope)
        lines = sorted([line[0] or "", *line[1:]] for line in found["absences"]["departments"])
        assert lines == recount.absences(firm, scope)["departments"]
        assert found["absences"]["months"] == recount.absences(firm, scope)["months"]
        assert_returns(found["returns"], recount.returns(firm, scope))


def assert_returns(found: dict[str, Any], slowly: dict[str, list[tuple[str, UUID, bool, int]]]) -> None:
    for kind, absences in slowly.items():
        days: dict[str, Counter[int]] = defaultdict(Counter)
        left: dict[str, Counter[int]] = defaultdict(Counter)
        for quarter, _worker, is_known, after in absences:
            (days if is_known else left)[quarter][after] += 1
        expected = {
            quarter: [[day, days[quarter][day], left[quarter][day]] for day in sorted({*days[quarter], *left[quarter]})]
            for quarter in {*days, *left}
        }
        assert found[kind]["days"] == expected
        for name, wanted in (("known", {True}), ("censored", {False}), ("all", {True, False})):
            counts: dict[str, list[UUID]] = defaultdict(list)
            for quarter, worker, is_known, _after in absences:
                if is_known in wanted:
                    counts[quarter].append(worker)
                    counts["all"].append(worker)
            both = {key: [len(each), len(set(each))] for key, each in counts.items()}
            assert {key: each for key, each in found[kind][name].items() if each[0]} == both


def test_the_sums_of_employers_are_the_sums_of_all_of_them(tenant_id: UUID) -> None:
    """A median has no sum, the days it is made from have."""
    firms = [random_firm(tenant_id, seed, workers=12) for seed in (100, 101)]
    groups, slowly = [], []
    for firm in firms:
        scope = scope_of(firm, Side.CONSULTANCY)
        with tenant_session(engine_context(tenant_id)) as session:
            groups += [*measure(session, scope, [Measure.RETURNS])["returns"]["first"]["days"].values()]
        slowly += [(days, int(known), int(not known)) for _q, _w, known, days in recount.returns(firm, scope)["first"]]
    assert duration(merged(groups)) == duration(merged([[line] for line in slowly]))


def test_a_step_begins_with_the_same_milestones_as_on_the_case_page() -> None:
    listed = {milestone: step for step, milestones in steps._BEGINS.items() for milestone in milestones}  # noqa: SLF001
    assert listed == BEGINS
