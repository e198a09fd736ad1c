"""People of a directory: who they become, what ends when they go, and what nobody learns by asking."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from tests.builders import World, build_neighbour, open_participating_case
from tests.identity.scim.conftest import ENTERPRISE, USER, Directory, connect

from handrail.identity import calendars, queries
from handrail.identity import commands as identity
from handrail.identity.commands import digest
from handrail.identity.models import ApiToken, CalendarFeed, SignIn, SignInLink
from handrail.identity.proofs import DEVELOPMENT
from handrail.identity.scim import matching
from handrail.identity.scim.models import ScimMatch, ScimToken, ScimUser
from handrail.identity.scim.persons import FORGOTTEN
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import Context, tenant_session
from handrail.tenancy.models import Employment, Person
from handrail.tenancy.rules import sort_key

ANNA = {
    "name": {"givenName": "Anna", "familyName": "Invented"},
    "emails": [{"value": "Anna@Employer.example", "primary": True}],
    "phoneNumbers": [{"value": "+31 20 111 1111", "type": "work"}],
    "preferredLanguage": "nl-NL",
    "timezone": "Europe/Brussels",
    "externalId": "ext-1",
}


def person_behind(world: World, user_id: str) -> Person:
    with world.engine() as session:
        statement = (
            select(Person)
            .join(ScimUser, (ScimUser.tenant_id == Person.tenant_id) & (ScimUser.person_id == Person.id))
            .where(ScimUser.id == UUID(user_id))
        )
        return session.scalars(statement).one()


def person(world: World, person_id: UUID) -> Person:
    with world.engine() as session:
        return session.scalars(select(Person).where(Person.id == person_id)).one()


# --- Becoming a person --------------------------------------------------------------------------------------------


def test_somebody_of_a_directory_becomes_a_person_without_any_role(directory: Directory) -> None:
    made = directory.bring("anna", **ANNA)
    found = person_behind(directory.world, made["id"])
    assert (found.name, found.email, found.phone) == ("Anna Invented", "anna@employer.example", "+31 20 111 1111")
    assert (found.locale, found.time_zone, found.sort_name) == ("nl", "Europe/Brussels", "anna invented")
    assert made["id"].replace("-", "") in found.key
    with directory.world.engine() as session:
        assert queries.roles_of(session, directory.world.tenant_id, found.id) == []


def test_what_is_not_needed_is_not_kept(directory: Directory) -> None:
    more: dict[str, Any] = {"password": "secret", "addresses": [{"formatted": "A street"}], "title": "Boss"}
    made = directory.bring("anna", **ANNA, **more)
    with directory.world.engine() as session:
        said = session.scalars(select(ScimUser.said).where(ScimUser.id == UUID(made["id"]))).one()
    assert not said.keys() & more.keys()
    assert not made.keys() & more.keys()


def test_a_new_name_is_the_persons_name(directory: Directory) -> None:
    made = directory.bring("anna", **ANNA)
    answer = directory.patch(f"/Users/{made['id']}", {"op": "Replace", "path": "name.familyName", "value": "Other"})
    assert answer.status_code == 200
    assert person_behind(directory.world, made["id"]).name == "Anna Other"


def test_an_address_that_somebody_uses_stays_theirs(directory: Directory) -> None:
    """Else whoever runs a directory could keep anybody from their link: a link goes to the one person of an address."""
    world = directory.world
    known = person(world, world.people[Role.COORDINATOR])
    made = directory.bring("mallory", emails=[{"value": known.email}])
    assert person_behind(world, made["id"]).email is None
    assert made["emails"] == [{"value": known.email}]  # nothing shows that it is taken
    with world.engine() as session:
        found = queries.person_by_email(session, world.tenant_id, str(known.email))
    assert found is not None
    assert found.id == known.id


# --- Matches ------------------------------------------------------------------------------------------------------


def proposed(world: World) -> list[ScimMatch]:
    with world.session(Role.CONSULTANCY_ADMIN) as (session, _actor):
        return list(session.scalars(select(ScimMatch).order_by(ScimMatch.why)))


def test_the_same_address_or_number_is_proposed_and_never_believed(directory: Directory) -> None:
    world = directory.world
    hr, worker = person(world, world.people[Role.HR]), world.people[Role.WORKER]
    with world.engine() as session:
        number = session.scalars(select(Employment.key).where(Employment.id == world.employment_id)).one()
    made = directory.bring("h", emails=[{"value": hr.email}], **{ENTERPRISE: {"employeeNumber": number}})
    assert [(each.why, each.person_id) for each in proposed(world)] == [("address", hr.id), ("number", worker)]
    assert person_behind(world, made["id"]).id not in {hr.id, worker}


def test_a_confirmed_match_is_that_person_and_leaves_their_name_and_address_alone(app: Flask, world: World) -> None:
    directory = connect(app, world, gives={"Personnel": Role.SENIOR_MANAGEMENT})
    hr = person(world, world.people[Role.HR])
    made = directory.bring("h", displayName="Somebody Else", emails=[{"value": hr.email}])
    directory.group("Personnel", made["id"])
    brought = person_behind(world, made["id"]).id
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        assert matching.confirm(session, actor, proposed(world)[0].id) == 0
    directory.patch(f"/Users/{made['id']}", {"op": "replace", "path": "displayName", "value": "Mallory"})
    after = person_behind(world, made["id"])
    assert (after.id, after.name, after.email) == (hr.id, hr.name, hr.email)
    with world.engine() as session:
        assert Role.SENIOR_MANAGEMENT in queries.roles_of(session, world.tenant_id, hr.id)
        assert queries.roles_of(session, world.tenant_id, brought) == []
    emptied = person(world, brought)
    assert (emptied.name, emptied.email, emptied.active) == (FORGOTTEN, None, False)
    assert proposed(world) == []


def test_a_refused_match_is_not_proposed_again(directory: Directory) -> None:
    world = directory.world
    hr = person(world, world.people[Role.HR])
    made = directory.bring("h", emails=[{"value": hr.email}])
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        matching.refuse(session, actor, proposed(world)[0].id)
    directory.patch(f"/Users/{made['id']}", {"op": "replace", "path": "displayName", "value": "H"})
    assert [each.refused_at is not None for each in proposed(world)] == [True]


# --- The end ------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(directory: Directory) -> tuple[str, UUID, str]:
    """Somebody of a directory with everything open that can be: id, person, the secret of their session."""
    world = directory.world
    made = directory.bring("anna", **ANNA)
    person_id = person_behind(world, made["id"]).id
    with world.engine() as session:
        identity.grant_role(
            session, world.system(), person_id=person_id, role=Role.HR, employer_id=world.employer_id,
            during=Range(clock.today() - timedelta(days=3), None, bounds="[)"),
        )  # fmt: skip
    with world.engine() as session:
        _row, secret = identity.start_sign_in(session, world.tenant_id, person_id, Role.HR, proof=DEVELOPMENT)
        identity.make_link(session, world.tenant_id, person_id)
        identity.make_api_token(session, world.system(), person_id=person_id, role=Role.HR, name="x", days=9)
        calendars.make(session, world.actor(Role.HR, person_id))
    return made["id"], person_id, secret


def still_open(world: World, person_id: UUID) -> list[str]:
    ends: list[tuple[Any, Any]] = [
        (SignIn, SignIn.ended_at),
        (SignInLink, SignInLink.used_at),
        (ApiToken, ApiToken.revoked_at),
        (CalendarFeed, CalendarFeed.revoked_at),
    ]
    with world.engine() as session:
        return [
            model.__tablename__
            for model, column in ends
            if session.scalars(select(model).where(model.person_id == person_id, column.is_(None))).first()
        ]


def test_who_is_not_active_any_more_has_nothing_open(directory: Directory, opened: tuple[str, UUID, str]) -> None:
    user_id, person_id, secret = opened
    world = directory.world
    client = directory.app.test_client()
    client.set_cookie("hr", secret, domain="localhost")
    assert client.get("/account", base_url="http://localhost").status_code == 200
    assert len(still_open(world, person_id)) == 4
    answer = directory.patch(f"/Users/{user_id}", {"op": "replace", "value": {"active": "False"}})
    assert answer.get_json(force=True)["active"] is False
    assert still_open(world, person_id) == []
    assert not person(world, person_id).active
    assert client.get("/account", base_url="http://localhost").status_code == 302


def test_who_is_active_again_comes_in_again_and_finds_no_old_session(
    directory: Directory, opened: tuple[str, UUID, str]
) -> None:
    user_id, person_id, _secret = opened
    for active in (False, True):
        directory.patch(f"/Users/{user_id}", {"op": "replace", "path": "active", "value": active})
    assert person(directory.world, person_id).active
    assert still_open(directory.world, person_id) == []


def test_whom_others_shut_out_a_directory_does_not_let_in(directory: Directory, opened: tuple[str, UUID, str]) -> None:
    user_id, person_id, _secret = opened
    with directory.world.engine() as session:
        session.scalars(select(Person).where(Person.id == person_id)).one().active = False
    for active in (False, True):
        directory.patch(f"/Users/{user_id}", {"op": "replace", "path": "active", "value": active})
    assert not person(directory.world, person_id).active


def test_who_is_removed_is_shut_out_and_forgotten(directory: Directory, opened: tuple[str, UUID, str]) -> None:
    user_id, person_id, _secret = opened
    assert directory.ask("DELETE", f"/Users/{user_id}").status_code == 204
    after = person(directory.world, person_id)
    assert (after.name, after.email, after.phone, after.active) == (FORGOTTEN, None, None, False)
    assert still_open(directory.world, person_id) == []
    assert directory.ask("GET", f"/Users/{user_id}").status_code == 404
    with directory.world.engine() as session:
        assert session.scalars(select(ScimUser)).all() == []


def test_the_worker_of_a_running_case_keeps_their_name(directory: Directory) -> None:
    world = directory.world
    made = directory.bring("w", displayName="Working Person")
    person_id = person_behind(world, made["id"]).id
    with world.engine() as session:
        session.scalars(select(Employment).where(Employment.id == world.employment_id)).one().person_id = person_id
    open_participating_case(world)
    assert directory.ask("DELETE", f"/Users/{made['id']}").status_code == 204
    after = person(world, person_id)
    assert (after.name, after.active) == ("Working Person", False)


def test_an_employers_directory_does_not_shut_out_whom_another_employer_knows(app: Flask, world: World) -> None:
    neighbour = build_neighbour(world)
    directory = connect(app, world)
    made = directory.bring("both", displayName="Both")
    person_id = person_behind(world, made["id"]).id
    with world.engine() as session:
        identity.grant_role(
            session, world.system(), person_id=person_id, role=Role.HR, employer_id=neighbour.employer_id,
            during=Range(clock.today(), None, bounds="[)"),
        )  # fmt: skip
    assert directory.ask("DELETE", f"/Users/{made['id']}").status_code == 204
    after = person(world, person_id)
    assert (after.name, after.active) == ("Both", True)


# --- What nobody learns -------------------------------------------------------------------------------------------


def test_two_directories_of_one_consultancy_know_nothing_of_each_other(app: Flask, world: World) -> None:
    first, second = connect(app, world, "One"), connect(app, world, "Other", everywhere=True)
    theirs = first.bring("anna", **ANNA)
    group = first.group("People", theirs["id"])
    assert second.bring("anna", **ANNA)["userName"] == "anna"  # taken there, and free here
    asked = (f"/Users/{theirs['id']}", f"/Groups/{group['id']}")
    assert [second.ask("GET", path).status_code for path in asked] == [404, 404]
    assert [second.ask("DELETE", path).status_code for path in asked] == [404, 404]
    assert second.get('/Users?filter=externalId eq "ext-1"')["totalResults"] == 1
    assert second.get(f'/Users?filter=id eq "{theirs["id"]}"')["totalResults"] == 0
    assert second.get("/Groups")["totalResults"] == 0
    refused = second.ask("POST", "/Groups", {"displayName": "G", "members": [{"value": theirs["id"]}]})
    assert refused.status_code == 400


def test_the_row_level_policies_keep_directories_apart_too(app: Flask, world: World) -> None:
    first, second = connect(app, world, "One"), connect(app, world, "Other")
    first.bring("anna")
    for asks, seen in ((first.connection_id, 1), (second.connection_id, 0), (world.people[Role.HR], 0)):
        with tenant_session(Context(world.tenant_id, person_id=asks)) as session:
            assert len(session.scalars(select(ScimUser)).all()) == seen


def test_a_name_is_unique_in_its_directory_whatever_its_case(directory: Directory) -> None:
    directory.bring("Ann\u00e9", externalId="1")
    for body in ({"userName": "ANNE\u0301"}, {"userName": "other", "externalId": "1"}):
        answer = directory.ask("POST", "/Users", {"schemas": [USER], **body})
        assert answer.status_code == 409
        assert answer.get_json(force=True)["scimType"] == "uniqueness"


# --- The door -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["", "x", "hrscim_" + "a" * 43])
def test_nobody_is_let_in_without_a_living_token(directory: Directory, secret: str) -> None:
    directory.secret = secret
    for method, path in (("GET", "/Users"), ("GET", "/Schemas"), ("POST", "/Users"), ("GET", "/nowhere")):
        answer = directory.ask(method, path)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.get_json(force=True)["status"] == "401"


def test_a_token_ends_on_its_day(directory: Directory) -> None:
    assert directory.get("/Users")
    with clock.frozen(clock.now() + timedelta(days=29)):
        assert directory.get("/Users")
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert directory.ask("GET", "/Users").status_code == 401


def test_a_token_for_people_opens_nothing_here_and_the_other_way_round(directory: Directory) -> None:
    world = directory.world
    with world.engine() as session:
        _row, secret = identity.make_api_token(
            session, world.system(), person_id=world.people[Role.CONSULTANCY_ADMIN], role=Role.CONSULTANCY_ADMIN,
            name="x", days=1,
        )  # fmt: skip
    ours, directory.secret = directory.secret, secret
    assert directory.ask("GET", "/Users").status_code == 401
    client = directory.app.test_client()
    headers = {"Authorization": f"Bearer {ours}", "Accept": "application/json"}
    assert client.get("/api/v1/account/calendar", headers=headers).status_code == 401


def test_only_the_digest_of_a_token_is_kept(directory: Directory) -> None:
    with directory.world.engine() as session:
        row = session.scalars(select(ScimToken)).one()
    assert row.digest == digest(directory.secret)
    assert row.last_used_at is None
    directory.get("/Users")
    with directory.world.engine() as session:
        assert session.scalars(select(ScimToken)).one().last_used_at is not None


def test_a_cookie_lets_nobody_in(directory: Directory) -> None:
    world = directory.world
    with world.engine() as session:
        _row, secret = identity.start_sign_in(
            session, world.tenant_id, world.people[Role.CONSULTANCY_ADMIN], Role.CONSULTANCY_ADMIN, proof=DEVELOPMENT
        )
    client = directory.app.test_client()
    client.set_cookie("hr", secret, domain="localhost")
    assert client.get("/scim/v2/Users", base_url="http://localhost").status_code == 401
    assert client.post("/scim/v2/Users", base_url="http://localhost", json={"userName": "x"}).status_code == 401


def test_a_name_is_sorted_as_everywhere(directory: Directory) -> None:
    made = directory.bring("e", displayName="\u00c9lise")
    assert person_behind(directory.world, made["id"]).sort_name == sort_key("\u00c9lise") == "elise"
