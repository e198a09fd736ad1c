"""Identifiers: made in Python, ordered by time."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """Return a new uuid7.

    Its first 48 bits are the creation time in milliseconds, so expose an id only to somebody who may know that.
    """
    return UUID(bytes=uuid_utils.uuid7().bytes)
