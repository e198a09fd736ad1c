"""A client for each connection, made by Authlib and kept on a short leash.

Authlib believes what metadata says: which algorithms sign, even `none`; how to show who we are; whether there is PKCE.
Whoever runs one consultancy's provider may be hostile to every other, so only a few names are taken from metadata, and
each is looked at first. Nothing is shared between connections, and nothing lies in Authlib's global registry.
"""

import threading
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from authlib.integrations.base_client.sync_app import BaseApp, OAuth2Mixin
from authlib.integrations.base_client.sync_openid import OpenIDMixin
from authlib.oauth2 import OAuth2Error

from handrail.identity.oidc.caller import Caller
from handrail.identity.oidc.codes import ALGORITHMS
from handrail.identity.oidc.config import Config
from handrail.identity.oidc.errors import Reason, SignOnRefused
from handrail.kit import egress
from handrail.kit.settings import settings

TTL_SECONDS: Final = 3600.0
"""How long metadata and keys are believed before they are asked for again."""
_MOST_CLIENTS: Final = 256
_TAKEN: Final = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint")
_NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_ISS_IN_ANSWER: Final = "authorization_response_iss_parameter_supported"
_WRONG_CLIENT: Final = frozenset({"invalid_client", "unauthorized_client"})


class Provider(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc] # Authlib has no types
    """The client of one connection."""

    client_cls = Caller

    def __init__(self, config: Config) -> None:
        super().__init__(
            framework=None,  # no state in Flask's session: it lies in `sign_on_attempt`, bound to the browser
            name=f"oidc_{config.connection_id}",
            client_id=config.client_id,
            client_secret=config.client_secret,
            client_kwargs={
                "scope": " ".join(config.scopes),
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": config.client_authentication.value,
            },
            server_metadata_url=config.discovery,
        )
        self.config = config
        self.server_metadata: dict[str, Any] = {}
        self.answers_with_iss = False
        self._metadata_until = self._keys_until = 0.0

    def load_server_metadata(self, *, force: bool = False) -> dict[str, Any]:
        """Return what we take from the provider's metadata, at most an hour old; raises SignOnRefused."""
        if force or time.monotonic() >= self._metadata_until:
            found = read_metadata(self.config)
            keys = self.server_metadata.get("jwks")
            self.server_metadata = {name: found[name] for name in _TAKEN if isinstance(found.get(name), str)}
            self.server_metadata["id_token_signing_alg_values_supported"] = list(self.config.algorithms)
            if keys is not None:
                self.server_metadata["jwks"] = keys
            self.answers_with_iss = found.get(_ISS_IN_ANSWER) is True
            self._metadata_until = time.monotonic() + TTL_SECONDS
        return self.server_metadata

    def fetch_jwk_set(self, force: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - Authlib calls it so
        """Return the keys that can sign, at most an hour old; raises SignOnRefused."""
        metadata = self.load_server_metadata()
        if force or "jwks" not in metadata or time.monotonic() >= self._keys_until:
            metadata["jwks"] = {"keys": read_keys(metadata["jwks_uri"])}
            self._keys_until = time.monotonic() + TTL_SECONDS
        return metadata["jwks"]  # type: ignore[no-any-return]

    def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> dict[str, Any]:
        """Give the code for tokens; raises SignOnRefused."""
        try:
            found = self.fetch_access_token(redirect_uri, code=code, code_verifier=verifier)
        except OAuth2Error as problem:
            raise SignOnRefused(_reason_of(problem.error)) from None
        except httpx.HTTPStatusError as problem:
            status = problem.response.status_code
            wrong = status == httpx.codes.UNAUTHORIZED
            raise SignOnRefused(Reason.WRONG_CLIENT if wrong else Reason.PROVIDER_ERROR, str(status)) from None
        except egress.EgressError as problem:
            raise SignOnRefused(Reason.UNREACHABLE, problem.detail) from None
        except ValueError:
            raise SignOnRefused(Reason.PROVIDER_ERROR) from None
        return dict(found)


def _reason_of(error: object) -> Reason:
    if error in _WRONG_CLIENT:
        return Reason.WRONG_CLIENT
    return Reason.CODE_REFUSED if error == "invalid_grant" else Reason.PROVIDER_ERROR


def read_metadata(config: Config) -> Mapping[str, Any]:
    """Ask the provider for its metadata and look at it; raises SignOnRefused with what is wrong."""
    try:
        found = egress.get_json(config.discovery)
    except egress.EgressError as problem:
        raise SignOnRefused(Reason.UNREACHABLE, problem.detail or problem.title) from None
    if found.get("issuer") != config.issuer:
        named = found.get("issuer")
        raise SignOnRefused(Reason.ISSUER_DIFFERS, named[:200] if isinstance(named, str) else None)
    for name in _NEEDED:
        if not is_address(found.get(name)):
            raise SignOnRefused(Reason.METADATA_INCOMPLETE, name)
    if found.get("end_session_endpoint") is not None and not is_address(found["end_session_endpoint"]):
        raise SignOnRefused(Reason.METADATA_INCOMPLETE, "end_session_endpoint")
    if not _offers(found, "response_types_supported", ("code",)):
        raise SignOnRefused(Reason.NO_CODE_FLOW)
    if not _offers(found, "id_token_signing_alg_values_supported", config.algorithms):
        raise SignOnRefused(Reason.NO_ALGORITHM)
    if not _offers(found, "code_challenge_methods_supported", ("S256",)):
        raise SignOnRefused(Reason.NO_PKCE)
    if not _offers(found, "token_endpoint_auth_methods_supported", (config.client_authentication,)):
        raise SignOnRefused(Reason.NO_CLIENT_AUTHENTICATION, config.client_authentication.value)
    return found


def read_keys(address: str) -> list[Mapping[str, Any]]:
    """Ask for the provider's keys and keep those that can sign for us: public ones, never a shared secret."""
    try:
        found = egress.get_json(address).get("keys")
    except egress.EgressError as problem:
        raise SignOnRefused(Reason.UNREACHABLE, problem.detail or problem.title) from None
    keys = [each for each in found if _signs(each)] if isinstance(found, list) else []
    if not keys:
        raise SignOnRefused(Reason.NO_KEYS)
    return keys


def _signs(key: Any) -> bool:
    if not isinstance(key, Mapping) or key.get("kty") not in {"RSA", "EC"} or "d" in key:
        return False
    return key.get("use", "sig") == "sig" and key.get("alg", ALGORITHMS[0]) in ALGORITHMS


def _offers(metadata: Mapping[str, Any], name: str, wanted: tuple[str, ...]) -> bool:
    """Say whether one of these is offered; a provider that keeps silent is asked all the same."""
    offered = metadata.get(name)
    return not isinstance(offered, list) or any(each in offered for each in wanted)


def is_address(value: object) -> bool:
    """Say whether a browser may be sent there: https, or what this machine allows itself in development."""
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
        host = f"{parts.hostname}:{parts.port or 80}"
    except ValueError:
        return False
    if not parts.hostname or parts.username is not None or any(sign.isspace() for sign in value):
        return False
    in_development = settings().loopback and host in settings().egress_allows
    return parts.scheme == "https" or (parts.scheme == "http" and in_development)


_clients: dict[tuple[UUID, UUID], tuple[bytes, Provider]] = {}
_lock = threading.Lock()


def provider_for(config: Config) -> Provider:
    """Return the client of a connection; where anything in the connection changed, a new one that knows nothing."""
    key, fingerprint = (config.tenant_id, config.connection_id), config.fingerprint()
    with _lock:
        kept = _clients.pop(key, None)
        if kept is None or kept[0] != fingerprint:
            kept = (fingerprint, Provider(config))
        kept[1].config = config  # what is not part of the fingerprint: name, groups, strength
        _clients[key] = kept
        while len(_clients) > _MOST_CLIENTS:
            _clients.pop(next(iter(_clients)))
        return kept[1]
