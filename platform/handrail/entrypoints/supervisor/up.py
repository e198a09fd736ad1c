"""The order of a start: check, servers, schema, tenants, the parts, and then the address to open."""

import http.client
import json
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import redis

from handrail.entrypoints import provisioning, schema
from handrail.entrypoints.errors import StartError
from handrail.entrypoints.servers.children import last_lines
from handrail.entrypoints.supervisor import ports, preflight
from handrail.entrypoints.supervisor.parts import ForkedPart, ServerPart
from handrail.entrypoints.supervisor.watch import TICK_SECONDS, Stopped, Watch, say, stop_on_signals
from handrail.kit.settings import RUNNING, Settings, configure, write_private

SERVED_SECONDS: Final = 60
LARGEST_LOG_BYTES: Final = 5_000_000


def up() -> None:
    """Run everything until Ctrl-C or SIGTERM. Raises StartError or SettingError when it can not start."""
    stop_on_signals()
    began = time.monotonic()
    given = Settings.from_environment()
    preflight.check(given.state_dir)
    lock = preflight.Lock(given.state_dir)
    (given.state_dir / RUNNING).unlink(missing_ok=True)  # of one that was killed
    watch = Watch()
    try:
        _run(Settings.from_environment(), watch, lock, began)
    except Stopped:
        say("\nStopping ...")
    finally:
        (given.state_dir / RUNNING).unlink(missing_ok=True)
        watch.stop()
        lock.release()
    say("Handrail has stopped.")


def _run(given: Settings, watch: Watch, lock: preflight.Lock, began: float) -> None:
    logs = given.state_dir / "log"
    logs.mkdir(mode=0o700, exist_ok=True)
    _shorten(logs)
    port, sockets = ports.listen(given.bind, given.port)
    chosen = _with_servers(replace(given, port=port), watch)
    mail_socket = None
    if chosen.connections.smtp is None:
        chosen, mail_socket = _with_mail(chosen)
    configure(chosen)
    _refuse_a_queue_that_is_away(chosen)
    _prepare_database(chosen)
    _tell_other_commands(chosen)
    _start_parts(chosen, watch, logs, sockets, mail_socket)
    _wait_until_served(chosen, watch)
    lock.describe(f"{chosen.public_url}, process {os.getpid()}")
    _greet(chosen, time.monotonic() - began)
    while True:
        watch.tick()
        time.sleep(TICK_SECONDS)


def _with_servers(given: Settings, watch: Watch) -> Settings:
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


def _with_mail(given: Settings) -> tuple[Settings, socket.socket]:
    from handrail.entrypoints import mail  # noqa: PLC0415 - only where no mail server is named

    url, sock = mail.listen()
    return replace(given, connections=replace(given.connections, smtp=url)), sock


def _prepare_database(chosen: Settings) -> None:
    if not schema.is_newest(chosen.database_url):
        if chosen.connections.migrate is None:
            raise StartError(
                "The database does not have the newest schema. Run `handrail db upgrade` with HANDRAIL_MIGRATE_URL "
                "set, or set that variable here too.",
            )
        from handrail.kit import migrations  # noqa: PLC0415 - Alembic is slow to load and seldom needed

        say("Bringing the database up to date ...")
        migrations.upgrade(chosen.migrate_url)
    provisioning.apply_declared(chosen)


def _refuse_a_queue_that_is_away(chosen: Settings) -> None:
    try:
        with redis.Redis.from_url(chosen.redis_url, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as problem:
        raise StartError(
            f"The queue at HANDRAIL_REDIS_URL does not answer ({type(problem).__name__}). Check that it runs and that "
            "the address is right; without that variable `handrail up` starts its own.",
        ) from problem


def _tell_other_commands(chosen: Settings) -> None:
    """Write down the addresses for the other commands of this checkout."""
    told = chosen.connections
    found = {
        "pid": os.getpid(),
        "public": chosen.public_url,
        "database": told.database,
        "migrate": told.migrate,
        "relay": told.relay,
        "admin": told.admin,
        "redis": told.redis,
        "smtp": told.smtp,
    }
    write_private(chosen.state_dir / RUNNING, json.dumps(found, indent=1))


def _start_parts(
    chosen: Settings, watch: Watch, logs: Path, sockets: list[socket.socket], mail_socket: socket.socket | None
) -> None:
    # Imported once, here; every part is a fork and has it already.
    from handrail.entrypoints import mail, relay, scheduler, web, worker  # noqa: PLC0415
    from handrail.kit.db import dispose_engines, forget_engines  # noqa: PLC0415

    worker.load_tasks()
    dispose_engines()
    os.register_at_fork(after_in_child=forget_engines)  # no two processes may share a connection
    if mail_socket is not None:
        watch.add(ForkedPart("mail", lambda: mail.run(mail_socket, chosen.mail_dir), logs / "mail.log"))
    watch.add(ForkedPart("worker", worker.run, logs / "worker.log", stop_seconds=worker.STOP_SECONDS + 2))
    watch.add(ForkedPart("relay", relay.run, logs / "relay.log"))
    watch.add(ForkedPart("scheduler", scheduler.run, logs / "scheduler.log"))
    watch.add(ForkedPart("web", lambda: web.run(sockets), logs / "web.log", stop_seconds=web.GRACEFUL_SECONDS + 2))


def _wait_until_served(chosen: Settings, watch: Watch) -> None:
    deadline = time.monotonic() + SERVED_SECONDS
    while not _healthy(chosen):
        dead = watch.first_death(("web", "worker", "relay", "scheduler", "mail"))
        if dead is not None or time.monotonic() > deadline:
            log = dead.log if dead else chosen.state_dir / "log" / "web.log"
            what = f"The part `{dead.name}` ended while starting" if dead else "The pages are not served yet"
            raise StartError(f"{what}. Its last words ({log}):\n{last_lines(log, 20)}")
        time.sleep(0.05)


def _healthy(chosen: Settings) -> bool:
    address = "127.0.0.1" if chosen.bind in {"127.0.0.1", "localhost", "0.0.0.0"} else chosen.bind  # noqa: S104 - asked, not bound
    connection = http.client.HTTPConnection(address, chosen.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{chosen.port}"})
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _greet(chosen: Settings, seconds: float) -> None:
    say(f"Handrail runs at {chosen.public_url} (ready after {seconds:.1f} s)")
    if chosen.loopback:
        for line in provisioning.sign_in_lines():
            say(line)
    say(f"Mail is caught at {chosen.public_url}/_mail" if chosen.loopback else "")
    say(f"Logs are in {chosen.state_dir / 'log'}. Ctrl-C stops everything.")


def _shorten(logs: Path) -> None:
    for log in _large(logs):
        log.replace(log.with_suffix(".1"))


def _large(logs: Path) -> Iterator[Path]:
    return (log for log in logs.glob("*.log") if log.stat().st_size > LARGEST_LOG_BYTES)
