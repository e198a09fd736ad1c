"""Headers that say which state was changed, whatever a program puts into them."""

import pytest
from tests.builders import bearer, build_world, open_participating_case

from handrail.entrypoints.app import create_app
from handrail.kit.codes import Role


@pytest.mark.parametrize("tag", ['""', '"', '"one"', "*", 'W/"1"', '"-1"'])
def test_a_condition_that_names_no_state_is_asked_for_again(database: object, tag: str) -> None:
    del database
    world = build_world()
    path = f"/api/v1/cases/{open_participating_case(world)}/plan/draft"
    headers = {**bearer(world, Role.COORDINATOR), "If-Match": tag}
    assert create_app().test_client().put(path, json={}, headers=headers).status_code == 428
