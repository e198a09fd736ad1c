"""What a run destroyed, as a statement that is signed, kept in the database and in a folder outside it.

The folder is that of the seals. Before anything is destroyed it is told what is about to be, so that no backup brings
back what a run had begun to end; afterwards it gets the certificate. Files hold ids, days and rules, never content.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from handrail.audit.folder import sync_folder
from handrail.audit.rules.files import aware, body_of, readable
from handrail.audit.rules.seals import instant, is_signed, public_key, sign
from handrail.privacy.retention.codes import ItemState, Kind
from handrail.privacy.retention.models import ErasureItem, ErasureRun

FORMAT: Final = "handrail-erasure/1"
_DOMAIN: Final = b"handrail erasure 1\n"
_FOLDER: Final = "erasures"
_BEGUN: Final = ".begun.json"
_WHOLE: Final = ".json"


@dataclass(frozen=True, slots=True)
class Ended:
    """One thing that ended, as a restore has to end it again."""

    kind: Kind
    about_id: UUID
    key_id: UUID | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file says: `at` is when the run began to destroy, or was done; `body` is all of it."""

    run_id: UUID
    at: datetime
    ended: Sequence[Ended]
    body: Mapping[str, Any]


def statement(run: ErasureRun, items: Sequence[ErasureItem], *, at: datetime, whole: bool) -> dict[str, Any]:
    """Return what is signed. `whole` false: it is about to begin, and says what may be gone from then on."""
    wanted = ItemState.ERASED if whole else ItemState.WAITING
    ended = [item for item in items if item.state is wanted or (not whole and item.state is ItemState.ERASED)]
    keys = sorted(str(item.key_id) for item in ended if item.key_id)
    return {
        "format": FORMAT,
        "certificate": whole,
        "tenant": str(run.tenant_id),
        "run": str(run.id),
        "at": _text(at),
        "asked": _decided(run.asked_by, run.asked_at),
        "approved": _decided(run.approved_by, run.approved_at),
        "decided_on": run.digest.hex() if run.digest else None,
        "rules": _rules(ended),
        "ended": [_line(item) for item in ended],
        "kept": [_kept(item) for item in items if item not in ended],
        "keys": len(keys),
        "keys_sha256": hashlib.sha256("\n".join(keys).encode()).hexdigest(),
    }


def _decided(person: UUID | None, at: datetime | None) -> dict[str, str | None]:
    return {"by": str(person), "at": _text(at) if at else None}


def _rules(items: Sequence[ErasureItem]) -> list[dict[str, Any]]:
    """Return each rule that was applied once, with how much it was applied to."""
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        name = json.dumps([item.kind.value, item.rule], sort_keys=True)
        told = found.setdefault(name, {"kind": item.kind.value, "count": 0} | item.rule)
        told["count"] += 1
    return [found[name] for name in sorted(found)]


def _line(item: ErasureItem) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "about": str(item.about_id),
        "cases": list(item.numbers),
        "key": str(item.key_id) if item.key_id else None,
        "due_on": item.due_on.isoformat(),
        "records": item.records,
        "at": _text(item.erased_at) if item.erased_at else None,
    }


def _kept(item: ErasureItem) -> dict[str, Any]:
    return {"kind": item.kind.value, "cases": list(item.numbers), "why": item.state.value}


def _text(at: datetime) -> str:
    return instant(at).decode()


def signed_bytes(body: Mapping[str, Any]) -> bytes:
    """Return what the signature is over: everything but itself and its key, as JSON with sorted names."""
    bare = {name: value for name, value in body.items() if name not in {"key", "signature"}}
    return _DOMAIN + json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signed(body: dict[str, Any], private: bytes) -> dict[str, Any]:
    """Return the statement with the signature of this key; the same statement always has the same one."""
    signature = sign(private, signed_bytes(body))
    return body | {"key": public_key(private).hex(), "signature": signature.hex()}


def digest_of(body: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of the signed bytes: what the chain of the consultancy holds."""
    return hashlib.sha256(signed_bytes(body)).digest()


def holds(body: Mapping[str, Any], trusted: Collection[bytes]) -> bool:
    """Whether this is what one of these keys signed."""
    try:
        key, signature = bytes.fromhex(body["key"]), bytes.fromhex(body["signature"])
    except (KeyError, TypeError, ValueError):
        return False
    return key in trusted and is_signed(key, signature, signed_bytes(body))


@dataclass(frozen=True, slots=True)
class ErasureFolder:
    """`root`/`tenant_id`/erasures/: written once, readable by this user only."""

    root: Path
    tenant_id: UUID

    @property
    def path(self) -> Path:
        """Where the files lie."""
        return self.root / str(self.tenant_id) / _FOLDER

    def put(self, body: Mapping[str, Any]) -> Path:
        """Put a statement in its place, on disk when this returns; what lies there already stays."""
        name = str(body["run"]) + (_WHOLE if body["certificate"] else _BEGUN)
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path / f".{name}.{os.getpid()}"
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o400)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(json.dumps(body, indent=1, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            (self.path / name).hardlink_to(draft)
        draft.unlink()
        sync_folder(self.path)
        return self.path / name

    def statements(self, trusted: Collection[bytes]) -> Iterator[Statement]:
        """Yield what ended here: each run's certificate, or what it had begun where there is none yet.

        Raises ValueError, naming the file, for one that is damaged or was not signed by a key that is trusted.
        """
        whole = {path.name.removesuffix(_WHOLE) for path in self.path.glob(f"*{_WHOLE}")}
        for path in sorted(self.path.glob(f"*{_WHOLE}")):
            if path.name.startswith(".") or path.name.removesuffix(_BEGUN) in whole:
                continue
            try:
                found = statement_from(path.read_text("utf-8"), trusted)
            except ValueError as problem:
                raise ValueError(f"{path}: {problem}") from problem
            if found.body["tenant"] != str(self.tenant_id):
                raise ValueError(f"{path}: It is another consultancy's.")
            yield found


@readable
def statement_from(text: str, trusted: Collection[bytes]) -> Statement:
    """Return what a file says; raises ValueError where it is no statement that a trusted key signed."""
    body = body_of(text, FORMAT)
    if not holds(body, trusted):
        raise ValueError("It was not signed with a key that is trusted here.")
    ended = [
        Ended(Kind(line["kind"]), UUID(line["about"]), UUID(line["key"]) if line["key"] else None)
        for line in body["ended"]
    ]
    return Statement(UUID(body["run"]), aware(body["at"]), ended, body)
