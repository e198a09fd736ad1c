"""Codes of sign-on that stand in tables: what a connection may be used for, and why somebody was sent away."""

from enum import StrEnum
from typing import Final


class ConnectionState(StrEnum):
    """Whether anybody can sign on through a connection."""

    DRAFT = "draft"
    """Being set up; only whoever sets it up can try it."""
    ACTIVE = "active"
    OFF = "off"


class Purpose(StrEnum):
    """Why somebody was sent to their provider."""

    SIGN_IN = "sign_in"
    PROVE = "prove"
    """To show once more that it is them, for an act that asks for a strong proof."""
    LINK = "link"
    """To make this login theirs, beside the one with which they are signed in."""
    TRY = "try"
    """To see whether the connection works; nobody is signed in by it."""


class ClientAuthentication(StrEnum):
    """How we show the provider that it is us."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"
    NONE = "none"
    """A public client: PKCE alone."""


ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""The only signatures that count, whatever a provider offers."""
