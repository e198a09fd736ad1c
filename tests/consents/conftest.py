"""What the tests of the ledger share."""

import pytest
from tests.builders import World, build_world


@pytest.fixture
def world(database: object) -> World:
    """A consultancy of its own for each test."""
    del database
    return build_world()
