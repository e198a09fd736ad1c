"""What the tests of retention share: a consultancy whose case is over, two people who decide, a look everywhere."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import select, update
from tests.builders import World, absence_fact
from tests.isolation.worlds import NOW, Full, build_full

from handrail.cases import commands as cases
from handrail.cases.rules.outcomes import Outcome
from handrail.entrypoints.worker import load_tasks
from handrail.identity.actor import Actor
from handrail.kit import clock, jobs, outbox
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.settings import settings
from handrail.privacy.retention import commands, proposing
from handrail.privacy.retention.codes import ItemState, Kind
from handrail.privacy.retention.models import ErasureItem, ErasureRun
from handrail.privacy.retention.proposing import Proposal
from handrail.tenancy.models import Employment

CLOSED: Final = NOW + timedelta(days=1)
AFTER_90_DAYS: Final = datetime(2027, 3, 10, 9, tzinfo=UTC)
AFTER_2_YEARS: Final = datetime(2028, 12, 20, 9, tzinfo=UTC)
Superuser = psycopg.Connection[Any]
_LET_DAYS_PASS: Final = """
update erasure_run set asked_at = now() - interval '9 days', approved_at = now() - interval '8 days',
       erase_after = now() - interval '1 day' where id = %s
"""


@dataclass
class Over:
    """A world whose one case holds everything and is closed, with two people who watch over it."""

    full: Full
    officer: Actor
    admin: Actor

    @property
    def world(self) -> World:
        return self.full.world

    @property
    def tenant_id(self) -> UUID:
        return self.full.world.tenant_id

    def propose(self) -> Proposal:
        """Work out what is due today, as the night does."""
        with self.world.engine() as session:
            return proposing.propose(session, self.tenant_id, clock.today())

    def items(self, run_id: UUID) -> list[ErasureItem]:
        with self.world.engine() as session:
            return list(session.scalars(select(ErasureItem).where(ErasureItem.run_id == run_id)))

    def run(self, run_id: UUID) -> ErasureRun:
        with self.world.engine() as session:
            return session.scalars(select(ErasureRun).where(ErasureRun.id == run_id)).one()

    def states(self, run_id: UUID) -> dict[Kind, ItemState]:
        return {item.kind: item.state for item in self.items(run_id)}

    def seen(self, run_id: UUID) -> str:
        return proposing.digest_of(self.items(run_id)).hex()

    def ask(self, run_id: UUID) -> None:
        seen = self.seen(run_id)
        with tenant_session(self.officer.context()) as session:
            commands.ask(session, self.officer, run_id, seen=seen)

    def approve(self, run_id: UUID) -> None:
        seen = self.seen(run_id)
        with tenant_session(self.admin.context()) as session:
            commands.approve(session, self.admin, run_id, seen=seen)

    def decided(self, superuser: Superuser) -> UUID:
        """Have what is due asked for and approved, eight days ago on the database's own clock."""
        run_id = self.propose().run_id
        assert run_id is not None
        self.ask(run_id)
        self.approve(run_id)
        superuser.execute(_LET_DAYS_PASS, [run_id])
        return run_id

    def work(self, run_id: UUID) -> bool:
        """Do the job of a run as a worker would; whether its row is done."""
        with self.world.engine() as session:
            payload: dict[str, outbox.JSON] = {"run_id": str(run_id)}
            row = outbox.publish(session, commands.QUEUE, commands.ERASE, payload, key=str(uuid4()))
        jobs.run_row(self.tenant_id, row)
        with self.world.engine() as session:
            return session.get_one(outbox.Outbox, (self.tenant_id, row)).done_at is not None


def build_over(word: str) -> Over:
    """Make it: the case closed, the worker well again, the employment still there."""
    load_tasks()
    settings().first_seal_key()
    full = build_full(word)
    with clock.frozen(CLOSED):
        absence_fact(full.world, "recovered", clock.today())
        with full.world.session(Role.COORDINATOR) as (session, actor):
            cases.close_case(session, actor, full.case_id, outcome=Outcome.SUSTAINED_OWN_JOB)
        return Over(full, full.world.actor(Role.PRIVACY_OFFICER), full.world.actor(Role.CONSULTANCY_ADMIN))


def end_employment(over: Over) -> None:
    """Let the worker be a former one."""
    with over.world.engine() as session:
        mine = Employment.id == over.world.employment_id
        session.execute(update(Employment).where(mine).values(ended_on=CLOSED.date()))


def everything(superuser: Superuser) -> dict[str, str]:
    """Return every row of every table as text, past all policies."""
    names = superuser.execute(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
    ).fetchall()
    return {
        name: "\n".join(row for (row,) in superuser.execute(f"select t::text from {name} t"))  # noqa: S608 - our tables
        for (name,) in names
    }
