"""The database that a backup or a restore is about: the one that is named, the one that runs, or our own, started."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from handrail.entrypoints.supervisor import preflight
from handrail.kit import db
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
