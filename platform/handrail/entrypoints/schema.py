"""Whether the database has the newest schema, asked without loading Alembic: most starts find that it has."""

import re
from pathlib import Path
from typing import Final

import psycopg

from handrail.entrypoints.errors import StartError
from handrail.kit import deadlines
from handrail.kit.roles import unreachable

VERSIONS: Final = Path(__file__).parents[3] / "migrations" / "versions"
_REVISION: Final = re.compile(r"^(down_revision|revision)\b[^=]*=\s*[\"']([\w.-]+)[\"']", re.MULTILINE)


def newest(versions: Path = VERSIONS) -> str | None:
    """Return the revision that no other follows; None without revisions."""
    found = [_REVISION.findall(path.read_text("utf-8")) for path in versions.glob("*.py")]
    made = {value for pairs in found for key, value in pairs if key == "revision"}
    followed = {value for pairs in found for key, value in pairs if key == "down_revision"}
    heads = sorted(made - followed)
    if len(heads) > 1:
        raise StartError(f"migrations/versions has several ends: {', '.join(heads)}. Let one follow the other.")
    return heads[0] if heads else None


def current(url: str) -> str | None:
    """Return the revision the database is at; None before the first. Raises StartError when it can not be asked."""
    try:
        with deadlines.connect(url) as connection:
            row = connection.execute("select to_regclass('alembic_version')").fetchone()
            if row is None or row[0] is None:
                return None
            version = connection.execute("select version_num from alembic_version").fetchone()
    except psycopg.OperationalError as problem:
        raise StartError(unreachable(url, problem)) from problem
    except psycopg.errors.InsufficientPrivilege as problem:
        raise StartError(
            "This role may not read the schema's version. Run `handrail db upgrade` as handrail_migrate first."
        ) from problem
    return version[0] if version else None


def is_newest(url: str) -> bool:
    """Whether nothing is left to migrate."""
    return current(url) == newest()
