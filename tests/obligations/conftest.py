"""What the tests of what is due share."""

import pytest
from tests.builders import World, build_world


@pytest.fixture
def world(database: object) -> World:
    """A consultancy of its own for each test."""
    del database
    return build_world()
