"""What can be seen of a connection without anybody signing on: one finding a step, each with its remedy."""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import httpx

from handrail.identity.oidc.codes import ClientAuthentication
from handrail.identity.oidc.config import Config
from handrail.identity.oidc.errors import Reason, SignOnRefused
from handrail.identity.oidc.provider import Provider
from handrail.kit import egress

_REFUSED: Final = frozenset({400, 401, 403, 404})


class Step(StrEnum):
    """What is looked at, in this order."""

    SECRET = "secret"  # noqa: S105 - the name of the step
    METADATA = "metadata"
    KEYS = "keys"
    DOOR = "door"
    """Whether the provider's sign-in page opens for this client and redirect address."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One step; `reason` None: nothing stands in the way."""

    step: Step
    reason: Reason | None = None
    about: str | None = None


def check(config: Config, redirect_uri: str) -> list[Finding]:
    """Look at a connection, up to the first step that does not hold. Asks the provider: outside transactions only."""
    provider = Provider(config)
    found: list[Finding] = []
    for step, look in (
        (Step.SECRET, lambda: _secret(config)),
        (Step.METADATA, provider.load_server_metadata),
        (Step.KEYS, provider.fetch_jwk_set),
        (Step.DOOR, lambda: _door(provider, redirect_uri)),
    ):
        try:
            look()
        except SignOnRefused as refused:
            return [*found, Finding(step, refused.reason, refused.about)]
        found.append(Finding(step))
    return found


def is_well(findings: list[Finding]) -> bool:
    """Say whether every step held."""
    return all(each.reason is None for each in findings)


def _secret(config: Config) -> None:
    if config.client_secret is None and config.client_authentication is not ClientAuthentication.NONE:
        raise SignOnRefused(Reason.NO_SECRET)


def _door(provider: Provider, redirect_uri: str) -> None:
    """Open the sign-in page as a browser would; a provider says there at once that it does not know us."""
    address = provider.create_authorization_url(
        redirect_uri,
        state=secrets.token_urlsafe(16),
        nonce=secrets.token_urlsafe(16),
        code_verifier=secrets.token_urlsafe(48),
    )["url"]
    try:
        with egress.client() as asking:
            status = asking.get(address, headers={"accept": "text/html"}).status_code
    except egress.Redirected:
        return
    except egress.EgressError as problem:
        raise SignOnRefused(Reason.UNREACHABLE, problem.detail or problem.title) from None
    if status in _REFUSED:
        raise SignOnRefused(Reason.REDIRECT_NOT_REGISTERED)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise SignOnRefused(Reason.PROVIDER_ERROR, str(status))
