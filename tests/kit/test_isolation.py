"""As the application's role: no context, no rows; another tenant, no rows; a policy dropped, and the tests fail."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

from handrail.kit import draft
from handrail.kit.db import TenantSession, anonymous_connection, engine_context, security_of, tenant_session
from handrail.kit.errors import Misconfigured
from handrail.kit.roles import why_unsafe
from handrail.kit.settings import Settings, sqlalchemy_url
from handrail.tenancy.models import Person, Tenant


@pytest.fixture(scope="module")
def two_tenants(database: Settings) -> tuple[object, object]:  # noqa: ARG001 - the rows lie there
    first, second = uuid4(), uuid4()
    for tenant_id, slug in ((first, "first"), (second, "second")):
        with tenant_session(engine_context(tenant_id)) as session:
            session.add(
                Tenant(
                    tenant_id=tenant_id, id=tenant_id, slug=slug, name=slug, locale="en", time_zone="UTC", settings={}
                )
            )
            session.add(
                Person(
                    tenant_id=tenant_id, key="p", name=f"Person of {slug}", sort_name=slug, locale="en", time_zone="UTC"
                )
            )
    return first, second


def names(tenant_id: object) -> list[str]:
    with tenant_session(engine_context(tenant_id)) as session:  # type: ignore[arg-type]
        return list(session.scalars(text("select name from person")))


def test_the_program_connects_as_a_role_that_policies_bind(database: Settings) -> None:
    with psycopg.connect(database.database_url) as connection:
        assert why_unsafe(connection) is None


@pytest.mark.usefixtures("two_tenants")
def test_without_a_tenant_no_table_shows_a_row() -> None:
    with anonymous_connection() as connection:
        for model in draft.models():
            if security_of(model):
                assert connection.scalar(select(func.count()).select_from(model)) == 0, model


def test_each_tenant_sees_its_own_alone(two_tenants: tuple[object, object]) -> None:
    assert names(two_tenants[0]) == ["Person of first"]
    assert names(two_tenants[1]) == ["Person of second"]


def test_nothing_is_written_into_another_tenant(two_tenants: tuple[object, object]) -> None:
    first, second = two_tenants
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        tenant_session(engine_context(first)) as session,  # type: ignore[arg-type]
    ):
        session.add(Person(tenant_id=second, key="q", name="Intruder", sort_name="i", locale="en", time_zone="UTC"))
    assert names(second) == ["Person of second"]


def test_a_session_without_a_context_reads_nothing(database: Settings) -> None:
    engine = create_engine(sqlalchemy_url(database.database_url))
    with TenantSession(engine) as session, pytest.raises(Misconfigured):
        session.execute(text("select 1"))
    engine.dispose()


def test_settings_do_not_outlive_their_transaction(two_tenants: tuple[object, object]) -> None:
    names(two_tenants[0])
    with anonymous_connection() as connection:
        assert not connection.scalar(text("select current_setting('app.tenant_id', true)"))


@pytest.fixture
def without_the_tenant_policy(database: Settings) -> Iterator[None]:
    with psycopg.connect(database.migrate_url, autocommit=True) as connection:
        connection.execute("set role handrail_owner")
        before = connection.execute(
            "select pg_get_expr(polqual, polrelid) from pg_policy "
            "where polname = 'tenant' and polrelid = 'person'::regclass"
        ).fetchone()
        assert before is not None
        connection.execute("drop policy tenant on person")
        connection.execute("create policy tenant on person as permissive for all to handrail_app using (true)")
        yield
        connection.execute("drop policy tenant on person")
        connection.execute(
            f"create policy tenant on person as permissive for all to handrail_app "
            f"using ({before[0]}) with check ({before[0]})"
        )


@pytest.mark.usefixtures("without_the_tenant_policy")
def test_isolation_is_the_policys_doing(two_tenants: tuple[object, object]) -> None:
    """The mutation that proves the tests above bite: with the policy taken away, one tenant reads the other."""
    assert sorted(names(two_tenants[0])) == ["Person of first", "Person of second"]
