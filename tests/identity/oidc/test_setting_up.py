"""Setting a connection up: by page and API, tried before it opens, and explained where it does not work."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from tests.builders import World, bearer, build_employer, build_person, build_world, give_role
from tests.identity.oidc.hostile import CLIENT_ID, CLIENT_SECRET, HostileProvider
from tests.identity.oidc.journeys import SAME, Browser, change, connect, onward

from handrail.audit.models import TenantEntry
from handrail.identity.oidc.codes import ConnectionState
from handrail.identity.oidc.models import IdentityConnection
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session

PAGES, API = "/administration/sign-on", "/api/v1/sign-on/connections"


@pytest.fixture
def admin(browser: Browser) -> Browser:
    return browser.signs_in(Role.CONSULTANCY_ADMIN)


def typed(provider: HostileProvider, **more: str) -> dict[str, str]:
    return {
        "name": f"Login {uuid4().hex[:6]}", "discovery": provider.issuer, "client_id": CLIENT_ID,
        "client_authentication": "client_secret_basic", "client_secret": CLIENT_SECRET, "scopes": "openid\r\nprofile",
        "strong_acr": "two", "strong_amr": "mfa", "groups_claim": "groups", "employer_id": "",
    } | more  # fmt: skip


def made(browser: Browser, provider: HostileProvider, **more: str) -> UUID:
    page = browser.press(f"{PAGES}/new", f"{PAGES}/new", **typed(provider, **more))
    assert page.status_code == 303, page.text
    return UUID(page.headers["Location"].rpartition("/")[2])


def row_of(world: World, connection_id: UUID) -> IdentityConnection:
    with world.engine() as session:
        return session.get_one(IdentityConnection, (world.tenant_id, connection_id))


def test_a_connection_is_made_tried_opened_and_signed_on_with(
    admin: Browser, world: World, provider: HostileProvider
) -> None:
    more = {"groups-0-group": "people", "groups-0-role": "hr", "groups-0-employer_id": str(world.employer_id)}
    connection_id = made(admin, provider, **more)
    path = f"{PAGES}/{connection_id}"
    assert row_of(world, connection_id).state is ConnectionState.DRAFT
    assert admin.press(f"{path}/open", path).status_code == 409
    assert admin.another().press(f"/sign-on/{admin.slug}/{connection_id}").status_code == 404
    provider.says = lambda claims: claims | {"groups": ["people"], "acr": "two"}
    session = admin.cookie
    back = admin.client.get(provider.authorize(onward(admin.press(f"{path}/try", path)), "trier"))
    assert back.status_code == 303
    page = admin.client.get(back.headers["Location"]).text
    assert "The try went well." in page
    assert "Human resources" in page
    assert admin.cookie == session  # nobody was signed in by it
    assert admin.press(f"{path}/open", path).status_code == 303
    someone = admin.another()
    assert someone.signs_on(connection_id, provider, "trier").status_code == 303
    assert someone.is_signed_in()
    assert admin.press(f"{path}/close", path).status_code == 303
    assert not someone.is_signed_in()


def test_the_secret_lies_sealed_and_is_shown_nowhere(admin: Browser, world: World, provider: HostileProvider) -> None:
    connection_id = made(admin, provider)
    sealed = row_of(world, connection_id).secret_sealed
    assert sealed
    assert CLIENT_SECRET.encode() not in sealed
    headers = bearer(world, Role.CONSULTANCY_ADMIN)
    shown = [
        admin.client.get(f"{PAGES}/{connection_id}").text,
        admin.client.get(f"{PAGES}/{connection_id}/edit").text,
        admin.client.get(f"{API}/{connection_id}", headers=headers).text,
        admin.client.get(API, headers=headers).text,
    ]
    assert not [text for text in shown if "not a secret" in text]
    with world.engine() as session:
        entries = session.scalars(select(TenantEntry).where(TenantEntry.object_id == connection_id)).all()
    assert entries
    assert "not a secret" not in repr([vars(entry) for entry in entries])
    kept = typed(provider, client_secret="")
    assert admin.press(f"{PAGES}/{connection_id}/edit", f"{PAGES}/{connection_id}/edit", **kept).status_code == 303
    assert row_of(world, connection_id).secret_sealed == sealed  # left empty, the one there is stays


def test_the_form_offers_and_keeps_the_roles_that_groups_give_now(
    admin: Browser, world: World, provider: HostileProvider
) -> None:
    group_map = [
        {"group": "chiefs", "role": "consultancy_admin", "employer_id": None},
        {"group": "listeners", "role": "coordinator", "employer_id": str(world.employer_id)},
    ]
    connection_id = connect(world, provider.issuer, group_map=group_map)
    page = admin.client.get(f"{PAGES}/{connection_id}/edit").text
    chosen = re.findall(r'<option value="([^"]*)"[^>]* selected', page)
    assert chosen == ["consultancy_admin", "", "coordinator", str(world.employer_id)]
    own = connect(world, provider.issuer, employer_id=world.employer_id)
    offered = set(re.findall(r'<option value="([a-z_]+)"', admin.client.get(f"{PAGES}/{own}/edit").text))
    assert "hr" in offered
    assert not offered & {"coordinator", "lead_coordinator", "consultancy_admin", "worker", "auditor"}


def test_a_sealed_secret_does_not_open_in_another_row(
    world: World, provider: HostileProvider, browser: Browser
) -> None:
    first, second = connect(world, provider.issuer), connect(world, provider.issuer, client_secret="another")
    change(world, second, secret_sealed=row_of(world, first).secret_sealed)
    assert browser.press(f"/sign-on/{browser.slug}/{second}").status_code == 410


TROUBLE = [
    ({"metadata": {"issuer": "https://elsewhere.example"}}, "calls itself https://elsewhere.example"),
    ({"metadata": {"id_token_signing_alg_values_supported": ["HS256"]}}, "RS256, PS256 and ES256"),
    ({"metadata": {"code_challenge_methods_supported": ["plain"]}}, "PKCE with S256"),
    ({"metadata": {"response_types_supported": ["id_token"]}}, "authorization code flow"),
    ({"metadata": {"token_endpoint": None}}, "token_endpoint"),
    ({"metadata": {"token_endpoint_auth_methods_supported": ["none"]}}, "client_secret_basic"),
    ({"published": []}, "no public key that can sign"),
    ({"documents": {"/.well-known/openid-configuration": b"<html>"}}, "could not be asked"),
    ({"metadata": {"authorization_endpoint": None}}, "authorization_endpoint"),
]


@pytest.mark.parametrize(("changed", "sentence"), TROUBLE, ids=[case[1] for case in TROUBLE])
def test_what_is_wrong_with_a_connection_is_said_before_anybody_is_sent_away(
    admin: Browser, provider: HostileProvider, changed: dict[str, object], sentence: str
) -> None:
    connection_id = made(admin, provider)
    for name, value in changed.items():
        setattr(provider, name, value)
    page = admin.press(f"{PAGES}/{connection_id}/try", f"{PAGES}/{connection_id}")
    assert page.status_code == 200
    assert 'http-equiv="refresh"' not in page.text
    assert sentence in page.text


def test_a_redirect_address_that_the_provider_does_not_know_is_said(admin: Browser, provider: HostileProvider) -> None:
    connection_id = made(admin, provider)
    provider.metadata = {"authorization_endpoint": f"{provider.issuer}/not-there"}
    page = admin.press(f"{PAGES}/{connection_id}/try", f"{PAGES}/{connection_id}").text
    assert "Register the redirect address exactly as it is" in page
    assert f"http://localhost/sign-on/{admin.slug}/{connection_id}/return" in page


ROUND_TRIPS = [
    ({"token_error": "invalid_client"}, "does not accept the client or its secret"),
    ({"token_error": "invalid_grant"}, "refused its own code"),
    ({"token_error": "server_error"}, "answered with an error"),
    ({"answer": lambda params: {"error": "access_denied", "state": params["state"]}}, "did not let you through"),
    ({"says": lambda claims: claims | {"aud": "x"}}, "meant for another client"),
    ({"says": lambda claims: claims | {"nonce": None}}, "does not carry the nonce"),
    ({"says": lambda claims: claims | {"sub": None}}, "who it is about"),
]


@pytest.mark.parametrize(("changed", "sentence"), ROUND_TRIPS, ids=[case[1] for case in ROUND_TRIPS])
def test_what_went_wrong_on_a_try_is_said_to_whoever_tried_and_to_nobody_else(
    admin: Browser, world: World, provider: HostileProvider, changed: dict[str, object], sentence: str
) -> None:
    connection_id = made(admin, provider)
    path = f"{PAGES}/{connection_id}"
    for name, value in changed.items():
        setattr(provider, name, value)
    back = admin.client.get(provider.authorize(onward(admin.press(f"{path}/try", path))))
    told = admin.client.get(back.headers["Location"])
    assert sentence in told.text
    assert admin.press(f"{path}/open", path).status_code == 409
    colleague = build_person(world.tenant_id, "Invented Colleague")
    give_role(world.tenant_id, colleague, Role.CONSULTANCY_ADMIN, None)
    other = admin.another().signs_in(Role.CONSULTANCY_ADMIN, colleague)
    assert other.client.get(back.headers["Location"]).status_code == 404


def test_a_factor_that_is_asked_for_and_not_told_is_said(admin: Browser, provider: HostileProvider) -> None:
    path = f"{PAGES}/{made(admin, provider, requires_mfa='true')}"
    back = admin.client.get(provider.authorize(onward(admin.press(f"{path}/try", path))))
    assert "does not tell of a second factor" in admin.client.get(back.headers["Location"]).text


def test_an_employers_administrator_looks_after_their_own_connections_only(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    person = build_person(world.tenant_id, "Invented Employer Administrator")
    give_role(world.tenant_id, person, Role.EMPLOYER_ADMIN, world.employer_id)
    other_employer, _site = build_employer(world.tenant_id)
    own, other = (connect(world, provider.issuer, employer_id=each) for each in (world.employer_id, other_employer))
    everybodys = connect(world, provider.issuer)
    headers = bearer(world, Role.EMPLOYER_ADMIN, person)
    listed = {row["id"] for row in browser.client.get(API, headers=headers).json or []}
    assert str(own) in listed
    assert not listed & {str(other), str(everybodys)}
    for hidden in (other, everybodys, uuid4()):
        assert browser.client.get(f"{API}/{hidden}", headers=headers).status_code == 404
        changed = browser.client.patch(f"{API}/{hidden}", json={"name": "Mine"}, headers=headers)
        assert changed.status_code == 404
    body = {"name": "Ours", "discovery": provider.issuer, "client_id": "x"}
    for employer in (None, str(other_employer)):
        assert browser.client.post(API, json=body | {"employer_id": employer}, headers=headers).status_code == 404
    smuggled = [{"group": "g", "role": role, "employer_id": None} for role in ("coordinator", "consultancy_admin")]
    answer = browser.client.patch(f"{API}/{own}", json={"groups": smuggled}, headers=headers)
    assert answer.status_code == 422
    elsewhere = [{"group": "g", "role": "hr", "employer_id": str(other_employer)}]
    assert browser.client.patch(f"{API}/{own}", json={"groups": elsewhere}, headers=headers).status_code == 422
    assert row_of(world, own).group_map == []


def test_the_database_hides_connections_of_others_from_an_employers_administrator(
    world: World, provider: HostileProvider
) -> None:
    person = build_person(world.tenant_id, "Invented Other Administrator")
    give_role(world.tenant_id, person, Role.EMPLOYER_ADMIN, world.employer_id)
    connect(world, provider.issuer)
    with tenant_session(world.actor(Role.EMPLOYER_ADMIN, person).context()) as session:
        found = session.scalars(select(IdentityConnection.employer_id)).all()
    assert set(found) <= {world.employer_id}


def test_another_consultancy_sees_and_changes_nothing(
    browser: Browser, world: World, provider: HostileProvider
) -> None:
    connection_id = connect(world, provider.issuer)
    neighbour = build_world()
    headers = bearer(neighbour, Role.CONSULTANCY_ADMIN)
    assert browser.client.get(API, headers=headers).json == []
    assert browser.client.get(f"{API}/{connection_id}", headers=headers).status_code == 404
    with neighbour.engine() as session:
        assert session.scalar(select(func.count()).select_from(IdentityConnection)) == 0


def test_a_change_asks_for_a_fresh_proof(browser: Browser, world: World, provider: HostileProvider) -> None:
    group = {"group": "admins", "role": "consultancy_admin", "employer_id": None}
    connection_id = connect(world, provider.issuer, group_map=[group])
    provider.says = lambda claims: claims | {"groups": ["admins"]}
    browser.signs_on(connection_id, provider, "chief")  # one factor: whole, and not fresh
    assert browser.client.get(PAGES).status_code == 200
    path = f"{PAGES}/{connection_id}"
    assert browser.client.get(f"{path}/edit").headers["Location"].startswith("/account/prove")
    assert browser.press(f"{path}/close", path).status_code == 401
    assert row_of(world, connection_id).state is ConnectionState.ACTIVE


def test_no_other_role_finds_the_pages(browser: Browser, world: World) -> None:
    for role in (Role.HR, Role.COORDINATOR, Role.WORKER):
        assert browser.signs_in(role).client.get(PAGES).status_code == 404
        assert browser.client.get(API, headers=bearer(world, role)).status_code == 404


def test_the_api_makes_checks_and_closes(app: Flask, world: World, provider: HostileProvider) -> None:
    client, headers = app.test_client(), bearer(world, Role.CONSULTANCY_ADMIN) | SAME
    body = {
        "name": f"By program {uuid4().hex[:4]}", "discovery": provider.issuer, "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET, "strong_acr": ["two"],
    }  # fmt: skip
    answer = client.post(API, json=body, headers=headers)
    assert answer.status_code == 201, answer.json
    told = answer.json
    assert told
    assert told["issuer"] == provider.issuer
    assert told["has_secret"] is True
    path = f"{API}/{told['id']}"
    found = client.post(f"{path}/check", headers=headers).json
    assert found
    assert found["well"] is True
    assert [each["step"] for each in found["findings"]] == ["secret", "metadata", "keys", "door"]
    provider.metadata = {"code_challenge_methods_supported": ["plain"]}
    found = client.post(f"{path}/check", headers=headers).json
    assert found
    assert found["findings"][-1]["reason"] == "no_pkce"
    assert client.post(f"{path}/open", headers=headers).status_code == 409
    closed = client.post(f"{path}/close", headers=headers).json
    assert closed
    assert closed["state"] == "off"


def test_a_second_factor_is_asked_for_unless_the_consultancy_says_otherwise(
    app: Flask, world: World, provider: HostileProvider
) -> None:
    person = build_person(world.tenant_id, "Invented Employer Administrator")
    give_role(world.tenant_id, person, Role.EMPLOYER_ADMIN, world.employer_id)
    theirs, ours = bearer(world, Role.EMPLOYER_ADMIN, person), bearer(world, Role.CONSULTANCY_ADMIN)
    client, at = app.test_client(), API
    body = {"discovery": provider.issuer, "client_id": CLIENT_ID, "employer_id": str(world.employer_id)}

    def send(method: str, path: str, headers: dict[str, str], **more: Any) -> Any:
        return client.open(path, method=method, json=more, headers=headers | {"Idempotency-Key": str(uuid4())})

    made = send("POST", at, theirs, **body, name="Asks for two").get_json()
    assert made["requires_mfa"] is True
    refused = [
        send("POST", at, theirs, **body, name="Asks for one", requires_mfa=False),
        send("PATCH", f"{at}/{made['id']}", theirs, requires_mfa=False),
    ]
    assert [answer.status_code for answer in refused] == [422, 422]
    assert row_of(world, UUID(made["id"])).requires_mfa is True
    for wanted in (False, True):
        assert send("PATCH", f"{at}/{made['id']}", ours, requires_mfa=wanted).get_json()["requires_mfa"] is wanted
    with world.engine() as session:
        verbs = session.scalars(select(TenantEntry.verb).where(TenantEntry.object_id == UUID(made["id"]))).all()
    waived, asked = "identity_connection.second_factor_waived", "identity_connection.second_factor_asked"
    assert [verb for verb in verbs if verb in {waived, asked}] == [waived, asked]
