"""The worker's concern and the coordinator's summary are kept while they are written, and never written over."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from tests.builders import World, build_world, open_participating_case, sign_in

from handrail.kit.codes import Role

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def world(database: object) -> World:
    del database
    return build_world()


@pytest.fixture(scope="module")
def case_id(world: World) -> UUID:
    return open_participating_case(world)


def opened(client: Any, path: str) -> dict[str, str]:
    page = client.get(path).text.partition("<main")[2]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


@pytest.mark.rule("CON-2")
def test_a_concern_that_the_worker_did_not_finish_comes_back_for_them(app: Flask, world: World, case_id: UUID) -> None:
    del case_id
    client = app.test_client()
    sign_in(client, world, Role.WORKER)
    path = "/my-return/concerns"
    typed = opened(client, path) | {"text": "I am not sure how to say", "keep": "draft"}
    assert client.post(path, data=typed, headers=SAME_ORIGIN).status_code == 303
    assert "I am not sure how to say" in client.get(path).text
    whole = opened(client, path) | {"text": "The noise"}
    assert client.post(path, data=whole, headers=SAME_ORIGIN).status_code == 303
    page = client.get(path).text
    assert "The noise" in page
    assert "I am not sure how to say" not in page


@pytest.mark.rule("S4-4")
def test_a_summary_written_in_two_windows_shows_both_and_writes_none_over(
    app: Flask, world: World, case_id: UUID
) -> None:
    client = app.test_client()
    sign_in(client, world, Role.COORDINATOR)
    path = f"/cases/{case_id}/summary"
    first, second = opened(client, path), opened(client, path)
    assert client.post(path, data=first | {"text": "from the first"}, headers=SAME_ORIGIN).status_code == 303
    late = client.post(path, data=second | {"text": "from the second"}, headers=SAME_ORIGIN)
    assert late.status_code == 409
    assert "There are two versions now" in late.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', late.text.partition("<main")[2]))
    chosen = again | {"text": "from the second", "take-text": "both"}
    assert client.post(path, data=chosen, headers=SAME_ORIGIN).status_code == 303
    page = client.get(path).text.replace("\r", "")
    assert "from the first\n\nfrom the second" in page
