"""The arithmetic of a chain: pure, so that anybody can redo it from exported rows."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

GENESIS = b"\x00" * 32
"""The hash before the first link."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One link as it is hashed; every field of it is covered. `seq` counts from 1 within the chain."""

    tenant_id: UUID
    chain_id: UUID
    id: UUID
    seq: int
    at: datetime
    actor_id: UUID | None
    actor_role: str | None
    verb: str
    compartment: str | None
    object_table: str
    object_id: UUID
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """A link as it lies in the table."""

    entry: Entry
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold: `kind` is edited, removed, inserted or reordered."""

    chain_id: UUID
    seq: int
    kind: str
    message: str


def _part(value: object) -> bytes:
    """Encode one field with its length in front; absent and empty differ."""
    if value is None:
        return b"\xff\xff\xff\xff"
    raw = str(value).encode()
    return len(raw).to_bytes(4, "big") + raw


def encode(entry: Entry) -> bytes:
    """Return the fixed byte encoding of a link."""
    detail = json.dumps(entry.detail, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = (
        entry.tenant_id, entry.chain_id, entry.id, entry.seq, at, entry.actor_id, entry.actor_role, entry.verb,
        entry.compartment, entry.object_table, entry.object_id, detail,
    )  # fmt: skip
    return b"".join(_part(field) for field in fields)


def link(prev_hash: bytes, entry: Entry) -> bytes:
    """Return the hash of a link: sha256 over the hash before it and its own encoding."""
    return hashlib.sha256(prev_hash + encode(entry)).digest()


def digest(salt: bytes, value: object) -> str:
    """Return the salted digest of one value; without the salt it can not be guessed by trying values."""
    raw = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()
    return hmac.new(salt, raw, hashlib.sha256).hexdigest()


def digests(salt: bytes, changes: Mapping[str, tuple[Any, Any]]) -> dict[str, dict[str, str]]:
    """Return for each changed field the digests of its value before and after."""
    return {
        name: {"before": digest(salt, before), "after": digest(salt, after)}
        for name, (before, after) in changes.items()
    }


def verify(chain_id: UUID, links: Iterable[Stored], head: tuple[int, bytes] | None) -> Iterator[Fault]:
    """Yield every fault of one chain, its links in order of `seq`; `head` is the head row's (seq, hash)."""
    prev_hash, expected = GENESIS, 1
    for stored in links:
        entry = stored.entry
        if entry.seq != expected:
            yield _gap(chain_id, expected, entry.seq)
        if stored.prev_hash != prev_hash and entry.seq == expected:
            yield Fault(chain_id, entry.seq, "reordered", "The link before this one is not the one it was built on.")
        if link(stored.prev_hash, entry) != stored.hash:
            yield Fault(chain_id, entry.seq, "edited", "The entry is not what was hashed when it was written.")
        prev_hash, expected = stored.hash, entry.seq + 1
    yield from _against_head(chain_id, (expected - 1, prev_hash), head)


def _gap(chain_id: UUID, expected: int, found: int) -> Fault:
    if found > expected:
        return Fault(chain_id, expected, "removed", f"Entries {expected} to {found - 1} are missing.")
    return Fault(chain_id, found, "inserted", f"Entry {found} stands where {expected} should.")


def _against_head(chain_id: UUID, last: tuple[int, bytes], head: tuple[int, bytes] | None) -> Iterator[Fault]:
    if head is None:
        if last[0]:
            yield Fault(chain_id, last[0], "inserted", "The chain has entries and no head.")
    elif head[0] > last[0]:
        yield Fault(chain_id, last[0] + 1, "removed", f"The last entries, up to {head[0]}, are missing.")
    elif head != last:
        yield Fault(chain_id, last[0], "inserted", "The chain ends on an entry that its head does not know.")
