"""The whole API with the token of each role, asked by schemathesis for what its description allows and forbids.

Nothing may fail on our side, and whatever comes back is as described. What each role may see is held elsewhere: by the
tests of isolation.
"""

from collections import Counter
from typing import Any, Final

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from tests.builders import World, bearer, build_person, build_world, give_role, open_case

from handrail.kit.codes import Role

CHECKS: Final = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, unsupported_method,
)  # fmt: skip
SEED: Final = 20261122
EXAMPLES: Final = 2
"""For each operation and role."""


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    made = build_world()
    open_case(made)
    wide = {
        Role.CONSULTANCY_ADMIN, Role.CONSULTANCY_MANAGER, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.SUPPORT,
        Role.OPERATOR, Role.PROVIDER,
    }  # fmt: skip
    for role in set(Role) - made.people.keys():
        made.people[role] = build_person(made.tenant_id, f"Invented {role.value}")
        give_role(made.tenant_id, made.people[role], role, None if role in wide else made.employer_id)
    return made


@pytest.mark.slow
@pytest.mark.usefixtures("valkey")
@pytest.mark.parametrize("role", list(Role), ids=str)
def test_the_api_answers_as_it_is_described_whatever_a_role_sends(app: Flask, world: World, role: Role) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    headers, seen = bearer(world, role), Counter[int]()
    asked, wrong = 0, []
    for found in schema.get_all_operations():
        operation = found.ok()
        asked += 1

        @seed(SEED)
        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def ask(case: Any) -> None:
            answer = case.call(headers=headers)
            seen[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)

        try:
            _given(operation, ask)()
        except FailureGroup as found_wrong:
            wrong.append(f"{operation.label}: {found_wrong}")
    assert wrong == []
    assert asked > 100
    assert seen.keys() - {404, 401} != set()
    assert not any(status >= 500 for status in seen)


def _given(operation: Any, test: Any) -> Any:
    """Return the test as Hypothesis runs it, with cases of this operation."""
    from hypothesis import given  # noqa: PLC0415

    return given(case=operation.as_strategy())(test)


@pytest.mark.slow
def test_a_method_that_an_address_of_the_api_does_not_know_is_answered_with_those_it_knows(
    app: Flask, world: World
) -> None:
    client, headers = app.test_client(), bearer(world, Role.HR)
    known: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/"):
            known.setdefault(rule.rule, set()).update(rule.methods or ())
    assert len(known) > 50
    for path, methods in known.items():
        unknown = next(each for each in ("TRACE", "PUT", "PATCH", "DELETE", "POST") if each not in methods)
        filled = path.replace("<path:filename>", "x")
        for name in ("uuid:", "int:", "string:"):
            filled = filled.replace(f"<{name}", "<")
        address = "/".join(_part(each, path) for each in filled.split("/"))
        answer = client.open(address, method=unknown, headers=headers)
        if answer.status_code == 405:
            assert set(answer.headers["Allow"].replace(" ", "").split(",")) == methods, path


def _part(part: str, path: str) -> str:
    if "<" not in part:
        return part
    return "1" if f"<int:{part[1:-1]}>" in path else "00000000-0000-7000-8000-000000000000"
