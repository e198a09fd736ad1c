"""Why somebody is not signed on, as a code; the sentences are in `sentences`."""

from enum import StrEnum
from typing import ClassVar

from handrail.kit.errors import Conflict, HandrailError


class Reason(StrEnum):
    """What stood in the way; no two of them ask for the same remedy."""

    # the connection as it is set up
    UNREACHABLE = "unreachable"
    ISSUER_DIFFERS = "issuer_differs"
    METADATA_INCOMPLETE = "metadata_incomplete"
    NO_CODE_FLOW = "no_code_flow"
    NO_ALGORITHM = "no_algorithm"
    NO_PKCE = "no_pkce"
    NO_KEYS = "no_keys"
    WRONG_CLIENT = "wrong_client"
    NO_CLIENT_AUTHENTICATION = "no_client_authentication"
    REDIRECT_NOT_REGISTERED = "redirect_not_registered"
    NO_SECRET = "no_secret"  # noqa: S105 - the name of what is missing
    # the way there and back
    TOO_LATE = "too_late"
    OTHER_BROWSER = "other_browser"
    MIXED_UP = "mixed_up"
    CHANGED_MEANWHILE = "changed_meanwhile"
    DENIED = "denied"
    PROVIDER_ERROR = "provider_error"
    CODE_REFUSED = "code_refused"
    # what the provider said
    NO_TOKEN = "no_token"  # noqa: S105 - as above
    BAD_SIGNATURE = "bad_signature"
    OTHER_ISSUER = "other_issuer"
    OTHER_AUDIENCE = "other_audience"
    EXPIRED = "expired"
    OTHER_NONCE = "other_nonce"
    BAD_CLAIMS = "bad_claims"
    NO_SUBJECT = "no_subject"
    TOO_WEAK = "too_weak"
    TOO_OLD = "too_old"
    NO_TIME = "no_time"
    # who they are here
    NOT_ACTIVE = "not_active"
    SOMEBODY_ELSE = "somebody_else"
    TAKEN = "taken"
    TOO_MANY_NEW = "too_many_new"


class SignOnRefused(HandrailError):
    """Somebody who came back from a provider is not signed on; `reason` says why, and nothing of what was sent."""

    status, slug, title = 403, "sign-on-refused", "Signing on did not work"

    def __init__(self, reason: Reason, about: str | None = None) -> None:
        super().__init__(reason=reason.value)
        self.reason = reason
        self.about = about
        """What it is about where that is no secret: an issuer as the provider names it, a status."""


class DomainTaken(Conflict):
    """Another consultancy has proven that this domain is its own."""

    slug, title = "domain-taken", "This domain is in use already"


class DomainNotProven(Conflict):
    """The record that proves the domain is not there yet."""

    slug, title = "domain-not-proven", "The record is not there yet"


class ConnectionNotReady(Conflict):
    """A connection is opened only after it was tried and nothing stood in the way."""

    status: ClassVar[int] = 409
    slug, title = "connection-not-ready", "This connection does not work yet"
