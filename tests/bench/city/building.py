"""Building the city: the models are lived, moulds taken, and everything written with COPY as the bootstrap superuser.

Nothing here passes by what the program relies on: a sample of the chains is verified at the end, and the tests open
pages and sealed texts of it as the application's role.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.bench.city import originals
from tests.bench.city.moulds import Mould, TenantSecret
from tests.bench.city.people import COLUMNS, Employer, Ids, Register, Worker
from tests.bench.city.scale import PER_COORDINATOR, PER_SUPERVISOR, Scale, names, shares, sizes
from tests.bench.city.taking import Connection, columns_of, entry_of, ids_of, take
from tests.builders import World, build_world

from handrail.audit import rules
from handrail.audit.models import ChainHead, TimelineEntry
from handrail.audit.queries import changes_of, timeline_of
from handrail.kit import clock, crypto
from handrail.kit.codes import Role
from handrail.tenancy.models import Case

LEAD_OF: Final = 0.4
"""How much of all the lead with the most cases leads: 20,000 of 50,000."""
_BLOCK: Final = 4_000_000
_WAITING: Final = 4
CONSULTANCY: Final = (Role.CONSULTANCY_MANAGER, Role.CONSULTANCY_ADMIN, Role.PRIVACY_OFFICER, Role.AUDITOR)


@dataclass
class City:
    """Who to sign in as, and which cases to open. Ids as texts; it is kept beside the database as JSON."""

    tenant_id: str
    scale: dict[str, int | None]
    schema: str = ""
    """SHA-256 of the schema that it was built with."""
    people: dict[str, str] = field(default_factory=dict)
    """Persons by what they are here, such as ``coordinator`` and ``lead of many``."""
    roles: dict[str, str] = field(default_factory=dict)
    cases: dict[str, list[str]] = field(default_factory=dict)
    """Cases by whose they are."""
    rows: dict[str, int] = field(default_factory=dict)

    def name(self, called: str, person_id: str, role: Role) -> None:
        """Remember somebody to sign in as."""
        if called not in self.people:
            self.people[called], self.roles[called] = person_id, role.value

    def save(self, path: Path) -> None:
        """Keep it."""
        path.write_text(json.dumps(asdict(self), indent=1), "utf-8")

    @classmethod
    def load(cls, path: Path) -> "City":
        """Return what was kept."""
        return cls(**json.loads(path.read_text("utf-8")))


class Writer:
    """Hands blocks of rows to the server while the next ones are made; closing it waits for the last."""

    def __init__(self, url: str) -> None:
        self.connection: Connection = psycopg.connect(url, row_factory=tuple_row)
        self.connection.execute("set session_replication_role = replica")  # rows arrive in any order
        self.thread = ThreadPoolExecutor(1)
        self.pending: list[Future[None]] = []
        self.blocks: dict[str, list[str]] = {}
        self.sizes: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for table in [*self.blocks]:
                self._send(table)
            for each in self.pending:
                each.result()
            self.connection.commit()
        self.thread.shutdown()
        self.connection.close()

    def add(self, table: str, rows: str) -> None:
        """Write rows of a table, as COPY takes them."""
        self.blocks.setdefault(table, []).append(rows)
        self.sizes[table] = self.sizes.get(table, 0) + len(rows)
        if self.sizes[table] > _BLOCK:
            self._send(table)

    def _send(self, table: str) -> None:
        block, self.sizes[table] = "".join(self.blocks.pop(table, ())), 0
        while len(self.pending) >= _WAITING:
            self.pending.pop(0).result()
        self.pending.append(self.thread.submit(self._copy, table, block))

    def _copy(self, table: str, block: str) -> None:
        statement = sql.SQL("copy {} ({}) from stdin").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns_of(table)))
        )
        with self.connection.cursor().copy(statement) as copied:
            copied.write(block)


@dataclass
class Builder:
    """The city under way."""

    scale: Scale
    writer: Writer
    city: City
    secret: TenantSecret
    moulds: dict[str, list[Mould]]
    register: Register
    coordinators: list[str] = field(default_factory=list)
    opened: int = 0

    def build(self) -> None:
        """Write everybody and everything."""
        self._consultancy()
        chance, called = self.scale.chance("absences"), names(self.scale.chance("names"))
        workers = sizes(self.scale)
        weights = [float(each) for each in workers]
        counts = zip(
            workers, shares(self.scale.cases, weights), shares(self.scale.short, weights),
            shares(self.scale.brief, weights), strict=True,
        )  # fmt: skip
        for number, (size, cases, short, brief) in enumerate(counts, 1):
            employer = self.register.employer(number, f"{next(called).split()[1]} {number}", size)
            hr_id = self._staff(employer, next(called), next(called))
            self._leads(employer, next(called))
            picked = iter(chance.sample(range(size), cases + short + brief))
            kinds = {next(picked): kind for kind in ["case"] * cases + ["short"] * short + ["brief"] * brief}
            leader: str | None = None
            first: str | None = None
            for at in range(size):
                leads = at % PER_SUPERVISOR == 0
                worker = self.register.worker(employer, at, next(called), first if leads else leader)
                if leads:
                    leader, first = worker.person_id, first or worker.person_id
                    self.register.role(worker.person_id, Role.SUPERVISOR, employer.id)
                if at in kinds:
                    self._cast(kinds[at], employer, worker, hr_id, called)
                if at % 2_000 == 0:
                    self._flush()
            self._flush()

    def _consultancy(self) -> None:
        for role in CONSULTANCY:
            person_id = self.register.person(f"City {role.value}")
            self.register.role(person_id, role, None)
            self.city.name(role.value, person_id, role)

    def _staff(self, employer: Employer, *called: str) -> str:
        """Give the client organisation its personnel; returns one of HR."""
        hr_id = self.register.person(called[0])
        self.register.role(hr_id, Role.HR, employer.id)
        admin_id = self.register.person(called[1])
        self.register.role(admin_id, Role.ABSENCE_ADMIN, employer.id)
        self.city.name("hr of the largest", hr_id, Role.HR)
        if employer.number == self.scale.employers:
            self.city.name("hr of the smallest", hr_id, Role.HR)
        return hr_id

    def _leads(self, employer: Employer, called: str) -> None:
        """Give it a lead of its own, and, while that lead has not enough, the one who leads many."""
        own_id = self.register.person(called)
        self.register.role(own_id, Role.LEAD_COORDINATOR, employer.id)
        self.city.name("lead of the largest", own_id, Role.LEAD_COORDINATOR)
        if "lead of many" not in self.city.people:
            self.city.name("lead of many", self.register.person("City Lead"), Role.LEAD_COORDINATOR)
        if self.opened < self.scale.cases * LEAD_OF:
            self.register.role(self.city.people["lead of many"], Role.LEAD_COORDINATOR, employer.id)

    def _cast(self, kind: str, employer: Employer, worker: Worker, hr_id: str, called: Iterator[str]) -> None:
        mould = self.register.ids.chance.choice(self.moulds[kind])
        given = {
            "employer": employer.id, "site": worker.site_id, "worker": worker.person_id,
            "employment": worker.employment_id, "supervisor": worker.supervisor_id, "hr": hr_id,
        }  # fmt: skip
        if kind == "case":
            given["coordinator"] = self._coordinator(employer, called)
            given["number"] = f"{clock.today().year}-{10_000 + self.opened:05d}"
        cast = mould.cast([given[name] for name in mould.given], self.secret, self.register.ids.chance)
        for table, rows in cast.tables.items():
            self.writer.add(table, rows)
        if kind == "case":
            self._remember(employer, worker, given["coordinator"], mould.name, cast.case_id)

    def _coordinator(self, employer: Employer, called: Iterator[str]) -> str:
        """Return whose the next case is: sixty each, in the order in which they are opened."""
        if self.opened % PER_COORDINATOR == 0:
            self.coordinators.append(self.register.person(next(called)))
            self.known: set[str] = set()
        person_id = self.coordinators[-1]
        if employer.id not in self.known:
            self.known.add(employer.id)
            self.register.role(person_id, Role.COORDINATOR, employer.id)
        self.opened += 1
        return person_id

    def _remember(self, employer: Employer, worker: Worker, coordinator_id: str, kind: str, case_id: str) -> None:
        self.city.name("coordinator", coordinator_id, Role.COORDINATOR)
        if kind in {"agreed", "talking"}:
            self.city.name(f"worker {kind}", worker.person_id, Role.WORKER)
            self.city.name(f"supervisor {kind}", worker.supervisor_id, Role.SUPERVISOR)
        if coordinator_id == self.city.people["coordinator"]:
            self.city.cases.setdefault("coordinator", []).append(case_id)
        if employer.number == 1 and self.opened % 50 == 0:
            self.city.cases.setdefault("lead of many", []).append(case_id)

    def _flush(self) -> None:
        for table, rows in self.register.take():
            self.writer.add(table, rows)


def build(superuser_url: str, scale: Scale) -> City:
    """Build the city in the database that the settings of this process name; returns who is who."""
    for table, columns in COLUMNS.items():
        if tuple(columns.split()) != columns_of(table):
            raise AssertionError(f"{table} has other columns than `people` knows: {columns_of(table)}")
    with psycopg.connect(superuser_url, autocommit=True, row_factory=tuple_row) as superuser:
        world = build_world()
        moulds = moulds_of(world, superuser, scale)
        city = City(str(world.tenant_id), scale.plain())
        with world.engine() as session:
            secret = TenantSecret(world.tenant_id, crypto.tenant_key(session, world.tenant_id))
        register = Register(str(world.tenant_id), Ids(scale))
        with without_indexes(superuser), Writer(superuser_url) as writer:
            Builder(scale, writer, city, secret, moulds, register).build()
        superuser.execute(_COUNT, [world.tenant_id])
        superuser.execute(_NAME, [world.tenant_id])
        superuser.execute("vacuum analyze")
        verify(world, superuser, scale)
        city.rows = dict(superuser.execute(_ROWS).fetchall())
    return city


@contextmanager
def without_indexes(superuser: Connection) -> Iterator[None]:
    """Take away all indexes but primary keys while rows arrive, and make them again when all are there."""
    constraints = superuser.execute(_CONSTRAINTS).fetchall()
    for table, name, _definition in constraints:
        superuser.execute(f"alter table {table} drop constraint {name}")
    indexes = superuser.execute(_INDEXES).fetchall()
    for name, _definition in indexes:
        superuser.execute(f"drop index {name}")
    yield
    superuser.execute("set maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        superuser.execute(definition)
    for table, name, definition in constraints:
        superuser.execute(f"alter table {table} add constraint {name} {definition}")


_CONSTRAINTS: Final = (
    "select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint "
    "where contype in ('u', 'x') and connamespace = 'public'::regnamespace"
)
_INDEXES: Final = (
    "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index "
    "join pg_class c on c.oid = indrelid where not indisprimary and c.relnamespace = 'public'::regnamespace "
    "and not exists (select from pg_constraint where conindid = indexrelid)"
)
_ROWS: Final = "select relname::text, n_live_tup from pg_stat_user_tables where n_live_tup > 0 order by 2 desc"
_COUNT: Final = "update case_counter set last = 99999 where tenant_id = %s"
_NAME: Final = (  # what a trigger does where rows come one by one
    "update cases c set sort_name = p.sort_name from employment e join person p using (tenant_id) "
    "where c.tenant_id = %s and p.id = e.person_id and e.tenant_id = c.tenant_id and e.id = c.employment_id"
)
SAMPLE: Final = 40


def verify(world: World, superuser: Connection, scale: Scale) -> None:
    """Verify chains and open what is sealed, of subjects drawn by chance; raises AssertionError at the first fault."""
    heads = [row[0] for row in superuser.execute("select id from chain_head where tenant_id <> id").fetchall()]
    for chain_id in scale.chance("sample").sample(sorted(heads), min(SAMPLE, len(heads))):
        with world.engine() as session:
            faults = list(chain_faults(session, world.tenant_id, chain_id))
            entries = timeline_of(session, world.tenant_id, [chain_id])
            assert entries
            assert not faults, faults
            assert all("erased" not in each for each in changes_of(session, world.tenant_id, entries).values())


def chain_faults(session: Session, tenant_id: UUID, chain_id: UUID) -> Iterator[rules.Fault]:
    """Yield the faults of one chain."""
    head = session.execute(
        select(ChainHead.seq, ChainHead.hash).where(ChainHead.tenant_id == tenant_id, ChainHead.id == chain_id)
    ).one()
    links = select(TimelineEntry).where(TimelineEntry.tenant_id == tenant_id, TimelineEntry.subject_id == chain_id)
    stored = [
        rules.Stored(entry_of(row), bytes(row.prev_hash), bytes(row.hash))
        for row in session.scalars(links.order_by(TimelineEntry.seq))
    ]
    yield from rules.verify(chain_id, stored, (head.seq, bytes(head.hash)))


def moulds_of(world: World, superuser: Connection, scale: Scale) -> dict[str, list[Mould]]:
    """Live through every model, and take its mould; a kind is there as often as its weight says."""
    found: dict[str, list[Mould]] = {"case": [], "short": [], "brief": []}
    for kind in originals.KINDS:
        ages = kind.began_days_ago[: scale.models]
        for ago in ages:
            mould = _mould(world, superuser, kind.name, partial(originals.live, kind=kind, began_days_ago=ago))
            found["case"] += [mould] * max(1, round(_PER_WEIGHT * kind.weight / len(ages)))
    for ago, lasted in originals.SHORT[: scale.models]:
        lived = partial(originals.absent, began_days_ago=ago, lasted_days=lasted)
        found["short"].append(_mould(world, superuser, "short", lived))
    for ago in originals.BRIEF[: scale.models]:
        found["brief"].append(_mould(world, superuser, "brief", partial(originals.absent, began_days_ago=ago)))
    return found


def _mould(world: World, superuser: Connection, name: str, lived: Callable[[World], UUID | None]) -> Mould:
    mine = originals.employed(world)
    before = ids_of(superuser)
    case_id = lived(mine)
    given = {
        "employer": mine.employer_id, "site": mine.site_id, "worker": mine.people[Role.WORKER],
        "employment": mine.employment_id, "supervisor": mine.people[Role.SUPERVISOR], "hr": mine.people[Role.HR],
    }  # fmt: skip
    told = {called: str(each) for called, each in given.items()}
    with world.engine() as session:
        if case_id is not None:
            told["coordinator"] = str(mine.people[Role.COORDINATOR])
            told["number"] = session.scalars(select(Case.number).where(Case.id == case_id)).one()
        return take(session, superuser, before, given=told, name=name, case_id=case_id)


_PER_WEIGHT: Final = 10
