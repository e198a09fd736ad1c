"""The manifest of a backup: what belongs to it, to the byte, signed. A folder without one is no backup."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from handrail.audit.rules.files import aware, body_of, readable
from handrail.audit.rules.seals import is_signed, public_key, sign
from handrail.entrypoints.errors import StartError

FORMAT: Final = "handrail-backup/1"
NAME: Final = "manifest.json"
DATA: Final = "data"
KEYS: Final = "keys"
_DOMAIN: Final = b"handrail backup 1\n"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One table: its columns in the order of the file, its rows, and the file's size in bytes and SHA-256."""

    table: str
    columns: tuple[str, ...]
    file: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`kind` is data or keys; parts stand in an order in which no row points at one that is still to come."""

    kind: str
    name: str
    revision: str
    taken_at: datetime
    parts: Sequence[Part]
    key: bytes = b""
    signature: bytes = field(default=b"", repr=False)

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(part.rows for part in self.parts)

    def signed_by(self, private: bytes) -> "Manifest":
        """Return it with a signature by this private key."""
        named = replace(self, key=public_key(private))
        return replace(named, signature=sign(private, named.signed_bytes()))

    def signed_bytes(self) -> bytes:
        """Return what is signed: all but the signature, as JSON with sorted names."""
        return _DOMAIN + json.dumps(self._body(), sort_keys=True, separators=(",", ":")).encode()

    def is_trusted(self, keys: Collection[bytes]) -> bool:
        """Whether one of these keys signed it."""
        return self.key in keys and is_signed(self.key, self.signature, self.signed_bytes())

    def text(self) -> str:
        """Return the text of its file."""
        return json.dumps(self._body() | {"signature": self.signature.hex()}, indent=1) + "\n"

    def _body(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "kind": self.kind,
            "name": self.name,
            "revision": self.revision,
            "taken_at": self.taken_at.isoformat(),
            "parts": [asdict(part) | {"columns": list(part.columns)} for part in self.parts],
            "key": self.key.hex(),
        }


@readable
def manifest_from(text: str) -> Manifest:
    """Return the manifest that a text holds; raises ValueError where it is none."""
    body = body_of(text, FORMAT)
    return Manifest(
        kind=str(body["kind"]),
        name=str(body["name"]),
        revision=str(body["revision"]),
        taken_at=aware(body["taken_at"]),
        parts=tuple(Part(**(each | {"columns": tuple(each["columns"])})) for each in body["parts"]),
        key=bytes.fromhex(body["key"]),
        signature=bytes.fromhex(body["signature"]),
    )


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup; raises StartError where the folder is no whole backup."""
    try:
        return manifest_from((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        raise StartError(f"{folder} is no backup, or one that was not completed: it has no {NAME}.") from None
    except ValueError as problem:
        raise StartError(f"The {NAME} of {folder} is damaged. Take another backup, or another copy of it.") from problem


def check(folder: Path, manifest: Manifest, keys: Collection[bytes]) -> None:
    """Raise StartError unless the manifest was signed by one of the keys and every file is what it says."""
    if not manifest.is_trusted(keys):
        raise StartError(
            f"{folder} was not signed with a key that is trusted here. Where another installation made it, put its "
            "seal.key in place or name its public key with --key."
        )
    for part in manifest.parts:
        path = folder / part.file
        if path.parent != folder or not path.is_file():
            raise StartError(f"{path} is missing from the backup.")
        if (path.stat().st_size, sha256_of(path)) != (part.size, part.sha256):
            raise StartError(f"{path} is not the file that was backed up. Take another copy of the backup.")


def sha256_of(path: Path) -> str:
    """Return the digest of a file, read block by block."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
