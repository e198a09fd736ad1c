"""How often somebody may try to come in, how often a program may ask, and how often people do what costs or takes much.

Counted by `kit.limits`.

Ways in are counted before it is known whether anybody has the address: the answer says nothing about who is here. The
narrow limits are spent before the wide ones, so that one that is used up does not use up what others share.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from uuid import UUID

from handrail.identity.actor import Actor
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


@dataclass(frozen=True, slots=True)
class Pace:
    """How often one person does acts of one kind: in one session, and in all that they have, tokens included."""

    of_session: Limit
    of_person: Limit


_HOUR: Final = 3_600
SEARCHES_OF_SESSION: Final = Limit("search-session", 120, 60)
SEARCHES_OF_PERSON: Final = Limit("search-person", 1_200, _QUARTER_HOUR)
REPORTS_OF_SESSION: Final = Limit("report-session", 20, _QUARTER_HOUR)
REPORTS_OF_PERSON: Final = Limit("report-person", 60, _HOUR)
EXPORTS_OF_SESSION: Final = Limit("export-session", 100, _QUARTER_HOUR)
EXPORTS_OF_PERSON: Final = Limit("export-person", 300, _HOUR)
CONSENTS_OF_SESSION: Final = Limit("consent-session", 60, _QUARTER_HOUR)
CONSENTS_OF_PERSON: Final = Limit("consent-person", 180, _HOUR)
UPLOADS_OF_SESSION: Final = Limit("upload-session", 60, _QUARTER_HOUR)
UPLOADS_OF_PERSON: Final = Limit("upload-person", 180, _HOUR)

SEARCHES: Final = Pace(SEARCHES_OF_SESSION, SEARCHES_OF_PERSON)
"""Lists that are asked for by a name, a day or anything else."""
REPORTS: Final = Pace(REPORTS_OF_SESSION, REPORTS_OF_PERSON)
"""Reports and schedules of them: asked for, cancelled."""
EXPORTS: Final = Pace(EXPORTS_OF_SESSION, EXPORTS_OF_PERSON)
"""Whatever leaves as a file: letters, plans, reports, files of a case, packages of one's data."""
CONSENTS: Final = Pace(CONSENTS_OF_SESSION, CONSENTS_OF_PERSON)
"""Consents and decisions to take part: recorded, taken back."""
UPLOADS: Final = Pace(UPLOADS_OF_SESSION, UPLOADS_OF_PERSON)
"""Files and lists that are sent in."""

_CHANGES: Final = (
    (CONSENTS, re.compile(r"/(?:consents?|participation|stop|withdraw(?:al)?|preferences)(?:/|$)")),
    (REPORTS, re.compile(r"/(?:reports|report-schedules)(?:/|$)")),
    (EXPORTS, re.compile(r"/packages?$")),
    (UPLOADS, re.compile(r"/(?:my-)?files$|/absence-imports$|/absences/import$")),
)
_FILES: Final = re.compile(
    r"^/(?:documents|files)/<[^/]+>$|/files/<file_name>$|/(?:content|file|certificate)$|/certificates/|\.(?:pdf|csv)$"
)
_NO_SEARCH: Final = frozenset(
    {"after", "before", "first", "in", "limit", "month", "next", "page", "part", "since", "then", "whole"}
)
"""Words of a query that turn a page or lead on, and find nobody."""


@functools.lru_cache(maxsize=1_024)
def pace_of(method: str, rule: str) -> Pace | None:
    """Return the pace of what an address of ours does, by its form; None for what nobody counts."""
    if method in {"GET", "HEAD"}:
        if _FILES.search(rule):
            return EXPORTS
        return None if "<" in rule else SEARCHES
    return next((pace for pace, form in _CHANGES if form.search(rule)), None)


def keeps_pace(actor: Actor, method: str, rule: str, asked: Iterable[str]) -> None:
    """Count what somebody does, where it is of a kind that is counted; raises TooManyRequests.

    `asked` is the words of the query: a list that is asked for without any is no search.
    """
    pace = pace_of(method, rule)
    if pace is None or (pace is SEARCHES and not set(asked) - _NO_SEARCH):
        return
    if actor.sign_in_id is not None:
        spend(pace.of_session, actor.tenant_id, actor.sign_in_id)
    spend(pace.of_person, actor.tenant_id, actor.person_id)


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
