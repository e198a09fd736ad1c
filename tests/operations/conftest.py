"""The log of a web process, for every test of operations."""

from collections.abc import Iterator

import pytest
from tests.logs import Stream, caught


@pytest.fixture
def log() -> Iterator[Stream]:
    """The log of a web process."""
    with caught() as stream:
        yield stream
