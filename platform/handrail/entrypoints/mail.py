"""The mail catcher: an SMTP server on loopback that keeps every message and sends none."""

import asyncio
import signal
import socket
from pathlib import Path
from typing import Any, Final

import structlog
from aiosmtpd.smtp import SMTP

from handrail.entrypoints import logs, mailbox

LARGEST_BYTES: Final = 32 * 1024 * 1024
log = structlog.get_logger(__name__)


class Keeper:
    """What aiosmtpd asks when a message has come."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the message; where that can not be, ask for it to be sent again later."""
        del server, session
        content = envelope.content
        try:
            mailbox.keep(self.folder, envelope.rcpt_tos, content if isinstance(content, bytes) else content.encode())
        except OSError as problem:
            log.error("mail.not_kept", error=type(problem).__name__)  # noqa: TRY400 - ids only
            return "452 4.3.1 No room to keep it, try again later"
        return "250 Kept"


def listen() -> tuple[str, socket.socket]:
    """Return the address of a catcher to be, and its socket, bound before anything is forked."""
    made = socket.create_server(("127.0.0.1", 0))
    return f"smtp://127.0.0.1:{made.getsockname()[1]}", made


def run(sock: socket.socket, folder: Path) -> None:
    """Catch mail until SIGTERM."""
    logs.configure("mail")
    asyncio.run(_serve(sock, folder))


async def _serve(sock: socket.socket, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    keeper = Keeper(folder)
    server = await loop.create_server(
        lambda: SMTP(keeper, data_size_limit=LARGEST_BYTES, hostname="localhost", enable_SMTPUTF8=True, loop=loop),
        sock=sock.dup(),
    )
    async with server:
        await stop.wait()
