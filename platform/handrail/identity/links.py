"""Links that somebody asks for by an address: the request does the same whoever has it, and the job that mails looks.

Else the rows, the statements and the time of a request would tell who has an account.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from handrail.identity import commands, queries
from handrail.identity.models import SignInLink
from handrail.kit import clock, tenant_secrets
from handrail.kit.tenant_secrets import Where

KEPT: Final = timedelta(days=1)
"""How long an address that nobody has looked for is kept: its job was set aside."""


def ask_for_link(session: Session, tenant_id: UUID, email: str, browser: str, *, host: str) -> None:
    """Have a link mailed to whoever has this address in this tenant; it works in this browser, for ten minutes, once.

    Nobody is looked for here: a link is written that is nobody's, with the address sealed beside it.
    """
    link = commands.new_link(tenant_id, None, browser=browser)
    link.address_sealed = tenant_secrets.seal(session, _where(link), email.strip().lower().encode())
    session.add(link)
    session.flush()
    commands.mail_link(session, link.id, host)


def whose(session: Session, link: SignInLink) -> UUID | None:
    """Return whose link it is, decided at the first call by the address; None where nobody has it, and it is gone."""
    if link.address_sealed is None:
        return link.person_id
    address = tenant_secrets.unseal(session, _where(link), link.address_sealed).decode()
    person = queries.person_by_email(session, link.tenant_id, address)
    if person is None:
        session.delete(link)
        return None
    link.person_id, link.address_sealed = person.id, None
    session.flush()
    return person.id


def forget_unasked(session: Session, tenant_id: UUID) -> None:
    """Remove links whose address nobody looked for."""
    old = clock.now() - KEPT
    session.execute(
        delete(SignInLink).where(
            SignInLink.tenant_id == tenant_id, SignInLink.person_id.is_(None), SignInLink.expires_at < old
        )
    )


def _where(link: SignInLink) -> Where:
    return Where(link.tenant_id, "sign_in_link", link.id, "address_sealed")
