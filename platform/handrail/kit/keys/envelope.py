"""How a wrapped key says what it was wrapped with.

A tenant's key: format 2, the length of the master key's name, the name, what the keeper of master keys gave back.
A data key: format 2, the 16 bytes of the tenant key's id, the sealed key. The database reads that id from the bytes.
"""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from handrail.kit.keys.errors import KeyGone
from handrail.kit.keys.files import name_of
from handrail.kit.keys.keeper import keeper
from handrail.kit.keys.wrapping import Erased, decrypt
from handrail.kit.settings import settings

_FORMAT: Final = b"\x02"
_ID_BYTES: Final = 16
HEAD_BYTES: Final = len(_FORMAT) + _ID_BYTES


@dataclass(frozen=True, slots=True)
class TenantKeyVersion:
    """One key of a tenant as it is stored; the one with the highest number wraps."""

    id: UUID
    number: int
    wrapped: bytes = field(repr=False)


def data_key_head(tenant_key_id: UUID) -> bytes:
    """Return what a data key begins with that this tenant key wrapped."""
    return _FORMAT + tenant_key_id.bytes


def tenant_key_of(wrapped: bytes) -> UUID:
    """Return the id of the tenant key that wrapped a data key."""
    if wrapped[:1] != _FORMAT or len(wrapped) <= HEAD_BYTES:
        raise Erased("The key was wrapped in a form this release does not know.")
    return UUID(bytes=bytes(wrapped[1:HEAD_BYTES]))


def wrap_tenant_key(tenant_id: UUID, plain: bytes) -> bytes:
    """Wrap a tenant's key with the newest master key."""
    name, body = keeper().wrap(plain, _associated(tenant_id))
    encoded = name.encode()
    return _FORMAT + bytes([len(encoded)]) + encoded + body


def unwrap_tenant_key(tenant_id: UUID, wrapped: bytes) -> bytes:
    """Return a tenant's key; raises KeyGone or KeysAway where its master key can not be had, Erased for another's."""
    name, body = _parts(wrapped)
    return keeper().unwrap(name, body, _associated(tenant_id))


def opens_tenant_key(master_key: bytes, tenant_id: UUID, wrapped: bytes) -> bool:
    """Whether this master key wrapped the tenant's key, or, where it is this process's own, one kept with it did."""
    name, body = _parts(wrapped)
    try:
        if name == name_of(master_key):
            decrypt(master_key, body, _associated(tenant_id))
        elif settings().master_key == master_key:
            unwrap_tenant_key(tenant_id, wrapped)
        else:
            return False
    except (Erased, KeyGone):
        return False
    return True


def master_key_of(wrapped: bytes) -> str:
    """Return the name of the master key that wrapped a tenant's key."""
    return _parts(wrapped)[0]


def _parts(wrapped: bytes) -> tuple[str, bytes]:
    if wrapped[:1] != _FORMAT:
        raise Erased("The key was wrapped in a form this release does not know.")
    ends = 2 + wrapped[1]
    return bytes(wrapped[2:ends]).decode(), bytes(wrapped[ends:])


def _associated(tenant_id: UUID) -> bytes:
    return f"tenant-key|{tenant_id}".encode()
