"""The one door to the tables as their owner: for commands of an operator, and for no part that serves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session

from handrail.kit.db import TenantSession, engine_context
from handrail.kit.settings import settings, sqlalchemy_url

_AS_OWNER: Final = text("set local role handrail_owner")


@contextmanager
def owners_session(tenant_id: UUID) -> Iterator[Session]:
    """Open a transaction as the owner of the tables, inside one tenant, in which wrapped keys can be changed.

    Raises SettingError without the login that migrates.
    """
    engine = create_engine(sqlalchemy_url(settings().migrate_url), poolclass=NullPool)
    session = TenantSession(engine, expire_on_commit=False, info={"context": engine_context(tenant_id)})
    with session, session.begin():
        session.execute(_AS_OWNER)
        yield session
