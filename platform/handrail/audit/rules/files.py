"""Seals, proofs and notes of restores as JSON, and back. What can not be read raises ValueError."""

import base64
import json
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar
from uuid import UUID

from handrail.audit.rules.heads import Head, packed, unpacked
from handrail.audit.rules.seals import Proof, Reads, Seal, Statement

SEAL: Final = "handrail-seal/1"
PROOF: Final = "handrail-proof/1"
_P = ParamSpec("_P")
_T = TypeVar("_T")


def readable(read: Callable[_P, _T]) -> Callable[_P, _T]:
    """Let whatever is wrong with a file be a ValueError."""

    @wraps(read)
    def reading(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return read(*args, **kwargs)
        except (KeyError, TypeError, AttributeError, ValueError) as problem:
            raise ValueError(f"This can not be read: {problem}") from problem

    return reading


def seal_text(seal: Seal) -> str:
    """Return a seal as the text of its file. It holds ids, counts and hashes, and nothing of what was written."""
    moved = base64.b64encode(packed(seal.moved)).decode()
    signed = {"key": seal.key.hex(), "signature": seal.signature.hex()}
    body = {"format": SEAL} | _statement(seal.statement) | signed | {"full": seal.full, "heads_moved": moved}
    return json.dumps(body, indent=1) + "\n"


@readable
def seal_from(text: str) -> Seal:
    """Return the seal that a file holds."""
    body = body_of(text, SEAL)
    return Seal(
        statement=_statement_from(body),
        key=bytes.fromhex(body["key"]),
        signature=bytes.fromhex(body["signature"]),
        full=body["full"] is True,
        moved=tuple(unpacked(base64.b64decode(body["heads_moved"], validate=True))),
    )


def proof_text(proof: Proof) -> str:
    """Return a proof as text."""
    head = {"chain": str(proof.head.chain_id), "seq": proof.head.seq, "hash": proof.head.hash.hex()}
    place = {"index": proof.index, "path": [each.hex() for each in proof.path]}
    signed = {"key": proof.key.hex(), "signature": proof.signature.hex()}
    body = {"format": PROOF} | _statement(proof.statement) | signed | {"head": head} | place
    return json.dumps(body, indent=1) + "\n"


@readable
def proof_from(text: str) -> Proof:
    """Return the proof that a text holds."""
    body = body_of(text, PROOF)
    if not 0 < body["head"]["seq"] < 2**63:
        raise ValueError("A link has a number from 1.")
    return Proof(
        statement=_statement_from(body),
        key=bytes.fromhex(body["key"]),
        signature=bytes.fromhex(body["signature"]),
        head=Head(UUID(body["head"]["chain"]), int(body["head"]["seq"]), bytes.fromhex(body["head"]["hash"])),
        index=int(body["index"]),
        path=tuple(bytes.fromhex(each) for each in body["path"]),
    )


def body_of(text: str, form: str) -> dict[str, Any]:
    """Return the JSON object of a file of this form."""
    body: dict[str, Any] = json.loads(text)
    if body["format"] != form:
        raise ValueError(f"It is not of the form {form}.")
    return body


def _statement(made: Statement) -> dict[str, Any]:
    reads = made.reads
    return {
        "tenant": str(made.tenant_id),
        "number": made.number,
        "on": made.on.isoformat(),
        "made_at": made.made_at.isoformat(),
        "previous": made.previous.hex(),
        "heads": {"count": made.heads, "root": made.heads_root.hex()},
        "reads": {
            "since": reads.since.isoformat() if reads.since else None,
            "until": reads.until.isoformat(),
            "count": reads.count,
            "root": reads.root.hex(),
        },
    }


def _statement_from(body: dict[str, Any]) -> Statement:
    reads = body["reads"]
    return Statement(
        tenant_id=UUID(body["tenant"]),
        number=int(body["number"]),
        on=date.fromisoformat(body["on"]),
        made_at=aware(body["made_at"]),
        previous=bytes.fromhex(body["previous"]),
        heads=int(body["heads"]["count"]),
        heads_root=bytes.fromhex(body["heads"]["root"]),
        reads=Reads(
            since=aware(reads["since"]) if reads["since"] is not None else None,
            until=aware(reads["until"]),
            count=int(reads["count"]),
            root=bytes.fromhex(reads["root"]),
        ),
    )


def aware(text: str) -> datetime:
    """Return an instant; it has to say its zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("An instant without its zone.")
    return at
