"""A thousandth of the city: it builds, pages answer, chains verify, and what is sealed opens for its readers."""

from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from tests.bench.city.building import City, build
from tests.bench.city.scale import Scale, shares, sizes

from handrail.audit.queries import faults
from handrail.cases.contact_models import Contact
from handrail.cases.listing import CaseFilter, page_of_cases
from handrail.entrypoints.app import create_app
from handrail.entrypoints.servers.embedded import EmbeddedServers
from handrail.identity import commands as identity
from handrail.identity.grants import project_employment
from handrail.identity.models import CaseGrant
from handrail.identity.proofs import DEVELOPMENT
from handrail.identity.queries import actor_of
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import Settings
from handrail.tenancy.models import Case, Employment, Person

SCALE = Scale().part(1000)
pytestmark = pytest.mark.slow
PAGES = (
    ("coordinator", "/cases"),
    ("coordinator", "/today"),
    ("lead of many", "/cases"),
    ("lead of many", "/today"),
    ("hr of the largest", "/absences"),
    ("hr of the largest", "/obligations"),
    ("worker talking", "/my-return"),
    ("supervisor talking", "/team"),
)


@pytest.fixture(scope="module")
def city(servers: EmbeddedServers, database: Settings) -> City:
    name = str(psycopg.conninfo.conninfo_to_dict(database.database_url)["dbname"])
    return build(servers.postgres.url(database=name), SCALE)


@pytest.fixture
def tenant_id(city: City) -> UUID:
    return UUID(city.tenant_id)


def signed_in(city: City, name: str) -> FlaskClient:
    client, tenant = create_app().test_client(), UUID(city.tenant_id)
    with tenant_session(engine_context(tenant)) as session:
        _row, secret = identity.start_sign_in(
            session, tenant, UUID(city.people[name]), Role(city.roles[name]), proof=DEVELOPMENT
        )
    client.set_cookie("hr", secret, domain="localhost")
    return client


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_a_page_answers(city: City, name: str, path: str) -> None:
    answer = signed_in(city, name).get(path)
    assert answer.status_code == 200
    assert len(answer.data) > 3000


def test_it_is_as_big_as_it_says(tenant_id: UUID) -> None:
    with tenant_session(engine_context(tenant_id)) as session:
        workers = session.scalar(select(func.count()).select_from(Employment).where(Employment.key.like("w0%")))
        opened = session.scalar(select(func.count()).select_from(Case).where(Case.number.like("%-1____")))
    assert (workers, opened) == (SCALE.workers, SCALE.cases)


def test_a_case_page_shows_what_was_sealed_for_it_alone(city: City, tenant_id: UUID) -> None:
    client = signed_in(city, "coordinator")
    for case_id in city.cases["coordinator"][:5]:
        assert client.get(f"/cases/{case_id}").status_code == 200
        assert client.get(f"/cases/{case_id}/contacts").status_code == 200
    with tenant_session(_actor(city, tenant_id, "coordinator").context()) as session:
        notes = {contact.id: (contact.notes_sealed, contact.notes) for contact in session.scalars(select(Contact))}
    assert len(notes) > 50
    assert len({sealed for sealed, _plain in notes.values()}) == len(notes)
    assert all("garden" in plain or "week" in plain or "Thursdays" in plain for _sealed, plain in notes.values())


def test_every_chain_verifies(tenant_id: UUID) -> None:
    with tenant_session(engine_context(tenant_id)) as session:
        assert list(faults(session, tenant_id)) == []


def test_the_list_is_by_name_and_each_coordinator_has_their_own(city: City, tenant_id: UUID) -> None:
    seen = {}
    for name in ("coordinator", "lead of many"):
        with tenant_session(_actor(city, tenant_id, name).context()) as session:
            rows, _further = page_of_cases(session, tenant_id, CaseFilter(), limit=100)
            names = dict(session.execute(select(Person.name, Person.sort_name)).all())
        assert [row.sort_name for row in rows] == sorted(names[row.name] for row in rows)
        seen[name] = {str(row.id) for row in rows}
    assert seen["coordinator"] == set(city.cases["coordinator"])
    assert seen["lead of many"]


def test_the_grants_are_those_that_the_commands_would_give(tenant_id: UUID) -> None:
    with tenant_session(engine_context(tenant_id)) as session:
        before = set(session.scalars(select(CaseGrant.id)))
        for employment in session.scalars(select(Employment)):
            project_employment(session, employment)
        session.flush()
        assert set(session.scalars(select(CaseGrant.id))) == before


def test_client_organisations_are_many_sizes_and_add_up() -> None:
    whole = Scale()
    found = sizes(whole)
    assert sum(found) == whole.workers
    assert found[0] == 200_000
    assert found == sorted(found, reverse=True)
    assert sum(shares(whole.cases, [float(each) for each in found])) == whole.cases


def _actor(city: City, tenant_id: UUID, name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the actor of identity
    with tenant_session(engine_context(tenant_id)) as session:
        return actor_of(session, tenant_id, UUID(city.people[name]), Role(city.roles[name]))
