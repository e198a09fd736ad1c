"""Alembic's environment: one transaction a revision, as handrail_owner, with a lock timeout."""

from alembic import context
from sqlalchemy import create_engine, text

LOCK_TIMEOUT = "set lock_timeout = '200ms'"
OWNER = "set role handrail_owner"


def run() -> None:
    """Run the revisions against the address in the configuration, or print them as SQL."""
    if context.is_offline_mode():
        context.configure(dialect_name="postgresql", literal_binds=True, transaction_per_migration=True)
        with context.begin_transaction():
            context.execute(LOCK_TIMEOUT)
            context.run_migrations()
        return
    engine = create_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        connection.execute(text(OWNER))
        connection.execute(text(LOCK_TIMEOUT))
        connection.commit()
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
