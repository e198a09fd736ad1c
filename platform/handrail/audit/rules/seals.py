"""A seal: what a consultancy's chains and read log were on one day, signed with a key that no database holds.

Whoever rewrites a chain in the database makes another chain; its head is not the one that was sealed. Each seal holds
the digest of the one before, so none can be left out between two others.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from handrail.audit.rules.chain import GENESIS
from handrail.audit.rules.heads import Head
from handrail.audit.rules.merkle import leaf, part, root_by_path

DOMAIN: Final = b"handrail seal 1"
"""Stands before what is signed, so that no other thing signed with the key can be taken for a seal."""


@dataclass(frozen=True, slots=True)
class Reads:
    """The rows of the read log from one instant (None: from the first) up to before another, and the root over them."""

    since: datetime | None
    until: datetime
    count: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed. `number` counts from 1 without gap; `previous` is the digest of the seal before."""

    tenant_id: UUID
    number: int
    on: date
    made_at: datetime
    previous: bytes
    heads: int
    heads_root: bytes
    reads: Reads

    def encoded(self) -> bytes:
        """Return the fixed byte encoding: every field as text or bytes, with its length in front."""
        reads = self.reads
        fields: tuple[bytes, ...] = (
            DOMAIN, str(self.tenant_id).encode(), str(self.number).encode(), self.on.isoformat().encode(),
            instant(self.made_at), self.previous, str(self.heads).encode(), self.heads_root,
            instant(reads.since) if reads.since else b"", instant(reads.until), str(reads.count).encode(), reads.root,
        )  # fmt: skip
        return b"".join(part(field) for field in fields)

    def digest(self) -> bytes:
        """Return what the next seal calls `previous`."""
        return hashlib.sha256(self.encoded()).digest()


@dataclass(frozen=True, slots=True)
class Seal:
    """A signed statement with the heads that moved since the seal before, or with all of them where it is `full`."""

    statement: Statement
    key: bytes
    signature: bytes
    full: bool
    moved: Sequence[Head]


@dataclass(frozen=True, slots=True)
class Proof:
    """That one head was sealed: with the public key alone, anybody can check it."""

    statement: Statement
    key: bytes
    signature: bytes
    head: Head
    index: int
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class SealFault:
    """What does not hold about the seal of one day."""

    on: date
    kind: str
    message: str


def instant(at: datetime) -> bytes:
    """Return an instant as it is signed: UTC, ISO 8601, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").encode()


def public_key(private: bytes) -> bytes:
    """Return the public key (32 bytes) of a private one (32 bytes)."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, signed: bytes) -> bytes:
    """Return the Ed25519 signature; the same bytes always have the same one."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(signed)


def is_signed(key: bytes, signature: bytes, signed: bytes) -> bool:
    """Whether this signature over these bytes was made with the private half of `key`."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_leaf(fields: Iterable[object]) -> bytes:
    """Return one row of the read log as a leaf, every field of it with its length in front."""
    return leaf(b"".join(part(instant(each) if isinstance(each, datetime) else str(each).encode()) for each in fields))


def proves(proof: Proof, keys: Iterable[bytes]) -> bool:
    """Whether the proof shows that the head was sealed, by one of the keys that the reader trusts."""
    signed = proof.key in set(keys) and is_signed(proof.key, proof.signature, proof.statement.encoded())
    found = root_by_path(proof.head.leaf(), proof.index, proof.statement.heads, proof.path)
    return signed and found == proof.statement.heads_root


def faults_of(seal: Seal, before: Statement | None, tenant_id: UUID, trusted: Collection[bytes]) -> Iterator[SealFault]:
    """Yield why this seal is not what was signed right after `before` (None: it is the first) by a trusted key."""
    made = seal.statement
    if seal.key not in trusted or not is_signed(seal.key, seal.signature, made.encoded()):
        yield SealFault(made.on, "signature", "It was not signed with a key that is trusted here.")
    if made.tenant_id != tenant_id:
        yield SealFault(made.on, "moved", "It is another consultancy's seal.")
    expected = (before.number + 1, before.digest()) if before else (1, GENESIS)
    if (made.number, made.previous) != expected:
        yield SealFault(made.on, "order", f"It is number {made.number} and does not follow on the one before it.")
    elif before and (made.on <= before.on or made.reads.since != before.reads.until):
        yield SealFault(made.on, "order", "It does not begin where the one before it ends.")


def day_begins(on: date, zone: str) -> datetime:
    """Return the instant at which a day begins in a zone (an IANA name)."""
    return datetime.combine(on, time(0), ZoneInfo(zone)).astimezone(UTC)


def days_without(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each stretch between two seals on which none was made."""
    for earlier, later in pairwise(days):
        if (later - earlier).days > 1:
            yield (date.fromordinal(earlier.toordinal() + 1), date.fromordinal(later.toordinal() - 1))
