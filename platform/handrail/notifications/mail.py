"""A message as a mail (RFC 5322): two plain forms of the same few lines, and headers that machines read."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from handrail.kit.i18n import _, direction, gettext, use_locale
from handrail.notifications.rules import Wording

_SENDER_NAME: Final = "Handrail"
_MAILBOX: Final = "no-reply"
_TEXT_POLICY: Final = SMTP.clone(cte_type="8bit")


@dataclass(frozen=True, slots=True)
class Letter:
    """All that a mail is made from. `key` is the outbox's; `link` is the only thing in it that differs by person."""

    to: str
    wording: Wording
    locale: str
    link: str
    key: str
    tenant_id: UUID
    dated_at: datetime
    public_url: str
    consultancy: str


def compose(letter: Letter) -> EmailMessage:
    """Return the mail; the same letter gives the same bytes, so a repeat is the same message (RFC 5322, 3.6.4).

    Raises ValueError for an address that is none.
    """
    host = urlsplit(letter.public_url).hostname or "localhost"
    with use_locale(letter.locale):
        lines = [gettext(line) for line in letter.wording.lines]
        action = gettext(letter.wording.action)
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = gettext(letter.wording.subject)
        mail["From"] = Address(_SENDER_NAME, _MAILBOX, host)
        mail["To"] = _address(letter.to)
        mail["Date"] = format_datetime(letter.dated_at)
        mail["Message-ID"] = f"<{message_id(letter.tenant_id, letter.key)}@{host}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers to it
        mail["X-Auto-Response-Suppress"] = "All"
        if letter.consultancy:
            lines.append(_("If Handrail asks for your consultancy, type: %(name)s", name=letter.consultancy))
        mail.set_content(_plain(lines, action, letter.link), cte="quoted-printable")
        mail.add_alternative(_html(lines, action, letter), subtype="html", cte="quoted-printable")
        mail["Content-Language"] = letter.locale  # last: the library moves such headers into the first part
        mail.set_boundary(f"handrail-{message_id(letter.tenant_id, letter.key)}")
    return mail


def _address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError, MessageError) as problem:
        raise ValueError("This is no e-mail address.") from problem


def message_id(tenant_id: UUID, key: str) -> str:
    """Return the left part of the Message-ID: one for each key, and no database id to read off it."""
    return hashlib.sha256(f"{tenant_id}|{key}".encode()).hexdigest()[:40]


def _plain(lines: list[str], action: str, link: str) -> str:
    return "\n\n".join([*lines[:1], f"{action}: {link}", *lines[1:]]) + "\n"


def _html(lines: list[str], action: str, letter: Letter) -> str:
    body = [f"<p>{escape(lines[0])}</p>", f'<p><a href="{escape(letter.link)}">{escape(action)}</a></p>']
    body += [f"<p>{escape(line)}</p>" for line in lines[1:]]
    head = f'<meta charset="utf-8"><title>{escape(gettext(letter.wording.subject))}</title>'
    return (
        f'<!doctype html>\n<html lang="{letter.locale}" dir="{direction()}"><head>{head}</head><body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )
