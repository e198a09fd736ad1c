"""The pair of servers of one state folder, their passwords, and the addresses everybody else is given."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Final

from handrail.entrypoints.servers.postgres import EmbeddedPostgres
from handrail.entrypoints.servers.valkey import EmbeddedValkey
from handrail.kit import roles
from handrail.kit.settings import Connections, ensure_state_dir, write_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECRETS: Final = "secrets.json"
_NAMES: Final = ("bootstrap", "valkey", *roles.LOGINS)


class EmbeddedServers:
    """PostgreSQL and Valkey in `state_dir`; nothing outside it is touched."""

    def __init__(self, state_dir: Path, options: Mapping[str, str] | None = None) -> None:
        ensure_state_dir(state_dir)
        logs = state_dir / "log"
        logs.mkdir(mode=0o700, exist_ok=True)
        self.passwords = _passwords(state_dir / SECRETS)
        self.postgres = EmbeddedPostgres(
            state_dir / "postgres", logs / "postgresql.log", self.passwords["bootstrap"], options
        )
        self.valkey = EmbeddedValkey(state_dir / "valkey", logs / "valkey.log", self.passwords["valkey"])

    def start(self) -> None:
        """Start both; the roles and the database exist when this returns."""
        self.valkey.start()
        self.postgres.start()
        self.prepare()

    def prepare(self) -> None:
        """Make the roles and the database, or correct them; the server runs."""
        roles.prepare(self.postgres.url(), self.logins)

    def stop(self) -> None:
        """End both, the database last."""
        self.valkey.stop()
        self.postgres.stop()

    @property
    def logins(self) -> dict[str, str]:
        """The passwords of the database's roles."""
        return {role: self.passwords[role] for role in roles.LOGINS}

    def connections(self, database: str = roles.DATABASE) -> Connections:
        """Return the addresses, each as the role that its user must be."""
        urls = {role: self.postgres.url(role, self.passwords[role], database) for role in roles.LOGINS}
        return Connections(
            database=urls[roles.APP],
            migrate=urls[roles.MIGRATE],
            relay=urls[roles.RELAY],
            admin=urls[roles.ADMIN],
            backup=urls[roles.BACKUP],
            redis=self.valkey.url,
        )


def _passwords(path: Path) -> dict[str, str]:
    """Return the stored passwords, completed by new ones for names that have none yet."""
    try:
        stored: dict[str, str] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        stored = {}
    complete = {name: secrets.token_hex(20) for name in _NAMES} | stored
    if complete != stored:
        write_private(path, json.dumps(complete, indent=1))
    return complete
