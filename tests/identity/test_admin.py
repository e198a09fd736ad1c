"""Administration: who gives which role to whom, what stands against it, and the register of it all."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.builders import World, actor_for, bearer, build_neighbour, build_person, build_world, give_role, sign_in

from handrail.audit import timeline
from handrail.identity import commands as core
from handrail.identity import policies
from handrail.identity import queries as known
from handrail.identity.actor import Actor
from handrail.identity.admin import commands, queries
from handrail.identity.admin.commands import OwnRoles, Terms
from handrail.identity.admin.rules import GIVES, OF_AN_EMPLOYER, against, may_give
from handrail.identity.admin.saying import said
from handrail.identity.admin.words import VERBS
from handrail.identity.errors import RolesConflict
from handrail.identity.models import Membership
from handrail.identity.policies import conflict_of
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.tenancy.models import ClientOrganisation, Person

SAME = {"Sec-Fetch-Site": "same-origin"}
ADMINS = (Role.CONSULTANCY_ADMIN, Role.EMPLOYER_ADMIN)


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    made = build_world()
    for role, where in ((Role.CONSULTANCY_ADMIN, None), (Role.EMPLOYER_ADMIN, made.employer_id), (Role.AUDITOR, None)):
        made.people[role] = build_person(made.tenant_id, f"Invented {role.value}")
        give_role(made.tenant_id, made.people[role], role, where)
    return made


def somebody(world: World, name: str = "Invented Somebody") -> UUID:
    return build_person(world.tenant_id, name)


def give(actor: Actor, person_id: UUID, role: Role, employer_id: UUID | None, **more: Any) -> UUID:
    with tenant_session(actor.context()) as session:
        return commands.give_role(session, actor, person_id, Terms(role, employer_id, clock.today(), **more)).id


# --- Rules --------------------------------------------------------------------------------------------------------


def test_no_administrator_makes_workers_or_operators_and_an_employers_none_of_the_consultancy() -> None:
    for giver in Role:
        assert not may_give(giver, Role.WORKER)
        assert not may_give(giver, Role.OPERATOR)
        assert may_give(giver, Role.HR) == (giver in ADMINS)
    assert GIVES[Role.EMPLOYER_ADMIN] == OF_AN_EMPLOYER
    assert not may_give(Role.EMPLOYER_ADMIN, Role.COORDINATOR)


@pytest.mark.rule("NEU-1")
@pytest.mark.parametrize("held", list(Role))
def test_what_can_not_be_given_is_named_with_its_rule(held: Role) -> None:
    found = {each.role: each for each in against(frozenset({held}), Role.CONSULTANCY_ADMIN)}
    for role in GIVES[Role.CONSULTANCY_ADMIN] - {held}:
        assert (role in found) == (conflict_of(role, held) is not None)
        if role in found:
            assert (found[role].held, found[role].rule) == (held, conflict_of(role, held))


# --- Giving and ending --------------------------------------------------------------------------------------------


@pytest.mark.rule("NEU-1")
def test_a_role_that_another_stands_against_is_refused_with_both_named(world: World) -> None:
    admin, person_id = world.actor(Role.CONSULTANCY_ADMIN), somebody(world)
    give(admin, person_id, Role.HR, world.employer_id)
    with pytest.raises(RolesConflict) as refused:
        give(admin, person_id, Role.COORDINATOR, world.employer_id)
    assert (refused.value.members["rule"], refused.value.members["conflicting"]) == ("NEU-1", "hr")


def test_a_role_ends_with_the_next_request_and_twice_is_once(world: World) -> None:
    admin, person_id = world.actor(Role.CONSULTANCY_ADMIN), somebody(world)
    membership_id = give(admin, person_id, Role.HR, world.employer_id)
    for _twice in range(2):
        with tenant_session(admin.context()) as session:
            commands.end_role(session, admin, person_id, membership_id)
    with world.engine() as session:
        assert known.actor_of(session, world.tenant_id, person_id, Role.HR) is None


def test_nobody_changes_their_own_roles(world: World) -> None:
    for role in ADMINS:
        admin = world.actor(role)
        with pytest.raises(OwnRoles):
            give(admin, admin.person_id, Role.HR, world.employer_id)
        with world.engine() as session:
            own = session.scalars(select(Membership.id).where(Membership.person_id == admin.person_id)).first()
        assert own is not None
        with tenant_session(admin.context()) as session, pytest.raises(OwnRoles):
            commands.end_role(session, admin, admin.person_id, own)


def test_an_employers_administrator_reaches_their_own_people_alone(world: World) -> None:
    neighbour, admin = build_neighbour(world), world.actor(Role.EMPLOYER_ADMIN)
    with tenant_session(admin.context()) as session:
        listed, _after = queries.people(session, admin)
        ids = {each.person.id for each in listed}
        with pytest.raises(NotFound):
            queries.person(session, admin, neighbour.people[Role.HR])
    assert world.people[Role.HR] in ids
    assert not ids & set(neighbour.people.values())
    with pytest.raises(NotFound):
        give(admin, neighbour.people[Role.HR], Role.HR, world.employer_id)
    with pytest.raises(NotFound):
        give(admin, world.people[Role.HR], Role.SENIOR_MANAGEMENT, neighbour.employer_id)
    with pytest.raises(Invalid):
        give(admin, world.people[Role.HR], Role.AUDITOR, None)


def test_another_consultancys_people_are_unknown(world: World) -> None:
    other, admin = build_world(), world.actor(Role.CONSULTANCY_ADMIN)
    with pytest.raises(NotFound):
        give(admin, other.people[Role.HR], Role.HR, world.employer_id)


def test_whoever_is_shut_out_is_out_at_once_and_comes_in_again(world: World) -> None:
    admin, person_id = world.actor(Role.CONSULTANCY_ADMIN), somebody(world)
    give(admin, person_id, Role.HR, world.employer_id)
    with world.engine() as session:
        row, _secret = core.start_sign_in(session, world.tenant_id, person_id, Role.HR, proof=DEVELOPMENT)
        digest = row.digest
    assert known.who_is("sign_in", digest)
    with tenant_session(admin.context()) as session:
        commands.shut_out(session, admin, person_id, out=True)
    assert known.who_is("sign_in", digest) is None
    with world.engine() as session:
        assert known.actor_of(session, world.tenant_id, person_id, Role.HR) is None
    with tenant_session(admin.context()) as session:
        commands.shut_out(session, admin, person_id, out=False)
    assert known.who_is("sign_in", digest) is None
    assert actor_for(world.tenant_id, person_id, Role.HR)


def test_a_role_for_a_while_has_its_reason_and_its_end(world: World) -> None:
    admin, person_id = world.actor(Role.CONSULTANCY_ADMIN), somebody(world)
    until = clock.today() + timedelta(days=4)
    give(admin, person_id, Role.HR, world.employer_id, last_day=until, reason="Stands in")
    with clock.frozen(clock.now() + timedelta(days=5)), world.engine() as session:
        assert known.actor_of(session, world.tenant_id, person_id, Role.HR) is None
    with pytest.raises(Invalid):
        give(admin, person_id, Role.HR, world.employer_id, last_day=clock.today() - timedelta(days=1))


# --- Pages and API ------------------------------------------------------------------------------------------------


def visitor(app: Flask, world: World, role: Role) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, role)
    return client


def key_of(world: World) -> str:
    with world.engine() as session:
        return session.scalars(select(ClientOrganisation.key).where(ClientOrganisation.id == world.employer_id)).one()


def token_of(page: str) -> dict[str, str]:
    return {
        "csrf_token": page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0],
        "idempotency_key": str(uuid4()),
    }


def test_somebody_is_added_looked_up_given_a_role_and_found_in_the_register(app: Flask, world: World) -> None:
    admin = visitor(app, world, Role.CONSULTANCY_ADMIN)
    page = admin.get("/administration/people/new").get_data(as_text=True)
    given = {"name": "Invented Newcomer", "email": "newcomer@example.test", "locale": "en", "role": "hr"}
    sent = admin.post(
        "/administration/people/new", data=given | {"employer": key_of(world)} | token_of(page), headers=SAME
    )
    assert sent.status_code == 303, sent.get_data(as_text=True)
    again = admin.post(
        "/administration/people/new", data=given | {"employer": key_of(world)} | token_of(page), headers=SAME
    )
    assert again.status_code == 409
    found = admin.get("/administration/people?name=invented newc").get_data(as_text=True)
    assert "newcomer@example.test" in found
    with world.engine() as session:
        person_id = session.scalars(select(Person.id).where(Person.email == "newcomer@example.test")).one()
    shown = admin.get(f"/administration/people/{person_id}").get_data(as_text=True)
    assert "NEU-1" in shown
    refused = admin.post(
        f"/administration/people/{person_id}/roles",
        data={"role": "coordinator", "employer": key_of(world), "first_day": clock.today().isoformat()}
        | token_of(shown),
        headers=SAME,
    )
    assert refused.status_code == 409
    assert "NEU-1" in refused.get_data(as_text=True)
    register = admin.get(f"/administration/register?verb=role&person={person_id}").get_data(as_text=True)
    assert "Invented Newcomer" in register


def test_addresses_are_not_told_to_the_employers_side(app: Flask, world: World) -> None:
    admin = visitor(app, world, Role.EMPLOYER_ADMIN)
    assert "@example.test" not in admin.get("/administration/people").get_data(as_text=True)
    page = admin.get(f"/administration/people/{world.people[Role.WORKER]}")
    assert page.status_code == 200
    assert "@example.test" not in page.get_data(as_text=True)
    listed = app.test_client().get("/api/v1/people", headers=bearer(world, Role.EMPLOYER_ADMIN))
    assert {each["email"] for each in listed.json["items"]} == {None}


def test_the_register_shows_what_has_parts_of_its_own(app: Flask, world: World) -> None:
    with world.engine() as session:
        person = session.get_one(Person, (world.tenant_id, world.people[Role.HR]))
        timeline.append_tenant_act(
            session, world.system(), "person.changed", record=person, changes={"languages": (None, ["en", "nl"])}
        )
    page = visitor(app, world, Role.AUDITOR).get("/administration/register?verb=person")
    assert page.status_code == 200
    assert "Languages: en and nl" in page.get_data(as_text=True)


def test_every_act_that_the_register_can_hold_is_said_in_words() -> None:
    noted = re.compile(r'append_tenant_act\(\s*[^"()]*(?:\([^()]*\))?[^"()]*"([a-z_]+\.[a-z_]+)"')
    sources = Path(policies.__file__).parents[1].rglob("*.py")
    verbs = {verb for source in sources for verb in noted.findall(source.read_text("utf-8"))}
    assert len(verbs) > 50
    assert verbs - VERBS.keys() == set()


def test_the_register_says_roles_names_and_days_and_no_digests() -> None:
    changes = {
        "role": [None, "absence_admin"], "person": [None, "an id"], "until": ["2026-01-01", "2026-12-24"],
        "active": [None, True], "counts": [None, {"ends": 0, "creates": 1200}], "sha256": [None, "5b2c54bd"],
        "reason": ["As it was", None], "odd": "no change",
    }  # fmt: skip
    assert said(changes, {"an id": "Invented Person"}) == (
        "active: Yes · Counted: creates 1,200 · Person: Invented Person · Role: Absence administration · "
        "Until: 24 Dec 2026"
    )


def test_the_register_is_for_those_who_watch(app: Flask, world: World) -> None:
    for role in (Role.EMPLOYER_ADMIN, Role.HR, Role.COORDINATOR):
        assert visitor(app, world, role).get("/administration/register").status_code == 404
    answer = app.test_client().get("/api/v1/register?verb=sign_in", headers=bearer(world, Role.AUDITOR))
    assert answer.status_code == 200
    assert all(entry["verb"].startswith("sign_in") for entry in answer.json["items"])
    seqs = [entry["seq"] for entry in answer.json["items"]]
    assert seqs == sorted(seqs, reverse=True)
    if answer.json["next"]:
        older = app.test_client().get(
            f"/api/v1/register?verb=sign_in&before={answer.json['next']}", headers=bearer(world, Role.AUDITOR)
        )
        assert all(entry["seq"] < answer.json["next"] for entry in older.json["items"])


def test_people_come_a_page_at_a_time_by_name(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    admin, seen, after = world.actor(Role.CONSULTANCY_ADMIN), list[str](), None
    with tenant_session(admin.context()) as session:
        while True:
            found, after = queries.people(session, admin, after=after)
            seen += [each.person.sort_name for each in found]
            if after is None:
                break
        everybody = session.scalars(select(Person.sort_name).order_by(Person.sort_name, Person.id)).all()
    assert seen == list(everybody)
