"""The mail that the catcher of `handrail up` kept: one .eml file a message, readable in development only."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from handrail.kit.ids import new_id

_NAME: Final = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """A kept message; `key` names it, the newest sort last."""

    key: str
    recipient: str
    subject: str
    caught_at: datetime
    path: Path

    def message(self) -> EmailMessage:
        """Return the whole message."""
        return _parse(self.path.read_bytes())

    def text(self) -> str:
        """Return the plain text of the message."""
        body = self.message().get_body(("plain", "html"))
        return str(body.get_content()) if body else ""


def keep(folder: Path, recipients: list[str], content: bytes) -> Path:
    """Keep a message whole or not at all; who it went to is noted in front, since a header need not say it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = str(new_id())
    draft, path = folder / f".{key}", folder / f"{key}.eml"
    noted = b"".join(b"X-Handrail-Recipient: " + one.encode("utf-8", "replace") + b"\r\n" for one in recipients)
    try:
        draft.touch(mode=0o600)
        draft.write_bytes(noted + content)
        return draft.rename(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def caught(folder: Path) -> list[CaughtMail]:
    """Return what was caught, the oldest first."""
    return [_read(path) for path in sorted(folder.glob("*.eml"))]


def one(folder: Path, key: str) -> CaughtMail | None:
    """Return the message of this key; None where there is none."""
    path = folder / f"{key}.eml"
    return _read(path) if _NAME.fullmatch(key) and path.is_file() else None


def _read(path: Path) -> CaughtMail:
    message = _parse(path.read_bytes())
    return CaughtMail(
        key=path.stem,
        recipient=", ".join(str(found) for found in message.get_all("X-Handrail-Recipient", [])),
        subject=str(message["Subject"] or ""),
        caught_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        path=path,
    )


def _parse(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)
