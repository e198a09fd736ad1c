"""Of somebody who becomes nobody no way in is left, nor what one told of them."""

from typing import Any, Final
from uuid import UUID

import psycopg
import pytest
from tests.builders import World, build_person, build_world, give_role

from handrail.identity.ending import FORGET_WAYS_IN
from handrail.kit import clock, draft
from handrail.kit.codes import Role
from handrail.kit.ids import new_id

pytestmark = pytest.mark.usefixtures("database")

ENDED: Final = {
    "sign_in": "ended_at", "sign_in_link": "used_at", "api_token": "revoked_at", "calendar_feed": "revoked_at",
    "one_time_code": "used_at",
}  # fmt: skip
"""Rows that stay, and the column that says they open nothing any more."""
GONE: Final = {
    "passkey", "authenticator", "recovery_code", "external_login", "sign_on_attempt", "scim_user", "scim_match",
    "scim_refusal", "refused_grant", "former_address", "known_device",
}  # fmt: skip
NO_WAY_IN: Final = {
    "api_client": "whom a program acts as, which is nobody",
    "assignment": "a part in a case: it says nothing of who it was, and whoever is not active has it no more",
    "case_grant": "projected from that",
    "employer_grant": "projected from roles",
    "membership": "a role: as a part",
    "cover": "as a part",
    "answered_request": "goes after fourteen days by itself",
}


def tables() -> dict[str, Any]:
    """Return the tables of this slice with somebody in them, by name."""
    ours = [each.__table__ for each in draft.models() if each.__module__.startswith("handrail.identity.")]
    return {str(table): table for table in ours if "person_id" in table.columns}


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


def test_every_table_that_knows_a_person_is_forgotten_or_says_why_not() -> None:
    assert set(tables()) == {*ENDED, *GONE, *NO_WAY_IN}
    for table in {*ENDED, *GONE}:
        assert any(f" {table} " in f"{statement} " for statement in FORGET_WAYS_IN), table


def test_of_a_person_who_becomes_nobody_no_way_in_is_left(world: World, superuser: psycopg.Connection[Any]) -> None:
    whom, other = (build_person(world.tenant_id, name) for name in ("Invented Leaver", "Invented Stayer"))
    for person in (whom, other):
        give_role(world.tenant_id, person, Role.HR, world.employer_id)
        fill(world, superuser, person)
    of_other = rows(superuser, other)
    assert all(of_other.values())
    with world.engine() as session:
        for statement in FORGET_WAYS_IN:
            session.connection().exec_driver_sql(statement, {"tenant": world.tenant_id, "person": whom})
    left = rows(superuser, whom)
    assert {table for table, found in left.items() if found} == set(ENDED)
    for table, column in ENDED.items():
        assert all(row[column] is not None for row in left[table]), table
    assert "planted" not in str(left)
    assert rows(superuser, other) == of_other


def rows(superuser: psycopg.Connection[Any], person: UUID) -> dict[str, list[dict[str, Any]]]:
    with superuser.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        return {
            table: cursor.execute(f"select * from {table} where person_id = %s order by id", [person]).fetchall()  # noqa: S608 - names of tables
            for table in sorted({*ENDED, *GONE})
        }


def fill(world: World, superuser: psycopg.Connection[Any], person: UUID) -> None:
    """Put one row of each table in, whatever it says: in this database, which is this module's, nothing checks it."""
    superuser.execute("set session_replication_role = replica")
    of_theirs = "contype = 'c' and conrelid::regclass::text = any(%s)"
    checks = superuser.execute(
        f"select conrelid::regclass::text, conname from pg_constraint where {of_theirs}",  # noqa: S608 - a constant
        [sorted({*ENDED, *GONE})],
    )
    for table, check in checks.fetchall():
        superuser.execute(f'alter table {table} drop constraint "{check}"')
    kinds: dict[str, Any] = {"json": "[]", "date": clock.today(), "bool": False, "int": 1}
    for name in sorted({*ENDED, *GONE}):
        table = tables()[name]
        row: dict[str, Any] = {"tenant_id": world.tenant_id, "id": new_id(), "person_id": person}
        for column in table.columns:
            if column.name in row or column.nullable or column.computed is not None:
                continue
            row[column.name] = _value(str(column.type).lower(), column, kinds)
        for optional in {"origin", "external_subject", "told_email"} & set(table.columns.keys()):
            row[optional] = f"planted {optional}"
        names = ", ".join(row)
        superuser.execute(
            f"insert into {name} ({names}) values ({', '.join(['%s'] * len(row))})",  # noqa: S608 - names of columns
            list(row.values()),
        )
    superuser.execute("set session_replication_role = origin")


def _value(kind: str, column: Any, kinds: dict[str, Any]) -> Any:
    if "enum" in type(column.type).__name__.lower() or hasattr(column.type, "enums"):
        return column.type.enums[0]
    if kind.startswith(("timestamp", "datetime")):
        return clock.now()
    if kind in {"uuid", "char(32)"}:
        return new_id()
    if kind in {"blob", "bytea"}:
        return new_id().bytes
    found = next((value for start, value in kinds.items() if kind.startswith(start)), None)
    return f"planted {column.name} {new_id()}" if found is None else found
