"""Signing on with a provider: the whole way, over real HTTP."""

from uuid import UUID

import pytest
from sqlalchemy import select
from tests.builders import World, build_person, give_role
from tests.identity.oidc.hostile import HostileProvider
from tests.identity.oidc.journeys import Browser, change, connect, reason_of

from handrail.identity.models import Membership, SignIn
from handrail.identity.oidc.models import ExternalLogin, RefusedGrant, SignOnAttempt
from handrail.identity.proofs import Method
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.tenancy.models import Person

HR_GROUP = "people-department"


def hr_map(world: World, role: Role = Role.HR) -> list[dict[str, str]]:
    return [{"group": HR_GROUP, "role": role.value, "employer_id": str(world.employer_id)}]


def in_groups(*groups: str) -> dict[str, list[str]]:
    return {"groups": list(groups)}


def person_of(world: World, subject: str, connection_id: UUID) -> Person:
    with world.engine() as session:
        statement = (
            select(Person)
            .join(ExternalLogin, (ExternalLogin.tenant_id == Person.tenant_id) & (ExternalLogin.person_id == Person.id))
            .where(ExternalLogin.subject == subject, ExternalLogin.connection_id == connection_id)
        )
        return session.scalars(statement).one()


def newest_session(world: World) -> SignIn:
    with world.engine() as session:
        return session.scalars(select(SignIn).order_by(SignIn.started_at.desc()).limit(1)).one()


def test_whoever_nobody_gave_a_role_becomes_a_person_and_is_told_so(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    connection_id = connect(world, provider.issuer)
    page = browser.signs_on(connection_id, provider, "newcomer")
    assert page.status_code == 200
    assert "Nobody has given you a role here yet" in page.text
    assert browser.cookie is None
    person = person_of(world, "newcomer", connection_id)
    assert person.name == "Invented Newcomer"
    assert person.email is None
    with world.engine() as session:
        assert session.scalars(select(Membership).where(Membership.person_id == person.id)).all() == []
    browser.signs_on(connection_id, provider, "newcomer")
    assert person_of(world, "newcomer", connection_id).id == person.id


def test_pkce_state_and_nonce_go_out_and_nothing_of_them_lies_in_a_table(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    connection_id = connect(world, provider.issuer)
    browser.signs_on(connection_id, provider)
    asked = provider.asked_for[-1]
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) >= 43
    assert len(asked["nonce"]) == 64
    assert asked["redirect_uri"] == f"http://localhost/sign-on/{browser.slug}/{connection_id}/return"
    with world.engine() as session:
        row = session.scalars(select(SignOnAttempt).where(SignOnAttempt.connection_id == connection_id)).one()
        kept = repr([getattr(row, column.key) for column in SignOnAttempt.__table__.columns])
    assert asked["state"] not in kept
    assert asked["nonce"] not in kept


def test_a_group_gives_a_role_and_the_role_goes_with_the_group(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    connection_id = connect(world, provider.issuer, group_map=hr_map(world))
    provider.says = lambda claims: claims | in_groups(HR_GROUP, "everybody")
    page = browser.signs_on(connection_id, provider, "hanna")
    assert page.status_code == 303
    assert browser.is_signed_in()
    assert newest_session(world).method is Method.PROVIDER
    assert newest_session(world).role is Role.HR
    provider.says = lambda claims: claims | in_groups("everybody")
    assert "Nobody has given you a role" in browser.signs_on(connection_id, provider, "hanna").text
    assert not browser.is_signed_in()  # the session of before lost its role with the membership


def test_a_role_that_somebody_else_gave_stays_when_the_group_goes(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    connection_id = connect(world, provider.issuer, group_map=hr_map(world))
    browser.signs_on(connection_id, provider, "stays")
    give_role(world.tenant_id, person_of(world, "stays", connection_id).id, Role.HR, world.employer_id)
    provider.says = lambda claims: claims | in_groups(HR_GROUP)
    browser.signs_on(connection_id, provider, "stays")
    provider.says = lambda claims: claims
    assert browser.signs_on(connection_id, provider, "stays").status_code == 303
    assert browser.is_signed_in()


def test_a_group_called_admin_gives_nothing(browser: Browser, world: World, provider: HostileProvider) -> None:
    connection_id = connect(world, provider.issuer, group_map=hr_map(world))
    provider.says = lambda claims: (
        claims | in_groups("admin", "consultancy_admin", "administrators") | {"roles": ["consultancy_admin"]}
    )
    assert "Nobody has given you a role" in browser.signs_on(connection_id, provider, "wishful").text


@pytest.mark.rule("NEU-1")
def test_a_group_that_would_break_neutrality_is_refused_and_shown(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    connection_id = connect(world, provider.issuer, group_map=hr_map(world))
    browser.signs_on(connection_id, provider, "between")
    person = person_of(world, "between", connection_id)
    give_role(world.tenant_id, person.id, Role.COORDINATOR, world.employer_id)
    provider.says = lambda claims: claims | in_groups(HR_GROUP)
    browser.signs_on(connection_id, provider, "between")
    with world.engine() as session:
        held = session.scalars(select(Membership.role).where(Membership.person_id == person.id)).all()
        refused = session.scalars(select(RefusedGrant).where(RefusedGrant.person_id == person.id)).one()
    assert held == [Role.COORDINATOR]
    assert (refused.role, refused.rule, refused.conflicting) == (Role.HR, "NEU-1", "coordinator")
    admin = browser.another().signs_in(Role.CONSULTANCY_ADMIN)
    page = admin.client.get(f"/administration/sign-on/{connection_id}").text
    assert "Invented Between" in page
    assert "NEU-1" in page
    provider.says = lambda claims: claims
    browser.signs_on(connection_id, provider, "between")
    assert "Invented Between" not in admin.client.get(f"/administration/sign-on/{connection_id}").text


def test_a_connection_of_an_employer_gives_no_role_elsewhere_whatever_its_map_holds(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    smuggled = [
        {"group": HR_GROUP, "role": "consultancy_admin", "employer_id": None},
        {"group": HR_GROUP, "role": "coordinator", "employer_id": str(world.employer_id)},
    ]
    connection_id = connect(world, provider.issuer, employer_id=world.employer_id, group_map=smuggled)
    provider.says = lambda claims: claims | in_groups(HR_GROUP)
    assert "Nobody has given you a role" in browser.signs_on(connection_id, provider, "smuggler").text


def test_an_employers_provider_never_opens_what_its_people_confide_or_hold_elsewhere(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    connection_id = connect(world, provider.issuer, employer_id=world.employer_id)
    worker = world.people[Role.WORKER]
    with world.engine() as session:
        session.add(_login(world, connection_id, provider.issuer, "worker", worker))
    assert "Nobody has given you a role" in browser.signs_on(connection_id, provider, "worker").text
    give_role(world.tenant_id, worker, Role.COMMITTEE, world.employer_id)
    assert browser.signs_on(connection_id, provider, "worker").status_code == 303
    assert newest_session(world).role is Role.COMMITTEE
    assert browser.press("/account/role", "/account", role="worker").status_code == 404
    assert browser.client.get("/my-return").status_code == 404


def _login(world: World, connection_id: UUID, issuer: str, subject: str, person_id: UUID) -> ExternalLogin:
    return ExternalLogin(
        tenant_id=world.tenant_id, connection_id=connection_id, issuer=issuer, subject=subject, person_id=person_id,
        linked_at=clock.now(), used_at=None, told_email=None,
    )  # fmt: skip


def test_an_address_is_never_who_somebody_is(browser: Browser, world: World, provider: HostileProvider) -> None:
    victim = build_person(world.tenant_id, "Invented Victim", email="victim@trial.example")
    give_role(world.tenant_id, victim, Role.HR, world.employer_id)
    connection_id = connect(world, provider.issuer)
    provider.says = lambda claims: claims | {"email": "victim@trial.example", "email_verified": True}
    assert "Nobody has given you a role" in browser.signs_on(connection_id, provider, "thief").text
    thief = person_of(world, "thief", connection_id)
    assert thief.id != victim
    assert thief.email is None
    provider.says = lambda claims: claims | {"email": "somebody-else@trial.example"}
    browser.signs_on(connection_id, provider, "thief")
    assert person_of(world, "thief", connection_id).id == thief.id


def test_somebody_whose_access_was_ended_does_not_come_in(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    connection_id = connect(world, provider.issuer, group_map=hr_map(world))
    provider.says = lambda claims: claims | in_groups(HR_GROUP)
    browser.signs_on(connection_id, provider, "leaver")
    with world.engine() as session:
        session.get_one(Person, (world.tenant_id, person_of(world, "leaver", connection_id).id)).active = False
    assert not browser.is_signed_in()
    assert reason_of(browser.signs_on(connection_id, provider, "leaver")) == "not_active"


def test_a_client_is_made_anew_when_its_connection_changes(
    browser: Browser, world: World, provider: HostileProvider, other_provider: HostileProvider
) -> None:
    connection_id = connect(world, provider.issuer)
    browser.signs_on(connection_id, provider)
    browser.signs_on(connection_id, provider)
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    assert provider.asked.count("/jwks") == 1
    change(
        world,
        connection_id,
        issuer=other_provider.issuer,
        discovery=f"{other_provider.issuer}/.well-known/openid-configuration",
    )
    assert browser.sets_out(connection_id).startswith(other_provider.issuer)
    assert browser.signs_on(connection_id, other_provider, "ann").status_code == 200
    with world.engine() as session:
        logins = session.scalars(select(ExternalLogin).where(ExternalLogin.connection_id == connection_id)).all()
    assert len({login.person_id for login in logins}) == 2  # the same subject of another issuer is somebody else


def test_a_key_that_changed_and_kept_its_name_locks_nobody_out(
    browser: Browser, world: World, provider: HostileProvider, second_key: object
) -> None:
    connection_id = connect(world, provider.issuer)
    browser.signs_on(connection_id, provider)
    provider.key = second_key  # type: ignore[assignment]
    assert browser.signs_on(connection_id, provider).status_code == 200
    assert provider.asked.count("/jwks") == 2


def test_the_session_before_is_dead_once_somebody_signed_on(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    connection_id = connect(world, provider.issuer, group_map=hr_map(world))
    provider.says = lambda claims: claims | in_groups(HR_GROUP)
    browser.signs_in(Role.HR)
    before = browser.cookie
    browser.signs_on(connection_id, provider, "twice")
    assert browser.cookie not in {None, before}
    old = browser.another()
    old.client.set_cookie("hr", before or "", domain="localhost")
    assert not old.is_signed_in()
