"""Identifiers: made in Python, ordered by time."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """Return a new uuid7.

    Its first 48 bits are the creation time in milliseconds, so expose an id only to somebody who may know that.
    """
    return UUID(bytes=uuid_utils.uuid7().bytes)


def id_of(given: str | None) -> UUID | None:
    """Return the id that somebody wrote, as in an address of a page; None where it is none."""
    try:
        return UUID(given) if given else None
    except ValueError:
        return None
