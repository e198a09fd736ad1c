"""A client organisation with workers who take part, and what they told for prevention, as rows."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import insert, select, update
from tests.builders import actor_for, build_person, build_tenant, give_role
from tests.reports.worlds import Firm

from handrail.cases.rules.participation import Participation
from handrail.consents.models import Consent, ConsentText
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.plans.models import WorkAspect
from handrail.plans.rules.codes import AspectCategory, Effect
from handrail.prevention.commands.releasing import release
from handrail.prevention.models import Theme
from handrail.prevention.rules.quarters import Quarter
from handrail.tenancy.models import ClientOrganisation

AT = datetime(2026, 1, 1, tzinfo=UTC)
BEGUN = date(2026, 1, 15)
SPRING, SUMMER, AUTUMN = (Quarter.of(date(2026, month, 1)) for month in (4, 7, 10))
WORKLOAD = (AspectCategory.WORKLOAD, Effect.HINDERS)


@dataclass
class Place:
    """One client organisation, its workers in order, and people in the roles that read themes."""

    tenant_id: UUID
    firm: Firm
    people: dict[Role, UUID] = field(default_factory=dict)
    departments: list[UUID] = field(default_factory=list)
    cases: list[UUID] = field(default_factory=list)
    persons: list[UUID] = field(default_factory=list)
    consents: list[UUID] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def found(cls, tenant_id: UUID | None = None, *, departments: int = 2) -> Self:
        at = tenant_id or build_tenant()
        firm = Firm.found(at, departments=departments)
        made = cls(at, firm, departments=list(firm.departments))
        for role in (Role.COMMITTEE, Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.HR):
            made.people[role] = build_person(at, f"Invented {role.value}")
            give_role(at, made.people[role], role, firm.employer_id)
        return made

    @property
    def key(self) -> str:
        with tenant_session(engine_context(self.tenant_id)) as session:
            return self._employer(session).key

    def actor(self, role: Role) -> Actor:
        return actor_for(self.tenant_id, self.people[role], role)

    def takes_part(self, department: int = 0, *, since: date = BEGUN, until: date | None = None) -> int:
        """Employ a worker who takes part; returns their number."""
        where = self.departments[department] if self.departments else None
        employment_id = self.firm.worker(department=where)
        case_id = self.firm.case(employment_id, since, participation=Participation.PARTICIPATING, closed_on=until)
        self.firm.processes[-1]["decided_on"] = since
        self.persons.append(self.firm.people[-1]["id"])
        self.cases.append(case_id)
        self.consents.append(new_id())
        return len(self.cases) - 1

    def tells(self, worker: int, on: date, kind: tuple[AspectCategory, Effect] = WORKLOAD) -> None:
        self.told.append(
            {
                "tenant_id": self.tenant_id, "id": new_id(), "employer_id": self.firm.employer_id,
                "subject_id": self.cases[worker], "compartment": Compartment.PREVENTION,
                "consent_id": self.consents[worker], "category": kind[0], "effect": kind[1],
                "words_sealed": b"a canary", "noted_on": on, "noted_as": Role.WORKER,
            }
        )  # fmt: skip

    def write(self) -> None:
        """Write what was not written yet."""
        self.firm.write()
        text_id = new_id()
        with tenant_session(engine_context(self.tenant_id)) as session:
            session.execute(
                insert(ConsentText.__table__),
                [
                    {
                        "tenant_id": self.tenant_id, "id": text_id, "purpose": ConsentPurpose.PREVENTION,
                        "locale": "en", "title": "Prevention", "body": "May we?", "digest": text_id.bytes,
                    }
                ],
            )  # fmt: skip
            session.execute(
                insert(Consent.__table__), [self._consent(each, text_id) for each in range(len(self.cases))]
            )
            if self.told:
                session.execute(insert(WorkAspect.__table__), self.told)

    def _consent(self, worker: int, text_id: UUID) -> dict[str, Any]:
        return {
            "tenant_id": self.tenant_id, "id": self.consents[worker], "employer_id": self.firm.employer_id,
            "subject_id": self.cases[worker], "compartment": Compartment.COORDINATION,
            "purpose": ConsentPurpose.PREVENTION, "about": "", "answer": Answer.GIVEN, "text_id": text_id,
            "given_by": self.persons[worker], "given_how": GivenHow.TELEPHONE, "given_on": BEGUN, "recorded_at": AT,
        }  # fmt: skip

    def takes_back(self, worker: int) -> None:
        with tenant_session(engine_context(self.tenant_id)) as session:
            one = Consent.id == self.consents[worker]
            session.execute(update(Consent).where(one).values(withdrawn_at=AT))

    def release(self, until: Quarter) -> bool:
        """Release a quarter; returns whether it had not been."""
        with tenant_session(engine_context(self.tenant_id)) as session:
            return release(session, self._employer(session), until) is not None

    def themes(self) -> list[tuple[str, str, Quarter, Quarter, int]]:
        with tenant_session(engine_context(self.tenant_id)) as session:
            return [
                (row.category.value, row.effect.value, Quarter.of(row.since_on), Quarter.of(row.until_on), row.at_least)
                for row in session.scalars(select(Theme).where(Theme.employer_id == self.firm.employer_id))
            ]

    def _employer(self, session: Any) -> ClientOrganisation:
        return session.scalars(select(ClientOrganisation).where(ClientOrganisation.id == self.firm.employer_id)).one()


def telling(place: Place, *, of_first: int = 3, of_second: int = 3, each: int = 8) -> Place:
    """Have so many workers of two departments take part, and some of each tell of the workload in spring."""
    for department, tellers in ((0, of_first), (1, of_second)):
        for number in range(each):
            worker = place.takes_part(department)
            if number < tellers:
                place.tells(worker, date(2026, 5, 4))
    place.write()
    return place
