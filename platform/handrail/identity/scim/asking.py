"""Who asks: a directory, known by its token, and nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handrail.identity import queries
from handrail.identity.commands import digest
from handrail.identity.scim.models import ScimConnection, ScimToken
from handrail.kit import clock
from handrail.kit.db import Context, tenant_session
from handrail.kit.errors import SignInRequired
from handrail.kit.limits import Limit, spend

ASKS: Final = Limit("scim", 3_000, 60)
"""Requests of one directory in a minute: the large ones send up to 25 a second."""
WRONG: Final = Limit("scim-wrong", 60, 15 * 60, closed=True)
"""Tokens from one network address that open nothing."""
_NOTED_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory that acts: it is nobody, so acts name the connection as what they are about."""

    connection: ScimConnection
    person_id: None = None
    role: None = None

    @property
    def tenant_id(self) -> UUID:
        """The consultancy."""
        return self.connection.tenant_id


def known(secret: str, client: str | None) -> queries.Credential:
    """Return the tenant and connection of a token; raises SignInRequired, TooManyRequests or Unavailable."""
    found = queries.resolve_credential("scim", digest(secret)) if secret else None
    if found is None:
        spend(WRONG, client)
        raise SignInRequired
    spend(ASKS, found.tenant_id, found.id)
    return found


@contextmanager
def asking(credential: queries.Credential, secret: str, *, writes: bool) -> Iterator[tuple[Session, Directory]]:
    """Open the one transaction of a request; who asks, for the row-level policies, is the connection.

    `writes` has every other change through this connection wait, so that what is checked stays true until the commit.
    Raises SignInRequired where the token or the connection ended meanwhile.
    """
    context = Context(credential.tenant_id, person_id=credential.id, employers=())
    with tenant_session(context) as session:
        connection = _living(session, credential, secret, lock=writes)
        yield session, Directory(connection)


def _living(session: Session, credential: queries.Credential, secret: str, *, lock: bool) -> ScimConnection:
    statement = (
        select(ScimConnection, ScimToken)
        .join(
            ScimToken,
            (ScimToken.tenant_id == ScimConnection.tenant_id) & (ScimToken.connection_id == ScimConnection.id),
        )
        .where(
            ScimConnection.tenant_id == credential.tenant_id,
            ScimConnection.id == credential.id,
            ScimConnection.ended_at.is_(None),
            ScimToken.digest == digest(secret),
            ScimToken.revoked_at.is_(None),
            ScimToken.ends_at > clock.now(),
        )
    )
    if lock:
        statement = statement.with_for_update(of=ScimConnection, key_share=True)
    found = session.execute(statement).one_or_none()
    if found is None:
        raise SignInRequired
    connection, token = found
    if token.last_used_at is None or clock.now() - token.last_used_at > _NOTED_EVERY:
        session.execute(
            update(ScimToken)
            .where(ScimToken.tenant_id == token.tenant_id, ScimToken.id == token.id)
            .values(last_used_at=clock.now())
            .execution_options(synchronize_session=False)
        )
    return connection
