"""Merkle trees as RFC 6962 defines them: one hash for many leaves, and short proofs that a leaf is among them.

Leaves and nodes are hashed with different first bytes, so that no node can be passed off as a leaf. The shape follows
from the number of leaves alone, so whoever has the leaves in order finds the same root.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Final

EMPTY: Final = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf(content: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def part(raw: bytes) -> bytes:
    """Return a field with its length in front, so that no two rows of fields have one encoding."""
    return len(raw).to_bytes(4, "big") + raw


class Tree:
    """A tree that changes: after an edit only the nodes above it are hashed anew. An odd last node moves up."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [list(leaves)]
        self._hash_above(range(len(self)))

    def __len__(self) -> int:
        return len(self._levels[0])

    @property
    def root(self) -> bytes:
        """The one hash that stands for all leaves and their order."""
        return self._levels[-1][0] if len(self) else EMPTY

    def replace(self, leaves: dict[int, bytes]) -> None:
        """Put other leaves in these places."""
        for at, hashed in leaves.items():
            self._levels[0][at] = hashed
        self._hash_above(set(leaves))

    def replace_from(self, start: int, leaves: Sequence[bytes]) -> None:
        """Let `leaves` stand from place `start` on, whatever stood there."""
        self._levels[0][start:] = leaves
        self._hash_above(range(max(min(start, len(self) - 1), 0), len(self)))

    def path(self, index: int) -> list[bytes]:
        """Return the neighbours that lead from the leaf at `index` (from 0) to the root, the lowest first."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        found = []
        for level in self._levels[:-1]:
            if index ^ 1 < len(level):
                found.append(level[index ^ 1])
            index >>= 1
        return found

    def _hash_above(self, dirty: Collection[int]) -> None:
        """Hash the nodes above these leaves; a range stands for all from its start on."""
        depth = 0
        while len(below := self._levels[depth]) > 1:
            depth += 1
            if depth == len(self._levels):
                self._levels.append([])
            above, size = self._levels[depth], (len(below) + 1) // 2
            above[size:] = [b""] * (size - len(above))
            dirty = range(dirty.start >> 1, size) if isinstance(dirty, range) else {at >> 1 for at in dirty}
            for at in dirty:
                pair = below[2 * at : 2 * at + 2]
                above[at] = node(*pair) if len(pair) > 1 else pair[0]
        del self._levels[depth + 1 :]


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over these leaf hashes."""
    return Tree(leaves).root


def root_by_path(hashed: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a leaf at `index` of `size` has by this path; None where no such path can be.

    Redone from RFC 9162, section 2.1.3.2, which is how somebody without our code would check a proof.
    """
    if not 0 <= index < size:
        return None
    first, last, found = index, size - 1, hashed
    for other in path:
        if last == 0:
            return None
        if first & 1 or first == last:
            found = node(other, found)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = node(found, other)
        first, last = first >> 1, last >> 1
    return found if last == 0 else None
