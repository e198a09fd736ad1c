"""Consultancies with client organisations to report about, and the job run as a worker would."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.builders import actor_for, build_person, build_tenant, give_role
from tests.reports.worlds import Firm, random_firm

from handrail.entrypoints.worker import load_tasks
from handrail.identity.actor import Actor
from handrail.kit import jobs
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.outbox import Outbox
from handrail.kit.settings import Settings
from handrail.reports import queries
from handrail.reports.commands import BUILD
from handrail.reports.queries import SeenRun


@dataclass
class House:
    """A consultancy with client organisations, and somebody in each role that asks for reports."""

    tenant_id: UUID
    firms: list[Firm]
    people: dict[Role, UUID] = field(default_factory=dict)

    def actor(self, role: Role) -> Actor:
        return actor_for(self.tenant_id, self.people[role], role)

    def waiting(self) -> list[UUID]:
        """Return the rows of the outbox that carry reports on, in order."""
        with tenant_session(engine_context(self.tenant_id)) as session:
            statement = select(Outbox.id).where(
                Outbox.name == BUILD, Outbox.done_at.is_(None), Outbox.parked_at.is_(None)
            )
            return list(session.scalars(statement.order_by(Outbox.id)))

    def work(self, most: int = 1000) -> int:
        """Run every turn that waits, and those it asks for; returns how many."""
        turns = 0
        while turns < most and (rows := self.waiting()):
            assert jobs.run_row(self.tenant_id, rows[0])
            turns += 1
        return turns

    def seen(self, role: Role, run_id: UUID) -> SeenRun:
        actor = self.actor(role)
        with tenant_session(actor.context(read_only=True)) as session:
            return queries.load_run(session, actor, run_id, "report.read")

    def file(self, role: Role, run_id: UUID, name: str) -> bytes:
        actor = self.actor(role)
        with tenant_session(actor.context(read_only=True)) as session:
            run = queries.load_run(session, actor, run_id, "report.read").run
            return queries.open_file(session, run, name).content


def build_house(firms: int = 3, *, workers: int = 15, seed: int = 0) -> House:
    tenant_id = build_tenant()
    made = House(tenant_id, [random_firm(tenant_id, seed + number, workers=workers) for number in range(firms)])
    for role in (Role.CONSULTANCY_MANAGER, Role.LEAD_COORDINATOR, Role.HR, Role.SENIOR_MANAGEMENT, Role.COORDINATOR):
        made.people[role] = build_person(tenant_id, f"Invented {role.value}")
        where = None if role is Role.CONSULTANCY_MANAGER else made.firms[0].employer_id
        give_role(tenant_id, made.people[role], role, where)
    return made


@pytest.fixture
def house(database: Settings) -> House:
    """A consultancy of its own for one test."""
    del database
    load_tasks()
    return build_house()


Builder = Callable[..., House]
