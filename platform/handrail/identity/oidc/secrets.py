"""A connection's client secret, sealed: nobody reads it from the table, and no page shows it."""

from sqlalchemy.orm import Session

from handrail.identity.oidc.models import IdentityConnection
from handrail.kit import tenant_secrets
from handrail.kit.tenant_secrets import Where


def seal(session: Session, connection: IdentityConnection, secret: str) -> None:
    """Put a client secret into a connection, bound to its row: moved to another it does not open."""
    connection.secret_sealed = tenant_secrets.seal(session, _where(connection), secret.encode())


def unseal(session: Session, connection: IdentityConnection) -> str | None:
    """Return the client secret; None where there is none. Raises Erased where its key is gone."""
    if connection.secret_sealed is None:
        return None
    return tenant_secrets.unseal(session, _where(connection), connection.secret_sealed).decode()


def _where(connection: IdentityConnection) -> Where:
    return Where(connection.tenant_id, "identity_connection", connection.id, "secret_sealed")
