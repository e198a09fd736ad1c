"""A consultancy with two cases, for tests of seals: acts, reads and nights in the order of the clock."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID

import psycopg
from click.testing import CliRunner, Result
from sqlalchemy import select
from tests.builders import build_employer, build_employment, build_person

from handrail.audit import queries, sealing, timeline, verifying
from handrail.audit.cli import audit
from handrail.audit.folder import SealFolder
from handrail.audit.models import ReadLog
from handrail.audit.models import Seal as SealRow
from handrail.audit.rules.seals import public_key
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.settings import settings
from handrail.kit.subjects import SubjectRef, System
from handrail.tenancy.models import Case, Person, Tenant

Owner = psycopg.Connection[tuple[object, ...]]
TABLES: Final = ("timeline_entry", "chain_head", "tenant_entry", "read_log", "seal", "cases")


@dataclass
class Town:
    """Ids only; whatever is read or written goes through the real door."""

    tenant_id: UUID
    slug: str
    person: Person
    employer_id: UUID = field(default_factory=new_id)
    cases: list[UUID] = field(default_factory=lambda: [new_id(), new_id()])

    @property
    def system(self) -> System:
        return System(self.tenant_id)

    @property
    def folder(self) -> SealFolder:
        return sealing.folder_of(self.tenant_id)

    def act(self, case: UUID, on: date, verb: str) -> None:
        subject = SubjectRef(self.tenant_id, self.employer_id, case)
        with clock.frozen(noon(on)), tenant_session(engine_context(self.tenant_id)) as session:
            timeline.append(
                session,
                subject,
                self.system,
                verb,
                compartment=Compartment.COORDINATION,
                record=self.person,
                changes={"note": (None, f"confided on {on}")},
            )

    def read(self, case: UUID, on: date) -> None:
        with tenant_session(engine_context(self.tenant_id)) as session:
            session.add(
                ReadLog(
                    tenant_id=self.tenant_id,
                    employer_id=self.employer_id,
                    subject_id=case,
                    at=noon(on),
                    person_id=self.person.id,
                    role=Role.COORDINATOR,
                    compartments=["coordination", "own"],
                    purpose="case.overview",
                )
            )

    def acts(self, on: date) -> None:
        """One act and one read about each case, and one act outside cases."""
        for case in self.cases:
            self.act(case, on, "contact.recorded")
            self.read(case, on)
        with clock.frozen(noon(on)), tenant_session(engine_context(self.tenant_id)) as session:
            timeline.append_tenant_act(session, self.system, "role.granted", record=self.person)

    def seal(self, on: date) -> None:
        """Do what the night's job does."""
        with clock.frozen(datetime.combine(on, time(2, 30), UTC)):
            made = sealing.make(self.tenant_id, on, self.folder)
            with tenant_session(engine_context(self.tenant_id)) as session:
                sealing.record(session, made)

    def found(self) -> verifying.Findings:
        with tenant_session(engine_context(self.tenant_id)) as session:
            assert list(queries.faults(session, self.tenant_id)) == []  # these chains are whole in themselves
            return verifying.examine(session, self.tenant_id, self.folder, [public_key(settings().seal_key)])

    def kinds(self) -> list[str]:
        return [fault.kind for fault in self.found().faults]

    def rows(self) -> list[int]:
        with tenant_session(engine_context(self.tenant_id)) as session:
            return list(session.scalars(select(SealRow.number).order_by(SealRow.number)))

    def verify(self, *options: str) -> Result:
        return CliRunner().invoke(audit, ["verify", "--tenant", self.slug, *options])

    def as_case(self, case: UUID, number: str) -> UUID:
        """Give a chain the row of a case; returns the employment's id."""
        employer_id, site_id = build_employer(self.tenant_id)
        worker = build_person(self.tenant_id, "Invented Worker")
        employment_id = build_employment(self.tenant_id, employer_id, site_id, worker, None)
        with tenant_session(engine_context(self.tenant_id)) as session:
            session.add(
                Case(
                    tenant_id=self.tenant_id,
                    id=case,
                    employer_id=employer_id,
                    employment_id=employment_id,
                    number=number,
                    opened_on=date(2026, 3, 1),
                    opened_at=noon(date(2026, 3, 1)),
                )
            )
        return employment_id


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)


def made_town() -> Town:
    tenant_id = new_id()
    slug = f"town-{tenant_id}"
    with tenant_session(engine_context(tenant_id)) as session:
        values: dict[str, Any] = {"name": "Invented Town", "locale": "en", "time_zone": "Europe/Amsterdam"}
        session.add(Tenant(tenant_id=tenant_id, id=tenant_id, slug=slug, settings={}, **values))
        person = Person(tenant_id=tenant_id, key="p", sort_name="p", **values)
        session.add(person)
    return Town(tenant_id, slug, person)
