"""What the parts stand on: servers, schema, logs, and the addresses that other commands look up."""

import json
import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import redis

from handrail.entrypoints import schema
from handrail.entrypoints.errors import StartError
from handrail.entrypoints.supervisor.parts import ServerPart
from handrail.entrypoints.supervisor.watch import Watch, say
from handrail.kit.roles import refuse_silence, refuse_unsafe_role
from handrail.kit.settings import RUNNING, Settings, write_private

LARGEST_LOG_BYTES: Final = 5_000_000


def with_servers(given: Settings, watch: Watch) -> Settings:
    """Start the servers that no variable names, and return the settings with their addresses."""
    told = given.connections
    if told.database is not None and told.redis is not None:
        return given
    from handrail.entrypoints.servers.embedded import EmbeddedServers  # noqa: PLC0415 - only where they are ours

    servers = EmbeddedServers(given.state_dir)
    if told.redis is None:
        servers.valkey.start()
        watch.add(ServerPart(servers.valkey), running=True)
        told = replace(told, redis=servers.valkey.url)
    if told.database is None:
        servers.postgres.start()
        watch.add(ServerPart(servers.postgres), running=True)
        servers.prepare()
        told = replace(servers.connections(), redis=told.redis, smtp=told.smtp)
    return replace(given, connections=told)


def with_mail(given: Settings) -> tuple[Settings, socket.socket]:
    """Return the settings with the address of a mail catcher to be, and its socket."""
    from handrail.entrypoints import mail  # noqa: PLC0415 - only where no mail server is named

    url, sock = mail.listen()
    return replace(given, connections=replace(given.connections, smtp=url)), sock


def migrate_if_needed(chosen: Settings) -> None:
    """Bring the schema to the newest revision; Alembic is loaded only where something is left to do."""
    if not schema.is_newest(chosen.database_url):
        if chosen.connections.migrate is None:
            raise StartError(
                "The database does not have the newest schema. Run `handrail db upgrade` with HANDRAIL_MIGRATE_URL "
                "set, or set that variable here too.",
            )
        from handrail.kit import migrations  # noqa: PLC0415 - Alembic is slow to load and seldom needed

        say("Bringing the database up to date ...")
        migrations.upgrade(chosen.migrate_url)


def refuse_what_is_missing(chosen: Settings) -> None:
    """Raise where a server that was named does not answer, or where some address is not told."""
    refuse_unsafe_role(chosen.database_url)
    for url in (chosen.relay_url, chosen.admin_url):
        refuse_silence(url)
    try:
        with redis.Redis.from_url(chosen.redis_url, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as problem:
        raise StartError(
            f"The queue at HANDRAIL_REDIS_URL does not answer ({type(problem).__name__}). Check that it runs and that "
            "the address is right; without that variable `handrail up` starts its own.",
        ) from problem


def tell_other_commands(chosen: Settings) -> None:
    """Write down the addresses for the other commands of this checkout."""
    told = chosen.connections
    found = {
        "pid": os.getpid(),
        "public": chosen.public_url,
        "database": told.database,
        "migrate": told.migrate,
        "relay": told.relay,
        "admin": told.admin,
        "backup": told.backup,
        "redis": told.redis,
        "smtp": told.smtp,
    }
    write_private(chosen.state_dir / RUNNING, json.dumps(found, indent=1))


def shorten_logs(logs: Path) -> None:
    """Set large logs aside; the set-aside one of before goes."""
    for log in _large(logs):
        log.replace(log.with_suffix(".1"))


def _large(logs: Path) -> Iterator[Path]:
    return (log for log in logs.glob("*.log") if log.stat().st_size > LARGEST_LOG_BYTES)
