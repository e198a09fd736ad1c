"""A town of consultancies: one case made by real commands, then copied with new ids until there are many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row
from sqlalchemy import Engine, event
from tests.builders import (
    World,
    add_worker,
    build_person,
    build_world,
    give_role,
    hold_first_contact,
    inform_supervisor,
    invite,
)

from handrail.cases import commands as cases
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import record_absence
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import Context, tenant_session

TENANTS: Final = 10
CASES: Final = 300
COORDINATORS: Final = 5  # beside the one who has the first case, and shares the copies with them
_NAMED: Final = {"key", "number", "external_key", "slug", "name", "sort_name", "email", "idem_key"}
"""Columns that are unique in a tenant, or that the list is ordered by."""

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Town:
    """The first consultancy of the town, and connections as raw as they come."""

    world: World
    case_id: UUID
    employment_id: UUID
    superuser: Connection
    app: Connection

    def context(self, role: Role) -> Context:
        """Return the context of the person of a role."""
        return self.world.actor(role).context()

    def enter(self, ctx: Context) -> None:
        """Set, on the raw connection, what a policy reads; in the one statement that somebody would write by hand."""
        employers = ctx.employers if ctx.employers == "*" else "{" + ",".join(map(str, ctx.employers)) + "}"
        scope, person, role = "engine" if ctx.engine else "", str(ctx.person_id or ""), ctx.role or ""
        values = [str(ctx.tenant_id), person, role, employers, scope, clock.today().isoformat()]
        self.app.execute(_ENTER, values, prepare=True)


_ENTER: Final = "select " + ", ".join(
    f"set_config('app.{name}', %s, true)" for name in ("tenant_id", "person", "role", "employers", "scope", "today")
)


def build(superuser: Connection, app: Connection) -> Town:
    """Make the town."""
    world = build_world()
    _case(world, world.employment_id)  # brings what all cases share: texts, counters, keys
    before = _ids(superuser)
    employment_id = add_worker(world, "Invented Neighbour")
    case_id = _case(world, employment_id)
    new = sorted(_ids(superuser) - before)
    others = [build_person(world.tenant_id, f"Coordinator {number}") for number in range(COORDINATORS)]
    for person_id in others:
        give_role(world.tenant_id, person_id, Role.COORDINATOR, world.employer_id)
    superuser.execute("set session_replication_role = replica")  # rows arrive in any order
    _copy(superuser, CASES - 1, new, [world.people[Role.COORDINATOR], *others])
    _copy(superuser, TENANTS - 1, None, [])
    superuser.execute("reset session_replication_role")
    superuser.execute("vacuum analyze")
    return Town(world, case_id, employment_id, superuser, app)


def _case(world: World, employment_id: UUID) -> UUID:
    first_day = clock.today("Europe/Amsterdam") - timedelta(days=10)
    with world.session(Role.HR) as (session, actor):
        record_absence(
            session, actor, employment_id=employment_id, external_key=str(employment_id), facts=AbsenceFacts(first_day),
            origin=Origin("screen"),
        )  # fmt: skip
        coordinator_id = world.people[Role.COORDINATOR]
        case_id = cases.forward_file(session, actor, employment_id, coordinator_id=coordinator_id).id
    invite(world, case_id)
    hold_first_contact(world, case_id)
    inform_supervisor(world, case_id)
    return case_id


def _tables(superuser: Connection) -> dict[str, list[tuple[str, str]]]:
    """Return the columns that can be written, with their types, of every table with a tenant."""
    found = superuser.execute(
        "select table_name, column_name, data_type from information_schema.columns "
        "where table_schema = 'public' and is_generated = 'NEVER' and table_name in (select table_name from "
        "information_schema.columns where table_schema = 'public' and column_name = 'tenant_id') "
        "and table_name <> 'tenant_entry' order by 1, 2"  # one chain a consultancy
    )
    tables: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in found.fetchall():
        tables.setdefault(table, []).append((column, kind))
    return tables


def _ids(superuser: Connection) -> set[UUID]:
    """Return the ids of all rows; that of a chain is also its subject's."""
    selects = [sql.SQL("select id from {}").format(sql.Identifier(table)) for table in _tables(superuser)]
    return {row[0] for row in superuser.execute(sql.SQL(" union ").join(selects))}


def _copy(superuser: Connection, copies: int, new: Sequence[UUID] | None, shared_by: Sequence[UUID]) -> None:
    """Copy the rows with these ids (None: all rows) so many times, giving these ids (None: all ids) new ones.

    The first of `shared_by` is, in the copies, each of them in turn.
    """
    given = {"new": list(new or ()), "copies": copies, "shared": list(shared_by) or [UUID(int=0)]}
    for table, columns in _tables(superuser).items():
        names = sql.SQL(", ").join(sql.Identifier(column) for column, _kind in columns)
        values = sql.SQL(", ").join(_value(column, kind, everything=new is None) for column, kind in columns)
        which = sql.SQL("true") if new is None else sql.SQL("id = any(%(new)s)")
        statement = sql.SQL(
            "insert into {table} ({names}) select {values} from (select * from {table} where {which}) as t, "
            "generate_series(1, %(copies)s) as copy"
        ).format(table=sql.Identifier(table), names=names, values=values, which=which)
        superuser.execute(statement, given)


def _value(column: str, kind: str, *, everything: bool) -> sql.Composable:
    name = sql.Identifier("t", column)
    if kind == "uuid":
        made = sql.SQL("md5({}::text || '/' || copy)::uuid").format(name)
        if everything:
            return made
        return sql.SQL(
            "case when {name} = any(%(new)s) then {made} when {name} = (%(shared)s::uuid[])[1] "
            "then (%(shared)s::uuid[])[1 + copy %% cardinality(%(shared)s)] else {name} end"
        ).format(name=name, made=made)
    if column in _NAMED and kind == "text":
        return sql.SQL("{} || ' ' || substr(md5(copy::text), 1, 6) || copy").format(name)
    return name


def captured(act: Any) -> Iterator[tuple[str, Any]]:
    """Return what SQLAlchemy sends while `act` runs: each statement with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return iter(sent)


def last_select(ctx: Context, act: Any) -> tuple[str, Any]:
    """Return the last statement, with its parameters, of an act in a session of this context."""

    def run() -> None:
        with tenant_session(ctx) as session:
            act(session)

    return [*captured(run)][-1]


def connected(url: str) -> Connection:
    """Return a raw connection on which only `transaction()` begins a transaction."""
    return psycopg.connect(url, autocommit=True, prepare_threshold=0, row_factory=tuple_row)


def fresh_key() -> str:
    """Return a text that was never used."""
    return str(uuid4())
