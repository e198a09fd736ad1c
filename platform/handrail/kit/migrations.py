"""Schema history: Alembic's environment, run in-process, and the draft of a slice's first revision."""

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from handrail.kit.errors import Misconfigured
from handrail.kit.settings import sqlalchemy_url

_FOLDER = Path(__file__).parents[3] / "migrations"
_LOCK_TRIES = 8


def _config(url: str = "postgresql://") -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = sqlalchemy_url(url)
    return config


def head() -> str:
    """Return the newest revision in this tree."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise Misconfigured(f"There is no migration in {_FOLDER}.")
    return found


def current(url: str) -> str | None:
    """Return the revision that the database is at; None before the first."""
    engine = create_engine(sqlalchemy_url(url))
    try:
        with engine.begin() as connection:
            if not connection.scalar(text("select to_regclass('alembic_version') is not null")):
                return None
            found: str | None = connection.scalar(text("select version_num from alembic_version"))
            return found
    finally:
        engine.dispose()


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to `revision`; a lock that is not to be had is waited for with back-off."""
    for attempt in range(_LOCK_TRIES):
        try:
            command.upgrade(_config(url), revision)
        except OperationalError as problem:
            if "lock timeout" not in str(problem) or attempt == _LOCK_TRIES - 1:
                raise
            time.sleep(0.2 * 2**attempt)
        else:
            return


def downgrade(url: str, revision: str) -> None:
    """Take the database down to `revision`; tests only, since data goes with its tables."""
    command.downgrade(_config(url), revision)


def as_sql() -> str:
    """Return all upgrades as SQL text, for the linter."""
    import io  # noqa: PLC0415 - only the linter wants this

    out = io.StringIO()
    config = _config()
    config.output_buffer = out
    command.upgrade(config, "head", sql=True)
    return out.getvalue()
