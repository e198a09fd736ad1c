"""The list of cases: few statements whatever its length, pages that meet without gaps, and nobody else's cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, insert
from tests.builders import EVER, World, add_worker, build_world, open_case, sign_in

from handrail.cases.listing import CaseFilter, page_of_cases
from handrail.cases.models import CaseProcess
from handrail.cases.rules.participation import Participation
from handrail.entrypoints.app import create_app
from handrail.identity.models import Assignment, CaseGrant
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.settings import Settings
from handrail.tenancy.models import Case, Employment, Person

if TYPE_CHECKING:
    from uuid import UUID

MANY = 10_000
MOST_STATEMENTS = 5


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent to PostgreSQL inside the block, whoever sends them."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:  # noqa: ARG001 - the event's
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def world(database: Settings) -> World:  # noqa: ARG001 - the rows lie there
    """A consultancy whose one coordinator has ten thousand cases, written in bulk."""
    made = build_world()
    _fill(made, MANY)
    return made


def _fill(world: World, count: int) -> None:
    tenant = {"tenant_id": world.tenant_id}
    employed = {**tenant, "employer_id": world.employer_id}
    at = datetime(2026, 1, 5, tzinfo=UTC)
    ids = [(new_id(), new_id(), new_id()) for _number in range(count)]
    rows: dict[type, list[dict[str, object]]] = {
        Person: [],
        Employment: [],
        Case: [],
        CaseProcess: [],
        Assignment: [],
        CaseGrant: [],
    }
    coordinator = world.people[Role.COORDINATOR]
    for number, (person, employment, case) in enumerate(ids):
        name = f"Bulk {number:05d}"
        rows[Person].append(
            tenant
            | {
                "id": person,
                "key": name,
                "name": name,
                "sort_name": name.lower(),
                "locale": "en",
                "time_zone": "UTC",
                "active": True,
            }
        )
        rows[Employment].append(
            employed | {"id": employment, "key": name, "person_id": person, "site_id": world.site_id}
        )
        rows[Case].append(
            employed
            | {
                "id": case, "employment_id": employment, "number": f"B-{number}", "opened_on": date(2026, 1, 5),
                "opened_at": at, "compartment": Compartment.ADMINISTRATIVE,
            }
        )  # fmt: skip
        rows[CaseProcess].append(
            employed
            | {
                "id": new_id(), "subject_id": case, "compartment": Compartment.COORDINATION,
                "participation": Participation.PARTICIPATING, "version": 1,
            }
        )  # fmt: skip
        rows[Assignment].append(
            employed
            | {"id": new_id(), "case_id": case, "person_id": coordinator, "role": Role.COORDINATOR, "during": EVER}
        )
        for subject, compartment in ((employment, Compartment.ADMINISTRATIVE), (case, Compartment.COORDINATION)):
            rows[CaseGrant].append(
                employed
                | {
                    "id": new_id(), "subject_id": subject, "person_id": coordinator, "role": Role.COORDINATOR,
                    "compartment": compartment, "during": EVER,
                }
            )  # fmt: skip
    with tenant_session(engine_context(world.tenant_id)) as session:
        for model, values in rows.items():
            for part in _parts(values):
                session.execute(insert(model), part)


def _parts(values: list[dict[str, object]], size: int = 1000) -> Iterator[list[dict[str, object]]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


@pytest.fixture
def client(world: World) -> FlaskClient:
    made = create_app().test_client()
    sign_in(made, world, Role.COORDINATOR)
    return made


def test_a_page_of_fifty_among_ten_thousand_needs_at_most_five_statements(client: FlaskClient) -> None:
    assert client.get("/cases").status_code == 200  # the first request also notes that the session is in use
    with counted() as sent:
        answer = client.get("/cases")
    assert answer.status_code == 200
    assert answer.text.count("Bulk 0") >= 50
    assert len(sent) <= MOST_STATEMENTS, sent


def test_pages_meet_without_gaps_or_repeats(world: World) -> None:
    seen: list[UUID] = []
    actor = world.actor(Role.COORDINATOR)
    with tenant_session(actor.context(read_only=True)) as session:
        after = None
        for _page in range(4):
            rows, after = page_of_cases(session, world.tenant_id, CaseFilter(), after)
            assert len(rows) == 50
            assert [row.sort_name for row in rows] == sorted(row.sort_name for row in rows)
            seen += [row.id for row in rows]
    assert len(seen) == len(set(seen)) == 200


def test_a_name_narrows_the_list(client: FlaskClient) -> None:
    answer = client.get("/cases?q=bulk 0004")
    assert answer.text.count("<bdi>Bulk 0004") == 10
    assert "Bulk 00050" not in answer.text


@pytest.mark.rule("CON-1")
def test_a_coordinator_sees_no_case_of_another(world: World, client: FlaskClient) -> None:
    stranger = build_world()
    foreign = open_case(stranger)
    assert client.get(f"/cases/{foreign}").status_code == client.get(f"/cases/{new_id()}").status_code == 404
    mine = add_worker(world, "Zz Of Nobody")
    case_id = open_case(world, employment_id=mine)
    assert client.get(f"/cases/{case_id}").status_code == 200


@pytest.mark.parametrize("role", [Role.WORKER, Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN])
def test_the_list_does_not_exist_for_others(world: World, role: Role) -> None:
    client = create_app().test_client()
    sign_in(client, world, role)
    assert client.get("/cases").status_code == 404
    assert client.get("/today").status_code == 404
