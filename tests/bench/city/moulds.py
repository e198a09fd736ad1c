"""Moulds: the rows that a model left behind, and casting them again for other people.

A row is kept as COPY writes it. What differs in each cast are its tokens: ids, the digests of values that hold an id,
the hashes of the chain, sealed texts and the number of the case. A cast gives every token a new text: ids are drawn,
keys are made and wrapped, texts are sealed under them in their new place, and each link is hashed anew upon the one
before, so that the copy is as genuine as what it was made from.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handrail.audit import rules
from handrail.kit.codes import Compartment
from handrail.kit.keys.envelope import data_key_head

_TOKEN: Final = (
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])|20\d\d-\d{5}"
)
_IN_TEXT: Final = re.compile(f"({_TOKEN})")


@dataclass(frozen=True, slots=True)
class Template:
    """Text with holes: `parts` has None-like blanks at the places that `holes` fill with the values of slots."""

    parts: tuple[str, ...]
    holes: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, slots: Mapping[str, int]) -> "Template":
        """Return the text with a hole for each token that has a slot."""
        parts = _IN_TEXT.split(text)
        holes = [(at, slots[part]) for at, part in enumerate(parts) if at % 2 and part in slots]
        return cls(tuple(parts), tuple(holes))

    def filled(self, values: Sequence[str]) -> str:
        """Return the text with the values of the slots in its holes."""
        parts = [*self.parts]
        for at, slot in self.holes:
            parts[at] = values[slot]
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Key:
    """A data key to be made: `row` and `wrapped` are the slots of its id and of its wrapped bytes."""

    subject: Template
    compartment: Compartment
    row: int
    wrapped: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be sealed with the `key`th key, into `slot`; `plain` is latin-1, so that any bytes fit."""

    key: int
    plain: Template
    associated: Template
    slot: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest of a value that holds a token."""

    salt: bytes
    value: Template
    slot: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a chain: its encoding, the slot of the hash before (None: the first) and of its own."""

    encoded: Template
    before: int | None
    slot: int


@dataclass
class Mould:
    """What one model left behind, ready to be cast."""

    name: str
    tables: dict[str, Template] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    case_slot: int | None = None
    given: tuple[str, ...] = ()
    """Names of the slots that whoever casts fills: the first ones, in this order."""
    drawn: tuple[str, ...] = ()
    """The ids, in order, that get new ones: the slots after those given."""
    slots: int = 0
    keys: list[Key] = field(default_factory=list)
    digests: list[Digest] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def cast(self, given: Sequence[str], tenant: "TenantSecret", chance: Random) -> "Cast":
        """Return the rows of one more case for the people and places that are given."""
        values = [*given, *self._ids(chance)]
        values += [""] * (self.slots - len(values))
        ciphers = [self._make(key, values, tenant) for key in self.keys]
        for digest in self.digests:
            values[digest.slot] = rules.digest(digest.salt, json.loads(digest.value.filled(values)))
        for text in self.texts:
            values[text.slot] = _sealed(
                ciphers[text.key], text.plain.filled(values).encode("latin-1"), text.associated.filled(values).encode()
            )
        hashes: dict[int, bytes] = {}
        for link in self.links:
            before = rules.GENESIS if link.before is None else hashes[link.before]
            made = hashlib.sha256(before + link.encoded.filled(values).encode("latin-1")).digest()
            hashes[link.slot], values[link.slot] = made, made.hex()
        rows = {table: template.filled(values) for table, template in self.tables.items()}
        return Cast(rows, "" if self.case_slot is None else values[self.case_slot])

    def _ids(self, chance: Random) -> Iterator[str]:
        """Draw ids that keep the time, and so the order, of those they stand for."""
        for old in self.drawn:
            low = chance.getrandbits(62)
            yield f"{old[:19]}8{low >> 48 & 0xFFF:03x}-{low & 0xFFFFFFFFFFFF:012x}"

    def _make(self, key: Key, values: list[str], tenant: "TenantSecret") -> AESGCM:
        subject, secret = key.subject.filled(values), os.urandom(32)
        values[key.row] = str(uuid5(UUID(subject), key.compartment))
        name = f"data-key|{tenant.tenant_id}|{subject}|{key.compartment}".encode()
        values[key.wrapped] = data_key_head(tenant.tenant_id).hex() + _sealed(tenant.cipher, secret, name)
        return AESGCM(secret)


@dataclass(frozen=True, slots=True)
class Cast:
    """Rows by table, and the id of the case they are about."""

    tables: dict[str, str]
    case_id: str


class TenantSecret:
    """The key of the consultancy, unwrapped once."""

    def __init__(self, tenant_id: UUID, key: bytes) -> None:
        self.tenant_id = tenant_id
        self.cipher = AESGCM(key)


def _sealed(cipher: AESGCM, plain: bytes, associated: bytes) -> str:
    nonce = os.urandom(12)
    return (b"\x01" + nonce + cipher.encrypt(nonce, plain, associated)).hex()
