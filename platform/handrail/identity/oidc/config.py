"""A connection as plain values: read in a transaction, used after it, since no network is asked inside one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.identity.oidc import secrets
from handrail.identity.oidc.codes import ALGORITHMS, ClientAuthentication, ConnectionState
from handrail.identity.oidc.models import IdentityConnection


@dataclass(frozen=True, slots=True, repr=False)
class Config:
    """All that a client of a provider is made from. It holds the client secret: never log or keep it."""

    tenant_id: UUID
    connection_id: UUID
    employer_id: UUID | None
    name: str
    state: ConnectionState
    issuer: str
    discovery: str
    client_id: str
    client_secret: str | None
    client_authentication: ClientAuthentication
    algorithms: tuple[str, ...]
    scopes: tuple[str, ...]
    requires_mfa: bool
    strong_acr: tuple[str, ...]
    strong_amr: tuple[str, ...]
    groups_claim: str
    group_map: tuple[Mapping[str, Any], ...]
    version: int

    @property
    def source(self) -> str:
        """What memberships that this connection gave are marked with."""
        return f"connection:{self.connection_id}"

    def fingerprint(self) -> bytes:
        """Return a digest of what a client is made from: another one means that the client of before is not used."""
        parts = (
            self.issuer, self.discovery, self.client_id, self.client_secret, self.client_authentication,
            self.algorithms, self.scopes, self.version,
        )  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).digest()


def config_of(session: Session, connection: IdentityConnection) -> Config:
    """Return the connection as plain values, its secret opened."""
    return Config(
        tenant_id=connection.tenant_id,
        connection_id=connection.id,
        employer_id=connection.employer_id,
        name=connection.name,
        state=connection.state,
        issuer=connection.issuer,
        discovery=connection.discovery,
        client_id=connection.client_id,
        client_secret=secrets.unseal(session, connection),
        client_authentication=connection.client_authentication,
        algorithms=tuple(each for each in ALGORITHMS if each in connection.algorithms),
        scopes=tuple(connection.scopes),
        requires_mfa=connection.requires_mfa,
        strong_acr=tuple(connection.strong_acr),
        strong_amr=tuple(connection.strong_amr),
        groups_claim=connection.groups_claim,
        group_map=tuple(connection.group_map),
        version=connection.version,
    )
