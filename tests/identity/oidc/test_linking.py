"""A second login of somebody: theirs by two proofs, never by an address; and a fresh proof from the provider."""

import time
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.builders import World, build_person, give_role
from tests.identity.oidc.hostile import HostileProvider
from tests.identity.oidc.journeys import Browser, connect, onward, reason_of

from handrail.identity.oidc.models import ExternalLogin
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.outbox import Outbox
from handrail.notifications import commands as notifications
from handrail.notifications import delivering
from handrail.notifications.codes import MessageKind
from handrail.notifications.commands import About
from handrail.tenancy.models import Person

LOGINS = "/account/logins"


@pytest.fixture
def connection(world: World, provider: HostileProvider) -> UUID:
    return connect(world, provider.issuer)


@pytest.fixture
def person(world: World) -> UUID:
    person_id = build_person(world.tenant_id, "Invented Linker")
    give_role(world.tenant_id, person_id, Role.HR, world.employer_id)
    return person_id


def logins_of(world: World, person_id: UUID) -> list[str]:
    with world.engine() as session:
        return list(session.scalars(select(ExternalLogin.subject).where(ExternalLogin.person_id == person_id)))


def links(browser: Browser, connection: UUID, provider: HostileProvider, subject: str) -> str:
    """Go there to link; returns the path with which the browser comes back."""
    return provider.authorize(onward(browser.press(f"{LOGINS}/{connection}/link", LOGINS)), subject)


def test_a_login_is_linked_by_both_proofs_and_both_addresses_are_told(
    browser: Browser, world: World, provider: HostileProvider, connection: UUID, person: UUID
) -> None:
    browser.signs_in(Role.HR, person)
    provider.says = lambda claims: claims | {"email": "Linker@Work.Example"}
    assert browser.client.get(links(browser, connection, provider, "linker")).status_code == 303
    assert logins_of(world, person) == ["linker"]
    with world.engine() as session:
        login = session.scalars(select(ExternalLogin).where(ExternalLogin.person_id == person)).one()
        asked = session.scalars(select(Outbox).where(Outbox.name == "notifications.tell_of_account")).all()
    assert login.told_email == "linker@work.example"
    about = {"person_id": str(person), "kind": "way_added"}
    told = [row.payload for row in asked if row.payload["person_id"] == str(person)]
    assert sorted(told, key=len) == [about, about | {"login_id": str(login.id)}]
    browser.client.delete_cookie("hr", domain="localhost")
    assert browser.signs_on(connection, provider, "linker").status_code == 303
    assert browser.is_signed_in()


def test_a_session_that_is_not_fresh_is_asked_for_a_proof_first(
    browser: Browser, world: World, provider: HostileProvider, connection: UUID, person: UUID
) -> None:
    provider.says = lambda claims: claims | {"acr": "two"}
    with world.engine() as session:
        session.add(_login(world, connection, provider.issuer, "stale", person))
    browser.signs_on(connection, provider, "stale")
    other = connect(world, provider.issuer)
    page = browser.press(f"{LOGINS}/{other}/link", LOGINS)
    assert page.status_code == 200
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        page = browser.press(f"{LOGINS}/{other}/link", LOGINS)
    assert page.status_code == 401
    assert "http-equiv" not in page.text


def _login(world: World, connection: UUID, issuer: str, subject: str, person_id: UUID) -> ExternalLogin:
    return ExternalLogin(
        tenant_id=world.tenant_id, connection_id=connection, issuer=issuer, subject=subject, person_id=person_id,
        linked_at=clock.now(), used_at=None, told_email=None,
    )  # fmt: skip


def test_a_link_that_somebody_else_began_links_nothing(
    browser: Browser, world: World, provider: HostileProvider, connection: UUID, person: UUID
) -> None:
    browser.signs_in(Role.HR, person)
    back = links(browser, connection, provider, "planted")
    victim = browser.another().signs_in(Role.COORDINATOR)
    assert reason_of(victim.client.get(back)) == "other_browser"
    assert logins_of(world, world.people[Role.COORDINATOR]) == []
    back = links(browser, connection, provider, "planted")
    browser.signs_in(Role.COORDINATOR)  # the same browser, another session
    assert browser.client.get(back).status_code == 302
    back = links(browser.signs_in(Role.HR, person), connection, provider, "planted")
    browser.signs_in(Role.HR, person)  # the same person, another session
    assert browser.client.get(back).status_code == 302
    assert logins_of(world, world.people[Role.COORDINATOR]) == logins_of(world, person) == []


def test_a_login_of_somebody_is_not_taken_over_but_that_of_nobody_is(
    browser: Browser, world: World, provider: HostileProvider, connection: UUID, person: UUID
) -> None:
    owner = build_person(world.tenant_id, "Invented Owner")
    with world.engine() as session:
        session.add(_login(world, connection, provider.issuer, "owned", owner))
    browser.signs_in(Role.HR, person)
    assert reason_of(browser.client.get(links(browser, connection, provider, "owned"))) == "taken"
    browser.another().signs_on(connection, provider, "early")  # tried it before linking: an empty person
    assert browser.client.get(links(browser, connection, provider, "early")).status_code == 303
    assert logins_of(world, person) == ["early"]
    with world.engine() as session:
        empty = session.scalars(
            select(Person).where(Person.key.like("sign-on/%"), Person.name == "Invented Early")
        ).one()
    assert not empty.active


def test_an_employers_connection_is_offered_to_its_own_people_only(
    browser: Browser, world: World, provider: HostileProvider, person: UUID
) -> None:
    own = connect(world, provider.issuer, employer_id=world.employer_id)
    browser.signs_in(Role.CONSULTANCY_ADMIN)
    assert browser.press(f"{LOGINS}/{own}/link", LOGINS).status_code == 404
    browser.signs_in(Role.HR, person)
    assert browser.press(f"{LOGINS}/{own}/link", LOGINS).status_code == 200


def test_a_session_that_an_employers_provider_vouched_for_links_nothing(
    browser: Browser, world: World, provider: HostileProvider, connection: UUID, person: UUID
) -> None:
    own = connect(world, provider.issuer, employer_id=world.employer_id)
    with world.engine() as session:
        session.add(_login(world, own, provider.issuer, "vouched", person))
    provider.says = lambda claims: claims | {"acr": "two"}
    assert browser.signs_on(own, provider, "vouched").status_code == 303
    assert browser.press(f"{LOGINS}/{connection}/link", LOGINS).status_code == 401
    asked = browser.client.get("/account/passkeys/new")
    assert (asked.status_code, asked.headers["Location"].partition("?")[0]) == (302, "/account/prove")


def test_a_login_that_is_let_go_ends_its_sessions(
    browser: Browser, world: World, provider: HostileProvider, connection: UUID, person: UUID
) -> None:
    browser.signs_in(Role.HR, person)
    browser.client.get(links(browser, connection, provider, "gone"))
    elsewhere = browser.another()
    elsewhere.signs_on(connection, provider, "gone")
    assert elsewhere.is_signed_in()
    with world.engine() as session:
        login = session.scalars(select(ExternalLogin).where(ExternalLogin.person_id == person)).one()
    other = browser.another().signs_in(Role.COORDINATOR)
    assert other.press(f"{LOGINS}/{login.id}/unlink", LOGINS).status_code == 404
    assert browser.press(f"{LOGINS}/{login.id}/unlink", LOGINS).status_code == 303
    assert logins_of(world, person) == []
    assert not elsewhere.is_signed_in()
    assert browser.is_signed_in()


@pytest.fixture
def prover(world: World, provider: HostileProvider, connection: UUID, person: UUID) -> UUID:
    """A connection through which the subject "prover" is somebody."""
    with world.engine() as session:
        session.add(_login(world, connection, provider.issuer, "prover", person))
    return connection


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"acr": "one"}, "too_weak"),
        ({"acr": "two", "auth_time": None}, "no_time"),
        ({"acr": "two", "auth_time": int(time.time()) - 3600}, "too_old"),
        ({"acr": "two", "sub": "somebody-else"}, "somebody_else"),
        ({"acr": "two"}, None),
    ],
)
def test_a_proof_at_the_provider_is_fresh_and_strong_and_theirs(
    browser: Browser, provider: HostileProvider, prover: UUID, claims: dict[str, object], reason: str | None
) -> None:
    connection = prover
    browser.signs_on(connection, provider, "prover")
    before = browser.cookie
    address = onward(browser.press("/account/prove/provider", "/account", target="/account/logins"))
    provider.says = lambda said: said | claims
    page = browser.client.get(provider.authorize(address, "prover"))
    asked = provider.asked_for[-1]
    assert (asked["max_age"], asked["prompt"], asked["acr_values"]) == ("0", "login", "two")
    if reason is None:
        assert page.headers["Location"] == "/account/logins"
        assert browser.cookie != before
        assert browser.press(f"{LOGINS}/{connection}/link", LOGINS).status_code == 200  # asks for a fresh proof
    else:
        assert reason_of(page) == reason
        assert browser.cookie == before


def test_the_warning_of_a_linked_login_goes_to_the_address_over_there_as_well(world: World, person: UUID) -> None:
    connection = connect(world, "https://provider.example")
    login = _login(world, connection, "https://provider.example", "mailed", person)
    login.told_email = "mailed@work.example"
    with world.engine() as session:
        session.add(login)
    reached = []
    for about in (About(), About(object_id=login.id)):
        with world.engine() as session:
            key = str(about.object_id)
            message = notifications.notify(
                session, world.tenant_id, person, MessageKind.WAY_ADDED, key=key, about=about
            )
            attempt = delivering.begin(session, world.tenant_id, message.id)
            assert attempt is not None
            reached.append(str(attempt.mail["To"]))
    assert reached[1] == "mailed@work.example"
    assert reached[0] != reached[1]
