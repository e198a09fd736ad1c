"""The roles of the database: who owns, migrates, serves, relays, administers and backs up; and the check of that.

A superuser and the owner of a table would pass by the row-level policies, so nothing serves as either. One role sees
all rows, since a backup that a policy narrows would be no backup: handrail_backup, which can write nothing and whose
address nothing but `handrail backup` asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import psycopg
from psycopg import sql

from handrail.kit import deadlines
from handrail.kit.deadlines import STATEMENT_SECONDS
from handrail.kit.errors import Misconfigured

if TYPE_CHECKING:
    from collections.abc import Mapping

OWNER: Final = "handrail_owner"
MIGRATE: Final = "handrail_migrate"
APP: Final = "handrail_app"
RELAY: Final = "handrail_relay"
ADMIN: Final = "handrail_admin"
BACKUP: Final = "handrail_backup"
LOGINS: Final = (MIGRATE, APP, RELAY, ADMIN, BACKUP)
DATABASE: Final = "handrail"

Statement: TypeAlias = sql.SQL | sql.Composed

_LIMIT: Final = f"{STATEMENT_SECONDS}s"
# Per role, set at log-in. A migration sets its own limits; a job that needs longer says so in its transaction.
TIMEOUTS: Final[Mapping[str, Mapping[str, str]]] = {
    APP: {"statement_timeout": _LIMIT, "idle_in_transaction_session_timeout": "60s", "lock_timeout": "10s"},
    RELAY: {"statement_timeout": _LIMIT, "idle_in_transaction_session_timeout": "30s", "lock_timeout": "5s"},
    ADMIN: {"statement_timeout": _LIMIT, "idle_in_transaction_session_timeout": "60s", "lock_timeout": "10s"},
    BACKUP: {"default_transaction_read_only": "on", "idle_in_transaction_session_timeout": "10min"},
}
_PLAIN: Final = sql.SQL("nosuperuser nobypassrls nocreatedb nocreaterole noreplication")
_SEES_ALL: Final = sql.SQL("nosuperuser bypassrls nocreatedb nocreaterole noreplication")
EXTENSIONS: Final = ("btree_gist", "pg_trgm")


def role_statements(passwords: Mapping[str, str]) -> list[Statement]:
    """Return what makes or corrects the roles; safe to run again.

    `passwords` holds one for each of LOGINS; a login role without one keeps what it has, and can not connect before.
    """
    found: list[Statement] = []
    for role in (OWNER, *LOGINS):
        found += [
            sql.SQL("do $$ begin create role {0}; exception when duplicate_object then null; end $$").format(
                _name(role)
            ),
            sql.SQL("alter role {0} with {1} {2}").format(
                _name(role), _SEES_ALL if role == BACKUP else _PLAIN, _login(role, passwords.get(role))
            ),
        ]
    for role, limits in TIMEOUTS.items():
        found += [
            sql.SQL("alter role {0} set {1} = {2}").format(_name(role), _name(setting), sql.Literal(value))
            for setting, value in limits.items()
        ]
    # Without inheritance: a migration becomes the owner on purpose (set role), or can touch nothing.
    found.append(
        sql.SQL("grant {0} to {1} with inherit false, set true").format(_name(OWNER), _name(MIGRATE)),
    )
    return found


def ownership_statements(database: str) -> list[Statement]:
    """Return what gives the database itself to the roles; a copy of a database does not copy this."""
    name = _name(database)
    return [
        sql.SQL("alter database {0} owner to {1}").format(name, _name(OWNER)),
        sql.SQL("revoke all on database {0} from public").format(name),
        sql.SQL("grant connect on database {0} to {1}").format(name, _logins()),
    ]


def database_statements(database: str = DATABASE) -> list[Statement]:
    """Return what gives an existing, empty database to the roles; run inside that database."""
    return [
        *ownership_statements(database),
        sql.SQL("alter schema public owner to {0}").format(_name(OWNER)),
        sql.SQL("revoke all on schema public from public"),
        sql.SQL("grant usage on schema public to {0}").format(_logins()),
        *(sql.SQL("create extension if not exists {0}").format(_name(extension)) for extension in EXTENSIONS),
        # What there is and what migrations will make: a table that a backup can not read would be missing from it.
        sql.SQL("grant select on all tables in schema public to {0}").format(_name(BACKUP)),
        sql.SQL("alter default privileges for role {0} in schema public grant select on tables to {1}").format(
            _name(OWNER), _name(BACKUP)
        ),
    ]


def prepare(superuser_url: str, passwords: Mapping[str, str], database: str = DATABASE) -> None:
    """Make the roles and the database on a server that may have neither, some or all of them."""
    with psycopg.connect(superuser_url, dbname="postgres", autocommit=True) as connection:
        for statement in role_statements(_hashed(connection, passwords)):
            connection.execute(statement)
        known = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
        if known is None:
            connection.execute(sql.SQL("create database {0} template template0").format(_name(database)))
    with psycopg.connect(superuser_url, dbname=database, autocommit=True) as connection:
        for statement in database_statements(database):
            connection.execute(statement)


_WHO = """
select r.rolname, r.rolsuper, r.rolbypassrls,
       (select min(c.relname) from pg_class c
         where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
           and pg_has_role(r.oid, c.relowner, 'member'))
from pg_roles r where r.rolname = current_user
"""


def why_unsafe(connection: psycopg.Connection[Any]) -> str | None:
    """Return why the current role would pass by the policies, as a sentence; None when it would not."""
    row = connection.execute(_WHO).fetchone()
    name, superuser, bypass, owned = row or ("?", True, True, None)
    if superuser:
        return f"The role {name} is a superuser, to whom row-level security does not apply."
    if bypass:
        return f"The role {name} has BYPASSRLS, so row-level security does not apply to it."
    if owned:
        return f"The role {name} owns the table {owned} (or may become its owner)."
    return None


def refuse_unsafe_role(url: str) -> None:
    """Raise Misconfigured when the role in `url` must not serve: called before a process serves anything."""
    try:
        with deadlines.connect(url) as connection:
            reason = why_unsafe(connection)
    except psycopg.OperationalError as problem:
        raise Misconfigured(unreachable(url, problem)) from problem
    if reason:
        raise Misconfigured(
            f"{reason} Connect as {APP}, made by `handrail db roles`; tenants would see each other otherwise."
        )


def refuse_silence(url: str) -> None:
    """Raise Misconfigured when the database does not answer at this address, in this role."""
    try:
        deadlines.connect(url).close()
    except psycopg.OperationalError as problem:
        raise Misconfigured(unreachable(url, problem)) from problem


def unreachable(url: str, problem: Exception) -> str:
    """Return what to say about a database that does not answer, without its password."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    where = f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"
    said = str(problem).strip().splitlines()[-1] if str(problem).strip() else type(problem).__name__
    return (
        f"PostgreSQL at {where} does not answer as {parts.get('user', '?')}: {said}. "
        "Check that it runs, that the address and password are right, and that this machine may connect; "
        "without HANDRAIL_DATABASE_URL `handrail up` starts its own."
    )


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _logins() -> sql.Composed:
    return sql.SQL(", ").join(_name(role) for role in LOGINS)


def _hashed(connection: psycopg.Connection[Any], passwords: Mapping[str, str]) -> dict[str, str]:
    """Return SCRAM verifiers in place of the passwords, so that no log of the server ever shows one."""
    return {
        role: connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        for role, password in passwords.items()
    }


def _login(role: str, password: str | None) -> sql.Composable:
    if role not in LOGINS:
        return sql.SQL("nologin")
    return sql.SQL("login") if password is None else sql.SQL("login password {0}").format(sql.Literal(password))
