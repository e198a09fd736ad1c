"""How often somebody may try to come in, and how often a program may ask (counted by `kit.limits`).

Ways in are counted before it is known whether anybody has the address: the answer says nothing about who is here. The
narrow limits are spent before the wide ones, so that one that is used up does not use up what others share.
"""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from uuid import UUID

from handrail.kit.limits import Limit, refuse_when_spent, spend

_QUARTER_HOUR: Final = 15 * 60
_ONE_HOUSEHOLD: Final = 64  # bits of an IPv6 address that a provider hands to one customer

PER_ADDRESS: Final = Limit("sign-in-mail", 5, _QUARTER_HOUR, closed=True)
"""Links asked for by one mail address of one consultancy."""
PER_CLIENT: Final = Limit("sign-in-client", 20, _QUARTER_HOUR, closed=True)
"""Links asked for from one network address."""
WRONG_LINKS: Final = Limit("sign-in-wrong", 20, _QUARTER_HOUR, closed=True)
"""Links from one network address that were spent, too old or made up; after these no link is looked at."""
PER_TENANT: Final = Limit("sign-in-tenant", 600, _QUARTER_HOUR, closed=True)
"""Links asked for in one consultancy: a flood stops there, the others notice nothing."""
CODES: Final = Limit("code-person", 5, _QUARTER_HOUR, closed=True)
"""Codes typed as one person, right ones too: each is counted before it is looked at."""
CODES_OF_CLIENT: Final = Limit("code-client", 30, _QUARTER_HOUR, closed=True)
"""Codes typed from one network address, whoever the person is."""
CODES_OF_TENANT: Final = Limit("code-tenant", 600, _QUARTER_HOUR, closed=True)
"""Codes typed in one consultancy."""
PASSKEYS: Final = Limit("passkey-client", 60, _QUARTER_HOUR, closed=True)
"""Passkeys shown from one network address; they can not be guessed, but each costs a signature to check."""
API: Final = Limit("api", 6_000, 60)
"""Requests of one token in a minute: a program that runs wild, not one that is busy."""


def client_of(address: str | None) -> str | None:
    """Return who asks, as far as an address tells: an IPv6 customer has as many as they like, and is the network."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, _ONE_HOUSEHOLD), strict=False))


def asks_for_link(tenant_id: UUID | None, email: str, client: str | None) -> None:
    """Count a request for a link; raises TooManyRequests, or Unavailable where nobody can count."""
    spend(PER_CLIENT, client_of(client))
    if tenant_id:
        spend(PER_ADDRESS, tenant_id, email.strip().lower())
        spend(PER_TENANT, tenant_id)


def tries_link(client: str | None) -> None:
    """Refuse to look at a link where too many before it opened nothing; raises as `asks_for_link` does."""
    refuse_when_spent(WRONG_LINKS, client_of(client))


def link_was_wrong(client: str | None) -> None:
    """Count a link that opened nothing; raises as `asks_for_link` does."""
    spend(WRONG_LINKS, client_of(client))


def types_code(tenant_id: UUID, person_id: UUID, client: str | None) -> None:
    """Count a code before it is looked at; raises as `asks_for_link` does."""
    spend(CODES, tenant_id, person_id)
    spend(CODES_OF_CLIENT, client_of(client))
    spend(CODES_OF_TENANT, tenant_id)


def shows_passkey(client: str | None) -> None:
    """Count a passkey before it is looked at; raises as `asks_for_link` does."""
    spend(PASSKEYS, client_of(client))


def asks_api(tenant_id: UUID, token_id: UUID) -> None:
    """Count a request of a program; raises TooManyRequests."""
    spend(API, tenant_id, token_id)
