"""Whose a mail domain is, proven by a record that only its owner can set."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Final

import dns.exception
import dns.resolver
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.oidc.errors import DomainNotProven, DomainTaken
from handrail.identity.oidc.models import IdentityConnection, IdentityDomain
from handrail.identity.oidc.rules import PUBLIC_MAIL, plain_domain
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.kit.subjects import Acting

LABEL: Final = "_handrail"
_SECONDS: Final = 5.0
_RESERVED: Final = (".example", ".invalid", ".localhost", ".test")
Lookup = Callable[[str], list[str]]
"""The texts of the TXT records under a name; none where there are none, or nobody answers."""


def texts_of(name: str) -> list[str]:
    """Ask the DNS; names that are reserved for trials lead nowhere (RFC 6761)."""
    if name.endswith(_RESERVED):
        return []
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=_SECONDS, search=False)
    except dns.exception.DNSException:
        return []
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


lookup: Lookup = texts_of
"""How the DNS is asked: tests put another in its place."""


def record_name(domain: IdentityDomain) -> str:
    """Return the name of the record to set."""
    return f"{LABEL}.{domain.domain}"


def record_text(domain: IdentityDomain) -> str:
    """Return what the record has to say."""
    return f"handrail-domain={domain.token}"


def digest_of(domain: str) -> bytes:
    """Return what a domain is looked up by before the tenant is known."""
    return hashlib.sha256(domain.encode()).digest()


def add(session: Session, actor: Acting, connection: IdentityConnection, typed: str) -> IdentityDomain:
    """Note a domain that is still to be proven; the same again returns the first. Raises Invalid."""
    domain = plain_domain(typed)
    if domain is None:
        raise Invalid(
            problems=[FieldProblem("/domain", _("Type a domain as it stands behind the @, such as example.org."))]
        )
    if domain in PUBLIC_MAIL:
        raise Invalid(
            problems=[FieldProblem("/domain", _("Anybody can get an address at this domain, so it is nobody's own."))]
        )
    before = session.scalars(
        select(IdentityDomain).where(IdentityDomain.tenant_id == connection.tenant_id, IdentityDomain.domain == domain)
    ).one_or_none()
    if before is not None and before.connection_id == connection.id:
        return before
    if before is not None:
        raise Invalid(problems=[FieldProblem("/domain", _("Another connection has this domain already."))])
    row = IdentityDomain(
        tenant_id=connection.tenant_id,
        connection_id=connection.id,
        domain=domain,
        digest=digest_of(domain),
        token=secrets.token_hex(16),
        verified_at=None,
    )
    session.add(row)
    session.flush()
    timeline.append_tenant_act(session, actor, "identity_domain.added", record=row, changes={"domain": (None, domain)})
    return row


def is_said(domain: IdentityDomain) -> bool:
    """Ask whether the record is there; outside a transaction, since it takes up to five seconds."""
    wanted = record_text(domain)
    return any(text.strip() == wanted for text in lookup(record_name(domain)))


def prove(session: Session, actor: Acting, domain: IdentityDomain, *, said: bool) -> None:
    """Take note that a domain is theirs; raises DomainNotProven, or DomainTaken where another consultancy has it."""
    if not said:
        raise DomainNotProven(
            _(
                "The record is not seen yet. It can take some hours until a new record is seen everywhere. "
                "Try again later."
            )
        )
    if domain.verified_at is not None:
        return
    try:
        with session.begin_nested():
            domain.verified_at = clock.now()
            session.flush()
    except IntegrityError:
        raise DomainTaken(_("Another consultancy uses this domain. Ask whoever runs Handrail for you.")) from None
    timeline.append_tenant_act(
        session, actor, "identity_domain.proven", record=domain, changes={"domain": (None, domain.domain)}
    )


def remove(session: Session, actor: Acting, domain: IdentityDomain) -> None:
    """Let a domain go: its people are asked for a link again."""
    timeline.append_tenant_act(
        session, actor, "identity_domain.removed", record=domain, changes={"domain": (domain.domain, None)}
    )
    session.delete(domain)
