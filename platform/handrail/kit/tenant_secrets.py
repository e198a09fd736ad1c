"""Sealing what belongs to a consultancy as a whole or to how its people sign in, and lies in no compartment.

It is sealed with a data key of its own, whose subject is the tenant, so that rotating the tenant's key wraps that key
anew and leaves what it sealed as it is. Never seal anything with a tenant's key itself: it goes with a rotation.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.kit import crypto
from handrail.kit.codes import Compartment
from handrail.kit.db import elevated

_WHY: Final = "the key of what lies in no compartment is the engine's"


@dataclass(frozen=True, slots=True)
class Where:
    """The column of a row in which a secret lies; it opens nowhere else."""

    tenant_id: UUID
    table: str
    row: UUID
    column: str

    def place(self) -> crypto.Place:
        """Return it as what is authenticated."""
        tenant = self.tenant_id
        return crypto.Place(tenant, tenant, tenant, Compartment.ADMINISTRATIVE, self.table, self.row, self.column)


def seal(session: Session, where: Where, secret: bytes) -> bytes:
    """Seal a secret; the key is made on first use."""
    with elevated(session, _WHY):
        return crypto.seal(session, where.place(), secret)


def unseal(session: Session, where: Where, sealed: bytes) -> bytes:
    """Return the secret; raises Erased where its key is gone, or it was sealed for another row."""
    with elevated(session, _WHY):
        return crypto.unseal(session, where.place(), sealed)
