"""Groups give roles by the map alone, take them back at once, and never both sides of NEU-1."""

import pytest
from flask import Flask
from sqlalchemy import select
from tests.builders import World, build_neighbour, build_world, give_role
from tests.identity.scim.conftest import GROUP, Directory, connect
from tests.identity.scim.linked import linked
from tests.identity.scim.test_people import person_behind

from handrail.audit.models import TenantEntry
from handrail.identity import queries
from handrail.identity.models import Membership
from handrail.identity.oidc.rules import GroupGrant
from handrail.identity.scim import tokens
from handrail.identity.scim.models import ScimRefusal
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict

MAP = {"Personnel": Role.HR, "Coordinators": Role.COORDINATOR}


@pytest.fixture(scope="module")
def world(app: Flask) -> World:  # noqa: ARG001 - its database
    """One for all: each test has a directory and people of its own."""
    return build_world()


@pytest.fixture
def mapped(app: Flask, world: World) -> Directory:
    return connect(app, world, everywhere=True, gives=MAP)


def roles(world: World, user_id: str) -> list[Role]:
    person_id = person_behind(world, user_id).id
    with world.engine() as session:
        return queries.roles_of(session, world.tenant_id, person_id)


def refusals(directory: Directory) -> list[ScimRefusal]:
    mine = select(ScimRefusal).where(ScimRefusal.connection_id == directory.connection_id)
    with directory.world.session(Role.CONSULTANCY_ADMIN) as (session, _actor):
        return list(session.scalars(mine))


def test_a_group_of_the_map_gives_its_role_and_any_other_nothing(mapped: Directory) -> None:
    anna = mapped.bring("anna")
    mapped.group("Administrators", anna["id"])
    assert roles(mapped.world, anna["id"]) == []
    mapped.group("personnel", anna["id"])  # names of groups are the same in any case
    assert roles(mapped.world, anna["id"]) == [Role.HR]
    with mapped.world.engine() as session:
        mine = Membership.source == f"scim:{mapped.connection_id}"
        given = session.scalars(select(Membership).where(mine)).one()
    assert given.employer_id == mapped.world.employer_id


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "remove", "path": 'members[value eq "{}"]'},
        {"op": "remove", "path": "members"},
        {"op": "remove", "path": "members", "value": [{"value": "{}"}]},
        {"op": "replace", "path": "members", "value": []},
        {"op": "replace", "path": "displayName", "value": "Somebody"},
    ],
    ids=["value filter", "all", "as Entra says it", "replaced", "the group is renamed"],
)
def test_who_leaves_a_group_loses_its_role_at_once(mapped: Directory, operation: dict[str, object]) -> None:
    anna = mapped.bring("anna")
    group = mapped.group("Personnel", anna["id"])
    said = {
        name: [{"value": anna["id"]}] if value == [{"value": "{}"}] else str(value).format(anna["id"])
        if isinstance(value, str) else value
        for name, value in operation.items()
    }  # fmt: skip
    assert mapped.patch(f"/Groups/{group['id']}", said).status_code == 200
    assert roles(mapped.world, anna["id"]) == []
    mapped.patch(
        f"/Groups/{group['id']}",
        {"op": "add", "path": "members", "value": [{"value": anna["id"]}]},
        {"op": "replace", "path": "displayName", "value": "Personnel"},
    )
    assert roles(mapped.world, anna["id"]) == [Role.HR]


def test_a_group_that_is_removed_gives_nothing_any_more(mapped: Directory) -> None:
    anna = mapped.bring("anna")
    group = mapped.group("Personnel", anna["id"])
    before = mapped.get(f"/Users/{anna['id']}")
    assert [each["display"] for each in before["groups"]] == ["Personnel"]
    assert mapped.ask("DELETE", f"/Groups/{group['id']}").status_code == 204
    assert roles(mapped.world, anna["id"]) == []
    assert "groups" not in mapped.get(f"/Users/{anna['id']}")


def test_two_groups_that_give_one_role_are_left_one_by_one(app: Flask, world: World) -> None:
    directory = connect(app, world, gives={"A": Role.HR, "B": Role.HR})
    anna = directory.bring("anna")
    groups = [directory.group(name, anna["id"]) for name in "AB"]
    for group, left in zip(groups, ([Role.HR], []), strict=True):
        directory.ask("DELETE", f"/Groups/{group['id']}")
        assert roles(world, anna["id"]) == left


def test_a_role_that_a_person_gave_stays(mapped: Directory) -> None:
    anna = mapped.bring("anna")
    give_role(mapped.world.tenant_id, person_behind(mapped.world, anna["id"]).id, Role.UNION, mapped.world.employer_id)
    group = mapped.group("Personnel", anna["id"])
    mapped.ask("DELETE", f"/Groups/{group['id']}")
    assert roles(mapped.world, anna["id"]) == [Role.UNION]


def test_a_role_that_signing_on_gave_by_the_same_group_ends_with_it(app: Flask, world: World) -> None:
    directory, connection_id = linked(app, world, {"Personnel": Role.HR, "an-object-id": Role.UNION})
    anna = directory.bring("anna")
    group = directory.group("Personnel", anna["id"])
    person_id = person_behind(world, anna["id"]).id
    with world.engine() as session:
        own = session.scalars(select(Membership).where(Membership.person_id == person_id)).one()
        own.source = f"connection:{connection_id}"  # as if it came with a sign-on
    directory.ask("DELETE", f"/Groups/{group['id']}")
    assert roles(world, anna["id"]) == []


def test_who_is_not_active_holds_nothing_and_gets_it_back_with_being_active(mapped: Directory) -> None:
    anna = mapped.bring("anna")
    mapped.group("Personnel", anna["id"])
    for active, held in ((False, []), (True, [Role.HR])):
        mapped.patch(f"/Users/{anna['id']}", {"op": "replace", "path": "active", "value": active})
        assert roles(mapped.world, anna["id"]) == held


def test_a_map_may_name_a_group_by_its_external_id(app: Flask, world: World) -> None:
    directory, _connection_id = linked(app, world, {"an-object-id": Role.UNION})
    anna = directory.bring("anna")
    group = directory.group("Works council", anna["id"])
    assert roles(world, anna["id"]) == []
    for external_id, held in (("an-object-id", [Role.UNION]), ("other", [])):
        directory.patch(f"/Groups/{group['id']}", {"op": "replace", "path": "externalId", "value": external_id})
        assert roles(world, anna["id"]) == held


# --- Separation of duties -------------------------------------------------------------------------------------------


@pytest.mark.rule("NEU-1")
def test_a_group_that_would_break_neutrality_is_refused_named_and_shown(mapped: Directory) -> None:
    anna, ben = mapped.bring("anna"), mapped.bring("ben")
    mapped.group("Personnel", anna["id"])
    answer = mapped.ask(
        "POST", "/Groups", {"schemas": [GROUP], "displayName": "Coordinators",
                            "members": [{"value": ben["id"]}, {"value": anna["id"]}]},
    )  # fmt: skip
    assert answer.status_code == 409
    said = answer.get_json(force=True)["detail"]
    assert "NEU-1" in said
    assert "hr" in said
    assert mapped.get("/Groups")["totalResults"] == 1  # all of it, or nothing
    assert (roles(mapped.world, anna["id"]), roles(mapped.world, ben["id"])) == ([Role.HR], [])
    kept = refusals(mapped)
    assert [(each.rule, each.conflicting, each.role, each.grouping) for each in kept] == [
        ("NEU-1", Role.HR, Role.COORDINATOR, "Coordinators")
    ]
    with mapped.world.engine() as session:
        noted = select(TenantEntry.verb).where(TenantEntry.object_id == kept[0].id)
        assert session.scalars(noted).all() == ["scim_grant.refused"]


@pytest.mark.rule("NEU-1")
def test_the_same_refusal_is_one_line_that_counts_and_is_settled_when_nothing_stands_against_it(
    mapped: Directory,
) -> None:
    anna = mapped.bring("anna")
    personnel, coordinators = mapped.group("Personnel", anna["id"]), mapped.group("Coordinators")
    join = {"op": "add", "path": "members", "value": [{"value": anna["id"]}]}
    for _again in range(3):
        assert mapped.patch(f"/Groups/{coordinators['id']}", join).status_code == 409
    assert [(each.times, each.settled_at) for each in refusals(mapped)] == [(3, None)]
    mapped.ask("DELETE", f"/Groups/{personnel['id']}")
    assert mapped.patch(f"/Groups/{coordinators['id']}", join).status_code == 200
    assert roles(mapped.world, anna["id"]) == [Role.COORDINATOR]
    assert refusals(mapped)[0].settled_at is not None


@pytest.mark.rule("NEU-1")
def test_a_map_that_would_break_neutrality_refuses_those_alone_whom_it_would(mapped: Directory) -> None:
    anna, ben = mapped.bring("anna"), mapped.bring("ben")
    mapped.group("Personnel", anna["id"])
    mapped.group("Everybody", anna["id"], ben["id"])
    world = mapped.world
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        line = GroupGrant("Everybody", Role.LEAD_COORDINATOR, world.employer_id)
        assert tokens.add_line(session, actor, mapped.connection_id, line) == 1
    assert (roles(world, anna["id"]), roles(world, ben["id"])) == ([Role.HR], [Role.LEAD_COORDINATOR])
    assert len(refusals(mapped)) == 1
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        tokens.remove_line(session, actor, mapped.connection_id, line)
    assert roles(world, ben["id"]) == []


# --- What a map may say ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role",
    [Role.CONSULTANCY_ADMIN, Role.AUDITOR, Role.OPERATOR, Role.SUPPORT, Role.WORKER, Role.COORDINATOR],
)
def test_an_employers_directory_gives_no_role_beyond_its_employer(app: Flask, world: World, role: Role) -> None:
    mapped = connect(app, world)
    neighbour = build_neighbour(world)
    for line in (
        GroupGrant("G", role, None),
        GroupGrant("G", role, world.employer_id),
        GroupGrant("G", Role.HR, neighbour.employer_id),
        GroupGrant("G", Role.HR, None),
    ):
        with pytest.raises(Conflict), world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
            tokens.add_line(session, actor, mapped.connection_id, line)


def test_a_line_that_a_directory_may_not_have_gives_nothing_wherever_it_stands(app: Flask, world: World) -> None:
    """The map of the sign-on may have been written when it was the consultancy's."""
    directory, _connection_id = linked(app, world, {"G": Role.COORDINATOR, "H": Role.HR})
    anna = directory.bring("anna")
    for name, held in (("G", []), ("H", [Role.HR])):
        directory.group(name, anna["id"])
        assert roles(world, anna["id"]) == held


@pytest.mark.parametrize("member", ["nobody", "01890000-0000-7000-8000-000000000000"])
def test_a_member_is_somebody_of_the_directory(mapped: Directory, member: str) -> None:
    group = mapped.group("Personnel")
    other = mapped.group("Other")
    for value in (member, other["id"]):
        said = {"op": "add", "path": "members", "value": [{"value": value}]}
        answer = mapped.patch(f"/Groups/{group['id']}", said)
        assert answer.status_code == 400
        assert answer.get_json(force=True)["scimType"] == "invalidValue"


def test_a_group_is_one_by_its_name(mapped: Directory) -> None:
    mapped.group("Personnel")
    answer = mapped.ask("POST", "/Groups", {"schemas": [GROUP], "displayName": "PERSONNEL"})
    assert (answer.status_code, answer.get_json(force=True)["scimType"]) == (409, "uniqueness")


def test_joining_counts_as_a_change_of_the_person(mapped: Directory) -> None:
    anna = mapped.bring("anna")
    mapped.group("Other", anna["id"])
    assert mapped.get(f"/Users/{anna['id']}")["meta"]["version"] == 'W/"2"'
