"""How often somebody may try to come in, and how often a program may ask (counted by `kit.limits`).

Ways in are counted before it is known whether anybody has the address: the answer says nothing about who is here.
"""

from typing import Final
from uuid import UUID

from handrail.kit.limits import Limit, spend

_QUARTER_HOUR: Final = 15 * 60

PER_ADDRESS: Final = Limit("sign-in-mail", 5, _QUARTER_HOUR, closed=True)
"""Links asked for by one mail address of one consultancy."""
PER_CLIENT: Final = Limit("sign-in-client", 20, _QUARTER_HOUR, closed=True)
"""Links asked for from one network address."""
WRONG_LINKS: Final = Limit("sign-in-wrong", 20, _QUARTER_HOUR, closed=True)
"""Links from one network address that were spent, too old or made up."""
PER_TENANT: Final = Limit("sign-in-tenant", 600, _QUARTER_HOUR, closed=True)
"""Links asked for in one consultancy: a flood stops there, the others notice nothing."""
API: Final = Limit("api", 6_000, 60)
"""Requests of one token in a minute: a program that runs wild, not one that is busy."""


def asks_for_link(tenant_id: UUID | None, email: str, client: str | None) -> None:
    """Count a request for a link; raises TooManyRequests, or Unavailable where nobody can count."""
    spend(PER_CLIENT, client)
    if tenant_id:
        spend(PER_TENANT, tenant_id)
        spend(PER_ADDRESS, tenant_id, email.strip().lower())


def link_was_wrong(client: str | None) -> None:
    """Count a link that opened nothing; raises as `asks_for_link` does."""
    spend(WRONG_LINKS, client)


def asks_api(tenant_id: UUID, token_id: UUID) -> None:
    """Count a request of a program; raises TooManyRequests."""
    spend(API, tenant_id, token_id)
