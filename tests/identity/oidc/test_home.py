"""Which provider somebody is led to: by the host's consultancy, and by domains that were proven in the DNS."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from tests.builders import World, build_person, build_world
from tests.identity.oidc.hostile import HostileProvider
from tests.identity.oidc.journeys import SAME, Browser, change, connect, slug_of

from handrail.identity.oidc import domains
from handrail.identity.oidc.codes import ConnectionState
from handrail.kit.codes import Role
from handrail.tenancy.models import Person

PAGES = "/administration/sign-on"


class Zone:
    """The DNS of these tests."""

    def __init__(self) -> None:
        self.records: dict[str, list[str]] = {}
        self.asked: list[str] = []

    def __call__(self, name: str) -> list[str]:
        self.asked.append(name)
        return self.records.get(name, [])


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Zone:
    found = Zone()
    monkeypatch.setattr(domains, "lookup", found)
    return found


def claim(browser: Browser, connection_id: UUID, domain: str) -> tuple[str, str, str]:
    """Add a domain as its administrator; returns its path, and name and text of the record to set."""
    browser.signs_in(Role.CONSULTANCY_ADMIN)
    path = f"{PAGES}/{connection_id}"
    browser.press(f"{path}/domains/new", f"{path}/domains/new", domain=domain)
    page = browser.client.get(path).text
    token = page.replace("<wbr>", "").partition("handrail-domain=")[2].partition("<")[0]
    domain_path = path + "/domains/" + page.rpartition(f"{path}/domains/")[2].partition("/")[0]
    return domain_path, f"_handrail.{domain.lower()}", f"handrail-domain={token}"


def proven(browser: Browser, connection_id: UUID, zone: Zone) -> str:
    """Prove a fresh domain, and return it."""
    domain = f"{uuid4().hex[:8]}.example"
    path, name, text = claim(browser, connection_id, domain)
    zone.records[name] = ["something else", text]
    assert browser.press(f"{path}/check", f"{PAGES}/{connection_id}").status_code == 303
    return domain


def ask(app: Flask, world: World, email: str, *, host: str | None = None) -> tuple[int, str]:
    """Ask for a link in a browser that was never here."""
    client = app.test_client()
    base = f"http://{host or slug_of(world) + '.localhost'}"
    token = client.get("/sign-in", base_url=base).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "idempotency_key": str(uuid4()), "email": email, "consultancy": slug_of(world)}
    page = client.post("/sign-in", base_url=base, data=form, headers=SAME)
    return page.status_code, page.text.replace(email, "ADDRESS").replace(token, "TOKEN")


def test_the_page_of_a_consultancy_has_a_button_for_each_of_its_open_connections(
    app: Flask, world: World, provider: HostileProvider
) -> None:
    name = f"Login {uuid4().hex[:6]}"
    connection_id = connect(world, provider.issuer, name=name)
    client = app.test_client()
    assert name in client.get("/sign-in", base_url=f"http://{slug_of(world)}.localhost").text
    assert name not in client.get("/sign-in").text
    assert name not in client.get("/sign-in", base_url=f"http://{slug_of(build_world())}.localhost").text
    change(world, connection_id, state=ConnectionState.DRAFT)
    assert name not in client.get("/sign-in", base_url=f"http://{slug_of(world)}.localhost").text


def test_an_address_at_a_proven_domain_leads_to_its_provider_whether_or_not_anybody_has_it(
    app: Flask, browser: Browser, world: World, provider: HostileProvider, zone: Zone
) -> None:
    connection_id = connect(world, provider.issuer)
    domain = proven(browser, connection_id, zone)
    build_person(world.tenant_id, "Invented Mailbox", email=f"known@{domain}")
    known, unknown = ask(app, world, f"known@{domain}"), ask(app, world, f"nobody@{domain.upper()}")
    assert known[0] == 200
    assert f"/sign-on/{browser.slug}/{connection_id}" in known[1]
    assert _same(known[1]) == _same(unknown[1])
    assert f"/sign-on/{browser.slug}/{connection_id}" in ask(app, world, f"known@{domain}", host="localhost")[1]
    elsewhere = ask(app, world, "known@another.example")
    assert "/sign-on/" not in elsewhere[1]


def _same(page: str) -> str:
    """Return a page without what is random in it."""
    kept = [line for line in page.splitlines() if "nonce" not in line]
    return "\n".join(line.partition('name="csrf_token"')[0] for line in kept)


def test_a_domain_leads_nowhere_until_it_is_proven_and_after_it_was_let_go(
    app: Flask, browser: Browser, world: World, provider: HostileProvider, zone: Zone
) -> None:
    connection_id = connect(world, provider.issuer)
    domain = f"{uuid4().hex[:8]}.example"
    path, name, text = claim(browser, connection_id, domain)
    page = browser.client.get(f"{PAGES}/{connection_id}").text.replace("<wbr>", "")
    assert name in page
    assert text in page
    for said in ([], ["handrail-domain="], [text + "x"], [text.upper()]):
        zone.records[name] = said
        assert browser.press(f"{path}/check", f"{PAGES}/{connection_id}").status_code == 409
    assert "/sign-on/" not in ask(app, world, f"a@{domain}")[1]
    zone.records[name] = [f" {text} "]
    assert browser.press(f"{path}/check", f"{PAGES}/{connection_id}").status_code == 303
    assert "/sign-on/" in ask(app, world, f"a@{domain}")[1]
    assert "/sign-on/" not in ask(app, world, f"a@sub.{domain}")[1]
    assert browser.press(f"{path}/remove", f"{PAGES}/{connection_id}").status_code == 303
    assert "/sign-on/" not in ask(app, world, f"a@{domain}")[1]


def test_a_domain_is_of_one_consultancy_only(
    app: Flask, browser: Browser, world: World, provider: HostileProvider, zone: Zone
) -> None:
    domain = proven(browser, connect(world, provider.issuer), zone)
    neighbour = build_world()
    other = Browser(app, neighbour)
    connection_id = connect(neighbour, provider.issuer)
    path, name, text = claim(other, connection_id, domain)
    zone.records[name].append(text)
    answer = other.press(f"{path}/check", f"{PAGES}/{connection_id}")
    assert answer.status_code == 409
    assert "Another consultancy uses this domain" in answer.text
    assert "/sign-on/" not in ask(app, neighbour, f"a@{domain}")[1]


@pytest.mark.parametrize("domain", ["gmail.com", "GMAIL.com.", "localhost", "a b.example", "@", "-x.example", "com"])
def test_a_domain_where_anybody_gets_an_address_and_what_is_none_are_refused(
    browser: Browser, world: World, provider: HostileProvider, zone: Zone, domain: str
) -> None:
    path = f"{PAGES}/{connect(world, provider.issuer)}/domains/new"
    browser.signs_in(Role.CONSULTANCY_ADMIN)
    assert browser.press(path, path, domain=domain).status_code == 422
    assert zone.asked == []


def test_only_an_address_at_a_proven_domain_becomes_somebodys_contact(
    browser: Browser, world: World, provider: HostileProvider, zone: Zone
) -> None:

    connection_id = connect(world, provider.issuer)
    domain = proven(browser, connection_id, zone)
    build_person(world.tenant_id, "Invented First", email=f"taken@{domain}")
    for subject, told in (("one", f"one@{domain}"), ("two", "two@unproven.example"), ("three", f"taken@{domain}")):
        provider.says = lambda claims, told=told: claims | {"email": told}
        browser.another().signs_on(connection_id, provider, f"contact-{subject}")
    with world.engine() as session:
        found = dict(
            session.execute(select(Person.name, Person.email).where(Person.name.like("Invented Contact-%"))).all()
        )
    assert found == {
        "Invented Contact-One": f"one@{domain}", "Invented Contact-Two": None, "Invented Contact-Three": None,
    }  # fmt: skip
