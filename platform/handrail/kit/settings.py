"""Where this installation finds its servers, keys and files: the environment first, then the state folder.

`handrail up` starts its own servers and writes their addresses to `running.json` in the state folder (0600), so every
other command of the same checkout finds them without a variable being set.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

from handrail.kit import values
from handrail.kit.values import SettingError as SettingError  # noqa: PLC0414 - where everybody looks for it

DEFAULT_PORT: Final = 8080
KEY_BYTES: Final = 32
RUNNING: Final = "running.json"

# One line per variable, told where it is missing. The operating guide says more, and a test looks that it has them all.
VARIABLES: Final[Mapping[str, str]] = {
    "HANDRAIL_DATABASE_URL": "PostgreSQL as handrail_app: the pages, the API and the jobs",
    "HANDRAIL_MIGRATE_URL": "PostgreSQL as handrail_migrate: `handrail db upgrade` and `handrail restore` only",
    "HANDRAIL_RELAY_URL": "PostgreSQL as handrail_relay: `handrail relay`, `handrail outbox` and `handrail doctor`",
    "HANDRAIL_ADMIN_URL": "PostgreSQL as handrail_admin: the directory of consultancies, never from a request",
    "HANDRAIL_BACKUP_URL": "PostgreSQL as handrail_backup: `handrail backup` only; it reads and can write nothing",
    "HANDRAIL_REDIS_URL": "Valkey or Redis: the queues and the rate limits",
    "HANDRAIL_SMTP_URL": "smtp://[user:password@]host:port or smtps://...: outgoing mail",
    "HANDRAIL_PUBLIC_URL": "the address people type, default http://localhost:PORT",
    "HANDRAIL_STATE_DIR": "keys, embedded servers and caught mail, default ./.handrail",
    "HANDRAIL_TENANTS_DIR": "the declared consultancies, default ./tenants",
    "HANDRAIL_BIND": "the address to listen on, default 127.0.0.1",
    "HANDRAIL_PORT": "the port to listen on, default 8080 or the next free one",
    "HANDRAIL_PROXIES": "how many proxies of yours stand in front and name the client, default 0: none is believed",
    "HANDRAIL_LOG": "json or text: how log lines look, default text at a terminal and under `handrail up`, else json",
    "HANDRAIL_METRICS_TOKEN": "the bearer token that opens /metrics; without it only a development address shows it",
    "HANDRAIL_SECRET_KEY": "64 hexadecimal digits that sign tokens, default secret.key in the state folder",
    "HANDRAIL_MASTER_KEY": "64 hexadecimal digits that wrap the data keys, default master.key in the state folder",
    "HANDRAIL_OLDER_MASTER_KEYS": "master keys that wrap no more and still open, with a comma between them",
    "HANDRAIL_KEYS": "who keeps the master keys: the name of an installed plugin, default file",
    "HANDRAIL_SEAL_KEY_FILE": "the private key that signs the daily seals, default seal.key in the state folder",
    "HANDRAIL_SEALS_DIR": "the folder of the daily seals, default seals in the state folder",
    "HANDRAIL_EGRESS_ALLOWS": "host:port of servers inside your network that may be asked, such as your own sign-on",
    "HANDRAIL_SCANNER": "unix:///path or tcp://host:port of clamd, which looks at every file that people add",
    "HANDRAIL_EGRESS_CA": "a file of certificates (PEM) to believe besides the public ones when a server is asked",
    "HANDRAIL_PLUGINS": "a file that lists the plugins of this installation, default the one of the package",
    "HANDRAIL_READ_LOG_YEARS": "how long it is kept who read what, default 5 years, at least 2",
}


@dataclass(frozen=True, slots=True)
class Connections:
    """Addresses of servers; None where this process was not told."""

    database: str | None = None
    migrate: str | None = None
    relay: str | None = None
    admin: str | None = None
    backup: str | None = None
    redis: str | None = None
    smtp: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What this process was told at its start; it never changes while the process runs."""

    state_dir: Path
    tenants_dir: Path
    connections: Connections = field(repr=False)  # holds passwords
    bind: str = "127.0.0.1"
    port: int | None = None  # None: 8080 or the next free one
    proxies: int = 0
    log_form: Literal["json", "text"] | None = None  # None: text at a terminal, else json
    metrics_token: str | None = field(default=None, repr=False)
    given_public_url: str | None = None
    given_keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    given_older_master_keys: tuple[str, ...] = field(default=(), repr=False)
    key_keeper: str = "file"
    given_seal_key_file: Path | None = None
    given_seals_dir: Path | None = None
    read_log_years: int = 5
    egress_allows: tuple[str, ...] = ()  # host:port in small letters
    egress_ca: Path | None = None
    scanner_url: str | None = None
    plugins_file: Path | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the variables, completed by what a running `handrail up` of the same state folder wrote."""
        given = {name: value.strip() for name, value in environ.items() if name in VARIABLES and value.strip()}
        state_dir = Path(given.get("HANDRAIL_STATE_DIR", ".handrail")).absolute()
        running = _read_running(state_dir)
        port = values.port(given["HANDRAIL_PORT"]) if "HANDRAIL_PORT" in given else None
        return cls(
            state_dir=state_dir,
            tenants_dir=Path(given.get("HANDRAIL_TENANTS_DIR", "tenants")).absolute(),
            connections=Connections(
                database=values.postgres(given, "HANDRAIL_DATABASE_URL", running.get("database")),
                migrate=values.postgres(given, "HANDRAIL_MIGRATE_URL", running.get("migrate")),
                relay=values.postgres(given, "HANDRAIL_RELAY_URL", running.get("relay")),
                admin=values.postgres(given, "HANDRAIL_ADMIN_URL", running.get("admin")),
                backup=values.postgres(given, "HANDRAIL_BACKUP_URL", running.get("backup")),
                redis=given.get("HANDRAIL_REDIS_URL", running.get("redis")),
                smtp=given.get("HANDRAIL_SMTP_URL", running.get("smtp")),
            ),
            bind=given.get("HANDRAIL_BIND", "127.0.0.1"),
            port=port,
            proxies=values.proxies(given.get("HANDRAIL_PROXIES", "0")),
            log_form=values.log_form(given.get("HANDRAIL_LOG")),
            metrics_token=values.metrics_token(given.get("HANDRAIL_METRICS_TOKEN")),
            given_public_url=given.get("HANDRAIL_PUBLIC_URL", None if port else running.get("public")),
            given_keys={name: value for name, value in given.items() if name.endswith("_KEY")},
            given_older_master_keys=tuple(
                key for each in given.get("HANDRAIL_OLDER_MASTER_KEYS", "").split(",") if (key := each.strip())
            ),
            key_keeper=given.get("HANDRAIL_KEYS", "file"),
            given_seal_key_file=values.path(given.get("HANDRAIL_SEAL_KEY_FILE")),
            given_seals_dir=values.path(given.get("HANDRAIL_SEALS_DIR")),
            read_log_years=values.years(given.get("HANDRAIL_READ_LOG_YEARS", "5")),
            egress_allows=values.hosts(given.get("HANDRAIL_EGRESS_ALLOWS", "")),
            scanner_url=values.scanner(given.get("HANDRAIL_SCANNER")),
            egress_ca=values.file("HANDRAIL_EGRESS_CA", given.get("HANDRAIL_EGRESS_CA")),
            plugins_file=values.file("HANDRAIL_PLUGINS", given.get("HANDRAIL_PLUGINS")),
        )

    @property
    def database_url(self) -> str:
        """`postgresql://...` as handrail_app."""
        return _told("HANDRAIL_DATABASE_URL", self.connections.database)

    @property
    def migrate_url(self) -> str:
        """`postgresql://...` as handrail_migrate."""
        return _told("HANDRAIL_MIGRATE_URL", self.connections.migrate)

    @property
    def relay_url(self) -> str:
        """`postgresql://...` as handrail_relay."""
        return _told("HANDRAIL_RELAY_URL", self.connections.relay)

    @property
    def admin_url(self) -> str:
        """`postgresql://...` as handrail_admin."""
        return _told("HANDRAIL_ADMIN_URL", self.connections.admin)

    @property
    def backup_url(self) -> str:
        """`postgresql://...` as handrail_backup."""
        return _told("HANDRAIL_BACKUP_URL", self.connections.backup)

    @property
    def redis_url(self) -> str:
        """`redis://...` or `unix://...` of Valkey."""
        return _told("HANDRAIL_REDIS_URL", self.connections.redis)

    @property
    def smtp_url(self) -> str:
        """`smtp://...` of the outgoing mail server."""
        return _told("HANDRAIL_SMTP_URL", self.connections.smtp)

    @property
    def public_url(self) -> str:
        """The address people type, without a slash at its end; localhost by name, since passkeys refuse 127.0.0.1."""
        return (self.given_public_url or f"http://localhost:{self.port or DEFAULT_PORT}").rstrip("/")

    @property
    def loopback(self) -> bool:
        """Whether only this machine reaches the pages: the condition for development links and readable caught mail."""
        if self.bind == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.bind).is_loopback
        except ValueError:
            return False

    @property
    def mail_dir(self) -> Path:
        """Where the mail catcher of `handrail up` keeps what was sent, one .eml file a message."""
        return self.state_dir / "mail"

    @property
    def secret_key(self) -> bytes:
        """32 bytes that sign what the browser carries."""
        return self._key("HANDRAIL_SECRET_KEY", "secret.key")

    @property
    def master_key(self) -> bytes:
        """32 bytes that wrap the tenants' keys; losing it loses every encrypted field."""
        return self._key("HANDRAIL_MASTER_KEY", "master.key")

    @property
    def has_given_master_key(self) -> bool:
        """Whether the master key is in a variable, which nothing here can rotate."""
        return "HANDRAIL_MASTER_KEY" in self.given_keys

    @property
    def older_master_keys(self) -> tuple[bytes, ...]:
        """Master keys of variables that wrap no more."""
        return tuple(_decode_key("HANDRAIL_OLDER_MASTER_KEYS", each) for each in self.given_older_master_keys)

    @property
    def seal_key(self) -> bytes:
        """The private key (Ed25519, 32 bytes) that signs seals and backups; never in a database, never made here.

        Raises SettingError where it is missing: another one in its place would sign what nobody's copy of the public
        key verifies.
        """
        path = self._seal_key_file
        if not path.is_file():
            raise SettingError(self._no_seal_key(path))
        return _key_file(path)

    def first_seal_key(self) -> bytes:
        """Return the seal key, made where there is none: only for whoever knows that nothing was ever sealed with one.

        A file that HANDRAIL_SEAL_KEY_FILE names is never made.
        """
        return self.seal_key if self.given_seal_key_file else _key_file(self._seal_key_file)

    @property
    def _seal_key_file(self) -> Path:
        return self.given_seal_key_file or self.state_dir / "seal.key"

    def _no_seal_key(self, path: Path) -> str:
        if self.given_seal_key_file:
            missing, first = f"HANDRAIL_SEAL_KEY_FILE names {path}, which is not there.", ""
        else:
            missing, first = (
                f"The seal key {path} is not there.",
                "Nothing sealed yet? `handrail audit seal` makes it. ",
            )
        return (
            f"{missing} Put back your copy of it. {first}Where there is none, or it is lost: (umask 077; openssl "
            f"rand -hex {KEY_BYTES} > {path}), and keep the old public key, since older seals verify with that one."
        )

    @property
    def seals_dir(self) -> Path:
        """Where the daily seals lie, a folder a consultancy."""
        return self.given_seals_dir or self.state_dir / "seals"

    def _key(self, variable: str, name: str) -> bytes:
        if variable in self.given_keys:
            return _decode_key(variable, self.given_keys[variable])
        return _key_file(self.state_dir / name)


_configured: list[Settings] = []  # at most one; `configure` replaces it


def settings() -> Settings:
    """Return the settings of this process, read once."""
    if not _configured:
        _configured.append(Settings.from_environment())
    return _configured[0]


def configure(chosen: Settings) -> None:
    """Make `chosen` the settings of this process: the supervisor before it forks, and tests."""
    _configured[:] = [chosen]


def sqlalchemy_url(url: str) -> str:
    """Name the driver, as SQLAlchemy wants it; psycopg itself wants the plain form."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def ensure_state_dir(path: Path) -> Path:
    """Create the state folder, readable by this user only; raises SettingError where that is refused."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        probe = path / f".writable-{os.getpid()}"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as problem:
        raise SettingError(
            f"The state folder {path} cannot be written ({problem.strerror}). "
            "Give this user write access to it, or set HANDRAIL_STATE_DIR to a folder that is writable.",
        ) from problem
    return path


def write_private(path: Path, text: str) -> None:
    """Write a file only this user can read (0600), whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def with_connections(chosen: Settings, **urls: str) -> Settings:
    """Return the settings with some addresses filled in."""
    return replace(chosen, connections=replace(chosen.connections, **urls))


def _told(variable: str, value: str | None) -> str:
    if value is None:
        raise SettingError(
            f"{variable} is not set and no `handrail up` runs in this checkout. "
            f"Start it with `make up`, or set {variable} ({VARIABLES[variable]}).",
        )
    return value


def _read_running(state_dir: Path) -> dict[str, Any]:
    """Return what the supervisor of this state folder wrote, unless it is gone (a killed one leaves its file)."""
    try:
        found: dict[str, Any] = json.loads((state_dir / RUNNING).read_text("utf-8"))
        os.kill(found["pid"], 0)
    except PermissionError:  # it lives, as somebody else
        return found
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return found


def _decode_key(name: str, text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingError(f"{name} must be {KEY_BYTES * 2} hexadecimal digits (openssl rand -hex {KEY_BYTES}).")
    return key


def read_key(path: Path) -> bytes:
    """Return the 32 bytes that a key's file holds now; raises SettingError for anything else."""
    return _decode_key(str(path), path.read_text("ascii").strip())


@functools.cache
def _key_file(path: Path) -> bytes:
    """Read the key, or make it on first use; linking lets only one of several starting processes make it."""
    if not path.exists():
        ensure_state_dir(path.parent)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        write_private(draft, secrets.token_hex(KEY_BYTES) + "\n")
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return _decode_key(str(path), path.read_text("ascii").strip())
