"""The last link of every chain, and the tree over them that a seal signs."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, TypeAlias
from uuid import UUID

from handrail.audit.rules.merkle import Tree, leaf, part

_RECORD: Final = 16 + 8 + 32
_SEQ: Final = 8
_NUMBER: Final = attrgetter("int")  # UUIDs compare by it, and much faster so
Heads: TypeAlias = Mapping[UUID, "Head"]


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: its last link's number, from 1, and hash. Number 0 stands for a chain that is gone."""

    chain_id: UUID
    seq: int
    hash: bytes

    def leaf(self) -> bytes:
        """Return this head as a leaf: chain, number (eight bytes) and hash, each with its length in front."""
        return leaf(part(self.chain_id.bytes) + part(self.seq.to_bytes(_SEQ, "big")) + part(self.hash))


def packed(heads: Iterable[Head]) -> bytes:
    """Return heads as records of 56 bytes: chain 16, number 8, hash 32."""
    return b"".join(head.chain_id.bytes + head.seq.to_bytes(_SEQ, "big") + head.hash for head in heads)


def unpacked(raw: bytes) -> Iterator[Head]:
    """Yield what was packed; raises ValueError where that is cut off or no head."""
    if len(raw) % _RECORD:
        raise ValueError("The heads are cut off.")
    for at in range(0, len(raw), _RECORD):
        record = raw[at : at + _RECORD]
        seq = int.from_bytes(record[16:24], "big")
        if seq >> 63:
            raise ValueError("A chain has no such number.")
        yield Head(UUID(bytes=record[:16]), seq, record[24:])


def changed(before: Heads, after: Heads) -> list[Head]:
    """Return the heads that moved or appeared, and for each chain that is gone a head with number 0, by chain."""
    moved = [head for head in after.values() if before.get(head.chain_id) != head]
    gone = [Head(chain_id, 0, bytes(32)) for chain_id in before if chain_id not in after]
    return sorted(moved + gone, key=lambda head: head.chain_id.int)


@dataclass(slots=True)
class Forest:
    """All heads of a consultancy as of one seal, with their tree; carried from seal to seal by what changed."""

    heads: dict[UUID, Head] = field(default_factory=dict)
    _order: list[UUID] = field(default_factory=list)
    _tree: Tree = field(default_factory=Tree)

    @classmethod
    def of(cls, heads: Iterable[Head]) -> "Forest":
        """Return the forest of these heads."""
        made = cls()
        made.apply(heads)
        return made

    @property
    def root(self) -> bytes:
        """The root over all heads, in the order of their chains."""
        return self._tree.root

    def apply(self, moved: Iterable[Head]) -> None:
        """Take over what changed since."""
        found = {head.chain_id: head for head in moved}
        gone = {chain_id for chain_id, head in found.items() if head.seq == 0}
        came = found.keys() - self.heads.keys()
        self.heads |= found
        for chain_id in gone:
            del self.heads[chain_id]
        self._tree.replace({self._at(each): found[each].leaf() for each in found.keys() - came - gone})
        if came or gone:
            self._reorder(min(came | gone))

    def path(self, chain_id: UUID) -> tuple[int, list[bytes]]:
        """Return the place of a chain's head in the tree, from 0, and the path to the root."""
        if chain_id not in self.heads:
            raise KeyError(chain_id)
        index = self._at(chain_id)
        return index, self._tree.path(index)

    def _at(self, chain_id: UUID) -> int:
        return bisect_left(self._order, chain_id)

    def _reorder(self, first: UUID) -> None:
        start = self._at(first)
        self._order = sorted(self.heads, key=_NUMBER)
        self._tree.replace_from(start, [self.heads[each].leaf() for each in self._order[start:]])
