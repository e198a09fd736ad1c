"""Who invites whom and gives whom a code; nobody learns of a person by it whom they may not know."""

from collections.abc import Iterator

import pytest
import redis
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from tests.builders import World, bearer, build_neighbour, build_person, build_world, give_role, open_case
from tests.identity.factors.visiting import Browser

from handrail.audit.models import TenantEntry
from handrail.entrypoints.cli import handrail
from handrail.identity import commands, proofs
from handrail.identity.factors.models import OneTimeCode
from handrail.identity.models import SignInLink
from handrail.kit.codes import Role
from handrail.kit.outbox import Outbox
from handrail.tenancy.models import Person, Tenant

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def world(database: object) -> World:
    """A worker with a case, whose supervisor and coordinator are known; and another employer next door."""
    del database
    made = build_world()
    open_case(made)
    return made


@pytest.fixture(scope="module")
def neighbour(world: World) -> World:
    return build_neighbour(world)


@pytest.fixture
def browser(app: Flask, world: World, valkey: redis.Redis) -> Iterator[Browser]:
    del valkey  # empty: nobody tried before
    return Browser(app, world)


def status(browser: Browser, role: Role, person_id: object) -> int:
    browser.come_in(role)
    return browser.open(f"/people/{person_id}/sign-in").status_code


def test_each_helps_those_they_may_know_and_the_employer_never_the_worker(
    browser: Browser, world: World, neighbour: World
) -> None:
    people = world.people
    worker, supervisor, hr = people[Role.WORKER], people[Role.SUPERVISOR], people[Role.HR]
    assert {
        role: [status(browser, role, each) for each in (worker, supervisor, hr, neighbour.people[Role.SUPERVISOR])]
        for role in (Role.COORDINATOR, Role.HR, Role.CONSULTANCY_ADMIN, Role.SUPERVISOR, Role.LEAD_COORDINATOR)
    } == {
        Role.COORDINATOR: [200, 200, 404, 404],
        Role.HR: [404, 200, 404, 404],
        Role.CONSULTANCY_ADMIN: [200, 200, 200, 200],
        Role.SUPERVISOR: [404, 404, 404, 404],
        Role.LEAD_COORDINATOR: [404, 404, 404, 404],
    }


def test_a_supervisor_who_is_ill_or_holds_an_office_is_helped_by_no_employer(browser: Browser) -> None:
    world = build_world()
    browser.world = world
    supervisor = world.people[Role.SUPERVISOR]
    assert status(browser, Role.HR, supervisor) == 200
    give_role(world.tenant_id, supervisor, Role.ABSENCE_ADMIN, world.employer_id)
    assert status(browser, Role.HR, supervisor) == 404
    assert status(browser, Role.CONSULTANCY_ADMIN, supervisor) == 200


def test_nobody_gives_themselves_a_code(browser: Browser, world: World) -> None:
    assert status(browser, Role.CONSULTANCY_ADMIN, world.people[Role.CONSULTANCY_ADMIN]) == 404


def test_a_code_is_shown_once_noted_and_told_to_whoever_came_in_before(browser: Browser, world: World) -> None:
    worker = world.people[Role.WORKER]
    browser.come_in(Role.COORDINATOR)
    browser.open(f"/people/{worker}/sign-in")
    page = browser.send(f"/people/{worker}/sign-in/code", way="letter").text
    code = page.partition('<code class="digits" dir="ltr">')[2].partition("</code>")[0]
    assert len(code.replace(" ", "")) == 8
    assert code not in browser.open(f"/people/{worker}/sign-in").text
    with world.engine() as session:
        row = session.scalars(select(OneTimeCode).where(OneTimeCode.person_id == worker)).one()
        assert row.made_by_id == world.people[Role.COORDINATOR]
        assert session.scalar(select(TenantEntry).where(TenantEntry.verb == "sign_in_code.given")) is not None
        assert session.scalar(select(Outbox.id).where(Outbox.name == "notifications.tell_of_account")) is None
        commands.start_sign_in(session, world.tenant_id, worker, Role.WORKER, proof=proofs.LINK_AND_CODE)
    browser.send(f"/people/{worker}/sign-in/code", way="telephone")
    with world.engine() as session:
        told = session.scalars(select(Outbox.payload).where(Outbox.name == "notifications.tell_of_account")).all()
    assert told == [{"person_id": str(worker), "kind": "code_given"}]
    visitor = Browser(browser.app, world)
    visitor.use_link()
    assert visitor.type_code(code).status_code == 422  # the newer one counts


def test_an_invitation_goes_to_a_private_address_and_lives_fourteen_days(browser: Browser) -> None:
    world = build_world()
    open_case(world)
    browser.world = world
    worker, path = world.people[Role.WORKER], f"/people/{world.people[Role.WORKER]}/sign-in"
    with world.engine() as session:
        session.get_one(Person, (world.tenant_id, world.people[Role.HR])).email = "hr@invented-employer.example"
    browser.come_in(Role.COORDINATOR)
    browser.open(path)
    answer = browser.send(f"{path}/invitation", email="w@invented-employer.example")
    assert answer.status_code == 422
    assert "Others at the employer may read this mailbox" in answer.text
    assert browser.send(f"{path}/invitation", email="w@invented-employer.example", at_work="true").status_code == 303
    browser.open(path)
    assert browser.send(f"{path}/invitation", email="W@home.example").status_code == 303
    with world.engine() as session:
        links = session.scalars(select(SignInLink).where(SignInLink.person_id == worker)).all()
        assert {(each.expires_at - date_of(each)).days for each in links} == {14}
        assert session.get_one(Person, (world.tenant_id, worker)).email == "w@home.example"
        sent = session.scalars(select(Outbox.payload).where(Outbox.name == "notifications.send_sign_in_link")).all()
    assert {str(each.id) for each in links} <= {str(each["link_id"]) for each in sent}


def date_of(link: SignInLink) -> object:
    """Return when a link was made, which its id tells."""
    from datetime import UTC, datetime  # noqa: PLC0415 - this function's alone

    return datetime.fromtimestamp((link.id.int >> 80) / 1000 - 1, UTC)


def test_the_address_of_whoever_came_in_is_changed_by_an_administrator_alone(browser: Browser) -> None:
    world = build_world()
    open_case(world)
    browser.world = world
    worker, path = world.people[Role.WORKER], f"/people/{world.people[Role.WORKER]}/sign-in"
    with world.engine() as session:
        commands.start_sign_in(session, world.tenant_id, worker, Role.WORKER, proof=proofs.LINK_AND_CODE)
    for role, expected in ((Role.COORDINATOR, 422), (Role.CONSULTANCY_ADMIN, 303)):
        browser.come_in(role)
        browser.open(path)
        assert browser.send(f"{path}/invitation", email="another@home.example").status_code == expected


def test_nobody_gets_the_address_of_somebody_else(browser: Browser) -> None:
    browser.world = world = build_world()
    build_person(world.tenant_id, "Invented Other", email="taken@home.example")
    path = f"/people/{world.people[Role.SUPERVISOR]}/sign-in"
    browser.come_in(Role.HR)
    browser.open(path)
    answer = browser.send(f"{path}/invitation", email="taken@home.example")
    assert (answer.status_code, "can not be used here" in answer.text) == (422, True)


def test_a_program_makes_a_code_where_its_person_may(browser: Browser, world: World) -> None:
    path = f"/api/v1/people/{world.people[Role.WORKER]}/sign-in-codes"
    made = browser.client.post(path, json={"way": "telephone"}, headers=bearer(world, Role.COORDINATOR))
    assert made.status_code == 201
    assert set(made.get_json()) == {"code", "way", "expires_at"}
    refused = browser.client.post(path, json={"way": "telephone"}, headers=bearer(world, Role.HR))
    assert refused.status_code == 404
    assert browser.client.post(path, json={"way": "mail"}, headers=bearer(world, Role.COORDINATOR)).status_code == 422


def test_an_operator_gives_the_first_administrator_a_code(browser: Browser, world: World) -> None:
    person = world.people[Role.CONSULTANCY_ADMIN]
    with world.engine() as session:
        slug = session.scalars(select(Tenant.slug)).one()
        key = session.get_one(Person, (world.tenant_id, person)).key
    run = CliRunner().invoke
    nothing = run(handrail, ["person", "code", "--tenant", slug, "--person", key, "--dry-run"])
    assert (nothing.exit_code, "would get" in nothing.output) == (0, True)
    made = run(handrail, ["person", "code", "--tenant", slug, "--person", key])
    assert made.exit_code == 0, made.output
    browser.use_link(Role.CONSULTANCY_ADMIN)
    assert browser.type_code(made.output.partition("(")[0]).status_code == 303
    assert run(handrail, ["person", "code", "--tenant", slug, "--person", "nobody"]).exit_code == 1
    assert run(handrail, ["person", "code", "--tenant", "nowhere", "--person", key]).exit_code == 1
