"""Handing a mail to the next server, so that afterwards it is known whether it may have arrived.

SMTP has one instant of doubt: after the message's last byte and before the server's answer. The caller is asked just
before that instant and writes down that it was reached; everything before it can be tried again without doubling.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from handrail.kit.errors import Misconfigured
from handrail.notifications.codes import Outcome

CONNECT_SECONDS: Final = 10
COMMAND_SECONDS: Final = 15
ANSWER_SECONDS: Final = 60  # receivers scan before they answer; longer is "unanswered"
_GO_ON, _DONE, _PERMANENT = 354, 250, 500
_TAKEN: Final = frozenset({250, 251, 252})  # 251 and 252: taken, to be passed on
_LEADING_DOT: Final = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it; `code` is the SMTP reply, None where there was none."""

    outcome: Outcome
    code: int | None = None


def hand_over(mail: EmailMessage, url: str, before_last_byte: Callable[[], None]) -> Answer:
    """Give one mail with one recipient to the server at `url` (``smtp://`` or ``smtps://``).

    `before_last_byte` is called once the server has agreed to take the message; what it raises ends the attempt with
    nothing handed over. Raises Misconfigured for an address that can not be used.
    """
    server = _checked(url)
    recipient = str(mail["To"].addresses[0].addr_spec)
    sender = str(mail["From"].addresses[0].addr_spec)
    try:
        smtp = _connected(server)
    except smtplib.SMTPResponseException as problem:
        return Answer(Outcome.NOT_REACHED, problem.smtp_code)
    except (OSError, smtplib.SMTPException):
        return Answer(Outcome.NOT_REACHED)
    try:
        return _offered(smtp, mail, sender, recipient, before_last_byte)
    finally:
        smtp.close()


def _offered(
    smtp: smtplib.SMTP, mail: EmailMessage, sender: str, recipient: str, before_last_byte: Callable[[], None]
) -> Answer:
    wide = not recipient.isascii()
    if wide and not smtp.has_extn("smtputf8"):
        return Answer(Outcome.REFUSED)
    try:
        refusal = _refusal_of_envelope(smtp, sender, recipient, wide=wide)
    except (OSError, smtplib.SMTPException):
        return Answer(Outcome.NOT_REACHED)
    if refusal is not None:
        return refusal
    before_last_byte()
    return _transferred(smtp, mail.as_bytes(policy=SMTPUTF8 if wide else SMTP))


def _refusal_of_envelope(smtp: smtplib.SMTP, sender: str, recipient: str, *, wide: bool) -> Answer | None:
    """Say who writes to whom; returns None when the server is ready for the message."""
    code, _text = smtp.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"] if wide else [])
    if code == _DONE:
        code, _text = smtp.rcpt(recipient)
    if code not in _TAKEN:
        return _refused(code)
    smtp.putcmd("data")
    code, _text = smtp.getreply()
    return None if code == _GO_ON else _refused(code)


def _refused(code: int) -> Answer:
    return Answer(Outcome.REFUSED if code >= _PERMANENT else Outcome.REFUSED_FOR_NOW, code)


def _transferred(smtp: smtplib.SMTP, content: bytes) -> Answer:
    """Send the message and wait for the answer; from here on no answer means that it may have arrived."""
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(ANSWER_SECONDS)
        smtp.send(_LEADING_DOT.sub(b"..", content) + b".\r\n")
        code, _text = smtp.getreply()
    except (OSError, smtplib.SMTPException):
        return Answer(Outcome.UNANSWERED)
    with suppress(OSError, smtplib.SMTPException):
        smtp.quit()
    return Answer(Outcome.ACCEPTED, code) if code == _DONE else _refused(code)


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, implicit = server.hostname or "", server.scheme == "smtps"
    port = server.port or (465 if implicit else 25)
    context = ssl.create_default_context()
    smtp = (
        smtplib.SMTP_SSL(host, port, timeout=CONNECT_SECONDS, context=context)
        if implicit
        else smtplib.SMTP(host, port, timeout=CONNECT_SECONDS)
    )
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(COMMAND_SECONDS)
        smtp.ehlo_or_helo_if_needed()
        if not implicit and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.username:
            _log_in(smtp, server, encrypted=isinstance(smtp.sock, ssl.SSLSocket))
    except BaseException:
        smtp.close()
        raise
    return smtp


def _log_in(smtp: smtplib.SMTP, server: SplitResult, *, encrypted: bool) -> None:
    if not encrypted and not _is_loopback(server.hostname or ""):
        raise Misconfigured("The mail server offers no encryption; a password is not sent in the clear.")
    smtp.login(unquote(server.username or ""), unquote(server.password or ""))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _checked(url: str) -> SplitResult:
    server = urlsplit(url)
    if server.scheme not in {"smtp", "smtps"} or not server.hostname:
        raise Misconfigured("HANDRAIL_SMTP_URL must look like smtp://[user:password@]host:port or smtps://...")
    return server
