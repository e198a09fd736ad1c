"""One consultancy for a module: letters are worded by key and language, so tests take different letters."""

import pytest
from tests.builders import World, build_world


@pytest.fixture(scope="module")
def world(database: object) -> World:
    """A consultancy with an employer, a worker and one person in each role."""
    del database
    return build_world()
