"""The servers: PostgreSQL with its roles, policies and schema, the queue, the mail server."""

import ipaddress
import smtplib
import ssl
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import redis

from handrail.entrypoints import schema
from handrail.entrypoints.doctor.finding import PATIENCE_SECONDS, Ailment, connected
from handrail.entrypoints.errors import StartError
from handrail.entrypoints.observing.readiness import known_revisions
from handrail.kit import roles
from handrail.kit.settings import settings

LEAST_POSTGRES: Final = 170000
MOST_SKEW_SECONDS: Final = 5
_TAKEN: Final = 250  # SMTP: done
_UNGUARDED: Final = """
select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not a.attisdropped
  and not (c.relrowsecurity and c.relforcerowsecurity
           and exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polpermissive
                       and p.polname = 'tenant'))
order by 1
"""


def database() -> str:
    """Look whether PostgreSQL answers, is new enough, and binds the role that serves by its policies."""
    with connected(settings().database_url) as connection:
        reason = roles.why_unsafe(connection)
        version = connection.info.server_version
    if reason:
        raise Ailment(reason, f"Connect as {roles.APP}, made by `handrail db roles`.")
    if version < LEAST_POSTGRES:
        raise Ailment(f"PostgreSQL {version // 10000} is too old.", "Move to 17 or 18.")
    return f"PostgreSQL {version // 10000}.{version % 10000}, as a role that policies bind"


def other_roles() -> str:
    """Look whether relay and directory are asked as roles of their own, which own nothing either."""
    for name, url in (("HANDRAIL_RELAY_URL", settings().relay_url), ("HANDRAIL_ADMIN_URL", settings().admin_url)):
        with connected(url) as connection:
            if reason := roles.why_unsafe(connection):
                raise Ailment(f"{name}: {reason}", "Use the roles made by `handrail db roles`.")
    return "relay and directory answer"


def clocks() -> str:
    """Look whether this machine and the database agree on the time; due work and links depend on it."""
    with connected(settings().database_url) as connection:
        row = connection.execute("select clock_timestamp()").fetchone()
    skew = abs((datetime.now(UTC) - row[0]).total_seconds()) if row else 0.0
    if skew > MOST_SKEW_SECONDS:
        raise Ailment(f"The clocks of this machine and the database differ by {skew:.0f} s.", "Run NTP on both.")
    return "agree"


def revision() -> str:
    """Look whether the schema is the one that this release needs."""
    try:
        found, wanted = schema.current(settings().database_url), schema.newest()
    except StartError as problem:
        raise Ailment(str(problem)) from problem
    if found == wanted:
        return f"at {found}, the newest"
    if found is not None and found not in known_revisions():
        raise Ailment(f"It is at {found}, which a later release made.", "Install that release here too.")
    raise Ailment(f"It is at {found or 'no revision yet'}, this release needs {wanted}:", "run `handrail db upgrade`.")


def policies() -> str:
    """Look whether every table with a consultancy's rows is under its policies, for its owner too."""
    with connected(settings().database_url) as connection:
        bare = [name for (name,) in connection.execute(_UNGUARDED)]
        guarded = connection.execute("select count(*) from pg_class where relforcerowsecurity").fetchone()
    if bare:
        raise Ailment(
            f"Without row-level security: {', '.join(bare)}.",
            "Serve nobody. Restore the policies with `handrail db upgrade`, and find out who took them away.",
        )
    return f"{guarded[0] if guarded else 0} tables are guarded"


def queue() -> str:
    """Look whether Valkey answers and throws nothing away."""
    try:
        with redis.Redis.from_url(
            settings().redis_url, socket_connect_timeout=PATIENCE_SECONDS, socket_timeout=PATIENCE_SECONDS
        ) as client:
            client.ping()
            policy = _setting(client, "maxmemory-policy")
    except (redis.RedisError, ValueError, OSError) as problem:
        raise Ailment(
            f"HANDRAIL_REDIS_URL does not answer ({type(problem).__name__}).", "Check address, password and network."
        ) from problem
    if policy != "noeviction":
        raise Ailment("It throws messages away when memory is short.", "Set maxmemory-policy to noeviction.")
    return "answers"


def _setting(client: redis.Redis, name: str) -> str:
    try:
        found: Any = client.config_get(name)
    except redis.ResponseError:  # a managed server that hides its configuration
        return "noeviction"
    return str(found.get(name, "noeviction"))


def mail() -> str:
    """Look whether the mail server takes our password, and mail from our address. Sends nothing."""
    found = urlsplit(settings().smtp_url)
    try:
        with _smtp(found.scheme, found.hostname or "", found.port) as client:
            if found.username:
                _refuse_open(client, found.hostname or "")
                client.login(unquote(found.username), unquote(found.password or ""))
            sender = _sender()
            code, _said = client.mail(sender)
            client.rset()
    except smtplib.SMTPAuthenticationError as problem:
        raise Ailment("The mail server refuses our password.", "Check HANDRAIL_SMTP_URL.") from problem
    except (OSError, smtplib.SMTPException) as problem:
        raise Ailment(
            f"HANDRAIL_SMTP_URL does not answer ({type(problem).__name__}).", "Check address and network."
        ) from problem
    if code != _TAKEN:
        raise Ailment(
            f"The mail server takes no mail from {sender} (it says {code}).",
            "Let it send for this domain, or correct HANDRAIL_PUBLIC_URL, whose host the sender's address has.",
        )
    return f"takes mail from {sender}"


def _refuse_open(client: smtplib.SMTP, host: str) -> None:
    if not isinstance(client.sock, ssl.SSLSocket) and host not in {"localhost", "127.0.0.1", "::1"}:
        raise Ailment("The mail server offers no encryption, so our password is not sent.", "Use smtps:// or STARTTLS.")


def _sender() -> str:
    host = urlsplit(settings().public_url).hostname or "localhost"
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return f"no-reply@{host}"
    raise Ailment(
        f"Mail would come from no-reply@{host}, which is no address that mail servers take.",
        "Name a host, not a number, in HANDRAIL_PUBLIC_URL.",
    )


def _smtp(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE_SECONDS, context=context)
    made = smtplib.SMTP(host, port or 25, timeout=PATIENCE_SECONDS)
    made.ehlo_or_helo_if_needed()
    if made.has_extn("starttls"):
        made.starttls(context=context)
        made.ehlo()
    return made
