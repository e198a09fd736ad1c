"""A connection's client secret, sealed with the tenant's key: nobody reads it from the table, and no page shows it."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.identity.oidc.models import IdentityConnection
from handrail.kit import crypto


def seal(session: Session, connection: IdentityConnection, secret: str) -> None:
    """Put a client secret into a connection, bound to its row: moved to another it does not open."""
    key = crypto.tenant_key(session, connection.tenant_id)
    connection.secret_sealed = crypto.encrypt(key, secret.encode(), _place(connection.tenant_id, connection.id))


def unseal(session: Session, connection: IdentityConnection) -> str | None:
    """Return the client secret; None where there is none. Raises Erased where the tenant's key is gone."""
    if connection.secret_sealed is None:
        return None
    key = crypto.tenant_key(session, connection.tenant_id)
    return crypto.decrypt(key, connection.secret_sealed, _place(connection.tenant_id, connection.id)).decode()


def _place(tenant_id: UUID, connection_id: UUID) -> bytes:
    return f"identity-connection-secret|{tenant_id}|{connection_id}".encode()
