"""What a provider, a browser or somebody in between may try: each is refused, and says which check it was."""

import time
from collections.abc import Callable
from uuid import UUID

import pytest
from tests.builders import World, build_world
from tests.identity.oidc.hostile import Claims, HostileProvider, OctKey, RSAKey, curve, shared, sign, unsigned
from tests.identity.oidc.journeys import Browser, change, connect, reason_of

from handrail.identity.oidc.attempts import LIFE
from handrail.identity.oidc.codes import ConnectionState
from handrail.kit import clock, egress


@pytest.fixture
def connection(world: World, provider: HostileProvider) -> UUID:
    return connect(world, provider.issuer)


CLAIMS: list[tuple[str, Callable[[Claims], Claims], str]] = [
    ("another issuer", lambda claims: claims | {"iss": "https://elsewhere.example"}, "other_issuer"),
    ("no issuer", lambda claims: claims | {"iss": None}, "other_issuer"),
    ("another audience", lambda claims: claims | {"aud": "another-client"}, "other_audience"),
    ("another audience, in our name", lambda claims: claims | {"aud": "x", "azp": claims["aud"]}, "other_audience"),
    ("no audience", lambda claims: claims | {"aud": None}, "other_audience"),
    ("two audiences and nobody's name", lambda claims: claims | {"aud": [claims["aud"], "x"]}, "other_audience"),
    ("another party", lambda claims: claims | {"azp": "another-client"}, "other_audience"),
    ("no nonce", lambda claims: claims | {"nonce": None}, "other_nonce"),
    ("another nonce", lambda claims: claims | {"nonce": "0" * 64}, "other_nonce"),
    ("no nonce, as if there were none", lambda c: c | {"nonce": None, "nonce_supported": False}, "other_nonce"),
    ("ended", lambda claims: claims | {"exp": int(time.time()) - 31}, "expired"),
    ("never ends", lambda claims: claims | {"exp": None}, "expired"),
    ("begins later", lambda claims: claims | {"iat": int(time.time()) + 90}, "expired"),
    ("not valid yet", lambda claims: claims | {"nbf": int(time.time()) + 90}, "expired"),
    ("no subject", lambda claims: claims | {"sub": None}, "no_subject"),
    ("an empty subject", lambda claims: claims | {"sub": ""}, "no_subject"),
    ("a long subject", lambda claims: claims | {"sub": "a" * 256}, "no_subject"),
    ("a hash of another access token", lambda claims: claims | {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "bad_claims"),
    ("a sign-on of yesterday", lambda claims: claims | {"auth_time": int(time.time()) - 13 * 3600}, "too_old"),
    ("a sign-on of tomorrow", lambda claims: claims | {"auth_time": int(time.time()) + 3600}, "bad_claims"),
]  # fmt: skip


@pytest.mark.parametrize(("says", "reason"), [case[1:] for case in CLAIMS], ids=[case[0] for case in CLAIMS])
def test_a_token_that_says_something_else_is_refused(
    browser: Browser, provider: HostileProvider, connection: UUID, says: Callable[[Claims], Claims], reason: str
) -> None:
    provider.says = says
    assert reason_of(browser.signs_on(connection, provider)) == reason
    assert browser.cookie is None


def test_thirty_seconds_between_two_clocks_are_forgiven(
    browser: Browser, provider: HostileProvider, connection: UUID
) -> None:
    provider.says = lambda claims: claims | {"exp": int(time.time()) - 20, "iat": int(time.time()) + 10}
    assert browser.signs_on(connection, provider).status_code == 200


def test_a_token_without_a_signature_is_refused_though_the_metadata_offer_none(
    browser: Browser, provider: HostileProvider, connection: UUID
) -> None:
    provider.metadata = {"id_token_signing_alg_values_supported": ["none", "RS256"]}
    provider.sign = unsigned
    assert reason_of(browser.signs_on(connection, provider)) == "bad_signature"


def test_the_public_key_is_no_shared_secret(
    browser: Browser, provider: HostileProvider, connection: UUID, first_key: RSAKey
) -> None:
    public = first_key.as_pem(private=False)
    provider.sign = lambda claims: shared(claims, public, "first")
    assert reason_of(browser.signs_on(connection, provider)) == "bad_signature"


def test_a_shared_secret_that_is_published_signs_nothing(
    browser: Browser, provider: HostileProvider, connection: UUID, first_key: RSAKey
) -> None:
    secret = b"a secret that everybody knows, since it is published"
    provider.published = [OctKey.import_key(secret.decode(), {"kid": "shared"}), first_key]
    provider.sign = lambda claims: shared(claims, secret, "shared")
    assert reason_of(browser.signs_on(connection, provider)) == "bad_signature"


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS512"])
def test_an_algorithm_that_is_not_ours_is_refused_though_the_provider_offers_it(
    browser: Browser, provider: HostileProvider, connection: UUID, algorithm: str
) -> None:
    provider.metadata = {"id_token_signing_alg_values_supported": ["RS256", algorithm]}
    provider.algorithm = algorithm
    assert reason_of(browser.signs_on(connection, provider)) == "bad_signature"


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_our_three_algorithms_are_taken(
    browser: Browser, world: World, provider: HostileProvider, algorithm: str
) -> None:
    if algorithm == "ES256":
        provider.key = curve()
    provider.algorithm = algorithm
    assert browser.signs_on(connect(world, provider.issuer), provider).status_code == 200


@pytest.mark.parametrize("kid", ["first", "unknown"])
def test_a_key_of_somebody_else_signs_nothing_and_is_asked_for_once_more_only(
    browser: Browser, provider: HostileProvider, connection: UUID, second_key: RSAKey, kid: str
) -> None:
    provider.sign = lambda claims: sign(claims, second_key, kid=kid)
    assert reason_of(browser.signs_on(connection, provider)) == "bad_signature"
    assert provider.asked.count("/jwks") == 2


# --- The way there and back -----------------------------------------------------------------------------------


def test_a_state_comes_back_once(browser: Browser, provider: HostileProvider, connection: UUID) -> None:
    back = provider.authorize(browser.sets_out(connection))
    assert browser.client.get(back).status_code == 200
    assert reason_of(browser.client.get(back)) == "too_late"


def test_a_state_that_was_refused_is_spent_as_well(
    browser: Browser, provider: HostileProvider, connection: UUID
) -> None:
    back = provider.authorize(browser.sets_out(connection))
    provider.says = lambda claims: claims | {"aud": "another-client"}
    assert reason_of(browser.client.get(back)) == "other_audience"
    assert reason_of(browser.client.get(back)) == "too_late"


def test_a_state_of_another_browser_is_worth_nothing_and_the_code_goes_nowhere(
    browser: Browser, provider: HostileProvider, connection: UUID
) -> None:
    back = provider.authorize(browser.sets_out(connection))
    victim = browser.another()
    assert reason_of(victim.client.get(back)) == "other_browser"
    victim.sets_out(connection)  # with a cookie of its own neither
    assert reason_of(victim.client.get(provider.authorize(browser.sets_out(connection)))) == "other_browser"
    assert "/token" not in provider.asked


@pytest.mark.parametrize("state", ["", "made-up", "%00"])
def test_a_state_that_was_never_given_is_refused(
    browser: Browser, provider: HostileProvider, connection: UUID, state: str
) -> None:
    assert (
        reason_of(browser.client.get(f"/sign-on/{browser.slug}/{connection}/return?code=x&state={state}")) == "too_late"
    )
    assert provider.asked == []


def test_after_ten_minutes_it_is_too_late(browser: Browser, provider: HostileProvider, connection: UUID) -> None:
    back = provider.authorize(browser.sets_out(connection))
    with clock.frozen(clock.now() + LIFE):
        assert reason_of(browser.client.get(back)) == "too_late"


def test_an_answer_that_arrives_at_another_connection_is_refused(
    browser: Browser, world: World, provider: HostileProvider, other_provider: HostileProvider, connection: UUID
) -> None:
    other = connect(world, other_provider.issuer)
    back = provider.authorize(browser.sets_out(connection))
    assert reason_of(browser.client.get(back.replace(str(connection), str(other)))) == "mixed_up"
    assert "/token" not in provider.asked + other_provider.asked


def test_an_answer_that_names_another_issuer_is_refused_before_the_code_goes_anywhere(
    browser: Browser, provider: HostileProvider, connection: UUID
) -> None:
    provider.answer = lambda params: params | {"iss": "https://elsewhere.example"}
    assert reason_of(browser.signs_on(connection, provider)) == "mixed_up"
    assert "/token" not in provider.asked


def test_a_provider_that_promised_to_name_itself_in_the_answer_has_to(
    browser: Browser, provider: HostileProvider, connection: UUID
) -> None:
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    assert reason_of(browser.signs_on(connection, provider)) == "mixed_up"
    provider.answer = lambda params: params | {"iss": provider.issuer}
    assert browser.signs_on(connection, provider).status_code == 200


def test_a_code_of_somebody_else_is_worth_nothing_in_ones_own_answer(
    browser: Browser, provider: HostileProvider, connection: UUID
) -> None:
    stolen = provider.authorize(browser.another().sets_out(connection), "victim")
    code = stolen.partition("code=")[2].partition("&")[0]
    provider.answer = lambda params: params | {"code": code}
    assert reason_of(browser.signs_on(connection, provider, "thief")) == "code_refused"  # PKCE
    provider.answer = lambda params: params
    stolen = provider.authorize(browser.another().sets_out(connection), "victim")
    code = stolen.partition("code=")[2].partition("&")[0]
    provider.answer, provider.checks_pkce = lambda params: params | {"code": code}, False
    assert reason_of(browser.signs_on(connection, provider, "thief")) == "other_nonce"  # and where a provider has none


def test_metadata_can_not_turn_pkce_off(browser: Browser, provider: HostileProvider, connection: UUID) -> None:
    provider.metadata = {"code_challenge_method": None, "response_type": "token", "scope": "everything", "state": "x"}
    browser.sets_out(connection)
    asked = provider.authorize(browser.sets_out(connection))
    assert asked
    assert provider.asked_for[-1]["code_challenge"]
    assert provider.asked_for[-1]["scope"] == "openid profile email"


def test_a_connection_that_changed_or_closed_meanwhile_lets_nobody_in(
    browser: Browser, world: World, provider: HostileProvider, connection: UUID
) -> None:
    back = provider.authorize(browser.sets_out(connection))
    change(world, connection, requires_mfa=True)
    assert reason_of(browser.client.get(back)) == "changed_meanwhile"
    back = provider.authorize(browser.sets_out(connection))
    change(world, connection, state=ConnectionState.OFF)
    assert reason_of(browser.client.get(back)) == "changed_meanwhile"
    assert browser.press(f"/sign-on/{browser.slug}/{connection}").status_code == 404


def test_a_refusal_of_the_provider_is_told_as_one(
    browser: Browser, provider: HostileProvider, connection: UUID
) -> None:
    provider.answer = lambda params: {
        "error": "access_denied",
        "error_description": "<b>no</b>",
        "state": params["state"],
    }
    page = browser.signs_on(connection, provider)
    assert reason_of(page) == "denied"
    assert "<b>no</b>" not in page.text


# --- How strongly ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "enough"),
    [
        ({}, False),
        ({"acr": "one"}, False),
        ({"amr": ["pwd"]}, False),
        ({"acr": ["two"]}, False),
        ({"amr": "mfa"}, False),
        ({"acr": "two"}, True),
        ({"amr": ["pwd", "mfa"]}, True),
    ],
)
def test_a_weaker_proof_than_was_asked_for_is_seen_though_the_provider_answers_well(
    browser: Browser, world: World, provider: HostileProvider, claims: Claims, *, enough: bool
) -> None:
    connection = connect(world, provider.issuer, requires_mfa=True)
    provider.says = lambda said: said | claims
    page = browser.signs_on(connection, provider)
    assert provider.asked_for[-1]["acr_values"] == "two"
    assert (page.status_code == 200) == enough
    if not enough:
        assert reason_of(page) in {"too_weak", "bad_claims"}


# --- What it tells of itself -------------------------------------------------------------------------------------


METADATA: list[tuple[Claims, str]] = [
    ({"issuer": "https://elsewhere.example"}, "issuer_differs"),
    ({"issuer": None}, "issuer_differs"),
    ({"authorization_endpoint": "javascript:alert(1)"}, "metadata_incomplete"),
    ({"authorization_endpoint": "http://elsewhere.example/authorize"}, "metadata_incomplete"),
    ({"authorization_endpoint": ["https://elsewhere.example"]}, "metadata_incomplete"),
    ({"authorization_endpoint": 'https://elsewhere.example/" onload="x'}, "metadata_incomplete"),
    ({"token_endpoint": None}, "metadata_incomplete"),
    ({"jwks_uri": "file:///etc/passwd"}, "metadata_incomplete"),
    ({"end_session_endpoint": "javascript:alert(1)"}, "metadata_incomplete"),
    ({"response_types_supported": ["id_token"]}, "no_code_flow"),
    ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "no_algorithm"),
    ({"code_challenge_methods_supported": ["plain"]}, "no_pkce"),
    ({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}, "no_client_authentication"),
]  # fmt: skip


@pytest.mark.parametrize(("metadata", "reason"), METADATA, ids=[str(case[0])[:60] for case in METADATA])
def test_metadata_that_do_not_fit_lead_nowhere(
    browser: Browser, provider: HostileProvider, connection: UUID, metadata: Claims, reason: str
) -> None:
    provider.metadata = metadata
    assert reason_of(browser.press(f"/sign-on/{browser.slug}/{connection}")) == reason


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri"])
def test_metadata_that_point_inside_are_not_followed(
    browser: Browser, world: World, provider: HostileProvider, connection: UUID, name: str
) -> None:
    provider.metadata = {name: "https://169.254.169.254/latest/meta-data/"}
    assert reason_of(browser.signs_on(connection, provider)) == "unreachable"
    with HostileProvider(key=provider.key) as hidden:  # it listens, and no operator allowed it
        provider.metadata = {name: f"https://{hidden.host}/token"}
        assert reason_of(browser.signs_on(connect(world, provider.issuer), provider)) == "unreachable"
        provider.metadata = {name: f"http://{hidden.host}/token"}
        anew = connect(world, provider.issuer)
        assert reason_of(browser.press(f"/sign-on/{browser.slug}/{anew}")) == "metadata_incomplete"
        assert hidden.asked == []


@pytest.mark.parametrize("document", [b"[" * 2_000_000, b"x" * 1_100_000, b"[1]", b"<html>", b"\xff"])
def test_metadata_that_are_huge_or_no_metadata_are_refused(
    browser: Browser, provider: HostileProvider, connection: UUID, document: bytes
) -> None:
    provider.documents = {"/.well-known/openid-configuration": document}
    assert reason_of(browser.press(f"/sign-on/{browser.slug}/{connection}")) == "unreachable"


def test_a_provider_that_is_slow_or_away_keeps_nobody_waiting(
    browser: Browser, provider: HostileProvider, connection: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(egress, "SECONDS", 0.3)
    provider.slow_seconds = 0.8
    assert reason_of(browser.press(f"/sign-on/{browser.slug}/{connection}")) == "unreachable"


def test_what_userinfo_says_is_never_asked(browser: Browser, world: World, provider: HostileProvider) -> None:
    connection = connect(
        world, provider.issuer, group_map=[{"group": "all", "role": "hr", "employer_id": str(world.employer_id)}]
    )
    provider.metadata = {"userinfo_endpoint": f"{provider.issuer}/userinfo"}
    provider.documents = {"/userinfo": b'{"sub": "ann", "groups": ["all"]}'}
    assert "Nobody has given you a role" in browser.signs_on(connection, provider).text
    assert "/userinfo" not in provider.asked


def test_the_address_of_another_consultancys_connection_opens_nothing(
    browser: Browser, provider: HostileProvider, connection: UUID
) -> None:
    neighbour = Browser(browser.app, build_world())
    assert neighbour.press(f"/sign-on/{neighbour.slug}/{connection}").status_code == 404
    back = provider.authorize(browser.sets_out(connection))
    assert browser.client.get(back.replace(browser.slug, neighbour.slug)).status_code == 404
    assert "/token" not in provider.asked
