"""The same numbers, counted slowly: row by row, in plain words, from what was written."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.reports.worlds import Firm, Row

from handrail.cases.rules.participation import Participation
from handrail.cases.rules.steps import Milestone, first_days, step_of
from handrail.kit.codes import Compartment
from handrail.reports.measuring import Scope

AGES = (42, 91, 182)
WORK = {
    "partial_return",
    "partial_return_started",
    "phased_return_started",
    "modified_work_started",
    "returned_to_work",
}


def open_cases(firm: Firm, scope: Scope) -> list[tuple[Row, Row]]:
    """Return (case, process) of what is open as of the scope's last day."""
    processes = {row["subject_id"]: row for row in firm.processes}
    return [
        (case, processes[case["id"]])
        for case in firm.cases
        if case["opened_on"] <= scope.as_of
        and (processes[case["id"]]["closed_on"] is None or processes[case["id"]]["closed_on"] > scope.as_of)
    ]


def caseload(firm: Firm, scope: Scope) -> dict[str, Any]:
    days = range((scope.as_of - scope.first_day).days + 1)
    period = {scope.first_day + timedelta(days=day) for day in days}
    found = open_cases(firm, scope)
    begun = {row["id"] for row in firm.cases if row["opened_on"] <= scope.as_of}
    return {
        "open": len(found),
        "new": sum(case["opened_on"] in period for case in firm.cases),
        "closed": sum(row["closed_on"] in period and row["subject_id"] in begun for row in firm.processes),
        "participation": dict(Counter(process["participation"].value for _case, process in found)),
    }


class _Process:
    def __init__(self, participation: Participation) -> None:
        self.participation, self.outcome = participation, None


def ageing(firm: Firm, scope: Scope) -> list[list[int]]:
    found: Counter[tuple[int, int]] = Counter()
    for case, process in open_cases(firm, scope):
        reached = [(Milestone.FORWARDED.value, case["opened_on"])]
        reached += [
            (fact["type"], fact["on"])
            for fact in firm.facts
            if fact["employment_id"] == case["employment_id"]
            and not fact["void"]
            and fact["case_id"] in {None, case["id"]}
            and case["opened_on"] <= fact["on"] <= scope.as_of
            and (fact["type"] != "participation_decided" or fact["fields"]["decision"] == "participating")
        ]
        reached += [
            (row["milestone"], row["on"])
            for row in firm.milestones
            if row["subject_id"] == case["id"] and row["on"] <= scope.as_of
        ]
        stairs = step_of(_Process(process["participation"]), first_days(reached))  # type: ignore[arg-type]
        age = (scope.as_of - stairs.began_on[stairs.step]).days
        found[0 if stairs.paused else stairs.step, sum(age >= begins for begins in AGES)] += 1
    return sorted([step, age, cases] for (step, age), cases in found.items())


def workload(firm: Firm, scope: Scope) -> dict[str | None, int]:
    of_case = {row["case_id"]: str(row["person_id"]) for row in firm.assignments}
    return dict(Counter(of_case.get(case["id"]) for case, _process in open_cases(firm, scope)))


def duties(firm: Firm, scope: Scope) -> list[list[Any]]:
    found: dict[tuple[Any, ...], list[UUID]] = defaultdict(list)
    for row in firm.obligations:
        is_asked = row["kind"] == "act" and row["status"] not in {"dropped", "not_applicable"}
        is_statutory = row["case_id"] is None and row["compartment"] is Compartment.ADMINISTRATIVE
        if not (is_asked and scope.first_day <= row["due_on"] <= scope.last_day):
            continue
        if scope.is_employers and not is_statutory:
            continue
        if row["status"] == "met":
            outcome = "on_time" if row["met_on"] <= row["due_on"] else "late"
        else:
            outcome = "missed" if row["due_on"] < scope.cut_on and row["status"] != "suspended" else "ahead"
        found[row["rule"], row["owed_by"], row["case_id"] is None, outcome].append(row["employment_id"])
    return sorted([*key, len(each), len(set(each))] for key, each in found.items())


def absences(firm: Firm, scope: Scope) -> dict[str, Any]:
    department_of = {row["id"]: row["department_id"] for row in firm.employments}
    last_day_of = {row["id"]: row["ended_on"] or date.max for row in firm.employments}
    lines: dict[UUID | None, list[Any]] = {}
    months: dict[str, list[UUID]] = defaultdict(list)
    for row in firm.absences:
        day, days = row["first_day"], 0
        goes_on_until = min(scope.as_of, last_day_of[row["subject_id"]])  # nobody is absent from work they have not
        while day <= goes_on_until and (row["first_day_fit"] is None or day < row["first_day_fit"]):
            days += day >= scope.first_day
            day += timedelta(days=1)
        if not days:
            continue
        begun = row["first_day"] >= scope.first_day
        is_open = day > scope.as_of
        line = lines.setdefault(department_of[row["subject_id"]], [0, set(), 0, 0, set()])
        line[0] += begun
        line[1] |= {row["subject_id"]} if begun else set()
        line[2] += is_open
        line[3] += days
        line[4] |= {row["subject_id"]}
        if begun:
            months[row["first_day"].replace(day=1).isoformat()].append(row["subject_id"])
    return {
        "departments": sorted(
            [str(key) if key else "", firm.departments.get(key, ""), b, len(bw), o, d, len(w)]  # type: ignore[arg-type]
            for key, (b, bw, o, d, w) in lines.items()
        ),
        "months": sorted([month, len(each), len(set(each))] for month, each in months.items()),
    }


def returns(firm: Firm, scope: Scope) -> dict[str, list[tuple[str, UUID, bool, int]]]:
    """Return for each kind of return (quarter, worker, is it known, days) of every absence that began."""
    ended = {row["id"]: row["ended_on"] for row in firm.employments}
    found: dict[str, list[tuple[str, UUID, bool, int]]] = {"first": [], "sustained": []}
    for row in firm.absences:
        worker, begun = row["subject_id"], row["first_day"]
        seen = min(scope.cut_on, ended[worker] or scope.cut_on)
        if not scope.first_day <= begun <= scope.as_of or begun > seen:
            continue
        quarter = date(begun.year, (begun.month - 1) // 3 * 3 + 1, 1).isoformat()
        for kind, (is_known, days) in {
            "first": _first(firm, scope, row, seen), "sustained": _sustained(firm, row, seen),
        }.items():  # fmt: skip
            found[kind].append((quarter, worker, is_known, days))
    return found


def _first(firm: Firm, scope: Scope, row: Row, seen: date) -> tuple[bool, int]:
    work = WORK if scope.is_employers else WORK | {"first_day_back"}
    ends = row["first_day_fit"] if row["first_day_fit"] and row["first_day_fit"] <= seen else None
    days = [
        fact["on"]
        for fact in firm.facts
        if fact["employment_id"] == row["subject_id"] and fact["type"] in work and not fact["void"]
        and row["first_day"] <= fact["on"] <= (ends or seen)
    ]  # fmt: skip
    days += [ends] if ends else []
    return (True, (min(days) - row["first_day"]).days) if days else (False, (seen - row["first_day"]).days)


def _sustained(firm: Firm, row: Row, seen: date) -> tuple[bool, int]:
    """Go through the days of return one by one: absent on any of days 0 to 27, and it did not last."""
    own = [each for each in firm.absences if each["subject_id"] == row["subject_id"] and each["first_day"] <= seen]
    sick = set()
    for each in own:
        day = each["first_day"]
        while day <= seen and (each["first_day_fit"] is None or day < each["first_day_fit"]):
            sick.add(day)
            day += timedelta(days=1)
    returned = sorted(
        each["first_day_fit"]
        for each in own
        if each["first_day_fit"] and each["first_day_fit"] > row["first_day"] and each["first_day_fit"] <= seen
    )
    for day in returned:
        if any(day + timedelta(days=after) in sick for after in range(28)):
            continue
        return day + timedelta(days=28) <= seen, (day - row["first_day"]).days
    return False, (seen - row["first_day"]).days
