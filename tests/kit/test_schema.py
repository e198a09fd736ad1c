"""The migrated database is what the models say, and every table stands under its policies."""

from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from handrail.kit import draft, migrations
from handrail.kit.db import Base, security_of
from handrail.kit.rls import TableSecurity, policies_of
from handrail.kit.settings import Settings, sqlalchemy_url

WITHOUT_TENANT = {"alembic_version"}


@pytest.fixture(scope="module")
def catalogue(database: Settings) -> Any:
    with psycopg.connect(database.migrate_url, autocommit=True) as connection:
        connection.execute("set role handrail_owner")
        yield connection


def securities() -> dict[str, TableSecurity]:
    return {found.table: found for model in draft.models() if (found := security_of(model))}


def rows(connection: Any, statement: str) -> list[Any]:
    return list(connection.execute(statement).fetchall())


def test_the_revision_is_what_the_models_make() -> None:
    assert draft.FOUNDATION.read_text("utf-8") == draft.revision(), "run `make migration`"


def test_the_migrated_database_is_what_the_models_say(database: Settings) -> None:
    draft.model_modules()
    engine = create_engine(sqlalchemy_url(database.migrate_url))
    with engine.connect() as connection:
        connection.exec_driver_sql("set role handrail_owner")
        context = MigrationContext.configure(connection)
        differences = [
            difference
            for difference in compare_metadata(context, Base.metadata)
            if not (difference[0] == "remove_table" and difference[1].name in WITHOUT_TENANT)
        ]
    engine.dispose()
    assert differences == []


@pytest.mark.rule("CON-1")
def test_every_table_forces_row_level_security(catalogue: Any) -> None:
    found = rows(
        catalogue,
        "select relname, relrowsecurity, relforcerowsecurity from pg_class "
        "where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace",
    )
    open_tables = {name for name, on, forced in found if not (on and forced)}
    assert open_tables <= WITHOUT_TENANT
    assert {name for name, _on, _forced in found} - WITHOUT_TENANT == set(securities())


def test_every_policy_is_the_generators_and_no_other_exists(catalogue: Any) -> None:
    found = rows(
        catalogue,
        "select c.relname, p.polname, p.polpermissive, "
        "array(select rolname::text from pg_roles r where r.oid = any(p.polroles)), p.polcmd::text, "
        "pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) "
        "from pg_policy p join pg_class c on c.oid = p.polrelid",
    )
    stored = {
        (table, name): (permissive, tuple(roles), command, using, check)
        for table, name, permissive, roles, command, using, check in found
    }
    wanted = {
        (table, policy.name): (policy.permissive, (policy.role,), "*")
        for table, security in securities().items()
        for policy in policies_of(security)
    }
    assert {key: value[:3] for key, value in stored.items()} == wanted
    for (table, name), value in stored.items():
        assert value[3] == value[4], f"{table}.{name} checks what is written otherwise than what is read"


def test_a_fresh_policy_from_the_generator_prints_like_the_stored_one(catalogue: Any) -> None:
    """PostgreSQL prints policies in its own words, so the generator's text is put in once more and compared."""
    securities_by_table = securities()
    printed = "select polname, pg_get_expr(polqual, polrelid) from pg_policy where polrelid = %s::regclass"
    for table, security in securities_by_table.items():
        stored = dict(catalogue.execute(printed, [table]).fetchall())
        with catalogue.transaction(force_rollback=True):
            catalogue.execute(f"create table twin (like {table})")
            for policy in policies_of(security):
                kind = "permissive" if policy.permissive else "restrictive"
                catalogue.execute(
                    f"create policy {policy.name} on twin as {kind} for all to {policy.role} "
                    f"using ({policy.expression}) with check ({policy.expression})"
                )
            fresh = dict(catalogue.execute(printed, ["twin"]).fetchall())
        assert {name: text.replace("twin", table) for name, text in fresh.items()} == stored


def test_the_application_has_the_grants_it_was_given_and_no_more(catalogue: Any) -> None:
    found = rows(
        catalogue,
        "select table_name, lower(privilege_type) from information_schema.role_table_grants "
        "where grantee = 'handrail_app' and table_schema = 'public'",
    )
    held: dict[str, set[str]] = {}
    for table, privilege in found:
        held.setdefault(table, set()).add(privilege)
    assert held.pop("alembic_version") == {"select"}
    assert held == {table: set(security.grants) for table, security in securities().items()}


def test_the_relay_reaches_the_outbox_alone(catalogue: Any) -> None:
    found = rows(
        catalogue,
        "select distinct table_name from information_schema.role_table_grants "
        "where grantee = 'handrail_relay' and table_schema = 'public'",
    )
    assert {table for (table,) in found} == {"outbox", "alembic_version"}


def test_no_view_and_no_function_passes_by_the_policies(catalogue: Any) -> None:
    views = "select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace"
    assert rows(catalogue, views) == []
    definers = (
        "select proname from pg_proc p where prosecdef and pronamespace = 'public'::regnamespace "
        "and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')"
    )
    assert sorted(name for (name,) in rows(catalogue, definers)) == [
        "end_read_log", "erase_item", "is_held", "resolve_credential",
    ]  # fmt: skip


def test_every_foreign_key_and_unique_constraint_starts_with_the_tenant(catalogue: Any) -> None:
    found = rows(
        catalogue,
        "select conrelid::regclass::text, conname, contype::text, "
        "(select attname::text from pg_attribute where attrelid = conrelid and attnum = conkey[1]) "
        "from pg_constraint where contype in ('f', 'u', 'p') and connamespace = 'public'::regnamespace",
    )
    elsewhere = {(table, name) for table, name, _kind, first in found if first != "tenant_id"}
    assert elsewhere <= {("tenant", "tenant_slug_key"), ("alembic_version", "alembic_version_pkc")}


@pytest.mark.slow
def test_the_schema_goes_down_and_up_again(database: Settings) -> None:
    migrations.downgrade(database.migrate_url, "base")
    migrations.upgrade(database.migrate_url)
    assert migrations.current(database.migrate_url) == migrations.head()
