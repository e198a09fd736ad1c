"""Client organisations with rows as the slices write them, made quickly and at will, and described beside."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import Range
from tests.builders import build_employer, build_person, give_role

from handrail.cases.absence_models import Absence
from handrail.cases.models import CaseProcess, MilestoneReached
from handrail.cases.rules.participation import Participation
from handrail.identity.models import Assignment
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.obligations.models import Fact, Obligation
from handrail.tenancy.models import Case, Department, Employment, Person

AT = datetime(2026, 1, 1, tzinfo=UTC)
Row = dict[str, Any]


@dataclass
class Firm:
    """One client organisation, and every row of it that a report counts, as plain values."""

    tenant_id: UUID
    employer_id: UUID
    site_id: UUID
    departments: dict[UUID, str] = field(default_factory=dict)
    people: list[Row] = field(default_factory=list)
    employments: list[Row] = field(default_factory=list)
    absences: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)
    processes: list[Row] = field(default_factory=list)
    milestones: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)
    obligations: list[Row] = field(default_factory=list)
    coordinators: list[UUID] = field(default_factory=list)

    @classmethod
    def found(cls, tenant_id: UUID, *, departments: int = 0, coordinators: int = 1) -> "Firm":
        employer_id, site_id = build_employer(tenant_id)
        made = cls(tenant_id, employer_id, site_id)
        made.departments = {new_id(): f"Department {number}" for number in range(departments)}
        for number in range(coordinators):
            person_id = build_person(tenant_id, f"Invented Coordinator {number}")
            give_role(tenant_id, person_id, Role.COORDINATOR, employer_id)
            made.coordinators.append(person_id)
        return made

    def _own(self) -> Row:
        return {"tenant_id": self.tenant_id, "id": new_id(), "employer_id": self.employer_id}

    def worker(self, *, department: UUID | None = None, ended_on: date | None = None) -> UUID:
        person_id = new_id()
        self.people.append(
            {
                "tenant_id": self.tenant_id, "id": person_id, "key": str(person_id), "name": "Invented Worker",
                "sort_name": "invented worker", "locale": "en", "time_zone": "Europe/Amsterdam", "active": True,
            }
        )  # fmt: skip
        row = self._own() | {
            "key": f"w-{len(self.employments)}", "person_id": person_id, "site_id": self.site_id,
            "department_id": department, "started_on": date(2015, 1, 1), "ended_on": ended_on,
        }  # fmt: skip
        self.employments.append(row)
        return row["id"]

    def absence(self, employment_id: UUID, first_day: date, first_day_fit: date | None) -> None:
        started = self.fact(employment_id, "absence_started", first_day)
        self.absences.append(
            self._own() | {
                "subject_id": employment_id, "compartment": Compartment.ADMINISTRATIVE,
                "external_key": f"a-{len(self.absences)}", "first_day": first_day, "first_day_fit": first_day_fit,
                "source": "test", "recorded_at": AT, "started_fact_id": started,
            }
        )  # fmt: skip

    def fact(
        self,
        employment_id: UUID,
        kind: str,
        on: date,
        *,
        case_id: UUID | None = None,
        compartment: Compartment = Compartment.ADMINISTRATIVE,
        void: bool = False,
        **fields: Any,
    ) -> UUID:
        subject = employment_id if compartment is Compartment.ADMINISTRATIVE else case_id
        row = self._own() | {
            "subject_id": subject, "compartment": compartment, "employment_id": employment_id, "case_id": case_id,
            "on": on, "type": kind, "fields": fields, "source": "test", "recorded_at": AT, "void": void,
        }  # fmt: skip
        self.facts.append(row)
        return row["id"]

    def case(
        self,
        employment_id: UUID,
        opened_on: date,
        *,
        participation: Participation = Participation.NOT_INVITED,
        closed_on: date | None = None,
        coordinator: UUID | None = None,
    ) -> UUID:
        row = self._own() | {
            "employment_id": employment_id, "compartment": Compartment.ADMINISTRATIVE,
            "number": f"{self.employer_id}-{len(self.cases)}", "opened_on": opened_on, "opened_at": AT,
        }  # fmt: skip
        self.cases.append(row)
        self.processes.append(
            self._own() | {
                "subject_id": row["id"], "compartment": Compartment.COORDINATION, "participation": participation,
                "outcome": "no_return" if closed_on else None, "closed_on": closed_on, "version": 1,
            }
        )  # fmt: skip
        if coordinator is not None:
            self.assignments.append(
                self._own() | {
                    "case_id": row["id"], "person_id": coordinator, "role": Role.COORDINATOR,
                    "during": Range(opened_on, None, bounds="[)"),
                }
            )  # fmt: skip
        return row["id"]

    def milestone(self, case_id: UUID, milestone: str, on: date) -> None:
        self.milestones.append(
            self._own() | {
                "subject_id": case_id, "compartment": Compartment.COORDINATION, "milestone": milestone, "on": on,
            }
        )  # fmt: skip

    def obligation(
        self,
        employment_id: UUID,
        due_on: date,
        *,
        rule: str = "nl.problem_analysis",
        owed_by: str = "occupational_health",
        status: str = "pending",
        met_on: date | None = None,
        case_id: UUID | None = None,
        kind: str = "act",
        compartment: Compartment | None = None,
    ) -> None:
        placed = compartment or (Compartment.COORDINATION if case_id else Compartment.ADMINISTRATIVE)
        row = self._own()
        self.obligations.append(
            row | {
                "subject_id": case_id or employment_id, "compartment": placed, "employment_id": employment_id,
                "case_id": case_id, "key": str(row["id"]), "rule": rule, "sequence": 1, "due_on": due_on,
                "status": status, "met_on": met_on, "owed_by": owed_by, "kind": kind, "basis": "statutory",
                "confidence": "high", "explanation": [], "computed_at": AT,
            }
        )  # fmt: skip

    def write(self) -> None:
        """Write all rows to the database."""
        named = [
            {"tenant_id": self.tenant_id, "id": id_, "employer_id": self.employer_id, "key": name, "name": name}
            for id_, name in self.departments.items()
        ]
        pages: list[tuple[Any, list[Row]]] = [
            (Department, named), (Person, self.people), (Employment, self.employments), (Fact, self.facts),
            (Absence, self.absences), (Case, self.cases), (CaseProcess, self.processes),
            (MilestoneReached, self.milestones), (Assignment, self.assignments), (Obligation, self.obligations),
        ]  # fmt: skip
        with tenant_session(engine_context(self.tenant_id)) as session:
            cases = {row["id"] for row in self.cases}
            late = [row for row in self.facts if row["case_id"] in cases]
            for model, rows in pages:
                shown = [row for row in rows if row not in late] if model is Fact else rows
                if shown:
                    session.execute(insert(model.__table__), shown)
                if model is Case and late:
                    session.execute(insert(Fact.__table__), late)


def random_firm(tenant_id: UUID, seed: int, *, workers: int = 30) -> Firm:
    """Make a client organisation in which everything happens that a report has to tell apart, by chance."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    firm = Firm.found(tenant_id, departments=3, coordinators=2)
    places = [*firm.departments, None]
    for _number in range(workers):
        ended_on = date(2026, 5, 1) + timedelta(days=dice.randrange(250)) if dice.random() < 0.15 else None
        _life(firm, dice, firm.worker(department=dice.choice(places), ended_on=ended_on))
    firm.write()
    return firm


def _life(firm: Firm, dice: random.Random, employment_id: UUID) -> None:
    day = date(2025, 9, 1) + timedelta(days=dice.randrange(200))
    while day < date(2026, 12, 1) and dice.random() < 0.85:
        fit_on = day + timedelta(days=1 + dice.choice((3, 10, 40, 120, 300)) * dice.randrange(1, 3))
        goes_on = dice.random() < 0.15
        firm.absence(employment_id, day, None if goes_on else fit_on)
        _work(firm, dice, employment_id, day, fit_on)
        if dice.random() < 0.6:
            _support(firm, dice, employment_id, day + timedelta(days=dice.randrange(20)))
        for number in range(dice.randrange(5)):
            _duty(firm, dice, employment_id, day + timedelta(days=30 * number + dice.randrange(20)))
        if goes_on:
            return
        day = fit_on + timedelta(days=dice.choice((0, 1, 26, 27, 28, 29, 60)))


def _work(firm: Firm, dice: random.Random, employment_id: UUID, day: date, fit_on: date) -> None:
    for kind in ("partial_return", "returned_to_work", "first_day_back", "prognosis"):
        if dice.random() < 0.25:
            on = day + timedelta(days=dice.randrange((fit_on - day).days + 5))
            firm.fact(employment_id, kind, on, void=dice.random() < 0.2)


def _support(firm: Firm, dice: random.Random, employment_id: UUID, opened_on: date) -> None:
    participation = dice.choice(list(Participation))
    closed_on = opened_on + timedelta(days=dice.randrange(1, 300)) if dice.random() < 0.4 else None
    coordinator = dice.choice([*firm.coordinators, None])
    case_id = firm.case(
        employment_id, opened_on, participation=participation, closed_on=closed_on, coordinator=coordinator
    )
    on = opened_on
    for kind in ("invitation_sent", "participation_decided"):
        on += timedelta(days=dice.randrange(30))
        if dice.random() < 0.7:
            decision = {"decision": dice.choice(("participating", "declined", "undecided"))}
            coordination = Compartment.COORDINATION
            fields = decision if kind == "participation_decided" else {}
            firm.fact(employment_id, kind, on, case_id=case_id, compartment=coordination, **fields)
    for milestone in ("first_contact_held", "preparation_started", "planning_meeting_held", "plan_accepted"):
        on += timedelta(days=dice.randrange(60))
        if dice.random() < 0.5:
            firm.milestone(case_id, milestone, on)
    for number in range(dice.randrange(3)):
        _duty(firm, dice, employment_id, opened_on + timedelta(days=14 * number + 5), case_id)


def _duty(firm: Firm, dice: random.Random, employment_id: UUID, due_on: date, case_id: UUID | None = None) -> None:
    status = dice.choice(("met", "met", "met", "missed", "pending", "due", "suspended", "dropped", "not_applicable"))
    met_on = due_on + timedelta(days=dice.randrange(-9, 9)) if status == "met" else None
    firm.obligation(
        employment_id,
        due_on,
        rule=dice.choice(
            ("support.follow_up", "support.invitation") if case_id else ("nl.plan_of_action", "nl.week_42")
        ),
        owed_by=dice.choice(("hr", "occupational_health", "coordinator")),
        status=status,
        met_on=met_on,
        case_id=case_id,
        kind=dice.choice(("act", "act", "act", "threshold", "end")),
        compartment=None if case_id or dice.random() < 0.8 else Compartment.MEDICAL,
    )
