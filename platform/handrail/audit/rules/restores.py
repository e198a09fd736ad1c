"""A note that a backup was restored: what was sealed between backup and restore is known to be lost.

Signed with the seal key, which no database holds: whoever can only write the database can not explain a loss away.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from handrail.audit.rules.files import aware, body_of, readable
from handrail.audit.rules.merkle import part
from handrail.audit.rules.seals import instant

RESTORE: Final = "handrail-restore/1"
DOMAIN: Final = b"handrail restore 1"


@dataclass(frozen=True, slots=True)
class Restore:
    """That at `restored_at` a consultancy's data became what it was when the backup was taken."""

    tenant_id: UUID
    taken_at: datetime
    restored_at: datetime
    backup: str
    key: bytes = b""
    signature: bytes = b""

    def encoded(self) -> bytes:
        """Return what is signed."""
        fields = (
            DOMAIN,
            str(self.tenant_id).encode(),
            instant(self.taken_at),
            instant(self.restored_at),
            self.backup.encode(),
        )
        return b"".join(part(field) for field in fields)

    def lost(self, made_at: datetime) -> bool:
        """Whether what a seal of this instant saw may have gone with the restore."""
        return self.taken_at <= made_at <= self.restored_at


def restore_text(note: Restore) -> str:
    """Return the note as the text of its file."""
    body = {
        "format": RESTORE,
        "tenant": str(note.tenant_id),
        "taken_at": note.taken_at.isoformat(),
        "restored_at": note.restored_at.isoformat(),
        "backup": note.backup,
        "key": note.key.hex(),
        "signature": note.signature.hex(),
    }
    return json.dumps(body, indent=1) + "\n"


@readable
def restore_from(text: str) -> Restore:
    """Return the note that a file holds."""
    body = body_of(text, RESTORE)
    return Restore(
        tenant_id=UUID(body["tenant"]),
        taken_at=aware(body["taken_at"]),
        restored_at=aware(body["restored_at"]),
        backup=str(body["backup"]),
        key=bytes.fromhex(body["key"]),
        signature=bytes.fromhex(body["signature"]),
    )
