"""How often somebody may set out for a provider, come back with something wrong, or be made anew."""

from typing import Final
from uuid import UUID

from handrail.kit.limits import Limit, spend

_QUARTER_HOUR: Final = 15 * 60

SETS_OUT: Final = Limit("sign-on-start", 40, _QUARTER_HOUR, closed=True)
"""Ways to a provider that one network address begins."""
COMES_BACK_WRONG: Final = Limit("sign-on-wrong", 40, _QUARTER_HOUR, closed=True)
"""Ways back that ended in nothing, from one network address."""
NEW_PEOPLE: Final = Limit("sign-on-new", 300, 3600, closed=True)
"""People whom one connection may make in an hour: a provider gone wild stops there."""
BAD_NOTICE: Final = Limit("sign-on-logout", 60, _QUARTER_HOUR)
"""Logout tokens of one network address that did not hold; each may cost a question to the provider."""


def sets_out(client: str | None) -> None:
    """Count somebody who is sent to their provider; raises TooManyRequests or Unavailable."""
    spend(SETS_OUT, client)


def came_back_wrong(client: str | None) -> None:
    """Count somebody who came back with something that does not hold."""
    spend(COMES_BACK_WRONG, client)


def makes_person(tenant_id: UUID, connection_id: UUID) -> None:
    """Count a person whom a connection makes."""
    spend(NEW_PEOPLE, tenant_id, connection_id)


def bad_notice(client: str | None) -> None:
    """Count a logout token that did not hold."""
    spend(BAD_NOTICE, client)
