"""What is pure about the audit: chains, Merkle trees over them, seals, and what must be kept how long."""

from handrail.audit.rules.chain import (
    GENESIS,
    Entry,
    Fault,
    Stored,
    digest,
    digests,
    encode,
    link,
    verify,
)

__all__ = ["GENESIS", "Entry", "Fault", "Stored", "digest", "digests", "encode", "link", "verify"]
