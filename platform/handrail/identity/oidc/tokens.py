"""What a provider signed: the token of a sign-on, and the one that ends sessions. Read by Authlib, judged by us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, InvalidKeyIdError, JoseError, UnsupportedAlgorithmError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from handrail.identity.oidc.errors import Reason, SignOnRefused
from handrail.identity.oidc.provider import Provider
from handrail.identity.oidc.rules import LEEWAY, is_subject
from handrail.kit import clock

_LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
_LOGOUT_TYPE: Final = "logout+jwt"
_LOGOUT_LIFE: Final = timedelta(minutes=3)
_LONGEST_ID: Final = 255
_BY_CLAIM: Final[Mapping[str, Reason]] = {
    "iss": Reason.OTHER_ISSUER,
    "aud": Reason.OTHER_AUDIENCE,
    "azp": Reason.OTHER_AUDIENCE,
    "nonce": Reason.OTHER_NONCE,
    "exp": Reason.EXPIRED,
    "iat": Reason.EXPIRED,
    "nbf": Reason.EXPIRED,
    "sub": Reason.NO_SUBJECT,
}


def read_id_token(provider: Provider, token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
    """Return the claims of an ID token that holds in every respect; raises SignOnRefused.

    A bad signature is looked at once more with keys asked for anew: providers change a key and keep its name.
    """
    if not isinstance(token.get("id_token"), str):
        raise SignOnRefused(Reason.NO_TOKEN)
    try:
        claims = _parsed(provider, token, nonce)
    except _SignatureProblem:
        provider.fetch_jwk_set(force=True)
        try:
            claims = _parsed(provider, token, nonce)
        except _SignatureProblem:
            raise SignOnRefused(Reason.BAD_SIGNATURE) from None
    if not is_subject(claims.get("sub")):
        raise SignOnRefused(Reason.NO_SUBJECT)
    return claims


class _SignatureProblem(Exception):
    """The signature does not fit any key that we have."""


def _parsed(provider: Provider, token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
    config = provider.config
    wanted: dict[str, Any] = {
        "iss": {"essential": True, "values": [config.issuer]},
        "aud": {"essential": True, "values": [config.client_id]},
        "sub": {"essential": True},
        "nonce": {"essential": True, "values": [nonce]},
    }
    try:
        found = provider.parse_id_token(
            dict(token), nonce=nonce, claims_options=wanted, leeway=int(LEEWAY.total_seconds())
        )
    except ExpiredTokenError:
        raise SignOnRefused(Reason.EXPIRED) from None
    except ClaimError as problem:
        raise SignOnRefused(_reason_of(problem)) from None
    except (InvalidKeyIdError, UnsupportedAlgorithmError):  # for an unknown key Authlib itself asked once more
        raise SignOnRefused(Reason.BAD_SIGNATURE) from None
    except (JoseError, ValueError, TypeError):
        raise _SignatureProblem from None
    return dict(found)


def _reason_of(problem: ClaimError) -> Reason:
    named = getattr(problem, "claim", None) or ""
    return next((reason for claim, reason in _BY_CLAIM.items() if claim in str(named).split(",")), Reason.BAD_CLAIMS)


@dataclass(frozen=True, slots=True)
class LogoutNotice:
    """Whose sessions a provider asks us to end: all of a subject's, or those of one session over there."""

    subject: str | None
    session: str | None
    jti: str
    issued_at: datetime


class BadLogoutToken(Exception):
    """Not a logout token of this provider for us, or too old; nobody learns which of these it was."""


def read_logout_token(provider: Provider, token: str) -> LogoutNotice:
    """Return what a logout token says (OpenID Connect Back-Channel Logout 1.0, 2.6); raises BadLogoutToken."""
    try:
        found = _logout_claims(provider, token, force=False)
    except _SignatureProblem:
        try:
            found = _logout_claims(provider, token, force=True)
        except _SignatureProblem:
            raise BadLogoutToken from None
    return _notice(found)


def _logout_claims(provider: Provider, token: str, *, force: bool) -> dict[str, Any]:
    try:
        keys = KeySet.import_key_set(provider.fetch_jwk_set(force=force))  # type: ignore[arg-type]
        registry = JWSRegistry(algorithms=list(provider.config.algorithms), strict_check_header=False)
        decoded = jwt.decode(token, key=keys, registry=registry)
        if decoded.header.get("typ") != _LOGOUT_TYPE:
            raise BadLogoutToken
        judge = jwt.JWTClaimsRegistry(
            leeway=int(LEEWAY.total_seconds()),
            iss={"essential": True, "values": [provider.config.issuer]},
            aud={"essential": True, "values": [provider.config.client_id]},
            iat={"essential": True},
            jti={"essential": True},
        )
        judge.validate(decoded.claims)
    except (ClaimError, UnsupportedAlgorithmError, SignOnRefused):
        raise BadLogoutToken from None
    except (JoseError, ValueError, TypeError):
        raise _SignatureProblem from None
    return dict(decoded.claims)


def _notice(claims: Mapping[str, Any]) -> LogoutNotice:
    events, jti = claims.get("events"), claims.get("jti")
    subject, session = claims.get("sub"), claims.get("sid")
    if not isinstance(events, Mapping) or not isinstance(events.get(_LOGOUT_EVENT), Mapping) or "nonce" in claims:
        raise BadLogoutToken
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_ID:
        raise BadLogoutToken
    named = [each for each in (subject, session) if each is not None]
    if not named or not all(is_subject(each) for each in named):
        raise BadLogoutToken
    issued_at = _instant(claims.get("iat"))
    if issued_at is None or abs(clock.now() - issued_at) > _LOGOUT_LIFE:
        raise BadLogoutToken
    return LogoutNotice(subject, session, jti, issued_at)


def _instant(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 2**33:
        return None
    return datetime.fromtimestamp(value, clock.now().tzinfo)
