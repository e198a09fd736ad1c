"""The order of a start: check, servers, schema, the parts, the address to open, and what tenants/ declares."""

import http.client
import os
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from handrail.entrypoints import provisioning
from handrail.entrypoints.errors import StartError
from handrail.entrypoints.servers.children import last_lines
from handrail.entrypoints.supervisor import ports, preflight, stand
from handrail.entrypoints.supervisor.parts import ForkedPart
from handrail.entrypoints.supervisor.watch import TICK_SECONDS, Stopped, Watch, say, stop_on_signals
from handrail.kit.errors import HandrailError
from handrail.kit.settings import RUNNING, SettingError, Settings, configure

SERVED_SECONDS: Final = 60


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
    stand.shorten_logs(logs)
    port, sockets = ports.listen(given.bind, given.port)
    chosen = stand.with_servers(replace(given, port=port), watch)
    mail_socket = None
    if chosen.connections.smtp is None:
        chosen, mail_socket = stand.with_mail(chosen)
    configure(replace(chosen, log_form=chosen.log_form or "text"))  # people read the log files of `handrail up`
    stand.refuse_what_is_missing(chosen)
    stand.migrate_if_needed(chosen)
    stand.tell_other_commands(chosen)
    _start_parts(chosen, watch, logs, sockets, mail_socket)
    _wait_until_served(chosen, watch)
    lock.describe(f"{chosen.public_url}, process {os.getpid()}")
    say(f"Handrail runs at {chosen.public_url} (ready after {time.monotonic() - began:.1f} s)")
    _watch_while_it_is_furnished(chosen, watch)


def _watch_while_it_is_furnished(chosen: Settings, watch: Watch) -> None:
    """Keep everything running; a process aside applies what tenants/ declares, for the first time takes a while."""
    aside = ForkedPart("provisioning", lambda: _furnish(chosen), log=None, stop_seconds=2)
    aside.start()
    try:
        while True:
            watch.tick()
            aside.alive()
            time.sleep(TICK_SECONDS)
    finally:
        aside.stop()


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
            log = (dead.log if dead else None) or chosen.state_dir / "log" / "web.log"
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


def _furnish(chosen: Settings) -> None:
    try:
        provisioning.apply_declared(chosen)
    except (SettingError, HandrailError) as problem:
        say(f"What {chosen.tenants_dir} declares is not applied yet: {problem}")
    if chosen.loopback:
        for line in provisioning.sign_in_lines():
            say(line)
        say(f"Mail is caught at {chosen.public_url}/_mail")
    say(f"Logs are in {chosen.state_dir / 'log'}. Ctrl-C stops everything.")
