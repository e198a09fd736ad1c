"""Taking a control away for the length of a test: the proof that its test bites."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from handrail.kit.settings import Settings

_READ = """
select polname, polpermissive, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
from pg_policy where polrelid = %s::regclass order by polname
"""


def policies_of(database: Settings, table: str) -> list[tuple[Any, ...]]:
    """Return the policies of a table as PostgreSQL holds them."""
    with _owner(database) as connection:
        return connection.execute(_READ, [table]).fetchall()


@contextmanager
def without_policy(database: Settings, table: str, policy: str) -> Iterator[None]:
    """Take a restrictive policy of a table away, and put it back as it was."""
    name = {"policy": sql.Identifier(policy), "table": sql.Identifier(table)}
    with _owner(database) as connection:
        (kept,) = [row for row in connection.execute(_READ, [table]).fetchall() if row[0] == policy]
        _polname, is_permissive, using, checked = kept
        assert not is_permissive, "without its permissive policy a table shows nothing at all"
        connection.execute(sql.SQL("drop policy {policy} on {table}").format(**name))
    try:
        yield
    finally:
        with _owner(database) as connection:
            connection.execute(
                sql.SQL(
                    "create policy {policy} on {table} as restrictive for all to handrail_app "
                    "using ({using}) with check ({checked})"
                ).format(**name, using=sql.SQL(using), checked=sql.SQL(checked))
            )


@contextmanager
def with_policy(database: Settings, table: str, policy: str, expression: str) -> Iterator[None]:
    """Put another condition in the place of a restrictive policy, and put it back as it was."""
    name = {"policy": sql.Identifier(policy), "table": sql.Identifier(table)}
    with without_policy(database, table, policy):
        with _owner(database) as connection:
            made = sql.SQL("create policy {policy} on {table} as restrictive for all to handrail_app using ({using})")
            connection.execute(made.format(**name, using=sql.SQL(expression)))  # type: ignore[arg-type] # ours
        try:
            yield
        finally:
            with _owner(database) as connection:
                connection.execute(sql.SQL("drop policy {policy} on {table}").format(**name))


@contextmanager
def _owner(database: Settings) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.migrate_url, autocommit=True) as connection:
        connection.execute("set role handrail_owner")
        yield connection
