"""Both doors of a story: people at Chromium, and people behind programs."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from tests.e2e.conftest import ARGUMENTS
from tests.stories.pages import Pages
from tests.stories.programs import Programs
from tests.stories.stage import Calendar, served

from handrail.kit.settings import Settings

Door = Pages | Programs


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Debian's Chromium; ended with the module, since a process can drive one at a time."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split())
        yield found
        found.close()


@pytest.fixture(params=["pages", "programs"])
def story(
    request: pytest.FixtureRequest, app: Flask, database: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Door]:
    """A consultancy where nothing happened yet, on the first day of the story."""
    del database
    calendar = Calendar(monkeypatch)
    if request.param == "programs":
        yield Programs(calendar, app=app)
        return
    with served(app) as base:
        name = request.node.name.partition("[")[0].removeprefix("test_")
        told = Pages(calendar, browser=request.getfixturevalue("browser"), base=base, name=name)
        yield told
        told.close()
