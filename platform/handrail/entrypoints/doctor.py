"""`handrail doctor`: look at everything an installation stands on, change nothing, and say what to do."""

import smtplib
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

import click
import psycopg
import redis

from handrail.entrypoints import schema
from handrail.entrypoints.supervisor import preflight
from handrail.kit import roles
from handrail.kit.errors import HandrailError
from handrail.kit.settings import SettingError, settings

LEAST_POSTGRES: Final = 170000
MOST_SKEW_SECONDS: Final = 5
MOST_WAITING_SECONDS: Final = 300
_OUTBOX: Final = """
select count(*) filter (where parked_at is not null),
       coalesce(extract(epoch from now() - min(not_before) filter (where parked_at is null and attempts = 0)), 0)
from outbox where done_at is null
"""


class Ailment(Exception):
    """What is wrong, as a sentence with its remedy."""


@click.command
def doctor() -> None:
    """Say what is wrong with this installation; exit code 1 when something is. Changes nothing."""
    ill = 0
    for name, check in CHECKS.items():
        for verdict in _examine(check):
            ill += verdict.startswith("!")
            click.echo(f"{verdict[0]} {name}: {verdict[1:]}")
    click.echo("All is well." if not ill else f"{ill} to look at.")
    if ill:
        sys.exit(1)


def _examine(check: Callable[[], str]) -> Iterator[str]:
    try:
        yield "+" + check()
    except (Ailment, SettingError, HandrailError) as problem:
        yield "!" + str(problem)


def _machine() -> str:
    preflight.check_python(sys.version_info[:2])
    folder = settings().state_dir
    if folder.exists():
        preflight.check(folder)
    return f"Python {sys.version.split()[0]}, state in {folder}"


def _database() -> str:
    url = settings().database_url
    roles.refuse_unsafe_role(url)
    with psycopg.connect(url, connect_timeout=5) as connection:
        version = connection.info.server_version
        row = connection.execute("select clock_timestamp()").fetchone()
    if version < LEAST_POSTGRES:
        raise Ailment(f"PostgreSQL {version // 10000} is too old; move to 17 or 18.")
    skew = abs((datetime.now(UTC) - row[0]).total_seconds()) if row else 0.0
    if skew > MOST_SKEW_SECONDS:
        raise Ailment(f"The clocks of this machine and the database differ by {skew:.0f} s. Run NTP on both.")
    return f"PostgreSQL {version // 10000}.{version % 10000}, as a role that policies bind"


def _schema() -> str:
    found, wanted = schema.current(settings().database_url), schema.newest()
    if found != wanted:
        raise Ailment(f"It is at {found or 'no revision yet'}, this release needs {wanted}: run `handrail db upgrade`.")
    return f"at {found}, the newest"


def _outbox() -> str:
    with _connected(settings().relay_url) as connection:
        parked, waiting = connection.execute(_OUTBOX).fetchone() or (0, 0)
    if parked:
        raise Ailment(
            f"{parked} parked. See `handrail outbox parked`; repair the cause, then `handrail outbox replay`."
        )
    if waiting > MOST_WAITING_SECONDS:
        raise Ailment(f"Work has waited for {waiting / 60:.0f} minutes. Do `handrail relay` and `handrail worker` run?")
    return "nothing parked, nothing waits long"


def _directory() -> str:
    with _connected(settings().admin_url) as connection:
        (count,) = connection.execute("select count(*) from tenant").fetchone() or (0,)
    return f"{count} {'consultancy' if count == 1 else 'consultancies'}"


def _queue() -> str:
    try:
        with redis.Redis.from_url(settings().redis_url, socket_connect_timeout=5, socket_timeout=5) as client:
            policy: Any = client.config_get("maxmemory-policy")
    except redis.ResponseError:
        policy = {}  # a managed server that hides its configuration
    except (redis.RedisError, ValueError) as problem:
        raise Ailment(
            f"HANDRAIL_REDIS_URL does not answer ({type(problem).__name__}). Check address and network."
        ) from problem
    if policy.get("maxmemory-policy", "noeviction") != "noeviction":
        raise Ailment("It throws messages away when memory is short. Set maxmemory-policy to noeviction.")
    return "answers"


def _mail() -> str:
    address = urlsplit(settings().smtp_url)
    connect = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
    try:
        with connect(address.hostname or "", address.port or 0, timeout=5) as client:
            client.noop()
    except (OSError, smtplib.SMTPException) as problem:
        raise Ailment(
            f"HANDRAIL_SMTP_URL does not answer ({type(problem).__name__}). Check address and network."
        ) from problem
    return "answers"


def _address() -> str:
    chosen = settings()
    if not chosen.loopback and not chosen.public_url.startswith("https://"):
        raise Ailment(
            f"Others reach {chosen.bind}, and HANDRAIL_PUBLIC_URL is {chosen.public_url}. Put a proxy with TLS in "
            "front and name its https address; sessions are refused without it.",
        )
    return chosen.public_url


CHECKS: Final[dict[str, Callable[[], str]]] = {
    "machine": _machine,
    "address": _address,
    "database": _database,
    "schema": _schema,
    "consultancies": _directory,
    "queue": _queue,
    "outbox": _outbox,
    "mail": _mail,
}


def _connected(url: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(url, connect_timeout=5)
    except psycopg.OperationalError as problem:
        raise Ailment(roles.unreachable(url, problem)) from problem
