"""Alembic's environment: one transaction a revision, as handrail_owner, with a lock and a statement timeout.

A revision that builds an index concurrently or validates a constraint lifts the statement timeout for itself.
"""

from alembic import context
from sqlalchemy import create_engine, text

LOCK_TIMEOUT = "set lock_timeout = '200ms'"
STATEMENT_TIMEOUT = "set statement_timeout = '60s'"
OWNER = "set role handrail_owner"


def run() -> None:
    """Run the revisions against the address in the configuration, or print them as SQL."""
    if context.is_offline_mode():
        context.configure(dialect_name="postgresql", literal_binds=True, transaction_per_migration=True)
        with context.begin_transaction():
            context.execute(LOCK_TIMEOUT)
            context.execute(STATEMENT_TIMEOUT)
            context.run_migrations()
        return
    engine = create_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        connection.execute(text(OWNER))
        connection.execute(text(LOCK_TIMEOUT))
        connection.execute(text(STATEMENT_TIMEOUT))
        connection.commit()
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
