"""AES-256-GCM: what seals a value and what wraps a key with another key."""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handrail.kit.errors import HandrailError

_FORMAT: Final = b"\x01"
_NONCE_BYTES: Final = 12


class Erased(HandrailError):
    """The key of this value was destroyed: what it held is gone for good (PRI-2)."""

    status, slug, title = 410, "erased", "This was erased"


def encrypt(key: bytes, plain: bytes, associated: bytes) -> bytes:
    """Seal `plain`; the same input never gives the same output twice."""
    nonce = os.urandom(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, associated)


def decrypt(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """Open what `encrypt` sealed; raises Erased where key or place are not the ones it was sealed with."""
    if sealed[:1] != _FORMAT:
        raise Erased("The value was sealed in a form this release does not know.")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], associated)
    except InvalidTag as problem:
        raise Erased from problem
