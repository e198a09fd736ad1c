"""The whole way against providers that others wrote: two issuers for two consultancies, and one of another maker."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import redis
from flask import Flask
from sqlalchemy import select
from tests.builders import World, build_world
from tests.identity.oidc.hostile import CLIENT_SECRET, curve, rsa
from tests.identity.oidc.journeys import allow, change, connect, slug_of
from tests.identity.oidc.real import Surfer, client_at, npm_provider, serving

from handrail.identity.models import SignIn
from handrail.identity.oidc import secrets
from handrail.identity.oidc.codes import ClientAuthentication
from handrail.identity.oidc.models import IdentityConnection
from handrail.identity.proofs import Method
from handrail.kit.codes import Role
from handrail.kit.settings import Settings, configure

pytestmark = pytest.mark.slow
NOWHERE = "http://127.0.0.1:9"


@dataclass
class Place:
    """One consultancy with its provider."""

    world: World
    connection_id: UUID
    issuer: str
    address: str
    slug: str

    def surfer(self) -> Surfer:
        return Surfer(self.address, self.slug)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with serving(app) as found:
        yield found


@pytest.fixture(scope="module")
def places(database: Settings, address: str) -> Iterator[list[Place]]:
    made = []
    for name in ("people-of-one", "people-of-two"):
        world = build_world()
        group = {"group": name, "role": Role.HR.value, "employer_id": str(world.employer_id)}
        made.append((world, connect(world, NOWHERE, group_map=[group], scopes=["openid", "profile", "groups"])))
    clients = [
        client_at(address, slug_of(world), connection_id, CLIENT_SECRET, id_token_signed_response_alg=algorithm)
        for (world, connection_id), algorithm in zip(made, ("PS256", "ES256"), strict=True)
    ]
    told = {
        "groups": {"ann": ["people-of-one"], "bob": ["people-of-two"]},
        "jwks": {"keys": [rsa("one").as_dict(private=True), curve("two").as_dict(private=True)]},
    }
    with npm_provider(clients=clients[:1], **told) as one, npm_provider(clients=clients[1:], **told) as two:
        allow(database, urlsplit(one).netloc, urlsplit(two).netloc)
        for (world, connection_id), issuer in zip(made, (one, two), strict=True):
            change(world, connection_id, issuer=issuer, discovery=f"{issuer}/.well-known/openid-configuration")
        yield [
            Place(world, connection_id, issuer, address, slug_of(world))
            for (world, connection_id), issuer in zip(made, (one, two), strict=True)
        ]
        configure(database)


@pytest.fixture(autouse=True)
def _nobody_asked_before(valkey: redis.Redis) -> None:
    pass


def newest_session(world: World) -> SignIn:
    with world.engine() as session:
        return session.scalars(select(SignIn).order_by(SignIn.started_at.desc()).limit(1)).one()


def test_two_consultancies_sign_on_each_with_its_own_provider(places: list[Place]) -> None:
    for place, subject, other in ((places[0], "ann", "bob"), (places[1], "bob", "ann")):
        surfer = place.surfer()
        page = surfer.signs_on(place.connection_id, subject)
        assert page.status_code == 200, page.text
        assert page.url.path == "/absences"  # where HR's day starts
        session = newest_session(place.world)
        assert (session.method, session.external_subject) == (Method.PROVIDER, subject)
        assert session.external_session
        assert session.proven_at is None  # one factor, so it is whole and not fresh
        stranger = place.surfer().signs_on(place.connection_id, other)
        assert "Nobody has given you a role here yet" in stranger.text


def test_an_answer_of_one_provider_is_worth_nothing_at_the_other(places: list[Place]) -> None:
    one, two = places
    surfer = one.surfer()
    start = surfer.press(f"/sign-on/{one.slug}/{one.connection_id}")
    asked = two.surfer().press(f"/sign-on/{two.slug}/{two.connection_id}")
    assert start.status_code == asked.status_code == 200
    back = _back(surfer, start, "ann")
    crossed = back.replace(f"{one.slug}/{one.connection_id}", f"{two.slug}/{two.connection_id}")
    assert surfer.http.get(crossed).status_code == 403
    assert not surfer.is_signed_in()


def _back(surfer: Surfer, start: object, subject: str) -> str:
    """Return the address with which the provider sends the browser back, without opening it."""
    answer = start
    for _step in range(8):
        onward = answer.headers.get("location") if answer.has_redirect_location else None  # type: ignore[attr-defined]
        if onward is None:
            onward = answer.text.partition('content="0; url=')[2].partition('"')[0].replace("&amp;", "&")  # type: ignore[attr-defined]
        target = answer.url.join(onward)  # type: ignore[attr-defined]
        if "/return?" in str(target):
            return str(target)
        answer = surfer.http.get(target, headers={"x-trial-subject": subject})
    raise AssertionError("It never comes back.")


def test_a_fresh_proof_at_the_provider_opens_what_asks_for_one_and_a_weak_one_does_not(places: list[Place]) -> None:
    place = places[0]
    surfer = place.surfer()
    surfer.signs_on(place.connection_id, "ann")
    before = newest_session(place.world)
    weak = surfer.follow(surfer.press("/account/prove/provider", "/account", target="/account"), "ann", "one")
    assert "too_weak" in weak.text
    strong = surfer.follow(surfer.press("/account/prove/provider", "/account", target="/account"), "ann", "two")
    assert strong.url.path == "/account"
    after = newest_session(place.world)
    assert after.id != before.id
    assert after.proven_at is not None
    with place.world.engine() as session:
        assert session.get_one(SignIn, (place.world.tenant_id, before.id)).ended_at is not None


def test_signing_out_at_the_provider_ends_the_session_here(places: list[Place]) -> None:
    place = places[0]
    surfer, bystander = place.surfer(), place.surfer()
    surfer.signs_on(place.connection_id, "ann")
    bystander.signs_on(place.connection_id, "ann")
    assert surfer.is_signed_in()
    page = surfer.http.get(f"{place.issuer}/session/end?client_id=handrail-trial")
    answer = surfer.sends_form(page, logout="yes")
    assert answer.status_code in {200, 302, 303}
    assert not surfer.is_signed_in()
    assert bystander.is_signed_in()  # another session over there


def test_signing_out_here_leads_to_signing_out_there_and_back(places: list[Place]) -> None:
    place = places[1]
    surfer = place.surfer()
    surfer.signs_on(place.connection_id, "bob")
    page = surfer.follow(surfer.press("/sign-out", "/account"), "bob")
    assert page.url.path == f"/sign-on/{place.slug}/{place.connection_id}/signed-out"
    assert not surfer.is_signed_in()
    link = page.text.partition(f'href="{place.issuer}')[2].partition('"')[0].replace("&amp;", "&")
    assert "post_logout_redirect_uri" in link
    asking = surfer.http.get(place.issuer + link)
    back = surfer.follow(surfer.sends_form(asking, logout="yes"), "bob")
    assert back.url.path == f"/sign-on/{place.slug}/{place.connection_id}/signed-out"
    assert back.status_code == 200


def test_a_wrong_secret_and_an_unknown_redirect_address_are_told_as_such(places: list[Place], address: str) -> None:
    place = places[0]
    wrong = connect(place.world, place.issuer)
    page = Surfer(address, place.slug).press(f"/sign-on/{place.slug}/{wrong}")
    stuck = Surfer(address, place.slug).follow(page, "ann")
    assert stuck.status_code == 400  # the provider's own page: it does not know this redirect address
    give_secret(place, "another one")
    try:
        assert "wrong_client" in place.surfer().signs_on(place.connection_id, "ann").text
    finally:
        give_secret(place, CLIENT_SECRET)
    assert "Nobody has given you a role" in place.surfer().signs_on(place.connection_id, "bob").text


def give_secret(place: Place, secret: str) -> None:
    with place.world.engine() as session:
        row = session.get_one(IdentityConnection, (place.world.tenant_id, place.connection_id))
        secrets.seal(session, row, secret)
        row.version += 1


def test_a_provider_of_another_maker_signs_on_as_well(database: Settings, address: str) -> None:
    world = build_world()
    group = {"group": "people", "role": Role.HR.value, "employer_id": str(world.employer_id)}
    public = ClientAuthentication.NONE  # this one knows no secrets: PKCE alone
    connection_id = connect(world, NOWHERE, group_map=[group], client_authentication=public)
    with npm_provider("second.mjs", groups={"ann": ["people"]}) as issuer:
        allow(database, urlsplit(issuer).netloc)
        change(world, connection_id, issuer=issuer, discovery=f"{issuer}/.well-known/openid-configuration")
        surfer = Surfer(address, slug_of(world))
        page = surfer.signs_on(connection_id, "ann")
        assert page.url.path == "/absences", page.text
        assert newest_session(world).external_subject == "ann"
        change(world, connection_id, requires_mfa=True)
        assert "too_weak" in Surfer(address, slug_of(world)).signs_on(connection_id, "ann").text
