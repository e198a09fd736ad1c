"""What holds for sign-on whatever a provider says: addresses, domains, roles that a group may give, strength."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from handrail.kit.codes import Role

WELL_KNOWN: Final = "/.well-known/openid-configuration"
LEEWAY: Final = timedelta(seconds=30)
"""How far a provider's clock may be from ours."""
_DOMAIN: Final = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_LONGEST: Final = 255

PUBLIC_MAIL: Final = frozenset(
    """\
    163.com aol.com bluewin.ch btinternet.com chello.nl comcast.net duck.com fastmail.com free.fr freemail.hu gmail.com
    gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hetnet.nl home.nl hotmail.be hotmail.com hotmail.co.uk
    hotmail.de hotmail.fr hotmail.nl icloud.com kpnmail.nl kpnplanet.nl laposte.net libero.it live.be live.com
    live.co.uk live.de live.fr live.nl mac.com mail.com mail.de mail.ru me.com msn.com orange.fr outlook.be outlook.com
    outlook.de outlook.fr outlook.nl pm.me posteo.de proton.me protonmail.com qq.com rocketmail.com sfr.fr skynet.be
    t-online.de telenet.be tutanota.com upcmail.nl versatel.nl wanadoo.fr web.de xs4all.nl yahoo.co.uk yahoo.com
    yahoo.de yahoo.fr yandex.com yandex.ru ymail.com ziggo.nl zonnet.nl
    """.split()  # noqa: SIM905 - a list of names is read in lines, not one a line
)
"""Domains where anybody gets an address: none of them is anybody's own."""

_AT_AN_EMPLOYER: Final = frozenset(
    {
        Role.SUPERVISOR,
        Role.HR,
        Role.ABSENCE_ADMIN,
        Role.EMPLOYER_ADMIN,
        Role.SENIOR_MANAGEMENT,
        Role.COMMITTEE,
        Role.UNION,
        Role.OCCUPATIONAL_HEALTH,
    }
)
_IN_THE_CONSULTANCY: Final = frozenset(
    {Role.CONSULTANCY_ADMIN, Role.CONSULTANCY_MANAGER, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.PROVIDER}
)
_NEUTRAL: Final = frozenset({Role.COORDINATOR, Role.LEAD_COORDINATOR})


@dataclass(frozen=True, slots=True)
class GroupGrant:
    """A role that whoever is in a group of the provider gets, at one client organisation or in the consultancy."""

    group: str
    role: Role
    employer_id: UUID | None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "GroupGrant":
        """Read an entry of `group_map`."""
        employer = stored.get("employer_id")
        return cls(str(stored["group"]), Role(stored["role"]), UUID(str(employer)) if employer else None)

    def stored(self) -> dict[str, str | None]:
        """Return it as an entry of `group_map`."""
        employer = str(self.employer_id) if self.employer_id else None
        return {"group": self.group, "role": self.role.value, "employer_id": employer}


def may_give(grant: GroupGrant, connection_employer: UUID | None) -> bool:
    """Say whether a connection may give this role at all.

    One of a client organisation gives roles of that organisation and nothing else: never a neutral one, since the
    coordinator is not the employer's to appoint by group. The consultancy's own gives its own roles, and those of its
    client organisations. What a worker is follows from employment, and support and operation are not a tenant's.
    """
    if connection_employer is not None:
        return grant.employer_id == connection_employer and grant.role in _AT_AN_EMPLOYER
    if grant.employer_id is None:
        return grant.role in _IN_THE_CONSULTANCY
    return grant.role in _AT_AN_EMPLOYER | _NEUTRAL


def roles_for(connection_employer: UUID | None) -> list[Role]:
    """Return the roles that groups of such a connection can give, in the order of the codes."""
    offered = _AT_AN_EMPLOYER if connection_employer else _AT_AN_EMPLOYER | _NEUTRAL | _IN_THE_CONSULTANCY
    return [role for role in Role if role in offered]


def wanted_grants(
    group_map: Iterable[Mapping[str, Any]], groups: Iterable[str], connection_employer: UUID | None
) -> list[GroupGrant]:
    """Return what somebody in these groups gets; an entry that the connection may not give counts for nothing."""
    member_of = set(groups)
    found = [GroupGrant.of(each) for each in group_map]
    return [each for each in found if each.group in member_of and may_give(each, connection_employer)]


def groups_in(claims: Mapping[str, Any], name: str) -> list[str]:
    """Return the groups that a token tells of under this claim; `a/b` looks into an object within the claim."""
    found: Any = claims.get(name)
    if found is None and "/" in name:
        found = claims
        for step in name.split("/"):
            found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return [found]
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def is_strong(claims: Mapping[str, Any], acr: Sequence[str], amr: Sequence[str]) -> bool:
    """Say whether the provider tells of two factors, in the values that the connection names for it."""
    if isinstance(claims.get("acr"), str) and claims["acr"] in acr:
        return True
    methods = claims.get("amr")
    return isinstance(methods, list) and any(isinstance(each, str) and each in amr for each in methods)


def authenticated_at(claims: Mapping[str, Any]) -> datetime | None:
    """Return when they last showed the provider who they are; None where it does not say."""
    at = claims.get("auth_time")
    if isinstance(at, bool) or not isinstance(at, (int, float)) or not 0 < at < 2**33:
        return None
    return datetime.fromtimestamp(at, UTC)


def issuer_of(discovery: str) -> str:
    """Return the issuer that an address of metadata belongs to by its form."""
    return discovery.removesuffix(WELL_KNOWN)


def discovery_of(address: str) -> str:
    """Return the address of the metadata for what somebody typed: the whole address, or the issuer."""
    typed = address.strip()
    return typed if typed.endswith(WELL_KNOWN) else typed.rstrip("/") + WELL_KNOWN


def domain_of(address: str) -> str | None:
    """Return the domain of a mail address in its plain form, or None."""
    _mailbox, at, domain = address.strip().rpartition("@")
    return plain_domain(domain) if at else None


def plain_domain(text: str) -> str | None:
    """Return a domain in small letters and ASCII, without a dot at its end; None where it is none."""
    try:
        plain = text.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return plain if _DOMAIN.fullmatch(plain) else None


def is_subject(value: object) -> bool:
    """Say whether this can be a subject: text of at most 255 signs (OpenID Connect Core, 2)."""
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable()
