"""Who may do what in the database, and that nothing serves as somebody whom the policies do not bind."""

import psycopg
import pytest
from psycopg import sql

from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.kit import roles
from handrail.kit.errors import Misconfigured
from handrail.kit.settings import Settings


@pytest.mark.parametrize("role", [role for role in roles.LOGINS if role != roles.BACKUP])
def test_a_role_that_logs_in_is_neither_superuser_nor_free_of_policies(role: str, servers: EmbeddedServers) -> None:
    with psycopg.connect(servers.postgres.url()) as connection:
        found = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = %s",
            [role],
        ).fetchone()
    assert found == (False, False, False, False, True)


def test_the_backups_role_sees_all_rows_can_write_none_and_may_not_serve(database: Settings) -> None:
    with pytest.raises(Misconfigured, match="BYPASSRLS"):
        roles.refuse_unsafe_role(database.backup_url)
    with psycopg.connect(database.backup_url, autocommit=True) as connection:
        connection.execute("select * from data_key")
        connection.execute("set default_transaction_read_only = off")
        for statement in ("delete from person", "update person set name = ''", "create table mine (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        for secret in ("select rolpassword from pg_authid", "select pg_read_file('pg_hba.conf')"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(secret)


def test_the_owner_can_not_log_in(servers: EmbeddedServers) -> None:
    with psycopg.connect(servers.postgres.url()) as connection:
        found = connection.execute("select rolcanlogin from pg_roles where rolname = %s", [roles.OWNER]).fetchone()
    assert found == (False,)


def test_the_application_may_serve(database: Settings) -> None:
    roles.refuse_unsafe_role(database.database_url)


def test_a_superuser_may_not_serve(servers: EmbeddedServers) -> None:
    with pytest.raises(Misconfigured, match=r"superuser.*Connect as handrail_app"):
        roles.refuse_unsafe_role(servers.postgres.url())


def test_a_role_that_may_become_the_owner_may_not_serve(database: Settings) -> None:
    with pytest.raises(Misconfigured, match="owns the table"):
        roles.refuse_unsafe_role(database.migrate_url)


def test_a_role_with_bypassrls_may_not_serve(servers: EmbeddedServers) -> None:
    with psycopg.connect(servers.postgres.url(), autocommit=True) as connection:
        connection.execute("create role seer login bypassrls password 'seer'")
    with pytest.raises(Misconfigured, match="BYPASSRLS"):
        roles.refuse_unsafe_role(servers.postgres.url("seer", "seer"))


def test_an_owner_of_a_table_may_not_serve(servers: EmbeddedServers, database: Settings) -> None:
    name = psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"]
    with psycopg.connect(servers.postgres.url(database=str(name)), autocommit=True) as connection:
        connection.execute("create table mine (id int)")
        connection.execute(sql.SQL("alter table mine owner to {}").format(sql.Identifier(roles.APP)))
        with pytest.raises(Misconfigured, match="owns the table mine"):
            roles.refuse_unsafe_role(database.database_url)
        connection.execute("drop table mine")


def test_a_database_that_does_not_answer_is_told_without_its_password() -> None:
    with pytest.raises(Misconfigured, match=r"127\.0\.0\.1:9/none does not answer as me") as told:
        roles.refuse_unsafe_role("postgresql://me:hush@127.0.0.1:9/none")
    assert "hush" not in str(told.value)


def test_the_application_can_neither_create_nor_truncate_tables(database: Settings) -> None:
    with psycopg.connect(database.database_url, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create table mine (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("truncate outbox")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create temporary table mine (id int)")


def test_the_application_has_time_limits(database: Settings) -> None:
    with psycopg.connect(database.database_url) as connection:
        found = connection.execute(
            "select current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')"
        ).fetchone()
    assert found == ("30s", "1min")


def test_the_relay_sees_the_outbox_and_nothing_else(database: Settings) -> None:
    with psycopg.connect(database.relay_url, autocommit=True) as connection:
        tables = connection.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace "
            "and has_table_privilege(oid, 'select') order by relname"
        ).fetchall()
    assert tables == [("alembic_version",), ("outbox",)]


def test_making_the_roles_twice_changes_nothing(servers: EmbeddedServers, database: Settings) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"])
    before = roles_and_members(servers)
    roles.prepare(servers.postgres.url(), servers.logins, name)
    assert roles_and_members(servers) == before
    assert {"handrail_app", roles.OWNER} <= {row[0] for row in before}
    roles.refuse_unsafe_role(database.database_url)


def roles_and_members(servers: EmbeddedServers) -> list[tuple[object, ...]]:
    """Return our roles with what they may, and who is a member of whom."""
    statement = (
        "select r.rolname, r.rolsuper, r.rolbypassrls, r.rolcanlogin, r.rolinherit, r.rolcreaterole, r.rolconfig, "
        "array(select m.roleid::regrole::text from pg_auth_members m where m.member = r.oid order by 1) "
        "from pg_roles r where r.rolname like 'handrail%' order by 1"
    )
    with psycopg.connect(servers.postgres.url()) as connection:
        return connection.execute(statement).fetchall()
