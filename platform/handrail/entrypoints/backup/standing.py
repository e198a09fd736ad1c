"""The database that a backup or a restore is about: the one that is named, the one that runs, or our own, started."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from handrail.entrypoints.errors import StartError
from handrail.entrypoints.supervisor import preflight
from handrail.kit import db
from handrail.kit.roles import refuse_silence
from handrail.kit.settings import Settings, configure


@contextmanager
def database(chosen: Settings, *, may_be_new: bool) -> Iterator[Settings]:
    """Give settings whose database answers, and make them this process's.

    Where no address is known and this folder has a database of its own (or `may_be_new`), its server runs for as long
    as this lasts. Raises StartError where another process holds the folder.
    """
    told = chosen.connections
    own = chosen.state_dir / "postgres" / "data"
    if any((told.database, told.migrate, told.backup, told.admin)) or not (may_be_new or own.exists()):
        yield chosen
        return
    from handrail.entrypoints.servers.embedded import EmbeddedServers  # noqa: PLC0415 - only where they are ours

    preflight.check(chosen.state_dir)
    lock = preflight.Lock(chosen.state_dir)
    servers = EmbeddedServers(chosen.state_dir)
    try:
        servers.postgres.start()
        servers.prepare()
        found = replace(chosen, connections=replace(servers.connections(), redis=told.redis, smtp=told.smtp))
        configure(found)
        yield found
    finally:
        db.dispose_engines()
        servers.postgres.stop()
        configure(chosen)
        lock.release()


def refuse_unfinishable(chosen: Settings) -> None:
    """Raise where a restore could not be finished once its rows are there: it is refused a second time then.

    Looked at is what notes and verification stand on: the address that serves, the seal key, and that the folder of
    seals takes files.
    """
    refuse_silence(chosen.database_url)
    _ = chosen.seal_key
    root = chosen.seals_dir
    there = next(folder for folder in (root, *root.parents) if folder.exists())
    try:
        for folder in (there, *(each for each in root.glob("*") if each.is_dir())):
            probe = folder / f".writable-{os.getpid()}"
            probe.touch(mode=0o600)
            probe.unlink()
    except OSError as problem:
        raise StartError(
            f"The folder of seals {root} can not be written ({problem.strerror}), and each consultancy's note of the "
            "restore goes there. Give this user the folder, or name another in HANDRAIL_SEALS_DIR."
        ) from problem
